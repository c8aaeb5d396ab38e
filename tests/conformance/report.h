#pragma once

#include "outcome.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace signalbox::conformance {

/// Everything that was found, to be told in several ways.
struct Report
{
    std::vector<Outcome> outcomes;
    std::vector<std::pair<std::string, int>> holdings; ///< how many exchanges of which format
    std::map<std::string, int> leftAside;              ///< by reason

    [[nodiscard]] int failures() const;
};

/// The matrix, the rules that it refers to, and what fails. `day` stands under the title.
[[nodiscard]] std::string asMarkdown(const Report &report, const std::string &day);
/// One document: cells, failures with their files, holdings.
[[nodiscard]] std::string asJson(const Report &report);
/// The matrix in short, and every kind of failure with the first file that shows it.
[[nodiscard]] std::string asText(const Report &report);

} // namespace signalbox::conformance
