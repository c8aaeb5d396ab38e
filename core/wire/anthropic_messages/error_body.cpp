#include "wire/anthropic_messages/error_body.h"

#include "base/json_writer.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::wire::anthropic {

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
    constexpr std::array<std::string_view, 5> patterns{"prompt is too long", "input is too long",
                                                       "exceed context limit", "context window",
                                                       "context length"};
    return std::ranges::any_of(patterns,
                               [&](std::string_view pattern) { return contains(message, pattern); });
}

bool saysUnpaid(std::string_view message)
{
    return contains(message, "credit balance is too low") || contains(message, "usage limits");
}

/// The words of `error.type`, and of clouds in front of the same models.
constexpr std::array<std::pair<std::string_view, Kind>, 20> kTypes{{
    {"invalid_request_error", Kind::BadRequest},
    {"authentication_error", Kind::Auth},
    {"billing_error", Kind::QuotaExceeded},
    {"permission_error", Kind::Forbidden},
    {"not_found_error", Kind::NotFound},
    {"request_too_large", Kind::TooLarge},
    {"rate_limit_error", Kind::RateLimited},
    {"api_error", Kind::Server},
    {"timeout_error", Kind::Timeout},
    {"overloaded_error", Kind::Overloaded},
    {"INVALID_ARGUMENT", Kind::BadRequest},
    {"UNAUTHENTICATED", Kind::Auth},
    {"PERMISSION_DENIED", Kind::Forbidden},
    {"NOT_FOUND", Kind::NotFound},
    {"RESOURCE_EXHAUSTED", Kind::RateLimited},
    {"UNAVAILABLE", Kind::Overloaded},
    {"throttlingException", Kind::RateLimited},
    {"validationException", Kind::BadRequest},
    {"serviceUnavailableException", Kind::Overloaded},
    {"modelTimeoutException", Kind::Timeout},
}};

/// The first word of a kind is the one that is written.
std::string_view typeOf(Kind kind)
{
    if (kind == Kind::ContextTooLong || kind == Kind::Policy)
        kind = Kind::BadRequest;
    const auto *known = std::ranges::find(kTypes, kind, &std::pair<std::string_view, Kind>::second);
    return known != kTypes.end() ? known->first : "api_error";
}

constexpr std::array<std::pair<int, Kind>, 11> kStatuses{{
    {401, Kind::Auth},
    {402, Kind::QuotaExceeded},
    {403, Kind::Forbidden},
    {404, Kind::NotFound},
    {408, Kind::Timeout},
    {413, Kind::TooLarge},
    {424, Kind::Server},
    {429, Kind::RateLimited},
    {503, Kind::Overloaded},
    {504, Kind::Timeout},
    {529, Kind::Overloaded},
}};

Kind kindOfStatus(int status)
{
    const auto *known = std::ranges::find(kStatuses, status, &std::pair<int, Kind>::first);
    if (known != kStatuses.end())
        return known->second;
    return status >= 400 && status < 500 ? Kind::BadRequest : Kind::Server;
}

void decide(ir::Failure &failure, int status)
{
    const auto *known = std::ranges::find(kTypes, failure.type, &std::pair<std::string_view, Kind>::first);
    // A word that says less than the status gives way to it.
    const bool isVague =
        known == kTypes.end() ||
        ((known->second == Kind::BadRequest || known->second == Kind::Server) && status != 0);
    failure.kind = isVague ? kindOfStatus(status) : known->second;
    const bool isRequest = failure.kind == Kind::BadRequest || failure.kind == Kind::TooLarge;
    if (isRequest && saysTooLong(failure.message))
        failure.kind = Kind::ContextTooLong;
    else if (isRequest && contains(failure.message, "model identifier is invalid")) // Bedrock
        failure.kind = Kind::NotFound;
    else if (isRequest && saysUnpaid(failure.message))
        failure.kind = Kind::QuotaExceeded;
    if (failure.message.size() > kMaxMessageBytes)
        failure.message.resize(kMaxMessageBytes);
}

std::string words(json::Value value)
{
    return value.isString() ? unescape(value.text()) : std::string();
}

std::string withStatus(std::string words, int status)
{
    if (status != 0)
        words += ", status " + std::to_string(status);
    return words;
}

} // namespace

ir::Failure readErrorValue(int status, json::Value value)
{
    if (value.isArray() && value.size() > 0)
        value = *value.begin(); // Vertex
    const json::Value inner = value["error"];
    const json::Value error = inner.isObject() ? inner : value;
    ir::Failure failure;
    failure.type = words(error["type"]);
    if (failure.type.empty() || failure.type == "error")
        failure.type = words(error["status"]);
    failure.code = words(error["code"]);
    failure.message = words(error["message"]);
    if (failure.message.empty())
        failure.message = words(error["Message"]); // Bedrock
    if (failure.message.empty())
        failure.message = words(inner);
    if (failure.message.empty())
        failure.message = withStatus("the provider reported an error", status);
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
        failure.message = withStatus("the provider answered without a word", status);
    else if (body[first] == '<')
        failure.message = withStatus("upstream sent HTML", status); // a proxy's page is for nobody
    else
        failure.message = body.substr(first, kMaxMessageBytes);
    decide(failure, status);
    return failure;
}

std::string errorBody(std::string_view type, std::string_view message)
{
    std::string body;
    JsonWriter json(body);
    json.beginObject().key("type").string("error").key("error").beginObject();
    json.key("type").string(type).key("message").string(message).endObject().endObject();
    return body;
}

std::string errorBody(const ir::Failure &failure)
{
    // Clients look for these words before they compact.
    constexpr std::string_view tooLong = "prompt is too long";
    std::string message = failure.message;
    if (failure.kind == Kind::ContextTooLong && !contains(message, tooLong))
        message.insert(0, std::string(tooLong) + ": ");
    return errorBody(typeOf(failure.kind), message);
}

std::string_view typeOfStatus(int status)
{
    return typeOf(kindOfStatus(status));
}

} // namespace signalbox::wire::anthropic
