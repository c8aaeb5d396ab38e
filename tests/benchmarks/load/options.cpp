#include "load/options.h"

#include <cstdlib>
#include <functional>
#include <map>
#include <string_view>

namespace signalbox::bench {

std::expected<LoadOptions, std::string> readLoadOptions(int argc, char **argv)
{
    LoadOptions options;
    const auto number = [](const char *text) { return std::strtoull(text, nullptr, 10); };
    const std::map<std::string_view, std::function<void(const char *)>> known{
        {"--port", [&](const char *v) { options.port = static_cast<std::uint16_t>(number(v)); }},
        {"--path", [&](const char *v) { options.path = v; }},
        {"--header", [&](const char *v) { options.headers.emplace_back(v); }},
        {"--model", [&](const char *v) { options.model = v; }},
        {"--stream", [&](const char *v) { options.stream = number(v) != 0; }},
        {"--request-bytes", [&](const char *v) { options.requestBytes = number(v); }},
        {"--connections", [&](const char *v) { options.connections = number(v); }},
        {"--rate", [&](const char *v) { options.rate = std::strtod(v, nullptr); }},
        {"--count", [&](const char *v) { options.count = number(v); }},
        {"--warm-up-ms", [&](const char *v) { options.warmUp = std::chrono::milliseconds(number(v)); }},
        {"--time-ms", [&](const char *v) { options.time = std::chrono::milliseconds(number(v)); }},
        {"--process", [&](const char *v) { options.processes.push_back(static_cast<int>(number(v))); }},
    };
    for (int i = 1; i < argc; i += 2) {
        const auto found = known.find(argv[i]);
        if (found == known.end())
            return std::unexpected(std::string("unknown option ") + argv[i]);
        if (i + 1 == argc)
            return std::unexpected(std::string(argv[i]) + " needs a value");
        found->second(argv[i + 1]);
    }
    if (options.port == 0 || options.model.empty() || options.connections == 0)
        return std::unexpected(std::string("needs --port, --model and at least one connection"));
    return options;
}

} // namespace signalbox::bench
