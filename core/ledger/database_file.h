#pragma once

#include "base/clock.h"
#include "ledger/schema.h"
#include "ledger/sqlite.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace signalbox::ledger {

/// The database, ready to be written, and what the person should know of how it was found.
struct OpenedDatabase
{
    Database database;
    std::vector<std::string> notices;
};

/// Opens the writer's connection: creates the file (0600), upgrades an older one after a backup beside it,
/// sets a damaged one aside under a dated name and begins a new one. A file from a newer version, or of
/// another program, is refused and left as it is.
[[nodiscard]] Result<OpenedDatabase> openDatabaseFile(const std::filesystem::path &file, const Clock &clock,
                                                      std::span<const Migration> steps = migrations());

/// A second connection of the same process, for checkpoints.
[[nodiscard]] Result<Database> openBeside(const std::filesystem::path &file);

/// Asks the next `openDatabaseFile` to read the whole file, however large: something in it could not be read.
void markSuspect(const std::filesystem::path &file);

} // namespace signalbox::ledger
