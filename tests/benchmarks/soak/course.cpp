#include "course.h"

#include <algorithm>

namespace signalbox::soak {

namespace {

constexpr std::size_t kFewSamples = 60;

const char *verdict(bool good)
{
    return good ? "good" : "BAD";
}

} // namespace

long Course::median(double fromShare, double toShare) const
{
    std::vector<long> seen;
    for (const Sample &sample : samples) {
        if (sample.share >= fromShare && sample.share < toShare)
            seen.push_back(sample.kilobytes);
    }
    if (seen.empty())
        return 0;
    const auto middle = seen.begin() + static_cast<std::ptrdiff_t>(seen.size() / 2);
    std::ranges::nth_element(seen, middle);
    return *middle;
}

bool Course::isFlat() const
{
    const long third = median(0.5, 0.75);
    const long last = median(0.75, 2);
    return samples.size() < kFewSamples ||
           (last <= third + third / 50 && kilobytesAtRest <= kilobytesAtPause + 1024);
}

std::string inWords(const Course &course)
{
    std::string text = "soak: resident kB: " + std::to_string(course.kilobytesAtStart) +
                       " at the start; medians of the quarters";
    for (const double quarter : {0.0, 0.25, 0.5, 0.75})
        text += ' ' + std::to_string(course.median(quarter, quarter == 0.75 ? 2 : quarter + 0.25));
    return text + ", " + std::to_string(course.kilobytesAtPause) +
           " in the pause: " + verdict(course.isFlat()) + "; " + std::to_string(course.kilobytesAtRest) +
           " at rest: " + verdict(course.isLight()) +
           "\nsoak: descriptors: " + std::to_string(course.descriptorsAtStart) + " at the start, " +
           std::to_string(course.descriptorsAtRest) + " at rest: " + verdict(course.leaksNothing()) + '\n';
}

} // namespace signalbox::soak
