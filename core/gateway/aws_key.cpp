#include "gateway/aws_key.h"

#include "base/byte_buffer.h"
#include "wire/json/document.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace signalbox::gateway {

namespace {

constexpr const char *kForms = "Store a Bedrock API key, ACCESS_KEY_ID:SECRET_ACCESS_KEY (and :SESSION_TOKEN "
                               "behind it), or what `aws configure export-credentials` prints";
/// AKIA… and ASIA…, the ids of users and of sessions (IAM user guide, "IAM identifiers").
constexpr std::size_t kIdBytes = 20;
constexpr std::size_t kSecretBytes = 40;
constexpr std::size_t kShortestId = 16; ///< of the AccessKeyId type in the API reference of STS
constexpr std::size_t kLongestId = 128;

std::unexpected<Error> wrong(const std::string &what)
{
    return fail(ErrorCode::InvalidInput, what + ". " + kForms);
}

bool isWordCharacter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

bool isAccessKeyId(std::string_view text)
{
    return text.size() >= kShortestId && text.size() <= kLongestId &&
           std::ranges::all_of(text, isWordCharacter);
}

/// What can be sent in a field: no white space, no control characters.
bool isVisible(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

bool isIdAlone(std::string_view text)
{
    return text.size() == kIdBytes && (text.starts_with("AKIA") || text.starts_with("ASIA")) &&
           isAccessKeyId(text);
}

/// A secret access key has the length of no Bedrock API key. Sent as one, it would be told to the host.
bool isSecretAlone(std::string_view text)
{
    return text.size() == kSecretBytes && std::ranges::all_of(text, [](char c) {
               return isWordCharacter(c) || c == '/' || c == '+' || c == '=';
           });
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view space = " \t\r\n";
    const std::size_t begin = std::min(text.find_first_not_of(space), text.size());
    const std::size_t end = text.find_last_not_of(space);
    return text.substr(begin, end == std::string_view::npos ? 0 : end + 1 - begin);
}

Result<std::optional<AwsKey>> checked(AwsKey key)
{
    if (!isAccessKeyId(key.accessKeyId.reveal()))
        return wrong("its access key id is none");
    if (key.secretAccessKey.isEmpty() || !isVisible(key.secretAccessKey.reveal()) ||
        !isVisible(key.sessionToken.reveal()))
        return wrong("its secret access key or its session token is none");
    return key;
}

Result<std::optional<AwsKey>> readParts(std::string_view text)
{
    constexpr std::size_t mostParts = 3;
    std::array<std::string_view, mostParts> parts;
    std::size_t count = 0;
    for (bool isMore = true; isMore; ++count) {
        if (count == mostParts)
            return wrong("it has more parts than an id, a secret and a session token");
        const std::size_t end = text.find(':');
        isMore = end != std::string_view::npos;
        parts.at(count) = text.substr(0, end);
        text.remove_prefix(isMore ? end + 1 : text.size());
    }
    return checked({.accessKeyId = Secret(std::string(parts[0])),
                    .secretAccessKey = Secret(std::string(parts[1])),
                    .sessionToken = Secret(std::string(parts[2]))});
}

Secret secretOf(wire::json::Value value)
{
    const wire::Text text = value.text();
    std::string plain;
    plain.reserve(text.escaped.size()); // unescaped it is no longer: memory that grows would leave copies
    wire::appendUnescaped(plain, text);
    return Secret(std::move(plain));
}

/// The "process" format of the CLI's `export-credentials`.
Result<std::optional<AwsKey>> readJson(std::string_view text)
{
    ByteBuffer padded(ByteBuffer::Left::Wiped);
    padded.append(text);
    wire::json::Document document;
    if (!document.parse(padded.view()))
        return wrong("it begins like JSON and is none");
    const wire::json::Value root = document.root();
    for (const char *name : {"AccessKeyId", "SecretAccessKey"}) {
        if (!root[name].isString())
            return wrong(std::string("its JSON has no ") + name);
    }
    const wire::json::Value token = root["SessionToken"];
    if (token.isPresent() && !token.isString() && !token.isNull())
        return wrong("the SessionToken of its JSON is no text");
    return checked({.accessKeyId = secretOf(root["AccessKeyId"]),
                    .secretAccessKey = secretOf(root["SecretAccessKey"]),
                    .sessionToken = secretOf(token)});
}

} // namespace

Result<std::optional<AwsKey>> readAwsKey(std::string_view text)
{
    text = trimmed(text);
    if (text.starts_with('{'))
        return readJson(text);
    if (text.find(':') != std::string_view::npos)
        return readParts(text);
    if (isIdAlone(text))
        return wrong("it is an access key id without its secret (AWS_SECRET_ACCESS_KEY)");
    if (isSecretAlone(text))
        return wrong("it is a secret access key without its id (AWS_ACCESS_KEY_ID)");
    if (text.empty() || !isVisible(text))
        return wrong("it is no key of AWS");
    return std::nullopt;
}

} // namespace signalbox::gateway
