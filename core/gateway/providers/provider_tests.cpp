// Tests of providers: the part of LocalProviders that plans one, sends it and judges the answer.
#include "gateway/providers/local_providers.h"

#include "config/document.h"
#include "gateway/model_rules.h"
#include "gateway/outbound.h"
#include "gateway/providers/probe_format.h"
#include "gateway/providers/verdict.h"
#include "gateway/ready.h"
#include "gateway/settings.h"
#include "governance/glob.h"

#include <QPointer>
#include <QPromise>

#include <algorithm>
#include <utility>

namespace signalbox::gateway {

using control::ProviderTest;
using Verdict = control::ProviderTest::Verdict;

namespace {

/// Nobody waits longer at a button; a local server may have to load its model.
constexpr std::chrono::seconds kPatience{60};

const config::ProviderKey *keyOf(const config::Provider &entry, const std::string &id)
{
    const auto found = std::ranges::find_if(
        entry.keys, [&](const config::ProviderKey &key) { return id.empty() ? key.enabled : key.id == id; });
    return found == entry.keys.end() ? nullptr : &*found;
}

bool mayUse(const config::ProviderKey *key, const std::string &model)
{
    return key == nullptr || key->models.empty() ||
           std::ranges::any_of(key->models, [&](const std::string &pattern) {
               return governance::globMatches(pattern, model);
           });
}

/// Of a list that was needed and did not come.
Verdict verdictOfList(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Network:
        return Verdict::Unreachable;
    case ErrorCode::Timeout:
        return Verdict::TimedOut;
    case ErrorCode::Unauthorized:
        return Verdict::RefusedKey;
    default:
        return Verdict::NoModel;
    }
}

/// Of a token that was needed and did not come, and what to do.
std::pair<Verdict, std::string_view> verdictOfToken(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Unauthorized:
        return {Verdict::RefusedKey,
                "Check that the account and its key still exist, that this computer's clock is right, and "
                "that the file was copied whole."};
    case ErrorCode::InvalidInput:
        return {Verdict::NoSecret, "Set the key anew: a service account's JSON, or an access token. Nothing "
                                   "was sent."};
    case ErrorCode::Network:
        return {Verdict::Unreachable, "Check the network, the proxy setting and the account's token_uri."};
    case ErrorCode::Timeout:
        return {Verdict::TimedOut, "Try again."};
    default:
        return {Verdict::ProviderError, "Try again later."};
    }
}

/// Ended as one, begun as one.
std::string sentence(std::string text)
{
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text.ends_with('.') ? text : text + '.';
}

} // namespace

/// A test on its way: what is asked, with which key, and who wants to know.
struct LocalProviders::Planned
{
    config::Provider entry;
    SecretLookup secrets;
    bool isDraft = false; ///< it need not stand in the configuration: what is learnt of it is not kept
    std::optional<config::ProviderKey> key{};
    std::shared_ptr<const ProviderLine> line{};
    ProviderTest test{};
    QPromise<Result<ProviderTest>> promise{};
    std::optional<FetchedModels> listed{}; ///< asked for because no model was known
};

QFuture<Result<ProviderTest>> LocalProviders::test(std::string provider, std::string key)
{
    auto entry = entryOf(provider);
    if (!entry)
        return ready<ProviderTest>(std::unexpected(entry.error()));
    return startTest(std::make_shared<Planned>(std::move(*entry), m_parts.secrets), key);
}

QFuture<Result<ProviderTest>> LocalProviders::testDraft(config::Provider entry, std::string key,
                                                        std::optional<Secret> secret)
{
    const auto checked =
        m_parts.file.tried([&](config::Document &document) { return document.putProvider(entry); });
    if (!checked)
        return ready<ProviderTest>(std::unexpected(checked.error()));
    SecretLookup secrets = [this](const std::string &reference) { return secretOfDraft(reference); };
    if (secret)
        secrets = [given = std::make_shared<const Secret>(std::move(*secret))](const std::string &) {
            return SecretState{.secret = given, .problem = {}};
        };
    return startTest(std::make_shared<Planned>(std::move(entry), std::move(secrets), true), key);
}

/// What the configuration names has been read already; of the rest a variable can be read at once.
SecretState LocalProviders::secretOfDraft(const std::string &reference) const
{
    constexpr std::string_view kEnvironment = "env:";
    SecretState known = m_parts.secrets(reference);
    if (known.secret || !reference.starts_with(kEnvironment))
        return known;
    const std::string name = reference.substr(kEnvironment.size());
    auto value = m_parts.places.environment(name);
    if (!value || value->empty())
        return {.secret = nullptr,
                .problem = "there is no variable " + name + " where Signalbox was started"};
    return {.secret = std::make_shared<const Secret>(std::move(*value)), .problem = {}};
}

QFuture<Result<ProviderTest>> LocalProviders::startTest(const std::shared_ptr<Planned> &planned,
                                                        const std::string &key)
{
    const config::ProviderKey *chosen = keyOf(planned->entry, key);
    if (chosen == nullptr && !key.empty())
        return ready<ProviderTest>(
            fail(ErrorCode::NotFound, "\"" + planned->entry.id + "\" has no key \"" + key + "\""));
    planned->promise.start();
    planned->test.provider = planned->entry.id;
    planned->test.at = m_parts.clock.wallNow();
    if (chosen != nullptr) {
        planned->key = *chosen;
        planned->test.key = chosen->id;
        planned->key->enabled = true; // it may be tested before it is used
        planned->entry.keys = {*planned->key};
    }
    auto future = planned->promise.future();
    if (const auto account = accountOf(*planned)) {
        m_parts.tokens->ask(
            *account, [self = QPointer(this), planned](const Result<std::shared_ptr<const Secret>> &token) {
                if (self)
                    self->takeToken(planned, token);
            });
    } else {
        beginTest(planned);
    }
    return future;
}

/// The account that the test needs a token of.
std::optional<TokenAccount> LocalProviders::accountOf(const Planned &planned) const
{
    const catalog::ProviderRow *row = m_parts.catalog->provider(planned.entry.kind);
    if (m_parts.tokens == nullptr || !planned.key || row == nullptr ||
        row->auth.scheme != catalog::AuthScheme::AccountToken)
        return std::nullopt;
    const SecretState state = planned.secrets(planned.key->secret);
    if (!state.secret || !isAccount(state.secret->reveal()))
        return std::nullopt;
    return TokenAccount{state.secret, planned.entry.proxy.value_or(m_parts.file.configuration()->proxy)};
}

void LocalProviders::takeToken(const std::shared_ptr<Planned> &planned,
                               const Result<std::shared_ptr<const Secret>> &token)
{
    if (!token) {
        const auto [verdict, advice] = verdictOfToken(token.error().code);
        finishTest(*planned, verdict, sentence(token.error().message) + ' ' + std::string(advice));
        return;
    }
    planned->secrets = [secret = *token](const std::string &) {
        return SecretState{.secret = secret, .problem = {}};
    };
    beginTest(planned);
}

void LocalProviders::beginTest(const std::shared_ptr<Planned> &planned)
{
    auto line = lineOf(planned->entry, nullptr, planned->secrets);
    if (!line) {
        const bool isUnspoken = line.error().code == ErrorCode::Unavailable;
        finishTest(*planned, isUnspoken ? Verdict::NotSupported : Verdict::Unreachable,
                   isUnspoken
                       ? "Not supported by this version: " + line.error().message + ". Nothing was sent."
                       : "No request can be made: " + line.error().message + ". Correct its entry.");
        return;
    }
    planned->line = std::move(*line);
    const auto &keys = planned->line->keys;
    if (planned->line->lacksKey)
        finishTest(*planned, Verdict::NoSecret, "No key is configured. Add one; nothing was sent.");
    else if (!keys.empty() && !keys.front().secret)
        finishTest(*planned, Verdict::NoSecret,
                   "The key cannot be read: " + keys.front().problem + ". Nothing was sent.");
    else
        testWithModel(planned);
}

void LocalProviders::testWithModel(const std::shared_ptr<Planned> &planned)
{
    const auto may = [&](const std::string &model) {
        return mayUse(planned->key ? &*planned->key : nullptr, model);
    };
    const FetchedModels *listed = planned->listed ? &*planned->listed : m_cache.find(planned->entry);
    const auto model = modelToTest(planned->entry, *m_parts.file.configuration(), *m_parts.catalog, listed,
                                   m_parts.clock.wallNow(), may);
    if (model) {
        planned->test.model = *model;
        sendProbe(planned);
        return;
    }
    if (planned->listed) {
        finishTest(*planned, Verdict::NoModel,
                   "The provider lists no model that this key may use. Write one into its entry.");
        return;
    }
    // Neither the configuration nor the catalogue knows one (a local server): the provider does.
    fetch(planned->entry, planned->secrets, [this, planned](Result<FetchedModels> list) {
        if (!list) {
            finishTest(*planned, verdictOfList(list.error().code),
                       "No model is known, and the list of them did not come: " + list.error().message);
            return;
        }
        if (!planned->isDraft)
            m_cache.keep(planned->entry, *list);
        planned->listed = std::move(*list);
        testWithModel(planned);
    });
}

void LocalProviders::sendProbe(const std::shared_ptr<Planned> &planned)
{
    const ProviderLine &line = *planned->line;
    const FormatEndpoint &endpoint = *line.endpointFor(planned->test.model);
    const LineKey *key = line.keys.empty() ? nullptr : &line.keys.front();
    wire::Target target =
        targetFor(line, endpoint, modelRowOf(planned->entry, *m_parts.catalog, planned->test.model),
                  modelRulesFrom(m_parts.catalog->rules(planned->test.model)), planned->test.model);
    auto text = writeProbe(endpoint.format, target);
    if (!text) {
        finishTest(*planned, Verdict::NotSupported,
                   "The request could not be written: " + text.error().message + '.');
        return;
    }
    ErrandRequest request{
        .line = planned->line, .http = {}, .body = std::move(text->body), .deadlines = line.deadlines};
    auto &total = request.deadlines.total;
    if (total.count() == 0 || total > kPatience)
        total = kPatience;
    request.http.endpoint = endpoint.endpoint;
    request.http.target = endpoint.target(text->path, planned->test.model);
    request.http.fields.add("Content-Type", "application/json");
    request.http.fields.add("Accept", wire::mediaType(wire::codecFor(endpoint.format)->framing(target)));
    addProviderFields(request.http.fields, line, key);
    request.endpoint = &endpoint;
    request.key = key;
    probe(
        std::move(request), endpoint.format, std::move(target), [this, planned](const ProbeOutcome &outcome) {
            const auto &keys = planned->line->keys;
            judge(outcome, keys.empty() ? nullptr : &keys.front(), planned->test);
            if (outcome.usage)
                planned->test.cost =
                    catalog::costOf(*outcome.usage,
                                    modelRowOf(planned->entry, *m_parts.catalog, planned->test.model).prices,
                                    m_parts.clock.wallNow())
                        .total;
            finishTest(*planned);
        });
}

void LocalProviders::finishTest(Planned &planned, Verdict verdict, std::string problem)
{
    planned.test.verdict = verdict;
    planned.test.problem = std::move(problem);
    finishTest(planned);
}

void LocalProviders::finishTest(Planned &planned)
{
    if (!planned.isDraft)
        m_lastTests[{planned.test.provider, planned.test.key}] = planned.test;
    planned.promise.addResult(std::move(planned.test));
    planned.promise.finish();
}

std::vector<ProviderTest> LocalProviders::lastTests() const
{
    std::vector<ProviderTest> tests;
    for (const auto &[key, test] : m_lastTests)
        tests.push_back(test);
    return tests;
}

} // namespace signalbox::gateway
