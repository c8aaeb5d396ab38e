#include "wire/ir/refused_parameter.h"

#include "base/json_writer.h"
#include "wire/json/document.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

namespace signalbox::wire::ir {

namespace {

constexpr std::size_t kMostNameBytes = 100;

/// Words that say it, and the side of them on which the name stands. `then` has to follow a name that stands
/// behind.
struct Phrase
{
    std::string_view words;
    std::string_view then = {};
    bool nameIsBefore = false;
};

constexpr std::array<Phrase, 13> kPhrases{{
    {.words = "Unrecognized request argument supplied: "}, // OpenAI, Azure
    {.words = "Unrecognized request arguments supplied: "},
    {.words = "Unsupported parameter: "}, // OpenAI
    {.words = "Unsupported value: "},
    {.words = "Unknown parameter: "},
    {.words = "Argument not supported on this model: "}, // xAI
    {.words = "does not support parameter "},
    {.words = "Extra inputs are not permitted, field: "},                // Fireworks
    {.words = "'type': 'extra_forbidden', 'loc': ('body', "},            // vLLM
    {.words = ": Extra inputs are not permitted", .nameIsBefore = true}, // Anthropic
    {.words = "property ", .then = " is unsupported"},                   // Groq
    {.words = "extraneous key [", .then = " is not permitted"},          // Bedrock
    {.words = "Unknown name ", .then = ": Cannot find field"},           // Google
}};

/// Codes of OpenAI's error whose `param` is the name.
constexpr std::array<std::string_view, 3> kCodes{"unsupported_parameter", "unknown_parameter",
                                                 "unsupported_value"};

/// The first members of paths that are not left out, without underscores and in lower case.
constexpr std::array<std::string_view, 11> kKept{
    "model",  "messages",     "input",  "contents",          "tools",   "stream",
    "system", "instructions", "prompt", "systeminstruction", "requests"};

bool isOfName(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-' || c == '[';
}

bool isQuote(char c)
{
    return c == '\'' || c == '"' || c == '`' || c == ' ';
}

/// The path at the front of `text`, quotes round it and a full stop behind it taken off; `text` is what is
/// behind.
std::string_view takeName(std::string_view &text)
{
    const auto begin = std::ranges::find_if_not(text, isQuote);
    const auto end = std::find_if_not(begin, text.end(), [](char c) { return isOfName(c) || c == ']'; });
    std::string_view name(begin, end);
    text = std::string_view(std::find_if_not(end, text.end(), [](char c) { return isQuote(c) && c != ' '; }),
                            text.end());
    while (name.ends_with('.') || name.ends_with(']'))
        name.remove_suffix(1);
    const bool isName = !name.empty() && name.size() <= kMostNameBytes && name.front() != '.' &&
                        !(name.front() >= '0' && name.front() <= '9');
    return isName ? name : std::string_view();
}

/// The path that ends where `text` does.
std::string_view nameBefore(std::string_view text)
{
    std::size_t begin = text.size();
    while (begin > 0 && (isOfName(text[begin - 1]) || text[begin - 1] == ']'))
        --begin;
    std::string_view name = text.substr(begin);
    return takeName(name);
}

/// Google names the message that lacks the field behind the field: `at 'generation_config'`.
std::string withPlace(std::string_view name, std::string_view &rest)
{
    constexpr std::string_view at = " at ";
    std::string path;
    if (rest.starts_with(at)) {
        rest.remove_prefix(at.size());
        if (const std::string_view place = takeName(rest); !place.empty())
            path = std::string(place) + '.';
    }
    return path += name;
}

std::string nameIn(std::string_view words)
{
    for (const Phrase &phrase : kPhrases) {
        const std::size_t at = words.find(phrase.words);
        if (at == std::string_view::npos)
            continue;
        if (phrase.nameIsBefore)
            return std::string(nameBefore(words.substr(0, at)));
        std::string_view rest = words.substr(at + phrase.words.size());
        const std::string_view name = takeName(rest);
        const std::string path = withPlace(name, rest);
        if (!name.empty() && (phrase.then.empty() || rest.find(phrase.then) < 2))
            return path;
    }
    return {};
}

/// A list of pydantic's complaints (Mistral, FastAPI): `loc` is the path, "body" before it.
std::string nameInComplaints(json::Value list)
{
    for (const json::Value complaint : list) {
        if (!complaint.isObject() || !complaint["type"].is("extra_forbidden"))
            continue;
        std::string path;
        for (const json::Value step : complaint["loc"]) {
            if (step.is("body") && path.empty())
                continue;
            path += path.empty() ? "" : ".";
            path += step.isString() ? unescape(step.text()) : std::string(step.raw());
        }
        return path;
    }
    return {};
}

std::string nameInObject(json::Value error)
{
    const json::Value param = error["param"];
    if (param.isString() && std::ranges::any_of(kCodes, [&](auto code) { return error["code"].is(code); }))
        return unescape(param.text());
    const json::Value message = error["message"];
    for (const json::Value list : {error["detail"], message, message["detail"]}) {
        if (std::string name = list.isArray() ? nameInComplaints(list) : std::string(); !name.empty())
            return name;
    }
    for (const json::Value words : {message, error["error"], error["detail"]}) {
        if (std::string name = nameIn(unescape(words.text())); !name.empty())
            return name;
    }
    return {};
}

std::string nameInBody(std::string_view errorBody)
{
    json::Document document;
    if (!document.parseCopy(errorBody))
        return nameIn(errorBody);
    json::Value root = document.root();
    if (root.isArray() && root.size() > 0)
        root = *root.begin(); // Google's errors of streams
    if (const json::Value inner = root["error"]; inner.isObject()) {
        if (std::string name = nameInObject(inner); !name.empty())
            return name;
    }
    return nameInObject(root);
}

std::string plain(std::string_view name)
{
    std::string text;
    for (const char c : name) {
        if (c != '_')
            text += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 'a' - 'A') : c;
    }
    return text;
}

std::vector<std::string> stepsOf(std::string_view path)
{
    std::vector<std::string> steps;
    while (!path.empty()) {
        const std::size_t dot = path.find('.');
        steps.push_back(plain(path.substr(0, dot)));
        path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
    }
    return steps;
}

/// Writes the object without the member at the end of the path. False where it has none.
bool writeWithout(JsonWriter &json, json::Value object, std::span<const std::string> path)
{
    bool isFound = false;
    json.beginObject();
    for (const json::Value member : object) {
        const bool isOnPath = plain(unescape(member.key())) == path.front();
        if (isOnPath && path.size() == 1) {
            isFound = true;
            continue;
        }
        json.key(member.key().escaped);
        if (isOnPath && member.isObject())
            isFound = writeWithout(json, member, path.subspan(1)) || isFound;
        else
            json.raw(member.raw());
    }
    json.endObject();
    return isFound;
}

} // namespace

std::string refusedParameter(std::string_view errorBody)
{
    std::string name = nameInBody(errorBody);
    return name.size() <= kMostNameBytes ? name : std::string();
}

std::optional<std::string> withoutParameter(std::string_view request, std::string_view path)
{
    const std::vector<std::string> steps = stepsOf(path);
    json::Document document;
    if (steps.empty() || !document.parseCopy(request) || !document.root().isObject())
        return std::nullopt;
    const std::string_view first = std::string_view(steps.front()).substr(0, steps.front().find('['));
    if (std::ranges::find(kKept, first) != kKept.end())
        return std::nullopt;
    std::string written;
    JsonWriter json(written);
    return writeWithout(json, document.root(), steps) ? std::optional(written) : std::nullopt;
}

} // namespace signalbox::wire::ir
