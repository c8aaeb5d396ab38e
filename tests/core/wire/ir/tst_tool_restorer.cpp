#include "base/json_writer.h"
#include "base/random.h"
#include "core/wire/ir/event_log.h"
#include "wire/ir/freeform.h"
#include "wire/ir/tool_restorer.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::wire;
using namespace signalbox::wire::ir;

namespace {

Request codexLike()
{
    Request request;
    const auto add = [&](Tool::Kind kind, std::string_view nameSpace, std::string_view name) {
        Tool tool;
        tool.kind = kind;
        tool.nameSpace = Text{nameSpace};
        tool.name = Text{name};
        request.tools.push_back(tool);
    };
    add(Tool::Kind::Function, "", "exec_command");
    add(Tool::Kind::Freeform, "", "apply_patch");
    add(Tool::Kind::Freeform, "functions", "exec");
    add(Tool::Kind::Function, "mcp__gw", "echo");
    add(Tool::Kind::ToolSearch, "", "");
    add(Tool::Kind::LocalShell, "", "");
    return request;
}

BlockStart call(std::string_view name, std::string_view id = "c1", int index = 0)
{
    BlockStart start;
    start.kind = BlockKind::Call;
    start.name = Text{name};
    start.id = Text{id};
    start.index = index;
    return start;
}

/// What the client gets of one call whose arguments (plain JSON text) come in the pieces between `cuts`.
QByteArray restored(std::string_view name, const std::string &arguments,
                    const std::vector<std::size_t> &cuts = {}, bool complete = true)
{
    static const Request request = codexLike();
    EventLog log;
    ToolRestorer restorer(request, {}, log);
    restorer.on(call(name));
    std::size_t begin = 0;
    const auto send = [&](std::size_t end) {
        std::string escaped;
        // As a host would: what stands between two cuts, escaped for a JSON string. Bytes of a cut character
        // stay bytes.
        for (const char c : arguments.substr(begin, end - begin)) {
            if (static_cast<unsigned char>(c) >= 0x80)
                escaped += c;
            else
                appendJsonEscaped(escaped, std::string_view(&c, 1));
        }
        restorer.on(ArgumentsDelta{Text{escaped}});
        begin = end;
    };
    for (const std::size_t cut : cuts)
        send(cut);
    send(arguments.size());
    restorer.on(BlockEnd{0, complete});
    return log.joined();
}

QByteArray inputOf(const QByteArray &lines)
{
    const qsizetype begin = lines.indexOf("\narguments ");
    if (begin < 0)
        return {};
    const qsizetype from = begin + 11;
    return lines.mid(from, lines.indexOf("\nend", from) - from);
}

/// A patch of everything that goes wrong in escapes, escaped as the inside of a JSON string.
std::string randomInput(SeededRandom &random)
{
    static const std::vector<std::string> pieces{"\\\"",
                                                 "\\\\",
                                                 "\\n",
                                                 "\\t",
                                                 "\\r\\n",
                                                 "a",
                                                 " ",
                                                 "+ x = 1",
                                                 "é",
                                                 "漢字",
                                                 "😀",
                                                 "\\ud83d\\ude00",
                                                 "\\ud83d",
                                                 "\\udc00",
                                                 "\\u0000",
                                                 "\\/",
                                                 "{\\\"input\\\": \\\"",
                                                 "```",
                                                 "\\u00e9",
                                                 "}",
                                                 "\\b\\f"};
    std::string text = "*** Begin Patch\\n";
    const auto count = random.next() % 40;
    for (std::uint64_t i = 0; i < count; ++i)
        text += pieces[random.next() % pieces.size()];
    return text + "\\n*** End Patch\\n";
}

} // namespace

class TestToolRestorer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesNamesBack_data();
    void givesNamesBack();
    void findsTheInput_data();
    void findsTheInput();
    void randomPatchesSurviveAnySplit();
    void fragmentsEscapedToTheLastCharacterSayTheSame();
    void eachDeltaStandsForItself();
    void inputStreamsWhileItComes();
    void whatBreaksOffIsNotComplete_data();
    void whatBreaksOffIsNotComplete();
    void functionsKeepTheirArguments();
    void idsAreThereAndUnique();
    void keepsOneCallWhereTheClientWantsOne();
};

void TestToolRestorer::givesNamesBack_data()
{
    QTest::addColumn<QByteArray>("upstream");
    QTest::addColumn<QByteArray>("line");
    const auto row = [](const char *name, const char *upstream, const char *line) {
        QTest::newRow(name) << QByteArray(upstream) << QByteArray(line);
    };
    row("a function", "exec_command", "begin call c1 - exec_command function");
    row("of a namespace", "mcp__gw__echo", "begin call c1 mcp__gw echo function");
    row("bare", "echo", "begin call c1 mcp__gw echo function");
    row("freeform", "apply_patch", "begin call c1 - apply_patch freeform");
    row("freeform in the wrapper", "exec", "begin call c1 functions exec freeform");
    row("search", "tool_search", "begin call c1 - tool_search search");
    row("local shell", "local_shell", "begin call c1 - local_shell local-shell");
    row("made up", "do_magic", "begin call c1 - do_magic function");
}

void TestToolRestorer::givesNamesBack()
{
    QFETCH(QByteArray, upstream);
    QFETCH(QByteArray, line);
    QCOMPARE(restored(upstream.toStdString(), "{}").split('\n').value(0), line);
}

void TestToolRestorer::findsTheInput_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("arguments");
    QTest::addColumn<QByteArray>("input"); // escaped
    const auto row = [](const char *what, const char *name, const char *arguments, const char *input) {
        QTest::newRow(what) << QByteArray(name) << QByteArray(arguments) << QByteArray(input);
    };
    row("its own member", "exec", R"({"input":"say \"x\"\n"})", R"(say \"x\"\n)");
    row("spaces and more members", "exec", R"( { "input" : "a" , "b":1} )", "a");
    row("its own member, not first", "exec", R"({"why":"because","input":"a"})", "a");
    row("the only string", "exec", R"({"code":"a","n":1})", "a");
    row("two strings: as they are", "exec", R"({"code":"a","lang":"js"})",
        R"({\"code\":\"a\",\"lang\":\"js\"})");
    row("a JSON string", "exec", R"("just text\n")", R"(just text\n)");
    row("raw text", "exec", "console.log(\"x\")", R"(console.log(\"x\"))");
    row("input is no string", "exec", R"({"input":{"a":1}})", R"({\"input\":{\"a\":1}})");
    row("the name of the member escaped", "exec", R"({"in\u0070ut":"a"})", "a");
    row("an escape JSON does not know", "exec", R"({"input":"re \d+ \u12"})", R"(re \\d+ \\u12)");
    row("half an escape before a whole one", "exec", R"({"input":"a\u\udea0\u12\n"})",
        R"(a\\u\udea0\\u12\n)");
    row("a bare line end inside", "exec", "{\"input\":\"a\nb\"}", "a\\nb");
    row("a patch", "apply_patch", R"({"input":"*** Begin Patch\n*** End Patch\n"})",
        R"(*** Begin Patch\n*** End Patch\n)");
    row("a patch without its last line end", "apply_patch", R"({"input":"*** Begin Patch\n*** End Patch"})",
        R"(*** Begin Patch\n*** End Patch\n)");
    row("a patch under another name", "apply_patch", R"({"patch":"*** Begin Patch\n*** End Patch"})",
        R"(*** Begin Patch\n*** End Patch\n)");
    row("a raw patch", "apply_patch", "*** Begin Patch\n*** End Patch\n",
        R"(*** Begin Patch\n*** End Patch\n)");
    row("a fenced patch", "apply_patch", R"({"input":"```diff\n*** Begin Patch\n*** End Patch\n```"})",
        R"(*** Begin Patch\n*** End Patch\n)");
    row("a here-document", "apply_patch",
        R"({"input":"apply_patch <<'EOF'\n*** Begin Patch\n*** End Patch\nEOF\n"})",
        R"(*** Begin Patch\n*** End Patch\n)");
    row("no patch at all is not repaired away", "apply_patch", R"({"input":"hello"})", R"(hello\n)");
}

void TestToolRestorer::findsTheInput()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, arguments);
    QFETCH(QByteArray, input);
    const std::string text = arguments.toStdString();
    QCOMPARE(inputOf(restored(name.toStdString(), text)), input);
    std::vector<std::size_t> everywhere;
    for (std::size_t i = 1; i < text.size(); ++i)
        everywhere.push_back(i);
    QCOMPARE(inputOf(restored(name.toStdString(), text, everywhere)), input);
}

void TestToolRestorer::randomPatchesSurviveAnySplit()
{
    SeededRandom random(20240817);
    for (int round = 0; round < 60; ++round) {
        const std::string input = randomInput(random);
        const std::string arguments = "{\"input\":\"" + input + "\"}";
        const std::string name = round % 2 == 0 ? "apply_patch" : "exec";
        QCOMPARE(inputOf(restored(name, arguments)), QByteArray::fromStdString(input));
        for (std::size_t cut = 1; cut < arguments.size(); ++cut)
            QCOMPARE(inputOf(restored(name, arguments, {cut})), QByteArray::fromStdString(input));
        std::vector<std::size_t> everywhere;
        for (std::size_t cut = 1; cut < arguments.size(); ++cut)
            everywhere.push_back(cut);
        QCOMPARE(inputOf(restored(name, arguments, everywhere)), QByteArray::fromStdString(input));
    }
}

void TestToolRestorer::fragmentsEscapedToTheLastCharacterSayTheSame()
{
    // Hosts that escape all but ASCII split pairs of surrogates between two fragments.
    static const Request request = codexLike();
    EventLog log;
    ToolRestorer restorer(request, {}, log);
    restorer.on(call("exec"));
    for (const char *piece : {R"({\"input\":\"a\ud83d)", R"(\ude00b \\ud83)", R"(d\\ude)", R"(00\u005cn\"})"})
        restorer.on(ArgumentsDelta{Text{piece}});
    restorer.on(BlockEnd{0, true});
    QCOMPARE(inputOf(log.joined()), QByteArray("a😀b \\ud83d\\ude00\\n"));
}

void TestToolRestorer::eachDeltaStandsForItself()
{
    // Surrogate pairs and UTF-8 sequences are not split between the deltas that go out.
    const std::string arguments = R"({"input":"x😀\ud83d\ude00é"})";
    class Watch final : public EventSink
    {
    public:
        void on(const Event &event) override
        {
            if (const auto *delta = std::get_if<ArgumentsDelta>(&event)) {
                const std::string plain = unescape(delta->fragment);
                isWhole &= plain.find("\xEF\xBF\xBD") == std::string::npos &&
                           QString::fromStdString(plain).toStdString() == plain;
            }
        }
        bool isWhole = true;
    };
    static const Request request = codexLike();
    Watch watch;
    ToolRestorer restorer(request, {}, watch);
    restorer.on(call("exec"));
    for (const char c : arguments) {
        std::string escaped;
        if (static_cast<unsigned char>(c) >= 0x80)
            escaped = c;
        else
            appendJsonEscaped(escaped, std::string_view(&c, 1));
        restorer.on(ArgumentsDelta{Text{escaped}});
    }
    restorer.on(BlockEnd{0, true});
    QVERIFY(watch.isWhole);
}

void TestToolRestorer::inputStreamsWhileItComes()
{
    static const Request request = codexLike();
    EventLog log;
    ToolRestorer restorer(request, {}, log);
    restorer.on(call("apply_patch"));
    restorer.on(ArgumentsDelta{Text{R"({\"input\":\"*** Begin Patch\\n*** Add)"}});
    QCOMPARE(log.lines().value(1), QByteArray(R"(arguments *** Begin Patch\n*** Add)"));
}

void TestToolRestorer::whatBreaksOffIsNotComplete_data()
{
    QTest::addColumn<QByteArray>("arguments");
    QTest::newRow("inside the input") << QByteArray(R"({"input":"*** Begin Patch\n*** Upd)");
    QTest::newRow("inside a short input") << QByteArray(R"({"input":"*** Be)");
    QTest::newRow("inside the name") << QByteArray(R"({"inp)");
}

void TestToolRestorer::whatBreaksOffIsNotComplete()
{
    QFETCH(QByteArray, arguments);
    QVERIFY(restored("apply_patch", arguments.toStdString()).endsWith("\nend incomplete"));
}

void TestToolRestorer::functionsKeepTheirArguments()
{
    QVERIFY(restored("exec_command", R"({"cmd": "ls","n":1.0})")
                .contains(R"(arguments {\"cmd\": \"ls\",\"n\":1.0})"));
}

void TestToolRestorer::idsAreThereAndUnique()
{
    static const Request request = codexLike();
    const auto run = [] {
        EventLog log;
        ToolRestorer restorer(request, {}, log);
        restorer.on(Start{Text{"answer"}, Text{"m"}});
        int index = 0;
        for (const char *id : {"a", "a", "", "", "a"}) {
            restorer.on(call("exec_command", id, index));
            restorer.on(BlockEnd{index++, true});
        }
        return log.lines();
    };
    const QByteArrayList lines = run();
    QCOMPARE(run(), lines);
    QSet<QByteArray> ids;
    for (const QByteArray &line : lines) {
        if (line.startsWith("begin call"))
            ids.insert(line.split(' ').value(2));
    }
    QCOMPARE(ids.size(), 5);
    QVERIFY(ids.contains("a") && ids.contains("a_2") && ids.contains("a_3") && !ids.contains("-"));
}

void TestToolRestorer::keepsOneCallWhereTheClientWantsOne()
{
    Request request = codexLike();
    request.parallelToolCalls = false;
    Dialect cannotSay;
    cannotSay.parallelToolCallsField = false;
    for (const Dialect &dialect : {cannotSay, Dialect()}) {
        EventLog log;
        ToolRestorer restorer(request, dialect, log);
        for (int index = 0; index < 2; ++index) {
            restorer.on(call("exec", index == 0 ? "a" : "b", index));
            restorer.on(ArgumentsDelta{Text{R"({\"input\":\"x\"})"}});
            restorer.on(BlockEnd{index, true});
        }
        BlockStart text;
        text.index = 2;
        restorer.on(text);
        restorer.on(BlockEnd{2, true});
        restorer.on(Finish{StopReason::ToolCalls, {}, {}});
        QCOMPARE(log.joined().count("begin call"), dialect.parallelToolCallsField ? 2 : 1);
        QVERIFY2(log.problems().empty(), log.joined().constData());
    }
}

QTEST_APPLESS_MAIN(TestToolRestorer)
#include "tst_tool_restorer.moc"
