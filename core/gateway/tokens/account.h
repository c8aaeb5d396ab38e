#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "net/transport.h"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

/// Accounts of Google's cloud, as the files of credentials describe them that its tools write. Pure.
namespace signalbox::gateway {

/// Speaks for a program; shows that it is itself by a signature.
struct ServiceAccount
{
    std::string email;
    std::string keyId; ///< "" where the file names none
    Secret privateKey; ///< PEM
};

/// Speaks for a person who has allowed it once (`gcloud auth application-default login`).
struct AuthorizedUser
{
    std::string clientId;
    Secret clientSecret;
    Secret refreshToken;
};

struct Account
{
    std::variant<ServiceAccount, AuthorizedUser> who;
    std::string tokenUri; ///< as written: what a signature is made out to
    net::Endpoint endpoint;
    std::string target; ///< path and query of `tokenUri`
};

/// Whether a provider's key is the JSON of an account; else it is a token that somebody has fetched already.
[[nodiscard]] bool isAccount(std::string_view key);

/// InvalidInput, in words that repeat nothing of it, where no token can be asked for with it.
[[nodiscard]] Result<Account> readAccount(std::string_view json);

/// The form that asks the account's token service for an access token (RFC 7523 section 2.1, RFC 6749 section
/// 6). Good for a few minutes round `now`. InvalidInput where the private key is none.
[[nodiscard]] Result<Secret> writeTokenRequest(const Account &account, WallTime now);

struct AccessToken
{
    std::shared_ptr<const Secret> secret; ///< never null
    std::chrono::seconds lifetime{};
};

/// The token service's answer (RFC 6749 sections 5.1, 5.2). Unauthorized where it refuses the account,
/// Unavailable for every other answer that is no token; the message holds the service's own words.
[[nodiscard]] Result<AccessToken> readTokenAnswer(int status, std::string_view body);

} // namespace signalbox::gateway
