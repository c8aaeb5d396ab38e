#include "wire/anthropic_messages/plain_delta.h"

#include "wire/json/validate.h"

#include <array>

namespace signalbox::wire::anthropic {

namespace {

constexpr std::string_view kHead = R"({"type":"content_block_delta","index":)";
constexpr std::string_view kDelta = R"(,"delta":{"type":")";

struct Form
{
    std::string_view begin;
    PlainDelta::Kind kind;
};
constexpr std::array<Form, 3> kForms{{
    {R"(text_delta","text":")", PlainDelta::Kind::Text},
    {R"(input_json_delta","partial_json":")", PlainDelta::Kind::Arguments},
    {R"(thinking_delta","thinking":")", PlainDelta::Kind::Thinking},
}};

bool skip(std::string_view &data, std::string_view word)
{
    if (!data.starts_with(word))
        return false;
    data.remove_prefix(word.size());
    return true;
}

void skipSpaces(std::string_view &data)
{
    while (data.starts_with(' '))
        data.remove_prefix(1);
}

bool skipIndex(std::string_view &data)
{
    std::size_t digits = 0;
    while (digits < data.size() && data[digits] >= '0' && data[digits] <= '9')
        ++digits;
    const bool isNumber = digits == 1 || (digits > 1 && data.front() != '0');
    data.remove_prefix(digits);
    return isNumber;
}

} // namespace

std::optional<PlainDelta> plainDelta(std::string_view data)
{
    if (!skip(data, kHead) || !skipIndex(data) || !skip(data, kDelta))
        return std::nullopt;
    for (const Form &form : kForms) {
        if (!skip(data, form.begin))
            continue;
        const std::string_view text = json::stringInside(data);
        if (text.empty())
            return std::nullopt;
        data.remove_prefix(text.size() + 1);
        // The server fills its events up with spaces.
        if (!skip(data, "}"))
            return std::nullopt;
        skipSpaces(data);
        if (!skip(data, "}"))
            return std::nullopt;
        skipSpaces(data);
        return data.empty() ? std::optional(PlainDelta{form.kind, text}) : std::nullopt;
    }
    return std::nullopt;
}

} // namespace signalbox::wire::anthropic
