// bench_load: loads one target for one round and writes what it measured as one JSON object on stdout.
// Options: load/options.cpp. Exit 0 also when answers were wrong ("errors" counts them), 2 when the options
// are.

#include "load/round.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace {

using Json = nlohmann::ordered_json;
using namespace signalbox::bench;

/// Null where nothing was measured: 0 would be a figure.
Json quantile(std::vector<float> &values, double share)
{
    if (values.empty())
        return nullptr;
    const auto rank = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(rank), values.end());
    return values[rank];
}

Json quantiles(std::vector<float> &values)
{
    return {{"p50", quantile(values, 0.50)}, {"p99", quantile(values, 0.99)}};
}

Json cpu(const std::map<std::string, CpuTime> &threads)
{
    Json list = Json::object();
    for (const auto &[name, time] : threads)
        list[name] = {{"us", static_cast<double>(time.totalNs) / 1000.0},
                      {"user_ticks", time.userTicks},
                      {"kernel_ticks", time.kernelTicks}};
    return list;
}

} // namespace

int main(int argc, char **argv)
{
    const auto options = readLoadOptions(argc, argv);
    if (!options)
        return std::fprintf(stderr, "bench_load: %s\n", options.error().c_str()), 2;
    RoundResult result = Round(*options).run();
    const double seconds = std::max(result.seconds, 1e-9);
    const Json figures{{"seconds", result.seconds},
                       {"requests", result.requests},
                       {"events", result.events},
                       {"answers", result.answers},
                       {"errors", result.errors},
                       {"first_error", result.firstError},
                       {"requests_per_second", static_cast<double>(result.requests) / seconds},
                       {"first_byte_ms", quantiles(result.firstByteMs)},
                       {"total_ms", quantiles(result.totalMs)},
                       {"delay_us", quantiles(result.delayUs)},
                       {"cpu", cpu(result.cpu)},
                       {"rss_kb", result.memory.residentKb},
                       {"rss_peak_kb", result.memory.peakKb}};
    // An error's text is whatever a target sent, and need not be UTF-8.
    std::puts(figures.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
}
