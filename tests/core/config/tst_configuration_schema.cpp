#include "config/configuration_reader.h"
#include "config/document.h"

#include "documents.h"
#include "schema_validator.h"

#include <QTest>

using namespace signalbox::config;

/// The schema is written by hand beside the reader: what one takes and the other refuses is a mistake in one
/// of them.
class TestConfigurationSchema : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesWhatTheReaderRefuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("sees");
        for (const WrongDocument &document : wrongDocuments())
            QTest::newRow(document.name) << QByteArray(document.text) << document.schemaSees;
    }
    void refusesWhatTheReaderRefuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, sees);
        QCOMPARE(!m_validator.accepts(nlohmann::json::parse(text.toStdString())), sees);
    }

    void acceptsWhatTheReaderAccepts_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("every setting") << QByteArray(fullDocument());
        QTest::newRow("no setting") << QByteArray(R"({"version":1})");
        QTest::newRow("whole numbers with a point")
            << QByteArray(R"({"version":1.0,"ledger":{"keep_days":30.0}})");
        QTest::newRow("one listen address") << QByteArray(R"({"version":1,"server":{"listen":"[::1]:0"}})");
        QTest::newRow("empty lists") << QByteArray(
            R"({"version":1,"providers":[],"models":[],"virtual_keys":[],"customers":[],"teams":[],"mcp":{}})");
        QTest::newRow("ends of ranges") << QByteArray(
            R"({"version":1,"server":{"drain_seconds":0,"max_body_bytes":1024},"ledger":{"keep_days":36500}})");
        QTest::newRow("first start") << QByteArray::fromStdString(
            defaultDocument({.id = "default", .hash = {}, .secret = "keychain:a", .expires = {}}));
        QTest::newRow("weight of zero") << QByteArray(
            R"({"version":1,"providers":[{"id":"s","kind":"simulated"}],"models":[{"name":"m","targets":[{"provider":"s","model":"x","weight":0}]}]})");
    }
    void acceptsWhatTheReaderAccepts()
    {
        QFETCH(QByteArray, text);
        const Parsed parsed = readConfiguration(text.toStdString());
        QVERIFY2(parsed.configuration.has_value(),
                 parsed.findings.empty() ? "" : describe(parsed.findings[0]).c_str());
        QVERIFY(m_validator.accepts(nlohmann::json::parse(text.toStdString())));
    }

    void defaultsAreTheReadersOwn()
    {
        const nlohmann::json schema = nlohmann::json::parse(configurationSchema());
        const Configuration defaults;
        const auto &server = schema["$defs"]["server"]["properties"];
        QVERIFY(server["listen"]["default"] == defaults.server.listen);
        QVERIFY(server["drain_seconds"]["default"] == defaults.server.drain.count());
        QVERIFY(server["max_body_bytes"]["default"] == defaults.server.maxBodyBytes);
        const auto &provider = schema["$defs"]["provider"]["properties"];
        const Provider plain;
        QVERIFY(provider["timeouts"]["properties"]["connect_ms"]["default"] ==
                plain.timeouts.connect.count());
        QVERIFY(provider["timeouts"]["properties"]["first_byte_ms"]["default"] ==
                plain.timeouts.firstByte.count());
        QVERIFY(provider["timeouts"]["properties"]["idle_ms"]["default"] == plain.timeouts.idle.count());
        QVERIFY(provider["timeouts"]["properties"]["total_ms"]["default"] == plain.timeouts.total.count());
        QVERIFY(provider["retry"]["properties"]["max"]["default"] == plain.retry.max);
        QVERIFY(provider["retry"]["properties"]["base_ms"]["default"] == plain.retry.base.count());
        QVERIFY(provider["retry"]["properties"]["max_ms"]["default"] == plain.retry.limit.count());
        QVERIFY(provider["breaker"]["properties"]["failures"]["default"] == plain.breaker.failures);
        QVERIFY(provider["breaker"]["properties"]["window_seconds"]["default"] ==
                plain.breaker.window.count());
        QVERIFY(provider["breaker"]["properties"]["error_rate"]["default"] == plain.breaker.errorRate);
        QVERIFY(provider["breaker"]["properties"]["min_requests"]["default"] == plain.breaker.minRequests);
        QVERIFY(provider["breaker"]["properties"]["open_seconds"]["default"] == plain.breaker.open.count());
        QVERIFY(provider["tokens_per_second"]["default"] == plain.simulation.tokensPerSecond);
        QVERIFY(provider["first_token_ms"]["default"] == plain.simulation.firstToken.count());
        QVERIFY(schema["properties"]["ledger"]["properties"]["keep_days"]["default"] ==
                defaults.ledger.keepDays);
        QVERIFY(schema["properties"]["proxy"]["default"] == defaults.proxy);
    }

private:
    SchemaValidator m_validator{nlohmann::json::parse(configurationSchema())};
};

QTEST_APPLESS_MAIN(TestConfigurationSchema)
#include "tst_configuration_schema.moc"
