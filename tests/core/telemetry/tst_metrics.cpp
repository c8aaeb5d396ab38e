#include "telemetry/metrics.h"

#include "prometheus_reader.h"
#include "telemetry/prometheus_text.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::telemetry;
using namespace std::chrono_literals;

namespace {

record::RequestRecord sample()
{
    record::RequestRecord record;
    record.surface = "responses";
    record.keyId = "dev";
    record.team = "lab";
    record.provider = "openai";
    record.model = "gpt";
    record.usage = record::Usage{1000, 400, 20, 10, 50, 7, false};
    record.cost.total = Money::fromNano(4'200'000);
    record.total = 700ms;
    record.firstToken = 90ms;
    record.overhead = 40us;
    record::Attempt attempt;
    attempt.provider = "lab";
    attempt.model = "qwen";
    attempt.result = record::AttemptResult::TimedOut;
    record.attempts = {attempt, {"openai", "gpt", "main", record::AttemptResult::Ok, 200, {}, {}, {}, {}}};
    return record;
}

} // namespace

class TestMetrics : public QObject
{
    Q_OBJECT

    PrometheusReader m_text;

    void render(const Metrics &metrics)
    {
        m_text = {};
        const std::string text = metrics.renderPrometheus();
        const auto wrong = m_text.read(text);
        QVERIFY2(!wrong, wrong.value_or("").c_str());
    }

private Q_SLOTS:
    void everyMetricHasItsType_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("signalbox_requests_total") << QByteArray("counter");
        QTest::newRow("signalbox_request_duration_seconds") << QByteArray("histogram");
        QTest::newRow("signalbox_time_to_first_token_seconds") << QByteArray("histogram");
        QTest::newRow("signalbox_overhead_seconds") << QByteArray("histogram");
        QTest::newRow("signalbox_tokens_total") << QByteArray("counter");
        QTest::newRow("signalbox_cost_usd_total") << QByteArray("counter");
        QTest::newRow("signalbox_upstream_attempts_total") << QByteArray("counter");
        QTest::newRow("signalbox_breaker_state") << QByteArray("gauge");
        QTest::newRow("signalbox_in_flight_requests") << QByteArray("gauge");
        QTest::newRow("signalbox_budget_remaining_usd") << QByteArray("gauge");
        QTest::newRow("signalbox_ledger_queue") << QByteArray("gauge");
        QTest::newRow("signalbox_ledger_lost_total") << QByteArray("counter");
        QTest::newRow("signalbox_build_info") << QByteArray("gauge");
    }
    void everyMetricHasItsType()
    {
        QFETCH(QByteArray, type);
        render(Metrics("1.2.3"));
        QCOMPARE(QByteArray::fromStdString(m_text.types[QTest::currentDataTag()]), type);
    }

    void aRequestCountsEverywhere_data()
    {
        QTest::addColumn<double>("value");
        QTest::newRow(
            R"(signalbox_requests_total{provider="openai",model="gpt",surface="responses",outcome="ok"})")
            << 2.0;
        QTest::newRow(R"(signalbox_request_duration_seconds_bucket{provider="openai",model="gpt",le="0.5"})")
            << 0.0;
        QTest::newRow(R"(signalbox_request_duration_seconds_bucket{provider="openai",model="gpt",le="1"})")
            << 2.0;
        QTest::newRow(R"(signalbox_request_duration_seconds_bucket{provider="openai",model="gpt",le="+Inf"})")
            << 2.0;
        QTest::newRow(R"(signalbox_request_duration_seconds_sum{provider="openai",model="gpt"})") << 1.4;
        QTest::newRow(R"(signalbox_request_duration_seconds_count{provider="openai",model="gpt"})") << 2.0;
        QTest::newRow(
            R"(signalbox_time_to_first_token_seconds_bucket{provider="openai",model="gpt",le="0.05"})")
            << 0.0;
        QTest::newRow(
            R"(signalbox_time_to_first_token_seconds_bucket{provider="openai",model="gpt",le="0.1"})")
            << 2.0;
        QTest::newRow(R"(signalbox_overhead_seconds_bucket{le="0.000025"})") << 0.0;
        QTest::newRow(R"(signalbox_overhead_seconds_bucket{le="0.00005"})") << 2.0;
        QTest::newRow("signalbox_overhead_seconds_sum") << 0.00008;
        QTest::newRow(R"(signalbox_tokens_total{provider="openai",model="gpt",type="input"})") << 2000.0;
        QTest::newRow(R"(signalbox_tokens_total{provider="openai",model="gpt",type="cached_input"})")
            << 800.0;
        QTest::newRow(R"(signalbox_tokens_total{provider="openai",model="gpt",type="cache_write"})") << 60.0;
        QTest::newRow(R"(signalbox_tokens_total{provider="openai",model="gpt",type="output"})") << 100.0;
        QTest::newRow(R"(signalbox_tokens_total{provider="openai",model="gpt",type="reasoning"})") << 14.0;
        QTest::newRow(R"(signalbox_cost_usd_total{provider="openai",model="gpt",key="dev",team="lab"})")
            << 0.0084;
        QTest::newRow(R"(signalbox_upstream_attempts_total{provider="lab",model="qwen",result="timed_out"})")
            << 2.0;
        QTest::newRow(R"(signalbox_upstream_attempts_total{provider="openai",model="gpt",result="ok"})")
            << 2.0;
        QTest::newRow(R"(signalbox_build_info{version="1.2.3"})") << 1.0;
    }
    void aRequestCountsEverywhere()
    {
        QFETCH(double, value);
        Metrics metrics("1.2.3");
        metrics.observe(sample());
        metrics.observe(sample());
        render(metrics);
        QCOMPARE(m_text.at(QTest::currentDataTag()), value);
    }

    void aDurationOnABoundIsWithinIt()
    {
        Metrics metrics("1");
        record::RequestRecord record = sample();
        record.total = 500ms;
        metrics.observe(record);
        record.total = 700s; // beyond the last bound
        metrics.observe(record);
        render(metrics);
        QCOMPARE(
            m_text.at(R"(signalbox_request_duration_seconds_bucket{provider="openai",model="gpt",le="0.5"})"),
            1.0);
        QCOMPARE(
            m_text.at(R"(signalbox_request_duration_seconds_bucket{provider="openai",model="gpt",le="600"})"),
            1.0);
        QCOMPARE(m_text.at(R"(signalbox_request_duration_seconds_count{provider="openai",model="gpt"})"),
                 2.0);
    }

    void anUnknownPriceIsNoCost()
    {
        Metrics metrics("1");
        record::RequestRecord record = sample();
        record.cost = {};
        record.firstToken.reset();
        record.usage.reset();
        metrics.observe(record);
        render(metrics);
        for (const auto &[name, value] : m_text.samples) {
            QVERIFY2(name.find("cost_usd") == std::string::npos, name.c_str());
            QVERIFY2(name.find("tokens_total") == std::string::npos, name.c_str());
            QVERIFY2(name.find("first_token") == std::string::npos, name.c_str());
        }
    }

    void gaugesShowWhatWasSetLast()
    {
        Metrics metrics("1");
        metrics.setInFlight(3);
        metrics.setLedger(7, 2);
        metrics.setBreakers({{"lab", "qwen", BreakerState::Open}, {"openai", "gpt", BreakerState::HalfOpen}});
        metrics.setBudgets(
            {{"key", "dev", Money::fromNano(12'500'000'000)}, {"team", "lab", Money::fromNano(-5)}});
        render(metrics);
        QCOMPARE(m_text.at("signalbox_in_flight_requests"), 3.0);
        QCOMPARE(m_text.at("signalbox_ledger_queue"), 7.0);
        QCOMPARE(m_text.at("signalbox_ledger_lost_total"), 2.0);
        QCOMPARE(m_text.at(R"(signalbox_breaker_state{provider="lab",model="qwen"})"), 2.0);
        QCOMPARE(m_text.at(R"(signalbox_breaker_state{provider="openai",model="gpt"})"), 1.0);
        QCOMPARE(m_text.at(R"(signalbox_budget_remaining_usd{scope="key",id="dev"})"), 12.5);
        QCOMPARE(m_text.at(R"(signalbox_budget_remaining_usd{scope="team",id="lab"})"), -0.000000005);
        metrics.setBreakers({});
        metrics.setBudgets({});
        render(metrics);
        QCOMPARE(m_text.at(R"(signalbox_breaker_state{provider="lab",model="qwen"})"), -1.0);
        QCOMPARE(m_text.at(R"(signalbox_budget_remaining_usd{scope="key",id="dev"})"), -1.0);
    }

    void labelsAreEscaped_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("label");
        QTest::newRow("quote") << QByteArray("a\"b") << QByteArray("x=\"a\\\"b\"");
        QTest::newRow("backslash") << QByteArray("a\\n") << QByteArray("x=\"a\\\\n\"");
        QTest::newRow("line feed") << QByteArray("a\nb") << QByteArray("x=\"a\\nb\"");
        QTest::newRow("UTF-8 stays") << QByteArray("é漢") << QByteArray("x=\"é漢\"");
        QTest::newRow("braces and commas are text") << QByteArray("},y=\"") << QByteArray("x=\"},y=\\\"\"");
        QTest::newRow("long ones are cut before a character")
            << QByteArray(159, 'a') + "é" << "x=\"" + QByteArray(159, 'a') + "\"";
    }
    void labelsAreEscaped()
    {
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, label);
        std::string labels;
        appendLabel(labels, "x", value.toStdString());
        QCOMPARE(QByteArray::fromStdString(labels), label);
        Metrics metrics("1");
        record::RequestRecord record = sample();
        record.model = value.toStdString();
        metrics.observe(record);
        record.model += "é"; // as a series of its own, or, cut, the same
        metrics.observe(record);
        render(metrics);
    }

    void inventedModelsDoNotGrowWithoutEnd()
    {
        Metrics metrics("1");
        record::RequestRecord record = sample();
        constexpr int count = 5000;
        for (int i = 0; i < count; ++i) {
            record.model = "model-" + std::to_string(i);
            record.outcome = i % 2 == 0 ? record::Outcome::Ok : record::Outcome::Failed;
            metrics.observe(record);
        }
        render(metrics);
        double sum = 0;
        std::size_t series = 0;
        for (const auto &[name, value] : m_text.samples) {
            if (name.starts_with("signalbox_requests_total")) {
                sum += value;
                ++series;
            }
        }
        QCOMPARE(sum, double(count));
        QVERIFY(series <= Metrics::kMostSeries + 10);
        const std::string other =
            "signalbox_requests_total{provider=\"other\",model=\"other\",surface=\"responses\",outcome=\"";
        QVERIFY(m_text.at(other + "ok\"}") > 2000);
        QVERIFY(m_text.at(other + "failed\"}") > 2000);
        // What was there before still counts as itself.
        record.model = "model-0";
        record.outcome = record::Outcome::Ok;
        metrics.observe(record);
        render(metrics);
        QCOMPARE(
            m_text.at(
                R"(signalbox_requests_total{provider="openai",model="model-0",surface="responses",outcome="ok"})"),
            2.0);
    }
};

QTEST_APPLESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
