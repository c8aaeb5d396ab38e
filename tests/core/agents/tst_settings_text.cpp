#include "agents/env_edit.h"
#include "agents/settings_text.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::agents;

Q_DECLARE_METATYPE(signalbox::agents::SettingsFormat)

namespace {

KeyPath pathOf(const QByteArray &text)
{
    KeyPath path;
    for (const QByteArray &name : text.split('/'))
        path.push_back(name.toStdString());
    return path;
}

} // namespace

/// Each row sets one key to "new" and takes it away again (or puts back what was there): the text is then
/// what it was, byte by byte.
class TestSettingsText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void setsAndPutsBack_data()
    {
        QTest::addColumn<SettingsFormat>("format");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");

        const auto toml = [](const char *name, const char *path, const char *before, const char *after) {
            QTest::newRow(name) << SettingsFormat::Toml << QByteArray(path) << QByteArray(before)
                                << QByteArray(after);
        };
        toml("toml: value replaced, comment kept", "a", "a = 'x' # c\n", "a = \"new\" # c\n");
        toml("toml: multi-line value", "a", "a = \"\"\"\nx\n\"\"\"\nb=1\n", "a = \"new\"\nb=1\n");
        toml("toml: behind the root's keys", "a", "# c\nb = 1\n\n[t]\nx = 1\n",
             "# c\nb = 1\na = \"new\"\n\n[t]\nx = 1\n");
        toml("toml: no root keys", "a", "[t]\nx = 1\n", "a = \"new\"\n\n[t]\nx = 1\n");
        toml("toml: empty", "a", "", "a = \"new\"\n");
        toml("toml: byte order mark alone", "a", "\xEF\xBB\xBF",
             "\xEF\xBB\xBF"
             "a = \"new\"\n");
        toml("toml: byte order mark", "a", "\xEF\xBB\xBF[t]\r\n",
             "\xEF\xBB\xBF"
             "a = \"new\"\r\n\r\n[t]\r\n");
        toml("toml: no end of the last line", "a", "b = 1", "b = 1\na = \"new\"");
        toml("toml: CRLF", "a", "b = 1\r\nc = 2\r\n", "b = 1\r\nc = 2\r\na = \"new\"\r\n");
        toml("toml: under its header", "t/a", "[t]\n  b = 1 # c\n\n[u]\n",
             "[t]\n  b = 1 # c\n  a = \"new\"\n\n[u]\n");
        toml("toml: under an empty header", "t/a", "[t]\n[u]\n", "[t]\na = \"new\"\n[u]\n");
        toml("toml: a new table", "t/a", "b = 1\n", "b = 1\n\n[t]\na = \"new\"\n");
        toml("toml: a new table, no end of the last line", "t/a", "b = 1", "b = 1\n\n[t]\na = \"new\"\n");
        toml("toml: a new table in an empty file", "t/u/a", "", "[t.u]\na = \"new\"\n");
        toml("toml: beside tables of the same kind", "p/s/a", "[p.x]\nb = 1\n",
             "[p.x]\nb = 1\n\n[p.s]\na = \"new\"\n");
        toml("toml: above tables with headers", "t/a", "[t.u]\nb = 1\n",
             "[t.u]\nb = 1\n\n[t]\na = \"new\"\n");
        toml("toml: quoted names", "p/x y/a", "[p.\"x y\"]\nb = 1\n", "[p.\"x y\"]\nb = 1\na = \"new\"\n");
        toml("toml: beside dotted keys", "t/a", "t.b = 1\nc = 1\n", "t.b = 1\nt.a = \"new\"\nc = 1\n");
        toml("toml: into an inline table", "t/a", "t = { b = 1 }\n", "t = { b = 1, a = \"new\" }\n");
        toml("toml: into an empty inline table", "t/a", "t = {}\n", "t = { a = \"new\" }\n");
        toml("toml: into an inline table of nothing but a space", "t/a", "t = { }\n",
             "t = { a = \"new\"  }\n");
        toml("toml: into an inline table of nothing but a line", "t/a", "t = {\n}\n",
             "t = { a = \"new\" \n}\n");
        toml("toml: deep into an inline table", "t/u/a", "t = { b = {} }\n",
             "t = { b = {}, u.a = \"new\" }\n");
        toml("toml: replaced in an inline table", "t/a", "t = {a=1,b=2}\n", "t = {a=\"new\",b=2}\n");
        toml("toml: the same name in a string", "a", "s = \"\"\"\na = 1\n\"\"\"\n",
             "s = \"\"\"\na = 1\n\"\"\"\na = \"new\"\n");
        toml("toml: the same name in another table", "a", "[t]\na = 1\n", "a = \"new\"\n\n[t]\na = 1\n");
        toml("toml: behind an array of tables", "t/a", "[[x]]\nb = 1\n",
             "[[x]]\nb = 1\n\n[t]\na = \"new\"\n");

        const auto json = [](const char *name, const char *path, const char *before, const char *after) {
            QTest::newRow(name) << SettingsFormat::Json << QByteArray(path) << QByteArray(before)
                                << QByteArray(after);
        };
        json("json: value replaced", "a", "{\"a\": [1, 2], \"b\": 2}", "{\"a\": \"new\", \"b\": 2}");
        json("json: added on lines", "a", "{\n\t\"b\": 1\n}\n", "{\n\t\"b\": 1,\n\t\"a\": \"new\"\n}\n");
        json("json: added on one line", "a", "{\"b\":1}", "{\"b\":1, \"a\": \"new\"}");
        json("json: to an empty object", "a", "{}", "{\n  \"a\": \"new\"\n}");
        json("json: to an object of white space", "a", "{\n}\n", "{\n  \"a\": \"new\"\n}\n");
        json("json: to a comment alone", "a", "{\n  // c\n}\n", "{\n  // c\n\n  \"a\": \"new\"\n}\n");
        json("json: trailing comma", "a", "{\n  \"b\": 1,\n}\n", "{\n  \"b\": 1,\n  \"a\": \"new\",\n}\n");
        json("json: comment behind the last", "a", "{\n  \"b\": 1 // c\n}\n",
             "{\n  \"b\": 1, // c\n  \"a\": \"new\"\n}\n");
        json("json: comment behind a trailing comma", "a", "{\n  \"b\": 1, // c\n}\n",
             "{\n  \"b\": 1,\n  \"a\": \"new\", // c\n}\n");
        json("json: long comment behind the last", "a", "{\n  \"b\": 1 /* c\n d */\n}\n",
             "{\n  \"b\": 1,\n  \"a\": \"new\" /* c\n d */\n}\n");
        json("json: objects made", "p/s/a", "{\n  \"b\": 1\n}\n",
             "{\n  \"b\": 1,\n  \"p\": {\n    \"s\": {\n      \"a\": \"new\"\n    }\n  }\n}\n");
        json("json: into an inner object", "p/a", "{\n    \"p\": {\n        \"x\": 1\n    }\n}\n",
             "{\n    \"p\": {\n        \"x\": 1,\n        \"a\": \"new\"\n    }\n}\n");
        json("json: into an empty inner object", "p/a", "{\n  \"p\": {}\n}\n",
             "{\n  \"p\": {\n    \"a\": \"new\"\n  }\n}\n");
        json("json: CRLF and byte order mark", "a", "\xEF\xBB\xBF{\r\n  \"b\": 1\r\n}\r\n",
             "\xEF\xBB\xBF{\r\n  \"b\": 1,\r\n  \"a\": \"new\"\r\n}\r\n");

        const auto env = [](const char *name, const char *before, const char *after) {
            QTest::newRow(name) << SettingsFormat::Env << QByteArray("A") << QByteArray(before)
                                << QByteArray(after);
        };
        env("env: empty", "", "A=new\n");
        env("env: added", "# c\nB=1\n", "# c\nB=1\nA=new\n");
        env("env: no end of the last line", "B=1", "B=1\nA=new\n");
        env("env: replaced, comment kept", "export A = 'x y' # c\r\nB=1\r\n",
            "export A = new # c\r\nB=1\r\n");
        env("env: in a value of several lines", "B=\"\nA=1\n\"\n", "B=\"\nA=1\n\"\nA=new\n");
        env("env: words behind a quote", "A=\"x\ny\"=0 z # c\nB=1\n", "A=new # c\nB=1\n");
        env("env: an empty value", "A=\nB=1\n", "A=new\nB=1\n");
    }
    void setsAndPutsBack()
    {
        QFETCH(SettingsFormat, format);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        auto text = SettingsText::parse(format, before.toStdString());
        QVERIFY2(text, text ? "" : text.error().message.c_str());
        const KeyPath at = pathOf(path);
        const auto raw = (*text)->raw(at);
        const auto inserted = (*text)->setRaw(at, (*text)->literal(std::string("new")));
        QVERIFY2(inserted, inserted ? "" : inserted.error().message.c_str());
        QCOMPARE(QByteArray::fromStdString((*text)->text()), after);
        QCOMPARE((*text)->value(at), std::optional<std::string>("new"));
        QCOMPARE(inserted->has_value(), !raw.has_value());
        if (raw)
            QVERIFY((*text)->setRaw(at, *raw));
        else
            QVERIFY((*text)->remove(at, *inserted));
        QCOMPARE(QByteArray::fromStdString((*text)->text()), before);
    }

    void takesAwayWithoutKnowingHow_data()
    {
        QTest::addColumn<SettingsFormat>("format");
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        const auto add = [](const char *name, SettingsFormat format, const char *before, const char *after) {
            QTest::newRow(name) << format << QByteArray(before) << QByteArray(after);
        };
        add("toml: line", SettingsFormat::Toml, "b = 1\n  a = 2\nc = 3\n", "b = 1\nc = 3\n");
        add("toml: comment stays", SettingsFormat::Toml, "a = 2 # c\nc = 3\n", "# c\nc = 3\n");
        add("toml: first inline", SettingsFormat::Toml, "t = { a = 1 }\na = 1\n", "t = { a = 1 }\n");
        add("json: first", SettingsFormat::Json, "{\n  \"a\": 1,\n  \"b\": 2\n}\n", "{\n  \"b\": 2\n}\n");
        add("json: last", SettingsFormat::Json, "{\n  \"b\": 2,\n  \"a\": 1\n}\n", "{\n  \"b\": 2\n}\n");
        add("json: middle", SettingsFormat::Json, "{\"b\": 2, \"a\": 1, \"c\": 3}", "{\"b\": 2, \"c\": 3}");
        add("json: only", SettingsFormat::Json, "{\"a\": 1}", "{}");
        add("json: comment above the last", SettingsFormat::Json,
            "{\n  \"b\": 2, // c\n  // d\n  \"a\": 1\n}\n", "{\n  \"b\": 2 // c\n  // d\n}\n");
        add("env", SettingsFormat::Env, "A=1\na=2\nB=3", "A=1\nB=3");
    }
    void takesAwayWithoutKnowingHow()
    {
        QFETCH(SettingsFormat, format);
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        auto text = SettingsText::parse(format, before.toStdString());
        QVERIFY(text);
        const auto removed = (*text)->remove({"a"}, std::nullopt);
        QVERIFY2(removed, removed ? "" : removed.error().message.c_str());
        QCOMPARE(QByteArray::fromStdString((*text)->text()), after);
    }

    void refuses_data()
    {
        QTest::addColumn<SettingsFormat>("format");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("message");
        const auto add = [](const char *name, SettingsFormat format, const char *text, const char *path,
                            const char *message) {
            QTest::newRow(name) << format << QByteArray(text) << QByteArray(path) << QByteArray(message);
        };
        add("toml: a list on the way", SettingsFormat::Toml, "[[t]]\n", "t/a", "t is no table in this file");
        add("toml: a table in the place", SettingsFormat::Toml, "[a]\n", "a",
            "a is a table in this file, not a value");
        add("json: open", SettingsFormat::Json, "{\n\"a\": 1,\n", "a",
            "line 3: a name in quotes is expected here");
        add("json: no object", SettingsFormat::Json, "[1]", "a",
            "line 1: settings are an object in { }, and this is none");
        add("json: twice", SettingsFormat::Json, "{\"a\": 1, \"a\": 2}", "a",
            "a is there twice in this file; remove one of the two");
        add("json: a list on the way", SettingsFormat::Json, "{\"t\": []}", "t/a",
            "t is no object in this file");
        add("json: an open comment", SettingsFormat::Json, "{} /*", "a", "line 1: a comment is not closed");
        add("json: a word", SettingsFormat::Json, "{\"a\": yes}", "a", "line 1: this is no value");
        add("env: an open quote", SettingsFormat::Env, "A=1\nB=\"x\n", "A", "line 2: a quote is not closed");
        add("env: twice", SettingsFormat::Env, "A=1\nA=2\n", "A",
            "A is there twice in this file; remove one of the two");
        add("bytes that are no text", SettingsFormat::Toml, "a = 1\nb = \"\xFF\"\n", "a",
            "line 2: these bytes are no UTF-8 text");
    }
    void refuses()
    {
        QFETCH(SettingsFormat, format);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, message);
        auto parsed = SettingsText::parse(format, text.toStdString());
        if (!parsed) {
            QCOMPARE(QByteArray::fromStdString(parsed.error().message), message);
            return;
        }
        const auto set = (*parsed)->setRaw(pathOf(path), "1");
        QVERIFY(!set);
        QCOMPARE(QByteArray::fromStdString(set.error().message), message);
        QCOMPARE(QByteArray::fromStdString((*parsed)->text()), text);
    }

    void masksEveryVariable()
    {
        auto text = SettingsText::parse(SettingsFormat::Env, "# mine\nTOKEN=abc # c\nB='x\ny'\nC=\n");
        QVERIFY(text);
        QCOMPARE(static_cast<const EnvText &>(**text).masked(),
                 std::string("# mine\nTOKEN=•••••••• # c\nB=••••••••\nC=\n"));
    }
};

QTEST_APPLESS_MAIN(TestSettingsText)
#include "tst_settings_text.moc"
