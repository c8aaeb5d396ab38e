#include "gateway/refusal.h"

#include "base/json_writer.h"
#include "wire/format.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace signalbox::gateway {

namespace {

using wire::ir::FailureKind;

/// One row of the table: statuses for Responses, Chat, Messages and Gemini, and OpenAI's type and code. Codex
/// shows the message alone, and asks only once, where a 400 has code invalid_prompt: hence the 400s of the
/// Responses column.
struct Row
{
    int responses;
    int chat;
    int messages;
    int gemini;
    std::string_view type;
    std::string_view responsesCode;
    std::string_view chatCode;
};

constexpr std::string_view kInvalid = "invalid_request_error";

Row rowOf(const Refusal &refusal)
{
    switch (refusal.code) {
    case RefusalCode::Unauthorized:
        return {401, 401, 401, 401, kInvalid, "invalid_api_key", "invalid_api_key"};
    case RefusalCode::KeyExpired:
        return {400, 403, 403, 403, kInvalid, "invalid_prompt", "key_expired"};
    case RefusalCode::ModelNotAllowed:
        return {400, 403, 403, 403, kInvalid, "invalid_prompt", "model_not_allowed"};
    case RefusalCode::ModelNotFound:
        return {404, 404, 404, 404, kInvalid, "model_not_found", "model_not_found"};
    case RefusalCode::BudgetExceeded:
        return {400, 402, 402, 403, "insufficient_quota", "invalid_prompt", "budget_exceeded"};
    case RefusalCode::RateLimited:
        return {429, 429, 429, 429, "rate_limit_error", "rate_limit_exceeded", "rate_limit_exceeded"};
    case RefusalCode::CapabilityMissing:
        return {400, 400, 400, 400, kInvalid, "invalid_prompt", "capability_missing"};
    case RefusalCode::InvalidRequest:
        return {400, 400, 400, 400, kInvalid, "invalid_prompt", "invalid_request"};
    case RefusalCode::BodyTooLarge:
        return {413, 413, 413, 413, kInvalid, "body_too_large", "body_too_large"};
    case RefusalCode::NoTargetAvailable:
        return {503, 503, 503, 503, "server_error", "no_target_available", "no_target_available"};
    case RefusalCode::Draining:
        return {503, 503, 503, 503, "server_error", "draining", "draining"};
    case RefusalCode::SecretUnavailable:
        return {503, 503, 503, 503, "server_error", "secret_unavailable", "secret_unavailable"};
    case RefusalCode::UpstreamTimeout:
        return {504, 504, 504, 504, "server_error", "upstream_timeout", "upstream_timeout"};
    case RefusalCode::UpstreamFailed:
        break;
    }
    switch (refusal.upstream ? refusal.upstream->kind : FailureKind::Server) {
    case FailureKind::Auth:
    case FailureKind::Forbidden: // it is our key that is bad, not the client's
        return {400, 502, 502, 502, "server_error", "invalid_prompt", "upstream_auth_failed"};
    case FailureKind::ContextTooLong:
    case FailureKind::TooLarge:
        return {400, 400, 400, 400, kInvalid, "context_length_exceeded", "context_length_exceeded"};
    case FailureKind::RateLimited:
        return {429, 429, 429, 429, "rate_limit_error", "rate_limit_exceeded", "rate_limit_exceeded"};
    case FailureKind::QuotaExceeded:
        return {429, 429, 402, 429, "insufficient_quota", "insufficient_quota", "insufficient_quota"};
    case FailureKind::Overloaded:
        return {503, 503, 529, 503, "server_error", "server_is_overloaded", "server_is_overloaded"};
    case FailureKind::BadRequest:
    case FailureKind::Policy:
        return {400, 400, 400, 400, kInvalid, "invalid_prompt", "invalid_request"};
    case FailureKind::NotFound:
        return {404, 404, 404, 404, kInvalid, "model_not_found", "model_not_found"};
    case FailureKind::Timeout:
        return {504, 504, 504, 504, "server_error", "upstream_timeout", "upstream_timeout"};
    case FailureKind::Server:
    case FailureKind::StreamClosed:
        break;
    }
    return {502, 502, 502, 502, "server_error", "upstream_failed", "upstream_failed"};
}

int statusIn(const Row &row, const Route &route)
{
    switch (route.surface) {
    case Surface::Anthropic:
        return row.messages;
    case Surface::Gemini:
        return row.gemini;
    default:
        return route.operation == Operation::Responses ? row.responses : row.chat;
    }
}

std::string_view anthropicType(int status)
{
    static constexpr std::array<std::pair<int, std::string_view>, 8> types{{
        {401, "authentication_error"},
        {402, "billing_error"},
        {403, "permission_error"},
        {404, "not_found_error"},
        {413, "request_too_large"},
        {429, "rate_limit_error"},
        {504, "timeout_error"},
        {529, "overloaded_error"},
    }};
    for (const auto &[value, type] : types) {
        if (value == status)
            return type;
    }
    return status < 500 ? "invalid_request_error" : "api_error";
}

std::string_view geminiStatus(int status)
{
    static constexpr std::array<std::pair<int, std::string_view>, 6> names{{
        {401, "UNAUTHENTICATED"},
        {403, "PERMISSION_DENIED"},
        {404, "NOT_FOUND"},
        {429, "RESOURCE_EXHAUSTED"},
        {503, "UNAVAILABLE"},
        {504, "DEADLINE_EXCEEDED"},
    }};
    for (const auto &[value, name] : names) {
        if (value == status)
            return name;
    }
    return status < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
}

std::string bodyOf(const Refusal &refusal, const Route &route, const Row &row, int status)
{
    std::string body;
    JsonWriter json(body);
    if (route.surface == Surface::Anthropic) {
        json.beginObject().key("type").string("error").key("error").beginObject();
        json.key("type").string(anthropicType(status)).key("message").string(refusal.message);
        json.endObject().endObject();
        return body;
    }
    if (route.surface == Surface::Gemini) {
        json.beginObject().key("error").beginObject().key("code").number(status);
        json.key("message").string(refusal.message).key("status").string(geminiStatus(status));
        json.endObject().endObject();
        return body;
    }
    // Codex reads some limits by their type, and OpenAI's own codes say more than ours do.
    std::string_view type = row.type;
    std::string_view code = route.operation == Operation::Responses ? row.responsesCode : row.chatCode;
    if (refusal.upstream) {
        if (refusal.upstream->type == "usage_limit_reached")
            type = "usage_limit_reached";
        const bool ours = row.responses == 502 || refusal.upstream->kind == FailureKind::BadRequest;
        if (ours && route.operation != Operation::Responses && !refusal.upstream->code.empty())
            code = refusal.upstream->code;
        if (refusal.upstream->kind == FailureKind::Policy && !refusal.upstream->code.empty())
            code = refusal.upstream->code;
    }
    json.beginObject().key("error").beginObject().key("message").string(refusal.message);
    json.key("type").string(type).key("param");
    if (refusal.param.empty())
        json.null();
    else
        json.string(refusal.param);
    json.key("code").string(code).endObject().endObject();
    return body;
}

} // namespace

std::string_view toString(RefusalCode code)
{
    switch (code) {
    case RefusalCode::Unauthorized:
        return "unauthorized";
    case RefusalCode::KeyExpired:
        return "key_expired";
    case RefusalCode::ModelNotAllowed:
        return "model_not_allowed";
    case RefusalCode::ModelNotFound:
        return "model_not_found";
    case RefusalCode::BudgetExceeded:
        return "budget_exceeded";
    case RefusalCode::RateLimited:
        return "rate_limited";
    case RefusalCode::CapabilityMissing:
        return "capability_missing";
    case RefusalCode::InvalidRequest:
        return "invalid_request";
    case RefusalCode::BodyTooLarge:
        return "body_too_large";
    case RefusalCode::NoTargetAvailable:
        return "no_target_available";
    case RefusalCode::UpstreamFailed:
        return "upstream_failed";
    case RefusalCode::UpstreamTimeout:
        return "upstream_timeout";
    case RefusalCode::SecretUnavailable:
        return "secret_unavailable";
    case RefusalCode::Draining:
        return "draining";
    }
    return "upstream_failed";
}

int statusOf(const Refusal &refusal, const Route &route)
{
    return refusal.status ? *refusal.status : statusIn(rowOf(refusal), route);
}

http::Response render(const Refusal &refusal, const Route &route, std::string_view requestId)
{
    const Row row = rowOf(refusal);
    http::Response response;
    response.status = statusOf(refusal, route);
    response.fields.add("Content-Type", "application/json");
    response.fields.add("x-signalbox-error", std::string(toString(refusal.code)));
    if (!requestId.empty())
        response.fields.add("x-request-id", std::string(requestId));
    std::optional<double> retryAfter = refusal.retryAfterSeconds;
    if (!retryAfter && refusal.upstream)
        retryAfter = refusal.upstream->retryAfterSeconds;
    if (response.status == 429 && !retryAfter)
        retryAfter = 5; // without it Codex gives up at once
    if (retryAfter && (response.status == 429 || response.status == 503 || response.status == 529)) {
        const double seconds = std::clamp(std::ceil(*retryAfter), 1.0, 86'400.0);
        response.fields.add("Retry-After", std::to_string(static_cast<long>(seconds)));
    }
    response.body = bodyOf(refusal, route, row, response.status);
    return response;
}

} // namespace signalbox::gateway
