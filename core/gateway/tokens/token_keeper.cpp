#include "gateway/tokens/token_keeper.h"

#include "base/digest.h"
#include "gateway/tokens/token_fetch.h"

#include <QPromise>

#include <algorithm>
#include <optional>
#include <utility>

namespace signalbox::gateway {

namespace {

constexpr std::chrono::seconds kTick{1};
constexpr std::chrono::seconds kPatience{15};
constexpr std::chrono::seconds kShortestWait{1};
constexpr std::chrono::seconds kLongestWait{60};
/// What is refused stays so until somebody does something, or this computer's clock is set.
constexpr std::chrono::minutes kWaitAfterRefusal{5};
constexpr std::chrono::minutes kLeastAge{1};
constexpr int kMostDoublings = 6;

/// By both clocks: the machine may have slept, where one of them stands still, or its time may have been set.
struct Moment
{
    WallTime wall{};
    MonotonicTime monotonic{};

    static Moment after(const Clock &clock, std::chrono::microseconds wait)
    {
        return {clock.wallNow() + wait, clock.now() + wait};
    }
    [[nodiscard]] bool hasCome(const Clock &clock) const
    {
        return clock.wallNow() >= wall || clock.now() >= monotonic;
    }
};

ErrandRequest requestFor(const Account &account, Secret form, std::string proxy)
{
    const auto line = std::make_shared<ProviderLine>();
    ErrandRequest request{.line = line, .http = {}, .body = {}, .deadlines = {}};
    request.deadlines.total = kPatience;
    request.http.endpoint = account.endpoint;
    request.http.endpoint.proxy = std::move(proxy);
    request.http.target = account.target;
    request.http.fields.add("Content-Type", "application/x-www-form-urlencoded");
    request.http.fields.add("Accept", "application/json");
    request.secretBody = std::make_shared<const Secret>(std::move(form));
    if (const auto *user = std::get_if<AuthorizedUser>(&account.who)) {
        line->keys.push_back({.secret = std::make_shared<const Secret>(user->refreshToken.clone())});
        request.key = &line->keys.front();
    }
    return request;
}

} // namespace

struct TokenKeeper::Entry
{
    TokenAccount account;
    std::shared_ptr<const Secret> token; ///< null: there is none
    Moment fetched;
    Moment expires;
    Moment renewal; ///< when it is asked for next
    std::optional<Error> problem;
    int failures = 0;
    std::uint64_t question = 0; ///< that is being asked; 0: none
    bool isKept = false;
    std::vector<Done> waiting;
};

TokenAsker askThrough(GatewayThread &gateway, QObject &context)
{
    return [&gateway, &context](ErrandRequest request, std::function<void(Result<AccessToken>)> done) {
        auto promise = std::make_shared<QPromise<Result<AccessToken>>>();
        promise->start();
        promise->future().then(&context,
                               [done = std::move(done)](const Result<AccessToken> &answer) { done(answer); });
        gateway.post([promise, request = std::move(request)](Engine &engine) {
            engine.run(std::make_unique<TokenFetch>(request, [promise](Result<AccessToken> answer) {
                promise->addResult(std::move(answer));
                promise->finish();
            }));
        });
    };
}

std::vector<TokenAccount> accountsOf(const config::Configuration &configuration,
                                     const catalog::Catalog &catalog, const SecretLookup &secrets)
{
    std::vector<TokenAccount> accounts;
    for (const config::Provider &entry : configuration.providers) {
        const catalog::ProviderRow *row = catalog.provider(entry.kind);
        if (!entry.enabled || row == nullptr || row->auth.scheme != catalog::AuthScheme::AccountToken)
            continue;
        for (const config::ProviderKey &key : entry.keys) {
            SecretState state = key.enabled ? secrets(key.secret) : SecretState();
            if (state.secret && isAccount(state.secret->reveal()))
                accounts.push_back({std::move(state.secret), entry.proxy.value_or(configuration.proxy)});
        }
    }
    return accounts;
}

TokenKeeper::TokenKeeper(const Clock &clock, Random &random, ProxyLookup proxy, TokenAsker asker)
    : m_clock(clock), m_random(random), m_proxy(std::move(proxy)), m_asker(std::move(asker))
{
    m_timer.setInterval(kTick);
    connect(&m_timer, &QTimer::timeout, this, &TokenKeeper::tick);
}

TokenKeeper::~TokenKeeper() = default;

std::string TokenKeeper::nameOf(const TokenAccount &account)
{
    return toHex(sha256(account.credentials->reveal())) + ' ' + account.proxy;
}

bool TokenKeeper::isValid(const Entry &entry) const
{
    return entry.token && !entry.expires.hasCome(m_clock);
}

TokenKeeper::Entry &TokenKeeper::entryFor(const TokenAccount &account)
{
    const auto [found, isNew] = m_entries.try_emplace(nameOf(account));
    if (isNew)
        found->second.account = account;
    return found->second;
}

void TokenKeeper::keep(const std::vector<TokenAccount> &accounts)
{
    for (auto &[name, entry] : m_entries)
        entry.isKept = false;
    for (const TokenAccount &account : accounts)
        entryFor(account).isKept = true;
    std::erase_if(m_entries,
                  [](const auto &each) { return !each.second.isKept && each.second.waiting.empty(); });
    for (auto &[name, entry] : m_entries) {
        if (!entry.token && !entry.problem)
            renew(name, entry);
    }
    if (m_entries.empty())
        m_timer.stop();
    else if (!m_timer.isActive())
        m_timer.start();
}

SecretState TokenKeeper::tokenFor(SecretState key, const std::string &proxy) const
{
    if (!key.secret || !isAccount(key.secret->reveal()))
        return key;
    const auto found = m_entries.find(nameOf({key.secret, proxy}));
    if (found == m_entries.end() || (!isValid(found->second) && !found->second.problem))
        return {.secret = nullptr, .problem = "its access token has not come yet", .waiting = true};
    const Entry &entry = found->second;
    if (isValid(entry))
        return {.secret = entry.token, .problem = {}};
    const bool mayPass =
        entry.problem->code != ErrorCode::Unauthorized && entry.problem->code != ErrorCode::InvalidInput;
    return {.secret = nullptr, .problem = entry.problem->message, .waiting = mayPass};
}

void TokenKeeper::ask(const TokenAccount &account, Done done)
{
    Entry &entry = entryFor(account);
    if (isValid(entry)) {
        done(entry.token);
        return;
    }
    entry.waiting.push_back(std::move(done));
    renew(nameOf(account), entry);
}

void TokenKeeper::noteRefused(const Secret &token)
{
    for (auto &[name, entry] : m_entries) {
        if (entry.token && equalConstantTime(entry.token->reveal(), token.reveal()) &&
            m_clock.now() - entry.fetched.monotonic >= kLeastAge)
            renew(name, entry);
    }
}

void TokenKeeper::tick()
{
    bool isChanged = false;
    for (auto &[name, entry] : m_entries) {
        if (entry.token && entry.expires.hasCome(m_clock)) {
            entry.token.reset();
            isChanged = true;
        }
        if (entry.renewal.hasCome(m_clock))
            renew(name, entry);
    }
    if (isChanged)
        Q_EMIT changed();
}

void TokenKeeper::renew(const std::string &name, Entry &entry)
{
    if (entry.question != 0)
        return;
    entry.question = ++m_questions;
    // The answer comes by the event loop, also where it is known at once: the caller is not done yet.
    const auto tell = [this, name, question = entry.question](Result<AccessToken> answer) {
        QMetaObject::invokeMethod(
            this, [this, name, question, answer] { answered(name, question, answer); }, Qt::QueuedConnection);
    };
    const auto account = readAccount(entry.account.credentials->reveal());
    if (!account) {
        tell(std::unexpected(account.error()));
        return;
    }
    auto form = writeTokenRequest(*account, m_clock.wallNow());
    if (!form) {
        tell(std::unexpected(form.error()));
        return;
    }
    m_asker(requestFor(*account, std::move(*form), m_proxy(entry.account.proxy, account->endpoint)), tell);
}

void TokenKeeper::answered(const std::string &name, std::uint64_t question, Result<AccessToken> answer)
{
    const auto found = m_entries.find(name);
    if (found == m_entries.end() || found->second.question != question)
        return; // it was forgotten meanwhile
    Entry &entry = found->second;
    entry.question = 0;
    Result<std::shared_ptr<const Secret>> told = nullptr;
    if (answer) {
        told = answer->secret;
        take(entry, std::move(*answer));
    } else {
        noteFailure(entry, answer.error());
        told = std::unexpected(answer.error());
    }
    const auto waiting = std::exchange(entry.waiting, {});
    const bool isKept = entry.isKept;
    if (!isKept)
        m_entries.erase(found);
    for (const Done &done : waiting)
        done(told);
    if (isKept)
        Q_EMIT changed();
}

void TokenKeeper::take(Entry &entry, AccessToken token)
{
    entry.token = std::move(token.secret);
    entry.problem.reset();
    entry.failures = 0;
    entry.fetched = Moment::after(m_clock, {});
    entry.expires = Moment::after(m_clock, token.lifetime);
    const std::chrono::microseconds ahead =
        std::min<std::chrono::microseconds>(kAhead, std::chrono::microseconds(token.lifetime) / 4);
    entry.renewal = Moment::after(m_clock, token.lifetime - ahead);
}

/// Until the token that is there expires, the failure is not told.
void TokenKeeper::noteFailure(Entry &entry, const Error &error)
{
    entry.problem = error;
    std::chrono::microseconds wait = kWaitAfterRefusal;
    if (error.code != ErrorCode::Unauthorized && error.code != ErrorCode::InvalidInput) {
        const int doublings = std::min(entry.failures++, kMostDoublings);
        wait = std::min<std::chrono::microseconds>(kShortestWait * (1 << doublings), kLongestWait);
    }
    // Not all gateways at the same moment, once a service is back.
    const auto jitter = static_cast<std::int64_t>(static_cast<double>(wait.count()) / 2 * m_random.unit());
    entry.renewal = Moment::after(m_clock, wait - std::chrono::microseconds(jitter));
}

} // namespace signalbox::gateway
