#include "ui/models/provider_facts.h"

#include "ui/models/format.h"
#include "ui/models/provider_draft.h"

#include <QCoreApplication>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using control::KeychainState;
using control::SecretState;
using Verdict = control::ProviderTest::Verdict;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::ProviderFacts)
};

constexpr int kBars = 30;
/// So many of the newest quarters of an hour tell how a provider is now.
constexpr int kRecent = 2;
constexpr std::int64_t kFewFailures = 3;

struct Counts
{
    std::int64_t requests = 0;
    std::int64_t failed = 0;
};

const control::SeriesGroup *seriesOf(const control::Series &series, const std::string &provider)
{
    const auto it = std::ranges::find(series.groups, provider, &control::SeriesGroup::key);
    return it != series.groups.end() ? &*it : nullptr;
}

Counts since(const control::SeriesGroup *group, WallTime time)
{
    Counts counts;
    if (!group)
        return counts;
    for (const control::SeriesPoint &point : group->points) {
        if (point.start < time)
            continue;
        counts.requests += point.requests;
        counts.failed += point.failed;
    }
    return counts;
}

/// The worst thing that keeps all its keys from being used; nothing where one can be.
std::optional<RequestState> keyTrouble(const ProviderView &view, const control::SecretsView &secrets)
{
    if (view.entry.keys.empty())
        return view.needsKey ? std::optional(RequestState{Sign::Error, Words::tr("No key")}) : std::nullopt;
    if (view.keysReady > 0)
        return std::nullopt;
    bool pending = false;
    bool locked = false;
    bool any = false;
    for (const config::ProviderKey &key : view.entry.keys) {
        if (!key.enabled)
            continue;
        any = true;
        const control::SecretStatus *status = secretOf(secrets, key.secret);
        if (!status)
            return std::nullopt; // nobody has told yet
        pending |= status->state == SecretState::Pending;
        locked |= status->state == SecretState::Locked;
    }
    if (!any)
        return RequestState{Sign::Off, Words::tr("Keys off")};
    if (locked)
        return RequestState{Sign::Waiting, Words::tr("Key locked")};
    if (pending)
        return RequestState{Sign::Waiting, Words::tr("Key awaited")};
    return RequestState{Sign::Error, Words::tr("No key")};
}

/// The newest test of any of its keys.
const control::ProviderTest *newestTest(const std::vector<control::ProviderTest> &tests,
                                        const std::string &provider)
{
    const control::ProviderTest *newest = nullptr;
    for (const control::ProviderTest &test : tests) {
        if (test.provider == provider && (!newest || test.at > newest->at))
            newest = &test;
    }
    return newest;
}

void tellState(ProviderView &view, const ProviderFigures &figures)
{
    if (!view.entry.enabled) {
        view.state = {Sign::Off, Words::tr("Off")};
        return;
    }
    if (const auto trouble = keyTrouble(view, figures.secrets)) {
        view.state = *trouble;
        return;
    }
    const control::SeriesGroup *group = seriesOf(figures.series, view.entry.id);
    const Counts recent = since(group, figures.until - kRecent * kHealthBucket);
    if (const control::ProviderTest *test = newestTest(figures.tests, view.entry.id);
        test && test->verdict != Verdict::Answered) {
        // Requests that went well in a bucket that began after the test know better.
        const Counts later = since(group, test->at);
        if (later.requests == later.failed) {
            view.state = testWord(test->verdict);
            view.stateDetail = text(test->problem);
            return;
        }
    }
    if (recent.failed >= kFewFailures && recent.failed * 2 >= recent.requests) {
        view.state = {Sign::Error, Words::tr("Failing")};
        view.stateDetail = Words::tr("%1 of the last %2 requests failed")
                               .arg(formatCount(recent.failed), formatCount(recent.requests));
    } else if (recent.failed > 0 && recent.failed * 10 >= recent.requests) {
        view.state = {Sign::Warning, Words::tr("Degraded")};
        view.stateDetail = Words::tr("%1 of the last %2 requests failed")
                               .arg(formatCount(recent.failed), formatCount(recent.requests));
    } else if (view.usage && view.usage->requests > view.usage->failed) {
        view.state = {Sign::Ok, Words::tr("Healthy")};
    } else {
        view.state = {Sign::Ok, Words::tr("Ready")};
        view.stateDetail = Words::tr("Nothing was asked of it since midnight");
    }
}

} // namespace

ProviderView providerView(const config::Provider &entry, const catalog::Catalog &catalog,
                          const ProviderFigures &figures, std::optional<int> models)
{
    ProviderView view;
    view.entry = entry;
    view.name = providerName(entry, catalog);
    view.tile = tileLetters(view.name);
    view.address = providerAddress(entry, catalog);
    view.needsKey = needsKey(entry, catalog);
    view.models = models;
    for (const config::ProviderKey &key : entry.keys) {
        const control::SecretStatus *status = secretOf(figures.secrets, key.secret);
        view.keysReady += key.enabled && status && status->state == SecretState::Ready ? 1 : 0;
    }
    const auto usage = std::ranges::find(figures.usage.rows, entry.id, &control::UsageRow::key);
    if (usage != figures.usage.rows.end())
        view.usage = *usage;
    view.health = healthBars(seriesOf(figures.series, entry.id), figures.since, figures.until);
    tellState(view, figures);
    return view;
}

bool needsALook(const ProviderView &view, KeychainState keychain)
{
    // A key that is waited for is no news, unless its keeper waits for somebody.
    const bool shut = keychain != KeychainState::Ready && keychain != KeychainState::Probing;
    return view.state.sign == Sign::Error || view.state.sign == Sign::Warning ||
           (view.state.sign == Sign::Waiting && shut);
}

bool namesKeychain(const std::vector<config::Provider> &providers)
{
    return std::ranges::any_of(providers, [](const config::Provider &provider) {
        return std::ranges::any_of(provider.keys, [](const config::ProviderKey &key) {
            return key.secret.starts_with("keychain:");
        });
    });
}

QString providerName(const config::Provider &entry, const catalog::Catalog &catalog)
{
    const catalog::ProviderRow *row = entry.id == entry.kind ? catalog.provider(entry.kind) : nullptr;
    return text(row ? row->name : entry.id);
}

QString tileLetters(const QString &name)
{
    QString word;
    for (const QChar c : name) {
        if (c.isLetterOrNumber())
            word += c;
        else if (!word.isEmpty())
            break;
    }
    if (word.isEmpty())
        return u"?"_s;
    const QChar first = word[0].toUpper();
    for (qsizetype i = 1; i < word.size(); ++i) {
        // "GPU" has no second word in it, "OpenAI" has.
        if (word[i].isUpper() && word[i - 1].isLower())
            return QString(first) + word[i].toLower();
    }
    return word.size() > 1 ? QString(first) + word[1].toLower() : QString(first);
}

QString providerAddress(const config::Provider &entry, const catalog::Catalog &catalog)
{
    std::string url = entry.baseUrl;
    if (const catalog::ProviderRow *row = catalog.provider(entry.kind); url.empty() && row)
        url = entry.wire.empty() ? row->baseUrl : row->baseUrlFor(entry.wire.front());
    const auto filled = catalog::fillUrl(url, entry.variables);
    return text(filled ? *filled : url);
}

bool needsKey(const config::Provider &entry, const catalog::Catalog &catalog)
{
    const catalog::ProviderRow *row = catalog.provider(entry.kind);
    return row && row->needsKey(entry.baseUrl);
}

QByteArray healthBars(const control::SeriesGroup *group, WallTime since, WallTime until)
{
    const auto buckets = (until - since) / std::chrono::microseconds(kHealthBucket);
    if (buckets <= 0)
        return {};
    const auto bars = std::min<std::int64_t>(kBars, buckets);
    std::vector<Counts> counts(std::size_t(bars), Counts{});
    for (const control::SeriesPoint &point : group ? group->points : std::vector<control::SeriesPoint>()) {
        if (point.start < since || point.start >= until)
            continue;
        const auto bucket = (point.start - since) / std::chrono::microseconds(kHealthBucket);
        Counts &bar = counts[std::size_t(bucket * bars / buckets)];
        bar.requests += point.requests;
        bar.failed += point.failed;
    }
    QByteArray text;
    for (const Counts &bar : counts)
        text += bar.requests == 0 ? ' ' : bar.failed == 0 ? '0' : bar.failed * 4 < bar.requests ? '1' : '2';
    return text;
}

QString healthText(const QByteArray &bars)
{
    const auto used = bars.size() - bars.count(' ');
    if (used == 0)
        return Words::tr("not in use");
    const auto bad = bars.count('1') + bars.count('2');
    return bad == 0 ? Words::tr("no failures")
                    : Words::tr("failures in %1 of %2 stretches").arg(bad).arg(used);
}

RequestState secretWord(SecretState state)
{
    switch (state) {
    case SecretState::Ready:
        return {Sign::Ok, Words::tr("Ready")};
    case SecretState::Pending:
        return {Sign::Waiting, Words::tr("Waiting")};
    case SecretState::Missing:
        return {Sign::Error, Words::tr("Missing")};
    case SecretState::Locked:
        return {Sign::Waiting, Words::tr("Locked")};
    case SecretState::Failed:
        return {Sign::Error, Words::tr("Not readable")};
    }
    return {};
}

const control::SecretStatus *secretOf(const control::SecretsView &view, std::string_view reference)
{
    const auto it = std::ranges::find(view.references, reference, &control::SecretStatus::reference);
    return it != view.references.end() ? &*it : nullptr;
}

std::optional<KeyName> firstUnreadableKey(const std::vector<config::Provider> &providers,
                                          const control::SecretsView &view)
{
    for (const config::Provider &provider : providers) {
        for (const config::ProviderKey &key : provider.keys) {
            const control::SecretStatus *status = secretOf(view, key.secret);
            if (key.secret.starts_with("keychain:") && status && status->state != SecretState::Ready)
                return KeyName{provider.id, key.id};
        }
    }
    return std::nullopt;
}

RequestState testWord(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Answered:
        return {Sign::Ok, Words::tr("Answered")};
    case Verdict::NoSecret:
        return {Sign::Waiting, Words::tr("No key")};
    case Verdict::NoModel:
        return {Sign::Warning, Words::tr("No model to ask")};
    case Verdict::Unreachable:
        return {Sign::Error, Words::tr("Not reachable")};
    case Verdict::RefusedKey:
        return {Sign::Error, Words::tr("Key refused")};
    case Verdict::RefusedModel:
        return {Sign::Warning, Words::tr("Model refused")};
    case Verdict::TooMany:
        return {Sign::Warning, Words::tr("Too many requests")};
    case Verdict::RefusedOther:
        return {Sign::Error, Words::tr("Refused")};
    case Verdict::ProviderError:
        return {Sign::Error, Words::tr("Provider error")};
    case Verdict::TimedOut:
        return {Sign::Error, Words::tr("Timed out")};
    case Verdict::NotSupported:
        return {Sign::Warning, Words::tr("Not supported")};
    }
    return {};
}

const control::ProviderTest *testOf(const std::vector<control::ProviderTest> &tests,
                                    std::string_view provider, std::string_view key)
{
    const auto it = std::ranges::find_if(tests, [&](const control::ProviderTest &test) {
        return test.provider == provider && test.key == key;
    });
    return it != tests.end() ? &*it : nullptr;
}

QString wireName(std::string_view format)
{
    if (format == "openai-responses")
        return u"OpenAI Responses"_s;
    if (format == "openai-chat")
        return u"OpenAI Chat Completions"_s;
    if (format == "anthropic-messages")
        return u"Anthropic Messages"_s;
    if (format == "gemini")
        return u"Gemini"_s;
    if (format == "bedrock-converse")
        return u"Bedrock Converse"_s;
    if (format == "cohere")
        return u"Cohere"_s;
    if (format == "ollama")
        return u"Ollama"_s;
    return text(format);
}

} // namespace signalbox::ui
