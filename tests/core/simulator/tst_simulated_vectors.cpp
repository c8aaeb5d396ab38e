// Vectors of the simulated provider, over a connection in memory.
#include "simulator/simulated_transport.h"

#include "memory_client.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <cmath>

using namespace signalbox;
using namespace signalbox::simulator;
using namespace Qt::StringLiterals;

namespace {

QJsonObject json(const std::string &body)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(body)).object();
}

QJsonArray vectorAt(const QJsonObject &answer, int index)
{
    return answer["data"_L1].toArray().at(index).toObject()["embedding"_L1].toArray();
}

} // namespace

class TestSimulatedVectors : public QObject
{
    Q_OBJECT

private:
    const SystemClock m_clock;
    SimulatedTransport m_transport{m_clock};
    MemoryClient m_client{m_transport};

    void ask(const char *body)
    {
        m_client.post("/v1/embeddings", body);
        QTRY_VERIFY(m_client.ended);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void saysThatItIsSimulated()
    {
        ask("{\"model\":\"fast\",\"input\":\"a\"}");
        QCOMPARE(m_client.status(), 200);
        QCOMPARE(json(m_client.body)["model"_L1].toString(), u"fast (simulated)"_s);
    }

    void theSameTextGetsTheSameVector()
    {
        ask("{\"model\":\"fast\",\"input\":[\"a\",\"b\",\"a\"]}");
        const QJsonObject answer = json(m_client.body);
        QCOMPARE(answer["data"_L1].toArray().size(), 3);
        QCOMPARE(vectorAt(answer, 2), vectorAt(answer, 0));
        QVERIFY(vectorAt(answer, 1) != vectorAt(answer, 0));
        ask("{\"model\":\"fast\",\"input\":\"b\"}");
        QCOMPARE(vectorAt(json(m_client.body), 0), vectorAt(answer, 1));
    }

    void aVectorIsAsLongAsAsked_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("length");
        QTest::newRow("nothing asked") << QByteArray("{\"model\":\"fast\",\"input\":\"a\"}") << 8;
        QTest::newRow("tokens") << QByteArray("{\"model\":\"fast\",\"input\":[1,2,3]}") << 8;
        QTest::newRow("more than a hash has")
            << QByteArray("{\"model\":\"fast\",\"input\":\"a\",\"dimensions\":20}") << 20;
    }
    void aVectorIsAsLongAsAsked()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, length);
        ask(body.constData());
        const QJsonArray vector = vectorAt(json(m_client.body), 0);
        QCOMPARE(vector.size(), length);
        double squares = 0;
        for (const QJsonValue number : vector)
            squares += number.toDouble() * number.toDouble();
        QVERIFY2(std::abs(squares - 1) < 1e-4, QByteArray::number(squares).constData());
        QVERIFY(json(m_client.body)["usage"_L1].toObject()["prompt_tokens"_L1].toInt() > 0);
    }

    void base64IsGivenWhereItIsAskedFor()
    {
        ask("{\"model\":\"fast\",\"input\":\"a\",\"encoding_format\":\"base64\"}");
        const QString text =
            json(m_client.body)["data"_L1].toArray().first().toObject()["embedding"_L1].toString();
        QCOMPARE(QByteArray::fromBase64(text.toLatin1()).size(), 8 * 4);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no JSON") << QByteArray("{");
        QTest::newRow("no input") << QByteArray("{\"model\":\"fast\"}");
        QTest::newRow("too long") << QByteArray("{\"model\":\"fast\",\"input\":\"a\",\"dimensions\":4097}");
        QTest::newRow("no number") << QByteArray("{\"model\":\"fast\",\"input\":\"a\",\"dimensions\":0}");
    }
    void refuses()
    {
        QFETCH(QByteArray, body);
        ask(body.constData());
        QCOMPARE(m_client.status(), 400);
        QVERIFY(!json(m_client.body)["error"_L1].toObject()["message"_L1].toString().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSimulatedVectors)
#include "tst_simulated_vectors.moc"
