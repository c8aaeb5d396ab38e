#include "wire/gemini/error_body.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace signalbox::wire::gemini {

namespace {

using Kind = ir::FailureKind;

constexpr std::size_t kMaxMessageBytes = 4000;

bool contains(std::string_view text, std::string_view part)
{
    const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; };
    return !std::ranges::search(text, part, same).empty();
}

bool saysTooLong(std::string_view message)
{
    constexpr std::array<std::string_view, 4> patterns{
        "input token count", "exceeds the maximum number of tokens", "context length", "context window"};
    return std::ranges::any_of(patterns,
                               [&](std::string_view pattern) { return contains(message, pattern); });
}

/// google.rpc.Code by name.
Kind kindOfWord(std::string_view word, Kind otherwise)
{
    constexpr std::array<std::pair<std::string_view, Kind>, 11> words{{
        {"INVALID_ARGUMENT", Kind::BadRequest},
        {"FAILED_PRECONDITION", Kind::BadRequest},
        {"OUT_OF_RANGE", Kind::BadRequest},
        {"UNAUTHENTICATED", Kind::Auth},
        {"PERMISSION_DENIED", Kind::Forbidden},
        {"NOT_FOUND", Kind::NotFound},
        {"RESOURCE_EXHAUSTED", Kind::RateLimited},
        {"UNAVAILABLE", Kind::Overloaded},
        {"DEADLINE_EXCEEDED", Kind::Timeout},
        {"INTERNAL", Kind::Server},
        {"UNKNOWN", Kind::Server},
    }};
    const auto found = std::ranges::find(words, word, &std::pair<std::string_view, Kind>::first);
    return found != words.end() ? found->second : otherwise;
}

Kind kindOfStatus(int status)
{
    switch (status) {
    case 401:
        return Kind::Auth;
    case 403:
        return Kind::Forbidden;
    case 404:
        return Kind::NotFound;
    case 408:
    case 504:
        return Kind::Timeout;
    case 413:
        return Kind::TooLarge;
    case 429:
        return Kind::RateLimited;
    case 503:
        return Kind::Overloaded;
    default:
        return status >= 400 && status < 500 ? Kind::BadRequest : Kind::Server;
    }
}

/// google.rpc.RetryInfo: "34.4s".
std::optional<double> seconds(std::string_view duration)
{
    double value = 0;
    const auto [end, error] = std::from_chars(duration.data(), duration.data() + duration.size(), value);
    const bool isWhole = error == std::errc() && end != duration.data() + duration.size() && *end == 's';
    return isWhole && value >= 0 ? std::optional(value) : std::nullopt;
}

void readDetails(json::Value details, ir::Failure &failure)
{
    for (const json::Value detail : details) {
        if (detail["retryDelay"].isString())
            failure.retryAfterSeconds = seconds(detail["retryDelay"].text().escaped);
        if (detail["reason"].is("API_KEY_INVALID"))
            failure.kind = Kind::Auth;
    }
}

} // namespace

ir::Failure readErrorValue(int status, json::Value value)
{
    if (value.isArray())
        value = value.size() > 0 ? *value.begin() : value;
    const json::Value error = value["error"].isObject() ? value["error"] : value;
    ir::Failure failure;
    failure.message = unescape(error["message"].text());
    failure.code = unescape(error["status"].text());
    if (const auto code = error["code"].integer(); status == 0 && code && *code > 0 && *code < 600)
        status = static_cast<int>(*code);
    failure.kind = kindOfWord(failure.code, kindOfStatus(status));
    if (failure.message.empty())
        failure.message = status != 0 ? "the provider answered with status " + std::to_string(status)
                                      : "the provider reported an error";
    if (failure.kind == Kind::BadRequest && saysTooLong(failure.message))
        failure.kind = Kind::ContextTooLong;
    if (failure.kind == Kind::BadRequest && contains(failure.message, "api key not valid"))
        failure.kind = Kind::Auth;
    readDetails(error["details"], failure);
    if (failure.message.size() > kMaxMessageBytes)
        failure.message.resize(kMaxMessageBytes);
    return failure;
}

ir::Failure readErrorBody(int status, std::string_view body)
{
    json::Document document;
    if (document.parseCopy(body) && (document.root().isObject() || document.root().isArray()))
        return readErrorValue(status, document.root());
    ir::Failure failure;
    failure.kind = kindOfStatus(status);
    const std::size_t first = body.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        failure.message = "the provider answered without a word, status " + std::to_string(status);
    else if (body[first] == '<')
        failure.message =
            "upstream sent HTML, status " + std::to_string(status); // a proxy's page is for nobody
    else
        failure.message = body.substr(first, kMaxMessageBytes);
    return failure;
}

} // namespace signalbox::wire::gemini
