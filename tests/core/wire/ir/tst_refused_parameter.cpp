#include "wire/ir/refused_parameter.h"
#include "wire/json/document.h"
#ifndef Q_MOC_RUN
#    include "refusal_samples.h"
#endif

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace signalbox::wire;
using namespace signalbox::wire::testing;

class TestRefusedParameter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("parameter");
        for (const RefusedSample &sample : kRefused)
            QTest::newRow(sample.name) << QByteArray(sample.body) << QByteArray(sample.parameter);
    }
    void names()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, parameter);
        QCOMPARE(QByteArray::fromStdString(ir::refusedParameter(body.toStdString())), parameter);
    }

    void leavesOut_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("without");
        for (const LeftOutSample &sample : kLeftOut)
            QTest::newRow(sample.name)
                << QByteArray(sample.request) << QByteArray(sample.path) << QByteArray(sample.without);
    }
    void leavesOut()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, without);
        const auto written = ir::withoutParameter(request.toStdString(), path.toStdString());
        QCOMPARE(written.has_value(), !without.isEmpty());
        QCOMPARE(QByteArray::fromStdString(written.value_or("")), without);
    }

    /// None of the errors that were recorded names a parameter which a request could do without.
    void otherErrorsAreNotTakenForOne()
    {
        const QString folder = QStringLiteral(SIGNALBOX_SHARED_DIR "/recordings/");
        QFile index(folder + QStringLiteral("index.jsonl"));
        if (!index.open(QIODevice::ReadOnly))
            QSKIP("no recordings beside the source tree");
        int errors = 0;
        while (!index.atEnd()) {
            const QJsonObject entry = QJsonDocument::fromJson(index.readLine()).object();
            QFile file(folder + entry.value(QLatin1String("file")).toString());
            if (entry.value(QLatin1String("status")).toInt() < 400 || !file.open(QIODevice::ReadOnly))
                continue;
            const QJsonObject recorded = QJsonDocument::fromJson(file.readAll()).object();
            const auto body = [&](const char *side) {
                const QJsonObject half = recorded.value(QLatin1String(side)).toObject();
                return QJsonDocument(half.value(QLatin1String("body")).toObject()).toJson().toStdString();
            };
            const std::string name = ir::refusedParameter(body("response"));
            QVERIFY2(!ir::withoutParameter(body("request"), name), qPrintable(file.fileName()));
            ++errors;
        }
        QVERIFY2(errors > 30, qPrintable(QString::number(errors)));
    }

    /// Whatever is cut off a body anywhere, nothing is read beyond it.
    void survivesCutBodies()
    {
        for (const RefusedSample &sample : kRefused) {
            const std::string body(sample.body);
            for (std::size_t size = 0; size <= body.size(); ++size)
                (void)ir::refusedParameter(body.substr(0, size));
        }
    }
};

QTEST_APPLESS_MAIN(TestRefusedParameter)
#include "tst_refused_parameter.moc"
