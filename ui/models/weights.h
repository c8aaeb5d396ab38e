#pragma once

#include <optional>
#include <vector>

/// How the weights of one virtual model answer to a hand on one of them. Pure.
namespace signalbox::ui {

/// The sum, or 100 where nothing has any weight yet.
[[nodiscard]] double weightTotal(const std::vector<double> &weights);

/// Whether the weights are shares of a hundred, so that a weight is a percentage.
[[nodiscard]] bool sumsToHundred(const std::vector<double> &weights);

/// Sets the share of target `index` to `percent` of the sum, which stays what it is: unlocked targets share
/// the rest in proportion to `before` (the weights as they were when the hand came), those that are out stay
/// out unless they are the only ones left to take it. Locked targets keep theirs, so a share ends where they
/// begin. Whole weights stay whole.
[[nodiscard]] std::vector<double> withShare(const std::vector<double> &before,
                                            const std::vector<bool> &locked, std::size_t index,
                                            double percent);

/// Percent of the sum; 0 where nothing has any weight.
[[nodiscard]] double shareOf(const std::vector<double> &weights, std::size_t index);

} // namespace signalbox::ui
