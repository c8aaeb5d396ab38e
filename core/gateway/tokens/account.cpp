#include "gateway/tokens/account.h"

#include "gateway/tokens/wiped_document.h"
#include "net/proxy.h"

#include <QUrl>

#include <utility>

namespace signalbox::gateway {

namespace {

constexpr std::string_view kGoogle = "https://oauth2.googleapis.com/token"; ///< where a file names no other

std::unexpected<Error> unusable(std::string_view why)
{
    return fail(ErrorCode::InvalidInput, std::string("the account's JSON ").append(why));
}

/// Over any other way everybody between could read the answer.
bool isPrivateWay(const QUrl &url)
{
    const std::string host = url.host().toStdString();
    return url.isValid() && !host.empty() &&
           (url.scheme() == QLatin1String("https") ||
            (url.scheme() == QLatin1String("http") && net::isLoopback(host)));
}

Result<void> readTokenUri(const WipedDocument &document, Account &account)
{
    account.tokenUri = document.text("token_uri");
    if (account.tokenUri.empty())
        account.tokenUri = kGoogle;
    const QUrl url(QString::fromStdString(account.tokenUri), QUrl::StrictMode);
    if (!isPrivateWay(url))
        return unusable("has a token_uri that is no https:// address");
    account.endpoint.host = url.host().toStdString();
    account.endpoint.tls = url.scheme() == QLatin1String("https");
    account.endpoint.port = static_cast<std::uint16_t>(url.port(account.endpoint.tls ? 443 : 80));
    const QString path = url.path(QUrl::FullyEncoded);
    account.target = (path.isEmpty() ? QStringLiteral("/") : path).toStdString();
    if (url.hasQuery())
        account.target += '?' + url.query(QUrl::FullyEncoded).toStdString();
    return {};
}

Result<Account> readServiceAccount(const WipedDocument &document)
{
    ServiceAccount who;
    who.email = document.text("client_email");
    who.keyId = document.text("private_key_id");
    who.privateKey = document.secret("private_key");
    if (who.email.empty())
        return unusable("has no client_email");
    if (who.privateKey.isEmpty())
        return unusable("has no private_key");
    return Account{.who = std::move(who), .tokenUri = {}, .endpoint = {}, .target = {}};
}

Result<Account> readAuthorizedUser(const WipedDocument &document)
{
    AuthorizedUser who;
    who.clientId = document.text("client_id");
    who.clientSecret = document.secret("client_secret");
    who.refreshToken = document.secret("refresh_token");
    if (who.clientId.empty() || who.clientSecret.isEmpty() || who.refreshToken.isEmpty())
        return unusable("lacks client_id, client_secret or refresh_token");
    return Account{.who = std::move(who), .tokenUri = {}, .endpoint = {}, .target = {}};
}

} // namespace

bool isAccount(std::string_view key)
{
    const std::size_t first = key.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && key[first] == '{';
}

Result<Account> readAccount(std::string_view json)
{
    const WipedDocument document(json);
    if (!document.isObject())
        return fail(ErrorCode::InvalidInput, "it begins like an account's JSON, and is none");
    const std::string type = document.text("type");
    Result<Account> account = unusable("is of a type that is not supported here: create a key of a service "
                                       "account, or paste an access token");
    if (type == "service_account")
        account = readServiceAccount(document);
    else if (type == "authorized_user")
        account = readAuthorizedUser(document);
    else if (type.empty())
        account = unusable("has no type: it is no service account");
    if (account) {
        if (const auto read = readTokenUri(document, *account); !read)
            return std::unexpected(read.error());
    }
    return account;
}

} // namespace signalbox::gateway
