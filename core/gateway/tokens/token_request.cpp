#include "base/digest.h"
#include "base/json_writer.h"
#include "base/percent_encoding.h"
#include "gateway/tokens/account.h"
#include "gateway/tokens/signature.h"

#include <utility>

namespace signalbox::gateway {

namespace {

/// Everything the account may do; what it may is said by its roles (Google's advice for its cloud's APIs).
constexpr std::string_view kScope = "https://www.googleapis.com/auth/cloud-platform";
/// Google takes no signature that is good for longer.
constexpr std::chrono::hours kLongest{1};
/// Clocks differ, and a signature of the future is refused.
constexpr std::chrono::seconds kBehind{10};

/// RFC 7519 section 4.1, with the `scope` of Google's service accounts.
std::string claimsOf(const ServiceAccount &account, const std::string &audience, WallTime now)
{
    const auto issued = std::chrono::floor<std::chrono::seconds>(now) - kBehind;
    std::string claims;
    JsonWriter json(claims);
    json.beginObject().key("iss").string(account.email).key("scope").string(kScope);
    json.key("aud").string(audience).key("iat").number(issued.time_since_epoch().count());
    json.key("exp").number((issued + kLongest).time_since_epoch().count()).endObject();
    return claims;
}

std::string headerOf(const ServiceAccount &account)
{
    std::string header;
    JsonWriter json(header);
    json.beginObject().key("alg").string("RS256").key("typ").string("JWT");
    if (!account.keyId.empty())
        json.key("kid").string(account.keyId);
    json.endObject();
    return header;
}

/// RFC 7523 section 2.1. Only the signature makes it a secret.
Result<Secret> formOf(const ServiceAccount &account, const std::string &audience, WallTime now)
{
    const std::string signedPart =
        toBase64Url(headerOf(account)) + '.' + toBase64Url(claimsOf(account, audience, now));
    auto signature = signRs256(account.privateKey, signedPart);
    if (!signature)
        return std::unexpected(signature.error());
    std::string form = "grant_type=";
    appendPercentEncoded(form, "urn:ietf:params:oauth:grant-type:jwt-bearer");
    form += "&assertion=";
    std::string tail = toBase64Url(*signature);
    form.reserve(form.size() + signedPart.size() + 1 + tail.size());
    form.append(signedPart).append(".").append(tail);
    wipe(tail);
    wipe(*signature);
    return Secret(std::move(form));
}

/// RFC 6749 section 6.
Secret formOf(const AuthorizedUser &user)
{
    constexpr std::size_t kMostPerByte = 3;
    constexpr std::size_t kNames = 80;
    std::string form;
    form.reserve(kNames + kMostPerByte * (user.clientId.size() + user.clientSecret.reveal().size() +
                                          user.refreshToken.reveal().size()));
    form += "grant_type=refresh_token&client_id=";
    appendPercentEncoded(form, user.clientId);
    form += "&client_secret=";
    appendPercentEncoded(form, user.clientSecret.reveal());
    form += "&refresh_token=";
    appendPercentEncoded(form, user.refreshToken.reveal());
    return Secret(std::move(form));
}

} // namespace

Result<Secret> writeTokenRequest(const Account &account, WallTime now)
{
    if (const auto *service = std::get_if<ServiceAccount>(&account.who))
        return formOf(*service, account.tokenUri, now);
    return formOf(std::get<AuthorizedUser>(account.who));
}

} // namespace signalbox::gateway
