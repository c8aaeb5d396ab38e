#include "mock/script.h"

#include <charconv>
#include <cstdint>

namespace signalbox::bench {

namespace {

constexpr std::string_view kSentence =
    R"(The signalman reads the \"manual\", edits main.cpp → and runs the tests again.\n)";

std::size_t numberAfter(std::string_view model, std::string_view letter, std::size_t otherwise)
{
    for (std::size_t at = model.find(letter); at != model.npos; at = model.find(letter, at + 1)) {
        std::size_t value = 0;
        const char *begin = model.data() + at + letter.size();
        if (std::from_chars(begin, model.data() + model.size(), value).ptr != begin)
            return value;
    }
    return otherwise;
}

} // namespace

Script Script::fromModel(std::string_view model)
{
    Script script;
    script.textBytes = numberAfter(model, "-n", script.textBytes);
    script.events = numberAfter(model, "-e", script.events);
    script.deltaBytes = numberAfter(model, "-b", script.deltaBytes);
    script.pace = std::chrono::microseconds(numberAfter(model, "-p", 0));
    return script;
}

std::string jsonText(std::size_t bytes)
{
    std::string text;
    text.reserve(bytes);
    while (text.size() + kSentence.size() <= bytes)
        text += kSentence;
    text.append(bytes - text.size(), 'x');
    return text;
}

std::int64_t nowNs()
{
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

} // namespace signalbox::bench
