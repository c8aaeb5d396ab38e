#include "simulator/harmless_tools.h"

#include "requests.h"

#include <QTest>

using namespace signalbox::simulator;
using namespace requests;

class TestHarmlessTools : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void calls_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("parameters");
        QTest::addColumn<QByteArray>("arguments"); // empty: not called
        const auto row = [](const char *title, const char *name, const char *parameters,
                            const char *arguments) {
            QTest::newRow(title) << QByteArray(name) << QByteArray(parameters) << QByteArray(arguments);
        };
        row("Codex", "exec_command", R"({"properties":{"cmd":{"type":"string"}},"required":["cmd"]})",
            R"({"cmd":"echo signalbox-demo"})");
        row("a list of words", "shell",
            R"({"properties":{"command":{"type":"array","items":{"type":"string"}}},"required":["command"]})",
            R"({"command":["echo","signalbox-demo"]})");
        row("Claude Code", "Bash",
            R"({"properties":{"command":{"type":"string"},"timeout":{"type":"number"}},"required":["command"]})",
            R"({"command":"echo signalbox-demo"})");
        row("opencode", "bash",
            R"({"properties":{"command":{"type":"string"},"description":{"type":"string"}},"required":["command","description"]})",
            R"({"command":"echo signalbox-demo","description":"Says signalbox-demo"})");
        row("a required flag", "run_shell_command",
            R"({"properties":{"command":{"type":"string"},"is_background":{"type":"boolean"}},"required":["command","is_background"]})",
            R"({"command":"echo signalbox-demo","is_background":false})");
        row("a required argument that is not known", "shell",
            R"({"properties":{"command":{"type":"string"},"target":{"type":"string"}},"required":["command","target"]})",
            "");
        row("a shell without a command", "shell", R"({"properties":{"script":{"type":"string"}}})", "");
        row("a shell without a schema", "shell", "", "");
        row("the weather", "get_weather",
            R"({"type":"object","properties":{"city":{"type":"string"},"unit":{"enum":["C","F"]}},"required":["city","unit"]})",
            R"({"city":"signalbox-demo","unit":"C"})");
        row("no parameters", "get_current_time", "", "{}");
        row("a schema that cannot be met", "echo",
            R"({"type":"object","required":["a"],"properties":{"a":false}})", "");
        row("writes: never", "write_file", R"({"properties":{"path":{"type":"string"}},"required":["path"]})",
            "");
        row("edits: never", "apply_patch", R"({"properties":{"input":{"type":"string"}}})", "");
        row("unknown: never", "launch", "{}", "");
        row("like a known one, but not it: never", "Exec_command",
            R"({"properties":{"cmd":{"type":"string"}}})", "");
    }
    void calls()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, parameters);
        QFETCH(QByteArray, arguments);
        ir::Request request = asking("hello");
        addTool(request, name.toStdString(), parameters.toStdString());
        const auto planned = harmlessCalls(request);
        QCOMPARE(planned.size(), std::size_t(arguments.isEmpty() ? 0 : 1));
        if (!arguments.isEmpty())
            QCOMPARE(QByteArray::fromStdString(planned.front().arguments), arguments);
    }

    void codeModeSpeaksOnly()
    {
        ir::Request request = asking("hello");
        addTool(request, "exec", "", ir::Tool::Kind::Freeform);
        addTool(request, "apply_patch", "", ir::Tool::Kind::Freeform);
        const auto planned = harmlessCalls(request);
        QCOMPARE(planned.size(), std::size_t(1));
        QCOMPARE(planned.front().kind, ir::CallKind::Freeform);
        QCOMPARE(planned.front().arguments, std::string("text(\"signalbox-demo\");"));
    }

    void namespacedToolsKeepTheirNamespace()
    {
        ir::Request request = asking("hello");
        addTool(request, "echo",
                R"({"type":"object","properties":{"text":{"type":"string"}},"required":["text"]})");
        request.tools.back().nameSpace = request.arena.text("mcp__gw");
        addShell(request);
        request.tools.back().nameSpace = request.arena.text("mcp__somewhere");
        const auto planned = harmlessCalls(request);
        QCOMPARE(planned.size(), std::size_t(1)); // somebody's own exec_command may do anything
        QCOMPARE(planned.front().nameSpace, std::string("mcp__gw"));
        QCOMPARE(planned.front().arguments, std::string(R"({"text":"signalbox-demo"})"));
    }

    void deferredToolsAreNotCalled()
    {
        ir::Request request = asking("hello");
        addShell(request);
        request.tools.back().deferLoading = true;
        QVERIFY(harmlessCalls(request).empty());
    }

    void respectsTheChoice()
    {
        ir::Request request = asking("hello");
        addShell(request);
        addTool(request, "get_weather", "");
        QCOMPARE(harmlessCalls(request).size(), std::size_t(2));
        request.toolChoice.mode = ir::ToolChoice::Mode::One;
        request.toolChoice.name = request.arena.text("get_weather");
        QCOMPARE(harmlessCalls(request).front().name, std::string("get_weather"));
        request.toolChoice.mode = ir::ToolChoice::Mode::Subset;
        request.toolChoice.subset = {request.arena.text("exec_command")};
        QCOMPARE(harmlessCalls(request).front().name, std::string("exec_command"));
        request.toolChoice.mode = ir::ToolChoice::Mode::None;
        QVERIFY(harmlessCalls(request).empty());
    }
};

QTEST_APPLESS_MAIN(TestHarmlessTools)
#include "tst_harmless_tools.moc"
