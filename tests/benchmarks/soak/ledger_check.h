#pragma once

#include "load.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace signalbox::soak {

/// How the ledger compares with what clients have read.
struct LedgerFindings
{
    std::int64_t rows = 0;
    std::int64_t missing = 0; ///< read by a client, not in the ledger
    std::int64_t doubled = 0;
    std::int64_t wrong = 0; ///< other tokens than the client read, or not settled as answered
    std::string integrity;  ///< "ok", or what SQLite says
    std::vector<std::string> examples;

    [[nodiscard]] bool good() const
    {
        return missing == 0 && doubled == 0 && wrong == 0 && integrity == "ok";
    }
};

/// Opens the database in `dataFolder` (nobody else has it open) and looks every answer up.
[[nodiscard]] LedgerFindings checkLedger(const std::filesystem::path &dataFolder,
                                         const std::vector<ReadAnswer> &answers);

} // namespace signalbox::soak
