#include "ui/fake_desk.h"
#include "ui/models/cell_roles.h"
#include "ui/models/key_tests_model.h"
#include "ui/models/offered_models_model.h"
#include "ui/models/presets_model.h"
#include "ui/models/provider_changes.h"
#include "ui/models/provider_draft.h"
#include "ui/models/provider_keys_model.h"
#include "ui/models/provider_tests.h"
#include "ui/models/providers_model.h"
#include "ui/pages/found_card.h"
#include "ui/pages/provider_notices.h"
#include "ui/sample_providers.h"
#include "ui/sample_traffic.h"
#include "ui/theme/model_slots.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

using namespace signalbox;
using namespace signalbox::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using Verdict = control::ProviderTest::Verdict;
using control::SecretState;

namespace {

constexpr auto kMidnight = WallTime(1'800'000'000s);

control::SeriesPoint point(int bucket, std::int64_t requests, std::int64_t failed)
{
    control::SeriesPoint point;
    point.start = kMidnight + bucket * kHealthBucket;
    point.requests = requests;
    point.failed = failed;
    return point;
}

config::Provider openAi()
{
    config::Provider entry;
    entry.id = entry.kind = "openai";
    config::ProviderKey key;
    key.id = "main";
    key.secret = "keychain:openai/main";
    entry.keys.push_back(key);
    return entry;
}

/// Four hours with one ready key.
ProviderFigures figures(std::vector<control::SeriesPoint> points = {}, SecretState state = SecretState::Ready)
{
    ProviderFigures figures;
    figures.since = kMidnight;
    figures.until = kMidnight + 16 * kHealthBucket;
    figures.secrets.references = {{"keychain:openai/main", state, {}, false}};
    control::UsageRow row;
    row.key = "openai";
    for (const control::SeriesPoint &each : points) {
        row.requests += each.requests;
        row.failed += each.failed;
    }
    if (row.requests > 0)
        figures.usage.rows.push_back(row);
    figures.series.groups.push_back({"openai", std::move(points)});
    return figures;
}

} // namespace

class TestProviderModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    }

    void states_data()
    {
        QTest::addColumn<QList<int>>("recent"); // requests and failures of the last bucket
        QTest::addColumn<int>("secret");
        QTest::addColumn<int>("verdict"); // -1: not tested
        QTest::addColumn<int>("sign");
        QTest::addColumn<QString>("word");
        const auto row = [](const char *name, const QList<int> &recent, SecretState secret, int verdict,
                            Sign sign, const QString &word) {
            QTest::newRow(name) << recent << int(secret) << verdict << int(sign) << word;
        };
        const int refused = int(Verdict::RefusedKey);
        row("nothing asked: ready", {0, 0}, SecretState::Ready, -1, Sign::Ok, u"Ready"_s);
        row("all well: healthy", {20, 0}, SecretState::Ready, -1, Sign::Ok, u"Healthy"_s);
        row("one of a hundred failed: healthy", {100, 1}, SecretState::Ready, -1, Sign::Ok, u"Healthy"_s);
        row("a tenth failed: degraded", {20, 2}, SecretState::Ready, -1, Sign::Warning, u"Degraded"_s);
        row("half failed: failing", {8, 4}, SecretState::Ready, -1, Sign::Error, u"Failing"_s);
        row("two of two failed: too few to call it down", {2, 2}, SecretState::Ready, -1, Sign::Warning,
            u"Degraded"_s);
        row("key locked", {20, 0}, SecretState::Locked, -1, Sign::Waiting, u"Key locked"_s);
        row("key missing", {0, 0}, SecretState::Missing, -1, Sign::Error, u"No key"_s);
        row("key refused by a test", {0, 0}, SecretState::Ready, refused, Sign::Error, u"Key refused"_s);
        row("requests after the test went well", {5, 0}, SecretState::Ready, refused, Sign::Ok, u"Healthy"_s);
    }
    void states()
    {
        QFETCH(QList<int>, recent);
        QFETCH(int, secret);
        QFETCH(int, verdict);
        std::vector<control::SeriesPoint> points;
        if (recent[0] > 0)
            points = {point(15, recent[0], recent[1])};
        ProviderFigures given = figures(std::move(points), SecretState(secret));
        if (verdict >= 0) {
            control::ProviderTest test;
            test.provider = "openai";
            test.key = "main";
            test.verdict = Verdict(verdict);
            test.at = kMidnight + 15 * kHealthBucket - 1s; // before the last bucket
            given.tests.push_back(test);
        }
        const auto view = providerView(openAi(), *catalog::Catalog::builtIn(), given, {});
        QTEST(int(view.state.sign), "sign");
        QTEST(view.state.word, "word");
    }

    void offAndKeyless()
    {
        const auto catalog = catalog::Catalog::builtIn();
        config::Provider off = openAi();
        off.enabled = false;
        QCOMPARE(providerView(off, *catalog, figures(), {}).state.word, u"Off"_s);
        config::Provider without = openAi();
        without.keys.clear();
        QCOMPARE(providerView(without, *catalog, figures(), {}).state.word, u"No key"_s);
        without.baseUrl = "http://127.0.0.1:1/v1";
        QCOMPARE(providerView(without, *catalog, figures(), {}).state.word, u"Ready"_s);
        config::Provider local;
        local.id = "mine";
        local.kind = "ollama";
        const ProviderView view = providerView(local, *catalog, figures(), {});
        QCOMPARE(view.state.word, u"Ready"_s);
        QVERIFY(!view.needsKey);
        QCOMPARE(view.address, u"http://127.0.0.1:11434"_s);
        QCOMPARE(view.name, u"mine"_s);
        QCOMPARE(view.tile, u"Mi"_s);
        QCOMPARE(providerName(openAi(), *catalog), u"OpenAI"_s);
    }

    void letters_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("letters");
        for (const auto &[name, letters] :
             std::initializer_list<std::pair<QString, QString>>{{u"OpenAI"_s, u"Oa"_s},
                                                                {u"OpenRouter"_s, u"Or"_s},
                                                                {u"Google Gemini"_s, u"Go"_s},
                                                                {u"Anthropic"_s, u"An"_s},
                                                                {u"xAI"_s, u"Xa"_s},
                                                                {u"X"_s, u"X"_s},
                                                                {u"Any"_s, u"An"_s},
                                                                {u"192.168.1.5"_s, u"19"_s},
                                                                {QString(), u"?"_s}})
            QTest::addRow("%s", qPrintable(name)) << name << letters;
    }
    void letters()
    {
        QFETCH(QString, name);
        QTEST(tileLetters(name), "letters");
    }

    void healthIsInBars()
    {
        const control::SeriesGroup group{"openai", {point(0, 4, 0), point(1, 20, 1), point(3, 4, 2)}};
        const QByteArray bars = healthBars(&group, kMidnight, kMidnight + 5 * kHealthBucket);
        QCOMPARE(bars, "01 2 "_ba);
        QCOMPARE(healthText(bars), u"failures in 2 of 3 stretches"_s);
        QCOMPARE(healthText("  "), u"not in use"_s);
        // A whole day is drawn in thirty bars, each of several quarters of an hour.
        const QByteArray day = healthBars(&group, kMidnight, kMidnight + 96 * kHealthBucket);
        QCOMPARE(day.size(), 30);
        QCOMPARE(day.count(' '), 29);
        QCOMPARE(day[0], '1'); // three of twenty-eight
        QVERIFY(healthBars(nullptr, kMidnight, kMidnight).isEmpty());
    }

    void modelsHoldTogether()
    {
        tests::FakeDesk desk;
        tests::fillProviders(desk, tests::sampleNow());
        const auto catalog = catalog::Catalog::builtIn();
        ProviderFigures all;
        all.usage = desk.control.usageByProvider;
        all.series = desk.control.seriesByProvider;
        all.since = all.series.since;
        all.until = all.series.until;
        all.secrets = desk.secrets.answer;
        all.tests = desk.providers.last;
        std::vector<ProviderView> views;
        for (const config::Provider &entry : desk.control.view.configuration.providers)
            views.push_back(providerView(entry, *catalog, all, 4));
        ProvidersModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setProviders(views);
        QCOMPARE(model.rowCount(), 5);
        QCOMPARE(model.index(0, ProvidersModel::Name).data().toString(), u"OpenAI"_s);
        QCOMPARE(model.index(0, ProvidersModel::Keys).data().toString(), u"2 of 2"_s);
        QCOMPARE(model.index(3, ProvidersModel::State).data().toString(), u"Not reachable"_s);
        QCOMPARE(model.index(3, ProvidersModel::Spend).data().toString(), u"free"_s);
        QCOMPARE(model.index(4, ProvidersModel::State).data().toString(), u"Off"_s);
        QCOMPARE(model.index(4, ProvidersModel::Spend).data().toString(), u"–"_s);
        QCOMPARE(model.index(4, ProvidersModel::On).data(SwitchRole).toBool(), false);
        QVERIFY(!model.index(0, ProvidersModel::Health).data(Qt::AccessibleTextRole).toString().isEmpty());

        const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        const QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        views[1].entry.enabled = false;
        model.setProviders(views);
        QCOMPARE(changes.size(), 1);
        QCOMPARE(resets.size(), 0);
        views.erase(views.begin());
        model.setProviders(views);
        QCOMPARE(resets.size(), 1);
    }

    void keysAndTheirTests()
    {
        ProviderKeysModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        control::SecretsView secrets;
        secrets.references = {{"keychain:openai/main", SecretState::Ready, {}, true},
                              {"env:SECOND", SecretState::Missing, "The variable is not set.", false}};
        std::vector<config::ProviderKey> keys = openAi().keys;
        keys.push_back({"second", "env:SECOND", 3, {}, true});
        model.setKeys(keys, secrets);
        QCOMPARE(model.index(0, ProviderKeysModel::State).data().toString(), u"This session"_s);
        QCOMPARE(model.index(1, ProviderKeysModel::State).data().toString(), u"Missing"_s);
        QCOMPARE(model.index(1, ProviderKeysModel::State).data(Qt::ToolTipRole).toString(),
                 u"The variable is not set."_s);
        QSignalSpy wanted(&model, &ProviderKeysModel::weightWanted);
        QVERIFY(model.setData(model.index(1, ProviderKeysModel::Weight), 5, Qt::EditRole));
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][1].toDouble(), 5.0);
        QVERIFY(!model.setData(model.index(1, ProviderKeysModel::Weight), -1, Qt::EditRole));
        QCOMPARE(model.index(1, ProviderKeysModel::Weight).data().toString(), u"3"_s); // until it is in force

        tests::FakeDesk desk;
        KeyTestsModel results;
        const QAbstractItemModelTester also(&results, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<KeyTestsModel::Row> rows{
            {"main", false, desk.providers.sample("openai", "main", Verdict::Answered)},
            {"second", false, desk.providers.sample("openai", "second", Verdict::RefusedKey)}};
        results.setRows(rows);
        QCOMPARE(results.index(0, KeyTestsModel::FirstToken).data().toString(), u"440\u00a0ms"_s);
        QCOMPARE(results.index(0, KeyTestsModel::Outcome).data(TimingRole).toList().size(), 3);
        QCOMPARE(results.index(1, KeyTestsModel::Outcome).data().toString(), u"Key refused"_s);
        QCOMPARE(results.index(1, KeyTestsModel::Total).data().toString(), u"–"_s);
        QCOMPARE(testsSummary(rows).word, u"1 of 2 keys answered"_s);
        rows[1].test = desk.providers.sample("openai", "second", Verdict::Answered);
        QCOMPARE(testsSummary(rows).word, u"Both keys answered"_s);
        rows[0].running = true;
        QCOMPARE(testsSummary(rows).sign, Sign::Waiting);
    }

    void pricesAndTheirAbsence()
    {
        tests::FakeDesk desk;
        tests::fillProviders(desk, tests::sampleNow());
        ModelSlots modelSlots;
        OfferedModelsModel model(modelSlots);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setModels(desk.providers.offered["openai"].models, {"gpt-5.6", "gpt-5.4"});
        // Those in use stand first.
        QCOMPARE(model.index(0, 0).data().toString(), u"gpt-5.4"_s);
        QCOMPARE(model.index(0, OfferedModelsModel::Output).data().toString(), u"15.00"_s);
        QCOMPARE(model.index(0, OfferedModelsModel::Cached).data().toString(), u"0.25"_s);
        QCOMPARE(model.index(1, OfferedModelsModel::Output).data().toString(), u"unknown"_s);
        QCOMPARE(model.unpricedInUse(), QStringList{u"gpt-5.6"_s});
        QCOMPARE(model.newestPrice(), "2026-09-23");
        // Only those in use take a colour of their own.
        QCOMPARE(model.index(0, 0).data(ShapeRole).toInt(), 1);
        QCOMPARE(model.index(3, 0).data(ShapeRole).toInt(), kOtherSlot);
        QCOMPARE(modelSlots.slotFor(u"another"_s), 2);
    }

    void keychainNotices_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("fact");
        QTest::addColumn<QString>("action");
        using State = control::KeychainState;
        QTest::newRow("ready") << int(State::Ready) << QString() << QString();
        QTest::newRow("probing") << int(State::Probing) << QString() << QString();
        QTest::newRow("locked") << int(State::Locked) << u"The keychain is locked."_s << u"Unlock…"_s;
        QTest::newRow("waiting") << int(State::Waiting) << u"The keychain waits for its password."_s
                                 << u"Ask again"_s;
        QTest::newRow("none") << int(State::Unavailable) << u"No keychain on this system."_s
                              << u"Try again"_s;
        QTest::newRow("failed") << int(State::Failed) << u"The keychain does not keep keys."_s
                                << u"Try again"_s;
    }
    void keychainNotices()
    {
        QFETCH(int, state);
        QFETCH(QString, fact);
        tests::FakeDesk desk;
        tests::fillProviders(desk, tests::sampleNow());
        tests::lockKeychain(desk);
        desk.secrets.answer.keychain = control::KeychainState(state);
        const auto notice = keychainNotice(desk.secrets.answer, desk.control.view.configuration.providers,
                                           *catalog::Catalog::builtIn());
        QCOMPARE(notice.has_value(), !fact.isEmpty());
        if (!notice)
            return;
        QCOMPARE(notice->fact, fact);
        QTEST(notice->action, "action");
        if (control::KeychainState(state) == control::KeychainState::Locked)
            QCOMPARE(notice->consequence,
                     u"OpenAI, Anthropic, and Google Gemini (AI Studio) have no key until it is open."_s);
        QCOMPARE(notice->alternative, u"Use for this session…"_s);
    }

    void findingsOnceTaken()
    {
        config::Configuration configuration;
        configuration.providers = {openAi()};
        using Source = control::Finding::Source;
        control::Finding variable{
            Source::EnvironmentVariable, "OPENAI_API_KEY", "openai", {}, {}, "env:OPENAI_API_KEY", 0};
        QVERIFY(!isTaken(variable, configuration));
        configuration.providers[0].keys[0].secret = "env:OPENAI_API_KEY";
        QVERIFY(isTaken(variable, configuration));
        control::Finding server{Source::LocalServer, "http://127.0.0.1:11434", "ollama", {}, {}, {}, 2};
        QVERIFY(!isTaken(server, configuration));
        configuration.providers[0].kind = "ollama";
        QVERIFY(isTaken(server, configuration));
    }
};

QTEST_MAIN(TestProviderModels)
#include "tst_provider_models.moc"
