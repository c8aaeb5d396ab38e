#pragma once

#include "ledger/sqlite.h"

#include <span>
#include <string_view>

namespace signalbox::ledger {

/// One step of the schema: the SQL that brings a database to `version` from the one before it. Steps that
/// were released are never edited.
struct Migration
{
    int version = 0;
    std::string_view sql;
};

/// All steps, from the empty file on.
[[nodiscard]] std::span<const Migration> migrations();

/// What the newest step leads to: PRAGMA user_version.
[[nodiscard]] int versionOf(std::span<const Migration> steps);

} // namespace signalbox::ledger
