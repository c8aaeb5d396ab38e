#include "wire/ir/failure_words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace signalbox::wire::ir {

namespace {

bool contains(std::string_view text, std::string_view part)
{
    const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; };
    return !std::ranges::search(text, part, same).empty();
}

} // namespace

bool saysTooLong(std::string_view message)
{
    constexpr std::array<std::string_view, 10> patterns{
        "context length",
        "context window",
        "maximum context",
        "prompt is too long",
        "too many tokens",
        "input is too long",
        "exceeds the maximum number of tokens",
        "reduce the length of",
        "input token count",
        "exceeds the context",
    };
    return std::ranges::any_of(patterns,
                               [&](std::string_view pattern) { return contains(message, pattern); });
}

FailureKind kindOfStatus(int status)
{
    switch (status) {
    case 401:
        return FailureKind::Auth;
    case 402:
        return FailureKind::QuotaExceeded;
    case 403:
        return FailureKind::Forbidden;
    case 404:
        return FailureKind::NotFound;
    case 408:
    case 504:
        return FailureKind::Timeout;
    case 413:
        return FailureKind::TooLarge;
    case 429:
        return FailureKind::RateLimited;
    case 503:
    case 529:
        return FailureKind::Overloaded;
    default:
        return status >= 400 && status < 500 ? FailureKind::BadRequest : FailureKind::Server;
    }
}

std::optional<double> retryAfterIn(std::string_view message)
{
    constexpr std::string_view words = "try again in ";
    const std::size_t at = message.find(words);
    if (at == std::string_view::npos)
        return std::nullopt;
    const std::string_view rest = message.substr(at + words.size());
    double value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (error != std::errc())
        return std::nullopt;
    const std::string_view unit(end, static_cast<std::size_t>(rest.data() + rest.size() - end));
    if (unit.starts_with("ms"))
        return value / 1000;
    return unit.starts_with("m") ? value * 60 : value;
}

Failure failureOfText(int status, std::string_view body)
{
    Failure failure;
    failure.kind = kindOfStatus(status);
    const std::size_t first = body.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        failure.message = "the provider answered without a word, status " + std::to_string(status);
    else if (body[first] == '<') // a proxy's page is for nobody
        failure.message = "upstream sent HTML, status " + std::to_string(status);
    else
        failure.message = body.substr(first, kMostMessageBytes);
    return failure;
}

void finishFailure(Failure &failure)
{
    failure.retryAfterSeconds = retryAfterIn(failure.message);
    if (failure.message.size() > kMostMessageBytes)
        failure.message.resize(kMostMessageBytes);
}

} // namespace signalbox::wire::ir
