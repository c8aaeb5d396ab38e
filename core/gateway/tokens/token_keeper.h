#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "catalog/catalog.h"
#include "config/configuration.h"
#include "gateway/gateway_thread.h"
#include "gateway/provider_line.h"
#include "gateway/tokens/account.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace signalbox::gateway {

/// Who asks a token service; the answer comes on the caller's thread.
using TokenAsker = std::function<void(ErrandRequest, std::function<void(Result<AccessToken>)>)>;

/// Through the engine. `context` says on which thread the answer comes, and that it is still wanted.
[[nodiscard]] TokenAsker askThrough(GatewayThread &gateway, QObject &context);

/// A provider's key that is an account, and the proxy setting by which its token is asked for.
struct TokenAccount
{
    std::shared_ptr<const Secret> credentials; ///< never null
    std::string proxy;
};

/// The accounts among the keys in use. Keys that cannot be read just now are not among them.
[[nodiscard]] std::vector<TokenAccount> accountsOf(const config::Configuration &configuration,
                                                   const catalog::Catalog &catalog,
                                                   const SecretLookup &secrets);

/// Keeps an access token for each account: asks for it, and again before it expires; until then the old one
/// counts, also while asking fails. Two keys with one account share its token. Lives on the main thread,
/// owned by the application; the asking itself is the gateway's. Never writes a token anywhere.
class TokenKeeper final : public QObject
{
    Q_OBJECT

public:
    /// How long before its end a token is renewed; of short ones a quarter of their life.
    static constexpr std::chrono::minutes kAhead{5};
    using Done = std::function<void(Result<std::shared_ptr<const Secret>>)>;

    TokenKeeper(const Clock &clock, Random &random, ProxyLookup proxy, TokenAsker asker);
    ~TokenKeeper() override;

    /// Asks for the tokens of these accounts, and forgets all others.
    void keep(const std::vector<TokenAccount> &accounts);
    /// What is to be sent for a provider whose key is `key`: the token of an account that is kept; a key that
    /// is no account is a token already.
    [[nodiscard]] SecretState tokenFor(SecretState key, const std::string &proxy) const;
    /// The same, for who builds lines. Outlived by this.
    [[nodiscard]] TokenLookup lookup() const
    {
        return [this](SecretState key, const std::string &proxy) { return tokenFor(std::move(key), proxy); };
    }
    /// The account's token as soon as it is there, also of one that is not kept: for tests of providers. One
    /// that was refused is asked for again.
    void ask(const TokenAccount &account, Done done);
    /// A provider has refused this token, though it has not expired: it is asked for anew, at most once a
    /// minute.
    void noteRefused(const Secret &token);
    /// Renews what is due. Called by a timer while anything is kept; tests call it themselves.
    void tick();

Q_SIGNALS:
    /// A token came, or one is no longer to be had: settings have to be built anew.
    void changed();

private:
    struct Entry;
    using Entries = std::map<std::string, Entry>; // by account and proxy

    [[nodiscard]] static std::string nameOf(const TokenAccount &account);
    [[nodiscard]] bool isValid(const Entry &entry) const;
    Entry &entryFor(const TokenAccount &account);
    void renew(const std::string &name, Entry &entry);
    void answered(const std::string &name, std::uint64_t question, Result<AccessToken> answer);
    void take(Entry &entry, AccessToken token);
    void noteFailure(Entry &entry, const Error &error);

    const Clock &m_clock;
    Random &m_random;
    const ProxyLookup m_proxy;
    const TokenAsker m_asker;
    Entries m_entries;
    std::uint64_t m_questions = 0;
    QTimer m_timer;
};

} // namespace signalbox::gateway
