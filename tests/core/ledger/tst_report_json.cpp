#include "ledger/report_json.h"

#include "ledger_samples.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace signalbox;
using namespace signalbox::ledger;
using Json = nlohmann::ordered_json;

class TestReportJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesAReport()
    {
        UsageReport report{samples::kStart, samples::kStart + std::chrono::hours(24), GroupBy::Model, {}, {}};
        report.total.requests = 21;
        report.total.failed = 2;
        report.total.inputTokens = 1000;
        report.total.cost = Money::fromNano(4'200'001);
        report.total.unpricedRequests = 3;
        report.total.total.p50 = std::chrono::microseconds(12'345);
        report.total.total.p95 = std::chrono::milliseconds(900);
        report.rows = {{"gpt", report.total}, {"", {}}};
        const std::string text = toJson(report);
        QVERIFY(text.find("\"cost_usd\":0.004200001,") != std::string::npos);
        QVERIFY(text.find("\"p50_ms\":12.345,\"p95_ms\":900,\"p99_ms\":null") != std::string::npos);
        const Json json = Json::parse(text);
        QCOMPARE(json["since"].get<std::string>(), std::string("2027-01-15T08:00:00.000Z"));
        QCOMPARE(json["until"].get<std::string>(), std::string("2027-01-16T08:00:00.000Z"));
        for (const char *name :
             {"requests", "failed", "input_tokens", "cached_input_tokens", "output_tokens",
              "reasoning_tokens", "cost_usd", "unpriced_requests", "p50_ms", "p95_ms", "p99_ms"}) {
            QVERIFY2(json["total"].contains(name), name);
            QVERIFY2(json["rows"][0].contains(name), name);
        }
        QCOMPARE(json["rows"].size(), std::size_t(2));
        QCOMPARE(json["rows"][0]["model"].get<std::string>(), std::string("gpt"));
        QVERIFY(json["rows"][1]["model"].is_null());
        QCOMPARE(json["rows"][0]["requests"].get<int>(), 21);
    }

    void namesTheGroup_data()
    {
        QTest::addColumn<int>("by");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("model") << int(GroupBy::Model) << QByteArray("model");
        QTest::newRow("provider") << int(GroupBy::Provider) << QByteArray("provider");
        QTest::newRow("key") << int(GroupBy::Key) << QByteArray("key");
        QTest::newRow("team") << int(GroupBy::Team) << QByteArray("team");
        QTest::newRow("day") << int(GroupBy::Day) << QByteArray("day");
        QTest::newRow("none") << int(GroupBy::None) << QByteArray();
    }
    void namesTheGroup()
    {
        QFETCH(int, by);
        QFETCH(QByteArray, name);
        QCOMPARE(QByteArray::fromStdString(std::string(toString(GroupBy(by)))), name);
    }

    void writesARequest()
    {
        const Json json = Json::parse(toJson(samples::record(4)));
        QCOMPARE(json["id"].get<std::string>(), std::string("req_4"));
        QCOMPARE(json["started_at"].get<std::string>(), std::string("2027-01-15T08:00:00.000004Z"));
        QCOMPARE(json["outcome"].get<std::string>(), std::string("ok"));
        QCOMPARE(json["input_tokens"].get<int>(), 1004);
        QCOMPARE(json["cache_write_tokens"].get<int>(), 30);
        QCOMPARE(json["total_ms"].get<int>(), 104);
        QCOMPARE(json["overhead_ms"].dump(), std::string("0.123"));
        QCOMPARE(json["attempts"].size(), std::size_t(2));
        QCOMPARE(json["attempts"][0]["result"].get<std::string>(), std::string("http_error"));
        QVERIFY(json["attempts"][1]["error"].is_null());
        QCOMPARE(json["route"][1].get<std::string>(), std::string("lab answered 503"));
    }

    void whatARequestHasNotIsNull()
    {
        const Json json = Json::parse(toJson(record::RequestRecord{}));
        for (const char *name :
             {"input_tokens", "cost_usd", "first_token_ms", "provider", "error_code", "team"})
            QVERIFY2(json.contains(name) && json[name].is_null(), name);
    }
};

QTEST_APPLESS_MAIN(TestReportJson)
#include "tst_report_json.moc"
