#include "wire/openai_responses/error_body.h"

#include "wire/json/document.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

namespace signalbox::wire {

namespace {

using ir::FailureKind;
using json::Value;

constexpr std::size_t kMaxPlainMessage = 500;

/// Codes and types, which hosts use for one another.
constexpr std::array<std::pair<std::string_view, FailureKind>, 37> kByWord{{
    {"context_length_exceeded", FailureKind::ContextTooLong},
    {"model_context_window_exceeded", FailureKind::ContextTooLong},
    {"string_above_max_length", FailureKind::ContextTooLong},
    {"request_too_large", FailureKind::TooLarge},
    {"insufficient_quota", FailureKind::QuotaExceeded},
    {"billing_hard_limit_reached", FailureKind::QuotaExceeded},
    {"billing_not_active", FailureKind::QuotaExceeded},
    {"billing_error", FailureKind::QuotaExceeded},
    {"usage_limit_reached", FailureKind::QuotaExceeded},
    {"usage_not_included", FailureKind::QuotaExceeded},
    {"rate_limit_exceeded", FailureKind::RateLimited},
    {"rate_limit_error", FailureKind::RateLimited},
    {"rate_limited", FailureKind::RateLimited},
    {"too_many_requests", FailureKind::RateLimited},
    {"server_is_overloaded", FailureKind::Overloaded},
    {"slow_down", FailureKind::Overloaded},
    {"overloaded_error", FailureKind::Overloaded},
    {"invalid_prompt", FailureKind::Policy},
    {"cyber_policy", FailureKind::Policy},
    {"bio_policy", FailureKind::Policy},
    {"content_policy_violation", FailureKind::Policy},
    {"image_content_policy_violation", FailureKind::Policy},
    {"content_filter", FailureKind::Policy},
    {"invalid_api_key", FailureKind::Auth},
    {"incorrect_api_key", FailureKind::Auth},
    {"authentication_error", FailureKind::Auth},
    {"permission_error", FailureKind::Forbidden},
    {"model_not_found", FailureKind::NotFound},
    {"DeploymentNotFound", FailureKind::NotFound},
    {"not_found_error", FailureKind::NotFound},
    {"server_error", FailureKind::Server},
    {"api_error", FailureKind::Server},
    {"internal_server_error", FailureKind::Server},
    {"timeout_error", FailureKind::Timeout},
    {"vector_store_timeout", FailureKind::Timeout},
    {"upstream_stream_closed", FailureKind::StreamClosed},
    {"invalid_request_error", FailureKind::BadRequest},
}};

/// What providers say when a prompt does not fit; few give it a code of its own.
constexpr std::array<std::string_view, 13> kTooLong{
    "context length",           "context_length",         "context window",       "maximum context",
    "prompt is too long",       "input is too long",      "prompt too long",      "too many tokens",
    "input token count",        "reduce the length",      "exceeds the available context size",
    "maximum number of tokens", "longer than the maximum",
};

constexpr std::array<std::string_view, 3> kBadKey{"incorrect api key", "api key not valid", "invalid api key"};

std::string lower(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return out;
}

std::optional<FailureKind> kindOfWord(std::string_view word)
{
    for (const auto &[name, kind] : kByWord) {
        if (name == word)
            return kind;
    }
    return std::nullopt;
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
    case 524:
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

std::string words(const Value &value)
{
    return value.isString() ? unescape(value.text()) : std::string(value.isNumber() ? value.raw() : "");
}

/// `detail` of FastAPI hosts: a text, or a list of what is wrong where.
std::string detailOf(const Value &detail)
{
    std::string text = words(detail);
    for (const Value entry : detail.isArray() ? detail : Value()) {
        if (!text.empty())
            text += "; ";
        std::string place;
        for (const Value step : entry["loc"]) {
            place += place.empty() ? "" : ".";
            place += words(step);
        }
        text += place.empty() ? words(entry["msg"]) : place + ": " + words(entry["msg"]);
    }
    return text;
}

void readErrorObject(const Value &error, ir::Failure &failure)
{
    failure.message = words(error["message"]);
    failure.type = words(error["type"]);
    failure.code = words(error["code"]);
    if (failure.type.empty())
        failure.type = words(error["status"]); // Gemini's
    // OpenRouter: the provider's own words stand behind "Provider returned error".
    const Value metadata = error["metadata"];
    if (const std::string raw = words(metadata["raw"]); !raw.empty()) {
        const std::string provider = words(metadata["provider_name"]);
        failure.message += provider.empty() ? ": " + raw : " (" + provider + "): " + raw;
    }
    if (failure.code.empty())
        failure.code = words(error["innererror"]["code"]);
}

void readRoot(const Value &root, ir::Failure &failure)
{
    const Value error = root["error"];
    if (error.isObject()) {
        readErrorObject(error, failure);
    } else {
        failure.message = words(error);
        failure.code = words(root["code"]);
        failure.type = words(root["type"]);
        if (failure.message.empty())
            failure.message = words(root["message"]);
        if (failure.message.empty() && root["message"].isObject())
            failure.message = detailOf(root["message"]["detail"]);
    }
    if (failure.message.empty())
        failure.message = detailOf(root["detail"]);
}

} // namespace

FailureKind failureKind(int status, std::string_view code, std::string_view type, std::string_view message)
{
    const std::string text = lower(message);
    const auto says = [&](std::string_view pattern) { return text.find(pattern) != std::string::npos; };
    const auto byCode = kindOfWord(code);
    if (byCode && *byCode != FailureKind::BadRequest && *byCode != FailureKind::Server)
        return *byCode;
    const auto byType = kindOfWord(type);
    const bool isRate = status == 429 || byType == FailureKind::RateLimited;
    if (!isRate && std::ranges::any_of(kTooLong, says)) // throttled tokens are counted in the same words
        return FailureKind::ContextTooLong;
    if (std::ranges::any_of(kBadKey, says))
        return FailureKind::Auth;
    if (byType && *byType != FailureKind::BadRequest && *byType != FailureKind::Server)
        return *byType;
    if (status >= 400)
        return kindOfStatus(status);
    if (byCode || byType)
        return byCode ? *byCode : *byType;
    int number = 0; // a status as code, in the stream of a 200
    const auto parsed = std::from_chars(code.data(), code.data() + code.size(), number);
    return parsed.ec == std::errc() && parsed.ptr == code.data() + code.size() ? kindOfStatus(number)
                                                                               : FailureKind::Server;
}

std::optional<double> retryAfterOf(std::string_view message)
{
    const std::string text = lower(message);
    const std::size_t at = text.find("try again in ");
    if (at == std::string::npos)
        return std::nullopt;
    std::string_view rest = std::string_view(text).substr(at + 13);
    std::optional<double> seconds;
    for (;;) {
        double number = 0;
        const auto parsed = std::from_chars(rest.data(), rest.data() + rest.size(), number);
        if (parsed.ec != std::errc() || number < 0)
            return seconds;
        rest.remove_prefix(static_cast<std::size_t>(parsed.ptr - rest.data()));
        if (rest.starts_with(' '))
            rest.remove_prefix(1);
        const double unit = rest.starts_with("ms") || rest.starts_with("milli") ? 0.001
            : rest.starts_with('s')                ? 1
            : rest.starts_with('m')                ? 60
            : rest.starts_with('h')                ? 3600
                                                   : 0;
        if (unit == 0)
            return seconds;
        seconds = seconds.value_or(0) + number * unit;
        rest.remove_prefix(std::min(rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz"), rest.size()));
    }
}

ir::Failure readOpenAiErrorBody(int status, std::string_view body)
{
    ir::Failure failure;
    json::Document document;
    const std::size_t first = body.find_first_not_of(" \t\r\n");
    if (document.parseCopy(body)) {
        const Value root = document.root();
        readRoot(root.isArray() && root.size() > 0 ? *root.begin() : root, failure);
        if (root.isString())
            failure.message = words(root);
    } else if (first != std::string_view::npos && body[first] == '<') {
        failure.message = "upstream sent HTML, status " + std::to_string(status);
    } else if (first != std::string_view::npos) {
        failure.message = body.substr(first, std::min(kMaxPlainMessage, body.find_last_not_of(" \t\r\n") + 1 - first));
    }
    if (failure.message.empty())
        failure.message = "upstream answered with status " + std::to_string(status);
    failure.kind = failureKind(status, failure.code, failure.type, failure.message);
    failure.retryAfterSeconds = retryAfterOf(failure.message);
    return failure;
}

} // namespace signalbox::wire
