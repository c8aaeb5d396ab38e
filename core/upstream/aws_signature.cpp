#include "upstream/aws_signature.h"

#include "base/digest.h"
#include "base/percent_encoding.h"
#include "base/rfc3339.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace signalbox::upstream {

namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kScopeEnd = "aws4_request";
constexpr std::string_view kDateField = "X-Amz-Date";
constexpr std::string_view kTokenField = "X-Amz-Security-Token";
constexpr std::string_view kBodyField = "X-Amz-Content-Sha256";

std::optional<unsigned> hexadecimal(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return std::nullopt;
}

/// Undoes %XX; what is none stays.
std::string decoded(std::string_view text)
{
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool isEscape = text[at] == '%' && at + 2 < text.size();
        const auto high = isEscape ? hexadecimal(text[at + 1]) : std::nullopt;
        const auto low = isEscape ? hexadecimal(text[at + 2]) : std::nullopt;
        plain += high && low ? static_cast<char>(*high << 4U | *low) : text[at];
        at += high && low ? 2 : 0;
    }
    return plain;
}

/// RFC 3986 section 5.2.4, and several slashes become one.
std::string normalised(std::string_view path)
{
    std::vector<std::string_view> kept;
    bool endsOpen = true; // with a slash
    for (std::size_t at = 0; at < path.size();) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        const std::string_view segment = path.substr(at, end - at);
        at = end + 1;
        if (segment.empty())
            continue;
        endsOpen = end < path.size() || segment == "." || segment == "..";
        if (segment == ".." && !kept.empty())
            kept.pop_back();
        else if (segment != "." && segment != "..")
            kept.push_back(segment);
    }
    std::string result;
    for (const std::string_view segment : kept) {
        result += '/';
        result += segment;
    }
    if (endsOpen || kept.empty())
        result += '/';
    return result;
}

/// What is encoded on the wire already is encoded once more ("%3A" becomes "%253A"): S3 alone does not.
std::string canonicalPath(std::string_view path, AwsPath form)
{
    std::string encoded;
    appendPercentEncoded(encoded, form == AwsPath::Normalised ? normalised(path) : std::string(path), "/");
    return encoded.empty() ? "/" : encoded;
}

std::string canonicalQuery(std::string_view query)
{
    std::vector<std::pair<std::string, std::string>> parameters;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view parameter = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (parameter.empty())
            continue;
        const std::size_t equals = std::min(parameter.find('='), parameter.size());
        auto &[name, value] = parameters.emplace_back();
        appendPercentEncoded(name, decoded(parameter.substr(0, equals)));
        appendPercentEncoded(value, decoded(parameter.substr(std::min(equals + 1, parameter.size()))));
    }
    std::ranges::sort(parameters);
    std::string joined;
    for (const auto &[name, value] : parameters)
        joined.append(joined.empty() ? "" : "&").append(name).append("=").append(value);
    return joined;
}

/// Without white space at its ends, and each run of it one space.
WipedText trimmed(std::string_view value)
{
    WipedText text;
    for (const char c : value) {
        const bool isSpace = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!isSpace)
            text += c;
        else if (!text.empty() && text.back() != ' ')
            text += ' ';
    }
    if (text.ends_with(' '))
        text.pop_back();
    return text;
}

/// By lower-case name. Wiped, because a session token is among the values.
using CanonicalFields = std::map<std::string, WipedText>;

/// Values of repeated fields joined in their order.
CanonicalFields canonicalFields(const http::Fields &fields)
{
    CanonicalFields canonical;
    for (const auto [name, value] : fields.all()) {
        std::string lower(name);
        std::ranges::transform(lower, lower.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        const auto [entry, isNew] = canonical.try_emplace(std::move(lower));
        entry->second.append(isNew ? "" : ",").append(trimmed(value));
    }
    return canonical;
}

std::string namesOf(const CanonicalFields &fields)
{
    std::string names;
    for (const auto &[name, value] : fields)
        names.append(names.empty() ? "" : ";").append(name);
    return names;
}

std::string_view bytesOf(const Sha256 &digest)
{
    return {reinterpret_cast<const char *>(digest.data()), digest.size()};
}

/// "2015-08-30T12:36:00.000Z" without its signs and decimals.
std::string basicTime(WallTime time)
{
    constexpr std::size_t wholeSeconds = 19;
    std::string text = toRfc3339(time).substr(0, wholeSeconds);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text + 'Z';
}

Sha256 signingKey(const AwsCredentials &credentials, std::string_view date, const AwsScope &scope)
{
    WipedText secret("AWS4");
    secret += credentials.secretAccessKey;
    Sha256 key = hmacSha256(secret, date);
    for (const std::string_view part : {scope.region, scope.service, kScopeEnd})
        key = hmacSha256(bytesOf(key), part);
    return key;
}

} // namespace

WipedText awsCanonicalRequest(const AwsRequest &request, AwsPath path)
{
    const std::size_t queryBegin = std::min(request.target.find('?'), request.target.size());
    const auto fields = canonicalFields(*request.fields);
    WipedText text(request.method);
    text.append("\n").append(canonicalPath(request.target.substr(0, queryBegin), path)).append("\n");
    text.append(canonicalQuery(request.target.substr(std::min(queryBegin + 1, request.target.size()))));
    text += '\n';
    for (const auto &[name, value] : fields)
        text.append(name).append(":").append(value).append("\n");
    text.append("\n").append(namesOf(fields)).append("\n").append(toHex(sha256(request.body)));
    return text;
}

http::Fields awsSignature(const AwsRequest &request, const AwsCredentials &credentials, const AwsScope &scope,
                          WallTime time, AwsPath path, AwsBodyHash bodyHash)
{
    const std::string moment = basicTime(time);
    const std::string date = moment.substr(0, 8);
    http::Fields added;
    added.add(kDateField, moment);
    if (!credentials.sessionToken.empty())
        added.add(kTokenField, credentials.sessionToken);
    if (bodyHash == AwsBodyHash::Sent)
        added.add(kBodyField, toHex(sha256(request.body)));
    http::Fields all = *request.fields;
    for (const auto [name, value] : added.all())
        all.add(name, value);
    AwsRequest signedRequest = request;
    signedRequest.fields = &all;

    std::string credentialScope = date;
    for (const std::string_view part : {scope.region, scope.service, kScopeEnd})
        credentialScope.append("/").append(part);
    std::string toSign(kAlgorithm);
    toSign.append("\n").append(moment).append("\n").append(credentialScope).append("\n");
    toSign += toHex(sha256(awsCanonicalRequest(signedRequest, path)));
    Sha256 key = signingKey(credentials, date, scope);
    const Sha256 signature = hmacSha256(bytesOf(key), toSign);
    wipe(std::span(reinterpret_cast<char *>(key.data()), key.size())); // signs for a day

    std::string authorization(kAlgorithm);
    authorization.append(" Credential=").append(credentials.accessKeyId).append("/").append(credentialScope);
    authorization.append(", SignedHeaders=").append(namesOf(canonicalFields(all)));
    authorization.append(", Signature=").append(toHex(signature));
    added.add("Authorization", authorization);
    return added;
}

} // namespace signalbox::upstream
