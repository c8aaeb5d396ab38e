#include "ui/models/weights.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace signalbox::ui {

namespace {

bool isWhole(double value)
{
    return std::abs(value - std::round(value)) < 1e-9;
}

double sum(const std::vector<double> &weights)
{
    return std::accumulate(weights.begin(), weights.end(), 0.0);
}

/// Rounds `values[i]` for i in `which` to whole numbers that sum to `total`: largest remainders first.
void roundKeepingSum(std::vector<double> &values, const std::vector<std::size_t> &which, double total)
{
    double floored = 0;
    std::vector<std::pair<double, std::size_t>> remainders;
    for (const std::size_t i : which) {
        const double whole = std::floor(values[i] + 1e-9);
        remainders.emplace_back(values[i] - whole, i);
        values[i] = whole;
        floored += whole;
    }
    std::ranges::sort(remainders, [](const auto &a, const auto &b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    auto left = std::lround(total - floored);
    for (const auto &[remainder, i] : remainders) {
        if (left-- <= 0)
            break;
        values[i] += 1;
    }
}

} // namespace

double weightTotal(const std::vector<double> &weights)
{
    const double total = sum(weights);
    return total > 0 ? total : 100;
}

bool sumsToHundred(const std::vector<double> &weights)
{
    return std::abs(weightTotal(weights) - 100) < 0.01;
}

std::vector<double> withShare(const std::vector<double> &before, const std::vector<bool> &locked,
                              std::size_t index, double percent)
{
    std::vector<double> after = before;
    const double total = weightTotal(before);
    double lockedSum = 0;
    double freeSum = 0;
    std::vector<std::size_t> free;
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (i == index)
            continue;
        if (i < locked.size() && locked[i]) {
            lockedSum += before[i];
        } else {
            free.push_back(i);
            freeSum += before[i];
        }
    }
    const bool whole = isWhole(total) && std::ranges::all_of(before, isWhole) && total >= 10;
    double wanted = std::clamp(percent / 100 * total, 0.0, std::max(0.0, total - lockedSum));
    if (free.empty()) {
        // Nobody can take the rest: the sum has to change.
        wanted = std::max(0.0, percent / 100 * total);
        after[index] = whole ? std::round(wanted) : wanted;
        return after;
    }
    if (whole)
        wanted = std::round(wanted);
    after[index] = wanted;
    const double rest = total - lockedSum - wanted;
    for (const std::size_t i : free)
        after[i] = freeSum > 0 ? rest * before[i] / freeSum : rest / double(free.size());
    if (whole)
        roundKeepingSum(after, free, rest);
    else
        for (double &weight : after)
            weight = std::round(weight * 1000) / 1000;
    return after;
}

double shareOf(const std::vector<double> &weights, std::size_t index)
{
    const double total = sum(weights);
    return total > 0 && index < weights.size() ? weights[index] / total * 100 : 0;
}

} // namespace signalbox::ui
