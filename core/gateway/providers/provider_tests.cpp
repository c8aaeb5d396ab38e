// Tests of providers: the part of LocalProviders that plans one, sends it and judges the answer.
#include "gateway/providers/local_providers.h"

#include "gateway/outbound.h"
#include "gateway/providers/probe_format.h"
#include "gateway/providers/verdict.h"
#include "gateway/settings.h"
#include "governance/glob.h"

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

/// Whether a row's host wants a key that the entry does not name. An address of one's own may want none.
bool wantsKey(const config::Provider &entry, const catalog::ProviderRow *row)
{
    return entry.keys.empty() && entry.baseUrl.empty() && row != nullptr &&
           row->auth.scheme == catalog::AuthScheme::Header;
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

} // namespace

/// A test on its way: what is asked, with which key, and who wants to know.
struct LocalProviders::Planned
{
    config::Provider entry;
    std::optional<config::ProviderKey> key;
    std::shared_ptr<const ProviderLine> line;
    ProviderTest test;
    TestDone done;
    bool listAsked = false;
};

QFuture<Result<ProviderTest>> LocalProviders::test(std::string provider, std::string key)
{
    auto promise = std::make_shared<QPromise<Result<ProviderTest>>>();
    promise->start();
    const TestDone done = [promise](Result<ProviderTest> test) {
        promise->addResult(std::move(test));
        promise->finish();
    };
    auto entry = entryOf(provider);
    if (!entry) {
        done(std::unexpected(entry.error()));
        return promise->future();
    }
    const config::ProviderKey *chosen = keyOf(*entry, key);
    if (chosen == nullptr && !key.empty()) {
        done(fail(ErrorCode::NotFound, "\"" + provider + "\" has no key \"" + key + "\""));
        return promise->future();
    }
    const auto planned = std::make_shared<Planned>();
    planned->done = done;
    planned->test.provider = provider;
    planned->test.at = m_parts.clock.wallNow();
    if (chosen != nullptr) {
        planned->key = *chosen;
        planned->test.key = chosen->id;
        planned->key->enabled = true; // it may be tested before it is used
        entry->keys = {*planned->key};
    }
    planned->entry = std::move(*entry);
    const auto stop = [&](Verdict verdict, std::string problem) {
        planned->test.verdict = verdict;
        planned->test.problem = std::move(problem);
        finishTest(done, planned->test);
        return promise->future();
    };

    // Client requests go out in a format that is built in, so that one is tested where there is one.
    auto line = lineOf(planned->entry, &isBuiltIn);
    if (!line)
        line = lineOf(planned->entry, &canProbe);
    if (!line) {
        const bool unspoken = line.error().code == ErrorCode::Unavailable;
        return stop(unspoken ? Verdict::NotSupported : Verdict::Unreachable,
                    unspoken
                        ? "Not supported by this version: " + line.error().message + ". Nothing was sent."
                        : "No request can be made: " + line.error().message + ". Correct its entry.");
    }
    planned->line = std::move(*line);
    if (wantsKey(planned->entry, m_parts.catalog->provider(planned->entry.kind)))
        return stop(Verdict::NoSecret, "No key is configured. Add one; nothing was sent.");
    if (!planned->line->keys.empty() && !planned->line->keys.front().secret)
        return stop(Verdict::NoSecret,
                    "The key cannot be read: " + planned->line->keys.front().problem + ". Nothing was sent.");
    testWithModel(planned);
    return promise->future();
}

void LocalProviders::testWithModel(const std::shared_ptr<Planned> &planned)
{
    const auto may = [&](const std::string &model) {
        return mayUse(planned->key ? &*planned->key : nullptr, model);
    };
    const auto model = modelToTest(planned->entry, *m_parts.file.configuration(), *m_parts.catalog,
                                   m_cache.find(planned->entry), m_parts.clock.wallNow(), may);
    if (model) {
        planned->test.model = *model;
        sendProbe(planned);
        return;
    }
    const auto stop = [this, planned](Verdict verdict, std::string problem) {
        planned->test.verdict = verdict;
        planned->test.problem = std::move(problem);
        finishTest(planned->done, planned->test);
    };
    if (std::exchange(planned->listAsked, true)) {
        stop(Verdict::NoModel,
             "The provider lists no model that this key may use. Write one into its entry.");
        return;
    }
    // Neither the configuration nor the catalogue knows one (a local server): the provider does.
    fetch(planned->entry, [this, planned, stop](const Result<control::OfferedModels> &models) {
        if (models)
            testWithModel(planned);
        else
            stop(verdictOfList(models.error().code),
                 "No model is known, and the list of them did not come: " + models.error().message);
    });
}

void LocalProviders::sendProbe(const std::shared_ptr<Planned> &planned)
{
    const ProviderLine &line = *planned->line;
    const FormatEndpoint &endpoint = line.formats.front();
    const LineKey *key = line.keys.empty() ? nullptr : &line.keys.front();
    wire::Target target =
        targetFor(line, endpoint, modelRowOf(planned->entry, *m_parts.catalog, planned->test.model),
                  planned->test.model);
    auto text = writeProbe(endpoint.format, target);
    if (!text) {
        planned->test.verdict = Verdict::NotSupported;
        planned->test.problem = "The request could not be written: " + text.error().message + '.';
        finishTest(planned->done, planned->test);
        return;
    }
    ErrandRequest request{
        .line = planned->line, .http = {}, .body = std::move(text->body), .deadlines = line.deadlines};
    auto &total = request.deadlines.total;
    if (total.count() == 0 || total > kPatience)
        total = kPatience;
    request.http.endpoint = endpoint.endpoint;
    request.http.target = endpoint.pathPrefix + text->path;
    request.http.fields.add("Content-Type", "application/json");
    request.http.fields.add("Accept", endpoint.format == wire::Format::Ollama ? "application/x-ndjson"
                                                                              : "text/event-stream");
    addProviderFields(request.http.fields, line, key);
    request.key = key != nullptr ? key->secret : nullptr;
    probe(
        std::move(request), endpoint.format, std::move(target), [this, planned](const ProbeOutcome &outcome) {
            const auto &keys = planned->line->keys;
            judge(outcome, keys.empty() ? std::string_view() : keys.front().secret->reveal(), planned->test);
            if (outcome.usage)
                planned->test.cost =
                    catalog::costOf(*outcome.usage,
                                    modelRowOf(planned->entry, *m_parts.catalog, planned->test.model).prices,
                                    m_parts.clock.wallNow())
                        .total;
            finishTest(planned->done, planned->test);
        });
}

void LocalProviders::finishTest(const TestDone &done, ProviderTest test)
{
    m_lastTests[{test.provider, test.key}] = test;
    done(std::move(test));
}

std::vector<ProviderTest> LocalProviders::lastTests() const
{
    std::vector<ProviderTest> tests;
    for (const auto &[key, test] : m_lastTests)
        tests.push_back(test);
    return tests;
}

} // namespace signalbox::gateway
