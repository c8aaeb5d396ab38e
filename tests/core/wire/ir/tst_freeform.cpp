#include "wire/ir/freeform.h"

#include <QTest>

using namespace signalbox::wire;
using namespace signalbox::wire::ir;

class TestFreeform : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsTheGrammarAndLeavesOutWhatMisleads()
    {
        Tool tool;
        tool.kind = Tool::Kind::Freeform;
        tool.description = Text{"Edits files. This is a FREEFORM tool, so do not wrap the patch in JSON."};
        tool.grammarSyntax = Text{"lark"};
        tool.grammar = Text{R"(start: \"x\"\n)"};
        Arena arena;
        const FunctionForm form = functionForm(tool, arena);
        const std::string text = unescape(form.description);
        QVERIFY(text.starts_with("Edits files.\n\nPut the raw text into `input`"));
        QVERIFY(text.find("wrap") == std::string::npos);
        QVERIFY(text.ends_with("The text must match this lark grammar:\n```\nstart: \"x\"\n\n```"));
        QVERIFY(form.parameters.text.find(R"("required":["input"])") != std::string_view::npos);
        QVERIFY(!form.grammarCut);
    }

    void longGrammarsAreCutBetweenCharacters()
    {
        std::string grammar;
        while (grammar.size() < 9000)
            grammar += "é\\u00e9\\n";
        Tool tool;
        tool.kind = Tool::Kind::Freeform;
        tool.grammar = Text{grammar};
        Arena arena;
        const FunctionForm form = functionForm(tool, arena);
        QVERIFY(form.grammarCut);
        QVERIFY(form.description.escaped.size() < 9000);
        const std::string plain = unescape(form.description);
        QVERIFY(QString::fromStdString(plain).toStdString() == plain);
        QVERIFY(plain.find("\\u") == std::string::npos);
    }

    void functionsStayAsTheyAre()
    {
        Tool tool;
        tool.description = Text{"d"};
        tool.parameters = RawJson{"{}"};
        Arena arena;
        QCOMPARE(functionForm(tool, arena).description.escaped, std::string_view("d"));
        QCOMPARE(functionForm(tool, arena).parameters.text, std::string_view("{}"));
    }

    void clientToolsHaveAForm_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("member");
        QTest::newRow("search") << int(Tool::Kind::ToolSearch) << QByteArray("\"query\"");
        QTest::newRow("local shell") << int(Tool::Kind::LocalShell) << QByteArray("\"command\"");
        QTest::newRow("shell") << int(Tool::Kind::Shell) << QByteArray("\"commands\"");
        QTest::newRow("patch") << int(Tool::Kind::ApplyPatch) << QByteArray("\"operation\"");
    }
    void clientToolsHaveAForm()
    {
        QFETCH(int, kind);
        QFETCH(QByteArray, member);
        Tool tool;
        tool.kind = static_cast<Tool::Kind>(kind);
        Arena arena;
        const FunctionForm form = functionForm(tool, arena);
        QVERIFY(form.parameters.text.find(member.constData()) != std::string_view::npos);
        QVERIFY(!form.description.isEmpty());
    }

    void wrapsInputForTheInsideOfAString()
    {
        std::string out;
        appendWrappedInput(out, Text{R"(a \"b\"\n\\ \ud83d)"});
        QCOMPARE(out, std::string(R"({\"input\":\"a \\\"b\\\"\\n\\\\ \\ud83d\"})"));
    }

    void argumentsOfClientToolsHaveTheFormShown()
    {
        const auto arguments = [](CallKind kind, const char *object) {
            CallBlock call;
            call.kind = kind;
            call.object = RawJson{object};
            std::string out;
            appendCallArguments(out, call);
            return unescape(Text{out});
        };
        const std::string plain = "{\"a\":\"b\"}";
        QCOMPARE(arguments(CallKind::Function, plain.c_str()), plain);
        QCOMPARE(arguments(CallKind::LocalShell, plain.c_str()), plain);
        QCOMPARE(arguments(CallKind::ApplyPatch, plain.c_str()), "{\"operation\":" + plain + "}");
        QCOMPARE(arguments(CallKind::Function, ""), std::string("{}"));
    }

    void resultsThatAreItemsBecomeWords()
    {
        const auto words = [](CallKind kind, const char *raw) {
            ResultBlock result;
            result.kind = kind;
            result.raw = RawJson{raw};
            return itemResultText(result);
        };
        QCOMPARE(words(CallKind::LocalShell, "{\"output\":\"a\\nb\"}"), std::string("a\nb"));
        QCOMPARE(words(CallKind::Shell, "{\"output\":[{\"stdout\":\"x\"}]}"),
                 std::string("[{\"stdout\":\"x\"}]"));
        QCOMPARE(words(CallKind::ApplyPatch, "{\"status\":\"completed\"}"), std::string("\"completed\""));
        QCOMPARE(words(CallKind::ToolSearch, "{\"tools\":[]}"), std::string("(no tools)"));
    }

    void namesLoadedTools()
    {
        const RawJson raw{
            R"({"tools":[{"type":"namespace","name":"mcp__x","tools":[{"type":"function","name":"go","description":"goes"}]},{"type":"function","name":"plain"}]})"};
        QCOMPARE(loadedToolsText(raw), std::string("Loaded tools:\n- mcp__x__go: goes\n- plain"));
        QCOMPARE(loadedToolsText(RawJson{"[]"}), std::string("(no tools)"));
        QCOMPARE(loadedToolsText(RawJson{"nonsense"}), std::string("(no tools)"));
    }
};

QTEST_APPLESS_MAIN(TestFreeform)
#include "tst_freeform.moc"
