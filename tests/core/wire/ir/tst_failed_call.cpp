#include "wire/ir/failed_call.h"
#ifndef Q_MOC_RUN
#    include "failed_call_samples.h"
#endif

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace signalbox::wire;
using namespace signalbox::wire::testing;

class TestFailedCall : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("call");
        QTest::addColumn<QByteArray>("arguments");
        for (const FailedCallSample &sample : kFailedCalls)
            QTest::newRow(sample.name)
                << QByteArray(sample.body) << QByteArray(sample.call) << QByteArray(sample.arguments);
    }
    void reads()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, call);
        QFETCH(QByteArray, arguments);
        const auto failed = ir::failedCall(body.toStdString());
        QCOMPARE(failed.has_value(), !call.isEmpty());
        if (failed) {
            QCOMPARE(QByteArray::fromStdString(failed->name), call);
            QCOMPARE(QByteArray::fromStdString(failed->arguments), arguments);
        }
    }

    void recording()
    {
        QFile file(
            QStringLiteral(SIGNALBOX_SHARED_DIR "/recordings/groq/pai-test-tool-use-failed-error-00.json"));
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("no recordings beside the source tree");
        const QJsonObject response =
            QJsonDocument::fromJson(file.readAll()).object().value(QLatin1String("response")).toObject();
        const auto failed = ir::failedCall(
            QJsonDocument(response.value(QLatin1String("body")).toObject()).toJson().toStdString());
        QVERIFY(failed);
        QCOMPARE(failed->name, std::string("get_something_by_name"));
    }
};

QTEST_APPLESS_MAIN(TestFailedCall)
#include "tst_failed_call.moc"
