#pragma once

#include "difference.h"
#include "wire/format_id.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What a crossing from one format to another may lose or change, and why. Everything else that differs is a
/// failure.
namespace signalbox::conformance {

struct Loss
{
    std::string_view id;   ///< short, for cells of the matrix
    std::string_view rule; ///< in words, for people
};

/// All rules there are, those for notes first.
[[nodiscard]] std::span<const Loss> allLosses();

/// The rule that allows the difference on the way from one format to the other; null where none does.
[[nodiscard]] const Loss *allowedLoss(const Difference &difference, wire::Format from, wire::Format to);

/// Whether what the client is told was left out names it.
[[nodiscard]] bool isNoted(const Difference &difference, const std::vector<std::string> &dropped);
[[nodiscard]] const Loss &notedLoss();

/// The rule by which a request is refused instead of sent; null where it should have been sent.
[[nodiscard]] const Loss *allowedRefusal(std::string_view message);

} // namespace signalbox::conformance
