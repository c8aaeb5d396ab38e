#include "wire/json/names.h"

#include <QTest>

using namespace signalbox::wire;

namespace {

enum Word : std::size_t { A, Input, Model, Tools, InputTokens };
constexpr json::Names kWords{"a", "input", "model", "tools", "input_tokens"};
static_assert(kWords.size() == 5);
static_assert(kWords.indexOf(std::string_view("model")) == Model);
static_assert(kWords[Tools] == "tools");

} // namespace

class TestJsonNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWords_data()
    {
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<int>("place");
        QTest::newRow("shortest") << QByteArray("a") << int(A);
        QTest::newRow("first of its length") << QByteArray("input") << int(Input);
        QTest::newRow("last of its length") << QByteArray("tools") << int(Tools);
        QTest::newRow("longest") << QByteArray("input_tokens") << int(InputTokens);
        QTest::newRow("of a known length, another") << QByteArray("store") << 5;
        QTest::newRow("differs at its end") << QByteArray("inpuT") << 5;
        QTest::newRow("of no known length") << QByteArray("in") << 5;
        QTest::newRow("empty") << QByteArray() << 5;
        QTest::newRow("longer than all") << QByteArray(1000, 'a') << 5;
    }
    void tellsWords()
    {
        QFETCH(QByteArray, word);
        QFETCH(int, place);
        QCOMPARE(kWords.indexOf(word.toStdString()), std::size_t(place));
    }

    void findsMembers_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("input");
        QTest::newRow("both") << QByteArray(R"({"x":0,"model":1,"input":[2,{"model":3}]})") << QByteArray("1")
                              << QByteArray(R"([2,{"model":3}])");
        QTest::newRow("one") << QByteArray(R"({"input":{"model":1}})") << QByteArray()
                             << QByteArray(R"({"model":1})");
        QTest::newRow("repeated: the last")
            << QByteArray(R"({"model":1,"model":2})") << QByteArray("2") << QByteArray();
        QTest::newRow("escaped") << QByteArray(R"({"mod\u0065l":1,"input":2})") << QByteArray("1")
                                 << QByteArray("2");
        QTest::newRow("escaped and plain: the last")
            << QByteArray(R"({"model":1,"\u006dodel":2})") << QByteArray("2") << QByteArray();
        QTest::newRow("no object") << QByteArray(R"(["model"])") << QByteArray() << QByteArray();
        QTest::newRow("empty") << QByteArray("{}") << QByteArray() << QByteArray();
    }
    void findsMembers()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, input);
        json::Document document;
        QVERIFY(document.parseCopy(text.toStdString()));
        const auto found = kWords.in(document.root());
        QCOMPARE(found[Model].raw(), std::string_view(model.constData(), std::size_t(model.size())));
        QCOMPARE(found[Input].raw(), std::string_view(input.constData(), std::size_t(input.size())));
        QVERIFY(!found[Tools].isPresent());
        QVERIFY(!kWords.in(json::Value())[A].isPresent());
    }
};

QTEST_APPLESS_MAIN(TestJsonNames)
#include "tst_json_names.moc"
