#include "wire/openai_chat/error_body.h"

#include "wire/ir/failure_words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace signalbox::wire::openai_chat {

namespace {

using Kind = ir::FailureKind;

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
    if (ir::saysTooLong(failure.message) && (status == 0 || (status >= 400 && status < 500 && status != 429)))
        failure.kind = Kind::ContextTooLong;
    else if (const auto code = kindOfWord(failure.code))
        failure.kind = *code;
    else if (const auto type = kindOfWord(failure.type))
        failure.kind = *type;
    else if (status == 0 && failure.type == "invalid_request_error")
        failure.kind = Kind::BadRequest;
    else
        failure.kind = ir::kindOfStatus(status);
    failure.retryAfterSeconds = ir::retryAfterIn(failure.message);
    if (failure.message.size() > ir::kMostMessageBytes)
        failure.message.resize(ir::kMostMessageBytes);
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
        failure.message = body.substr(first, ir::kMostMessageBytes);
    decide(failure, status);
    return failure;
}

} // namespace signalbox::wire::openai_chat
