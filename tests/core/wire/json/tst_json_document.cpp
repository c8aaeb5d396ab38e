#include "base/byte_buffer.h"
#include "wire/json/document.h"

#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <nlohmann/json.hpp>

#include <random>
#include <string>

using namespace signalbox;
using namespace signalbox::wire;
using json::Document;
using json::Kind;
using json::Value;

namespace {

/// The text in memory of exactly its size and padding, so that the address sanitizer sees a read too far.
class Padded
{
public:
    explicit Padded(std::string_view text) : m_size(text.size()), m_bytes(text)
    {
        m_bytes.resize(m_size + ByteBuffer::kPadding);
        m_bytes.shrink_to_fit();
    }
    [[nodiscard]] std::string_view view() const { return std::string_view(m_bytes).substr(0, m_size); }

private:
    std::size_t m_size;
    std::string m_bytes;
};

nlohmann::json rebuild(const Value &value)
{
    switch (value.kind()) {
    case Kind::Object: {
        nlohmann::json object = nlohmann::json::object();
        for (const Value member : value)
            object[unescape(member.key())] = rebuild(member);
        return object;
    }
    case Kind::Array: {
        nlohmann::json array = nlohmann::json::array();
        for (const Value element : value)
            array.push_back(rebuild(element));
        return array;
    }
    case Kind::String:
        return unescape(value.text());
    case Kind::Absent:
        return "absent";
    default:
        return nlohmann::json::parse(value.raw());
    }
}

/// A request with up to three bytes changed, taken out or put in.
std::string damaged(std::mt19937 &random)
{
    std::string text = "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"a\\\"b\\\\c\\n\"},"
                       "{\"n\":[-1,2.5,0,true,false,null,{},[],\"\"]}],"
                       "\"tools\":[{\"type\":\"function\",\"x\":{\"y\":{\"z\":[[[]]]}}}]}";
    const std::string_view alphabet = "{}[]:,\"\\ 0123456789.-+etrfalsn\n\tx\x01";
    const auto below = [&](std::size_t limit) { return std::size_t(random() % limit); };
    const std::size_t changes = below(4);
    for (std::size_t change = 0; change < changes; ++change) {
        const std::size_t at = below(text.size());
        const char byte = alphabet[below(alphabet.size())];
        switch (below(3)) {
        case 0:
            text[at] = byte;
            break;
        case 1:
            text.erase(at, 1 + below(3));
            break;
        default:
            text.insert(at, 1, byte);
        }
    }
    return text;
}

std::string shared(const char *path)
{
    QFile file(QStringLiteral(SIGNALBOX_SHARED_DIR "/") + QString::fromLatin1(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

} // namespace

class TestJsonDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void judges_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("valid");
        const auto good = [](const char *name, const QByteArray &text) {
            QTest::newRow(name) << text << true;
        };
        const auto bad = [](const char *name, const QByteArray &text) {
            QTest::newRow(name) << text << false;
        };
        good("empty object", "{}");
        good("empty array", "[]");
        good("string alone", "\"a\"");
        good("number alone", "-12.5e+3");
        good("true alone", "true");
        good("false alone", "false");
        good("null alone", "null");
        good("white space all round", " \t\r\n{ \"a\" : [ 1 , 2 ] } \n");
        good("nested empties", "[{},[],{\"a\":{}},[[]]]");
        good("repeated name", "{\"a\":1,\"a\":2}");
        good("empty name", "{\"\":0}");
        good("all escapes", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"");
        good("surrogate pair", "\"\\ud83d\\ude00\"");
        good("lone surrogate", "\"\\ud83d\"");
        good("swapped surrogates", "\"\\ude00\\ud83d\"");
        good("escaped NUL", "\"\\u0000\"");
        good("raw UTF-8", "\"é漢😀\"");
        good("number beyond 64 bits", "[123456789012345678901234567890]");
        good("exponent beyond double", "[1e999,-1E-999]");
        good("minus zero", "[-0]");
        good("delete character in string", QByteArray("\"\x7f\""));
        good("brackets inside strings", "[\"]\",\"}\",\"{[\"]");
        good("escaped quote before comma", "[\"\\\"\",\"\\\\\"]");
        good("backslashes in even number at the end", "[\"\\\\\\\\\"]");
        bad("nothing", "");
        bad("white space alone", " \n");
        bad("byte order mark", "\xEF\xBB\xBF{}");
        bad("two values", "{} {}");
        bad("value behind string", "\"a\" \"b\"");
        bad("value behind number", "1 2");
        bad("comma behind value", "1,");
        bad("bracket behind value", "[]]");
        bad("object not closed", "{\"a\":1");
        bad("array not closed", "[1,2");
        bad("array closed as object", "[1}");
        bad("object closed as array", "{\"a\":1]");
        bad("comma before end of array", "[1,]");
        bad("comma before end of object", "{\"a\":1,}");
        bad("comma first", "[,1]");
        bad("two commas", "[1,,2]");
        bad("no comma", "[1 2]");
        bad("no comma between members", "{\"a\":1 \"b\":2}");
        bad("no colon", "{\"a\" 1}");
        bad("two colons", "{\"a\"::1}");
        bad("colon in array", "[\"a\":1]");
        bad("no value", "{\"a\":}");
        bad("name alone", "{\"a\"}");
        bad("bare name", "{a:1}");
        bad("number as name", "{1:1}");
        bad("single quotes", "{'a':1}");
        bad("string not closed", "\"a");
        bad("quote escaped away", "\"a\\\"");
        bad("unknown escape", "\"\\x41\"");
        bad("upper case unicode escape", "\"\\U0041\"");
        bad("short unicode escape", "\"\\u00e\"");
        bad("unicode escape not hexadecimal", "\"\\uZZZZ\"");
        bad("escape in a name is wrong", "{\"\\q\":1}");
        bad("bare line feed in string", "\"a\nb\"");
        bad("bare tab in string", "\"a\tb\"");
        bad("bare NUL in string", QByteArray("\"a\0b\"", 5));
        bad("NUL behind value", QByteArray("[]\0", 3));
        bad("form feed as white space", "[\f1]");
        bad("leading zero", "[01]");
        bad("plus sign", "[+1]");
        bad("dot first", "[.5]");
        bad("dot last", "[1.]");
        bad("exponent empty", "[1e]");
        bad("exponent sign alone", "[1e+]");
        bad("minus alone", "[-]");
        bad("hexadecimal", "[0x1F]");
        bad("not a number", "[NaN]");
        bad("infinity", "[Infinity]");
        bad("number with letter behind", "[1a]");
        bad("string behind number", "[1\"a\"]");
        bad("upper case literal", "[True]");
        bad("literal cut", "[tru]");
        bad("literal too long", "[nulll]");
        bad("string behind literal", "[true\"a\"]");
        bad("comment", "[1/*x*/]");
        bad("UTF-8 overlong", QByteArray("\"\xC0\xAF\""));
        bad("UTF-8 surrogate", QByteArray("\"\xED\xA0\x80\""));
        bad("UTF-8 cut at the end of the text", QByteArray("\"\xE6\xBC"));
        bad("UTF-8 broken outside strings", QByteArray("[\xff]"));
    }
    void judges()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, valid);
        const Padded padded(text.toStdString());
        Document document;
        QCOMPARE(document.parse(padded.view()).has_value(), valid);
        QCOMPARE(document.parseCopy(padded.view()).has_value(), valid);
        QCOMPARE(document.root().isPresent(), valid);
        if (valid && !text.contains("\\ud") && !text.contains("\\ude") && !text.contains("999")) {
            QVERIFY(document.parse(padded.view()));
            QVERIFY(rebuild(document.root()) == nlohmann::json::parse(padded.view()));
        }
    }

    void publishedCases_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("valid");
        const std::string file = shared("corpora/json/jsontestsuite.json");
        QTest::newRow("own: array of one") << QByteArray("[0]") << true;
        if (file.empty())
            return;
        const auto corpus = nlohmann::json::parse(file);
        for (const auto &entry : corpus.at("cases")) {
            const std::string expect =
                entry.at("expect") == "either" ? entry.at("strict_proxy").at("answer") : entry.at("expect");
            QTest::newRow(entry.at("id").get<std::string>().c_str())
                << QByteArray::fromBase64(QByteArray::fromStdString(entry.at("bytes_base64")))
                << (expect == "accept");
        }
    }
    void publishedCases()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, valid);
        Document document;
        QCOMPARE(document.parseCopy(text.toStdString()).has_value(), valid);
    }

    void depth_data()
    {
        QTest::addColumn<int>("depth");
        QTest::addColumn<bool>("valid");
        QTest::newRow("512 levels: accepted") << 512 << true;
        QTest::newRow("513 levels: refused") << 513 << false;
        QTest::newRow("100,000 levels: refused, no crash") << 100000 << false;
    }
    void depth()
    {
        QFETCH(int, depth);
        QFETCH(bool, valid);
        const auto levels = static_cast<std::size_t>(depth);
        std::string objects;
        for (std::size_t level = 0; level < levels; ++level)
            objects += "{\"a\":";
        Document document;
        QCOMPARE(document.parseCopy(std::string(levels, '[') + std::string(levels, ']')).has_value(), valid);
        QCOMPARE(document.parseCopy(objects + "1" + std::string(levels, '}')).has_value(), valid);
        QVERIFY(!document.parseCopy(std::string(levels, '[')));
    }

    void errorNamesTheByte()
    {
        Document document;
        const auto result = document.parseCopy("{\"a\": 1, \"b\": 01}");
        QVERIFY(!result);
        QVERIFY(result.error().code == ErrorCode::InvalidInput);
        QCOMPARE(result.error().place, std::string("byte 14"));
    }

    void slicesAreExact()
    {
        const Padded text(R"(  {"a" : "x\ny"  , "b":[ 1.50 , true,null , {"c" : -2e3 } ] , "d":{ } } )");
        Document document;
        QVERIFY(document.parse(text.view()));
        const Value root = document.root();
        QCOMPARE(root.raw(), std::string_view(
                                 R"({"a" : "x\ny"  , "b":[ 1.50 , true,null , {"c" : -2e3 } ] , "d":{ } })"));
        QCOMPARE(root.size(), std::size_t(3));
        QCOMPARE(root["a"].raw(), std::string_view(R"("x\ny")"));
        QCOMPARE(root["a"].text().escaped, std::string_view(R"(x\ny)"));
        QCOMPARE(root["b"].raw(), std::string_view(R"([ 1.50 , true,null , {"c" : -2e3 } ])"));
        QCOMPARE(root["b"].size(), std::size_t(4));
        QCOMPARE((*root["b"].begin()).raw(), std::string_view("1.50"));
        QCOMPARE(root["d"].raw(), std::string_view("{ }"));
        QVERIFY(root["d"].begin() == root["d"].end());
        QVERIFY(root["a"].raw().data() > text.view().data());
        std::vector<std::string> names;
        for (const Value member : root)
            names.emplace_back(member.key().escaped);
        QCOMPARE(names, (std::vector<std::string>{"a", "b", "d"}));
    }

    void absentValuesChain()
    {
        Document document;
        QVERIFY(document.parseCopy(R"({"a":{"b":1},"s":"x"})"));
        QVERIFY(!document.root()["x"]["y"]["z"].isPresent());
        QVERIFY(!document.root()["s"]["y"].isPresent());
        QCOMPARE(document.root()["x"].raw(), std::string_view());
        QCOMPARE(document.root()["a"]["b"].integer(), std::optional<std::int64_t>(1));
        QVERIFY(!Value().isPresent());
    }

    void lastOfRepeatedNamesWinsAndEscapesCount()
    {
        Document document;
        QVERIFY(document.parseCopy(R"({"model":"a","mod\u0065l":"b"})"));
        QVERIFY(document.root()["model"].is("b"));
        QVERIFY(!document.root()["mode"].isPresent());
    }

    /// Names are compared as they stand where an object has none with escapes, whatever stands elsewhere.
    void escapedNamesAreThoseOfOneObject()
    {
        const Padded text(R"({"a":{"b\n":1},"b\\":2,"c":[{"d":"\n"}],"\u0065":{"f":3}})");
        Document document;
        QVERIFY(document.parse(text.view()));
        const Value root = document.root();
        QVERIFY(root.hasEscapedNames());
        QVERIFY(root["a"].hasEscapedNames());
        QVERIFY(!root["c"].hasEscapedNames());
        QVERIFY(!(*root["c"].begin()).hasEscapedNames());
        QVERIFY(!root["e"].hasEscapedNames());
        QCOMPARE(root["a"]["b\n"].integer(), std::optional<std::int64_t>(1));
        QCOMPARE(root["b\\"].integer(), std::optional<std::int64_t>(2));
        QCOMPARE(root["e"]["f"].integer(), std::optional<std::int64_t>(3));
    }

    void isMovedWithItsValues()
    {
        const Padded text(R"({"a":[1,2]})");
        Document from;
        QVERIFY(from.parse(text.view()));
        const Value root = from.root();
        Document to(std::move(from));
        QCOMPARE(to.root()["a"].size(), std::size_t(2));
        QCOMPARE(root["a"].raw(), std::string_view("[1,2]"));
        Document last;
        last = std::move(to);
        QCOMPARE(last.root()["a"].size(), std::size_t(2));
    }

    void numbers_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("whole");
        QTest::addColumn<qint64>("value");
        QTest::newRow("plain") << QByteArray("42") << true << qint64(42);
        QTest::newRow("negative") << QByteArray("-7") << true << qint64(-7);
        QTest::newRow("written as real") << QByteArray("3.0") << true << qint64(3);
        QTest::newRow("written with exponent") << QByteArray("3e2") << true << qint64(300);
        QTest::newRow("largest") << QByteArray("9223372036854775807") << true << qint64(INT64_MAX);
        QTest::newRow("one too large") << QByteArray("9223372036854775808") << false << qint64(0);
        QTest::newRow("fraction") << QByteArray("1.5") << false << qint64(0);
        QTest::newRow("beyond double") << QByteArray("1e999") << false << qint64(0);
        QTest::newRow("string") << QByteArray("\"1\"") << false << qint64(0);
    }
    void numbers()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, whole);
        QFETCH(qint64, value);
        Document document;
        QVERIFY(document.parseCopy(text.toStdString()));
        const auto integer = document.root().integer();
        QCOMPARE(integer.has_value(), whole);
        if (whole)
            QCOMPARE(qint64(*integer), value);
    }

    void isReusedForManyTexts()
    {
        Document document;
        const Padded large("{\"list\":[" + std::string(9000, ' ') + "\"a\",\"b\",{\"c\":[1,2,3]}]}");
        const Padded small("{\"x\":1}");
        QVERIFY(document.parse(large.view()));
        for (int round = 0; round < 100; ++round) {
            QVERIFY(document.parse(small.view()));
            QCOMPARE(document.root()["x"].integer(), std::optional<std::int64_t>(1));
            QVERIFY(!document.root()["list"].isPresent());
            QVERIFY(!document.parse(Padded("[").view()));
            QVERIFY(document.parse(large.view()));
            QCOMPARE(document.root()["list"].size(), std::size_t(3));
        }
    }

    /// Texts damaged at random: this reader and another one agree on each. What they may differ in (escaped
    /// surrogates, numbers out of range) does not occur.
    void agreesWithAnotherReaderOnDamagedTexts()
    {
        std::mt19937 random(20260101);
        Document document;
        int accepted = 0;
        for (int round = 0; round < 40000; ++round) {
            const std::string text = damaged(random);
            const bool mine = document.parseCopy(text).has_value();
            if (mine != nlohmann::json::accept(text))
                QFAIL(text.c_str());
            if (mine && rebuild(document.root()) != nlohmann::json::parse(text))
                QFAIL(text.c_str());
            accepted += mine ? 1 : 0;
        }
        QVERIFY(accepted > 1000);
    }

    void unescapes_data()
    {
        QTest::addColumn<QByteArray>("inside");
        QTest::addColumn<QByteArray>("plain");
        QTest::newRow("plain") << QByteArray("abc") << QByteArray("abc");
        QTest::newRow("pair of surrogates") << QByteArray("\\ud83d\\ude00") << QByteArray("😀");
        QTest::newRow("lone surrogate becomes the replacement")
            << QByteArray("a\\ud83dz") << QByteArray("a\xEF\xBF\xBDz");
        QTest::newRow("two highs, then a low")
            << QByteArray("\\ud83d\\ud83d\\ude00") << QByteArray("\xEF\xBF\xBD😀");
        QTest::newRow("short escapes")
            << QByteArray("\\b\\f\\n\\r\\t\\/\\\"\\\\") << QByteArray("\b\f\n\r\t/\"\\");
    }
    void unescapes()
    {
        QFETCH(QByteArray, inside);
        QFETCH(QByteArray, plain);
        const std::string text = inside.toStdString();
        QCOMPARE(QByteArray::fromStdString(unescape({text})), plain);
        QVERIFY(equals({text}, plain.toStdString()));
        QVERIFY(!equals({text}, plain.toStdString() + "x"));
        QVERIFY(!equals({text}, plain.toStdString().substr(1)));
    }
};

QTEST_APPLESS_MAIN(TestJsonDocument)
#include "tst_json_document.moc"
