#include "wire/ir/refused_parameter.h"
#include "wire/json/document.h"
#ifndef Q_MOC_RUN
#    include "refusal_samples.h"
#endif

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
