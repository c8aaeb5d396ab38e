#include "wire/openai_chat/error_body.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace signalbox::wire::openai_chat {

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

/// Words that say more than the status does.
std::optional<Kind> kindOfWord(std::string_view word)
{
    constexpr std::array<std::pair<std::string_view, Kind>, 20> words{{
        {"context_length_exceeded", Kind::ContextTooLong},
        {"insufficient_quota", Kind::QuotaExceeded},
        {"billing_hard_limit_reached", Kind::QuotaExceeded},
        {"usage_limit_reached", Kind::QuotaExceeded},
        {"insufficient_balance", Kind::QuotaExceeded},
        {"rate_limit_exceeded", Kind::RateLimited},
        {"rate_limit_error", Kind::RateLimited},
        {"invalid_api_key", Kind::Auth},
        {"authentication_error", Kind::Auth},
        {"permission_error", Kind::Forbidden},
        {"model_not_found", Kind::NotFound},
        {"DeploymentNotFound", Kind::NotFound},
        {"not_found_error", Kind::NotFound},
        {"server_is_overloaded", Kind::Overloaded},
        {"slow_down", Kind::Overloaded},
        {"overloaded_error", Kind::Overloaded},
        {"invalid_prompt", Kind::Policy},
        {"content_policy_violation", Kind::Policy},
        {"content_filter", Kind::Policy},
        {"cyber_policy", Kind::Policy},
    }};
    for (const auto &[name, kind] : words) {
        if (name == word)
            return kind;
    }
    return std::nullopt;
}

Kind kindOfStatus(int status)
{
    switch (status) {
    case 401:
        return Kind::Auth;
    case 402:
        return Kind::QuotaExceeded;
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
    case 529:
        return Kind::Overloaded;
    default:
        return status >= 400 && status < 500 ? Kind::BadRequest : Kind::Server;
    }
}

/// "… try again in 1.5s", "… in 345ms": seconds.
std::optional<double> retryAfter(std::string_view message)
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

std::string withStatus(std::string words, int status)
{
    words += std::to_string(status);
    return words;
}

std::string words(json::Value value)
{
    return value.isString() ? unescape(value.text()) : std::string();
}

/// FastAPI's and pydantic's complaints: a list with a place and a sentence each.
std::string detailWords(json::Value detail)
{
    if (detail.isString())
        return words(detail);
    std::string text;
    for (const json::Value entry : detail) {
        if (!text.empty())
            text += "; ";
        text += words(entry["msg"].isString() ? entry["msg"] : entry["message"]);
    }
    return text;
}

void decide(ir::Failure &failure, int status)
{
    if (status == 0) {
        int told = 0; // OpenRouter's code is a status
        const auto [end, error] =
            std::from_chars(failure.code.data(), failure.code.data() + failure.code.size(), told);
        if (error == std::errc() && end == failure.code.data() + failure.code.size())
            status = told;
    }
    if (saysTooLong(failure.message) && (status == 0 || (status >= 400 && status < 500 && status != 429)))
        failure.kind = Kind::ContextTooLong;
    else if (const auto code = kindOfWord(failure.code))
        failure.kind = *code;
    else if (const auto type = kindOfWord(failure.type))
        failure.kind = *type;
    else if (status == 0 && failure.type == "invalid_request_error")
        failure.kind = Kind::BadRequest;
    else
        failure.kind = kindOfStatus(status);
    failure.retryAfterSeconds = retryAfter(failure.message);
    if (failure.message.size() > kMaxMessageBytes)
        failure.message.resize(kMaxMessageBytes);
}

} // namespace

ir::Failure readErrorValue(int status, json::Value value)
{
    if (value.isArray()) // Gemini's streaming errors are a list of one
        value = value.size() > 0 ? *value.begin() : value;
    ir::Failure failure;
    const json::Value inner = value["error"];
    const json::Value error = inner.isObject() ? inner : value;
    failure.message = words(error["message"]);
    failure.type = words(error["type"]);
    const json::Value code = error["code"];
    failure.code = code.isNumber() ? std::string(code.raw()) : words(code);
    if (failure.code.empty() && inner.isObject())
        failure.code = words(error["status"]);
    if (failure.message.empty() && inner.isString())
        failure.message = words(inner); // Ollama, xAI, Hugging Face
    if (failure.message.empty())
        failure.message = detailWords(value["detail"]);
    if (const std::string raw = words(error["metadata"]["raw"]); !raw.empty()) {
        // OpenRouter: what its provider said.
        if (!failure.message.empty())
            failure.message += ": ";
        failure.message += raw;
    }
    if (words(error["innererror"]["code"]) == "ResponsibleAIPolicyViolation")
        failure.code = "content_filter"; // Azure
    if (failure.message.empty())
        failure.message = status != 0 ? withStatus("the provider answered with status ", status)
                                      : "the provider reported an error";
    decide(failure, status);
    return failure;
}

ir::Failure readErrorBody(int status, std::string_view body)
{
    json::Document document;
    if (document.parseCopy(body) && (document.root().isObject() || document.root().isArray()))
        return readErrorValue(status, document.root());
    ir::Failure failure;
    const std::size_t first = body.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        failure.message = withStatus("the provider answered without a word, status ", status);
    else if (body[first] == '<')
        failure.message = withStatus("upstream sent HTML, status ", status); // a proxy's page is for nobody
    else
        failure.message = body.substr(first, kMaxMessageBytes);
    decide(failure, status);
    return failure;
}

} // namespace signalbox::wire::openai_chat
