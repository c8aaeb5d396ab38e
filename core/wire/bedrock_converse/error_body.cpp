#include "wire/bedrock_converse/error_body.h"

#include "wire/ir/failure_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

namespace signalbox::wire::bedrock_converse {

namespace {

using Kind = ir::FailureKind;

/// Exceptions of the Bedrock Runtime API and of signing, without their "Exception". A stream writes them with
/// a small first letter.
constexpr std::array<std::pair<std::string_view, Kind>, 18> kExceptions{{
    {"Validation", Kind::BadRequest},
    {"AccessDenied", Kind::Forbidden},
    {"UnrecognizedClient", Kind::Auth},
    {"ExpiredToken", Kind::Auth},
    {"InvalidSignature", Kind::Auth},
    {"IncompleteSignature", Kind::Auth},
    {"MissingAuthenticationToken", Kind::Auth},
    {"InvalidClientTokenId", Kind::Auth},
    {"ResourceNotFound", Kind::NotFound},
    {"Throttling", Kind::RateLimited},
    {"TooManyRequests", Kind::RateLimited},
    {"ServiceQuotaExceeded", Kind::QuotaExceeded},
    {"ServiceUnavailable", Kind::Overloaded},
    {"ModelNotReady", Kind::Overloaded},
    {"ModelTimeout", Kind::Timeout},
    {"InternalServer", Kind::Server},
    {"ModelError", Kind::Server},
    {"ModelStreamError", Kind::Server},
}};

/// "com.amazon.coral#ThrottlingException" and "ThrottlingException:http://…" without what stands round it.
std::string_view bareName(std::string_view name)
{
    if (const std::size_t hash = name.rfind('#'); hash != std::string_view::npos)
        name.remove_prefix(hash + 1);
    return name.substr(0, name.find(':'));
}

std::optional<Kind> kindOfException(std::string_view name)
{
    for (const std::string_view ending : {"Exception", "Error"}) {
        if (name.ends_with(ending) && name.size() > ending.size()) {
            name.remove_suffix(ending.size());
            break;
        }
    }
    const auto same = [](char a, char b) { return a == b || (a | 0x20) == (b | 0x20); };
    for (const auto &[known, kind] : kExceptions) {
        if (std::ranges::equal(known, name, same))
            return kind;
    }
    return std::nullopt;
}

ir::Failure failureOf(int status, std::string_view name, json::Value value)
{
    ir::Failure failure;
    json::Value message = value["message"];
    if (!message.isString())
        message = value["Message"];
    failure.message = message.isString() ? unescape(message.text()) : std::string();
    failure.code = bareName(name);
    if (failure.code.empty() && value["__type"].isString())
        failure.code = bareName(unescape(value["__type"].text()));
    const auto told = kindOfException(failure.code);
    failure.kind = told ? *told : ir::kindOfStatus(status);
    if (failure.kind == Kind::BadRequest) {
        if (ir::saysTooLong(failure.message))
            failure.kind = Kind::ContextTooLong;
        else if (failure.message.find("model identifier is invalid") != std::string::npos)
            failure.kind = Kind::NotFound;
    }
    if (failure.message.empty())
        failure.message =
            failure.code.empty() ? "the provider reported an error" : "the provider reported " + failure.code;
    ir::finishFailure(failure);
    return failure;
}

} // namespace

bool isException(std::string_view name)
{
    return name.ends_with("Exception") || name.ends_with("Error");
}

ir::Failure readException(std::string_view name, json::Value value)
{
    return failureOf(0, name, value);
}

ir::Failure readErrorBody(int status, std::string_view body)
{
    json::Document document;
    if (!document.parseCopy(body) || !document.root().isObject())
        return ir::failureOfText(status, body);
    return failureOf(status, {}, document.root());
}

} // namespace signalbox::wire::bedrock_converse
