#include "responses_support.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <map>

using namespace signalbox;
using namespace signalbox::wire;
using namespace signalbox::wire::testing;

namespace {

/// Events as a reader of another format gives them.
class Script final
{
public:
    explicit Script(ir::EventSink &sink) : m_sink(sink) {}

    Script &start() { return give(ir::Start{{"chatcmpl-1"}, {"up"}}); }
    Script &block(ir::BlockKind kind, ir::CallKind call = ir::CallKind::Function, std::string_view name = {})
    {
        ir::BlockStart start;
        start.index = m_index++;
        start.kind = kind;
        start.callKind = call;
        if (kind == ir::BlockKind::Call) {
            start.id = {"call_1"};
            start.name = {name};
        }
        return give(start);
    }
    Script &text(std::string_view text) { return give(ir::TextDelta{{text}}); }
    Script &thought(std::string_view text, int part = 0)
    {
        return give(ir::ReasoningDelta{{text}, false, part});
    }
    Script &arguments(std::string_view text) { return give(ir::ArgumentsDelta{{text}}); }
    Script &signature(std::string_view token, bool forAnswer = false)
    {
        return give(ir::Signature{{token}, false, forAnswer, {}});
    }
    Script &end(bool complete = true) { return give(ir::BlockEnd{m_index - 1, complete}); }
    Script &usage() { return give(ir::UsageUpdate{{10, 4, 1, 0, 6, 2, false}}); }
    Script &finish(ir::StopReason reason = ir::StopReason::Stop) { return give(ir::Finish{reason, {}, {}}); }
    Script &fail(ir::FailureKind kind, std::string message)
    {
        return give(ir::Failure{kind, {}, std::move(message), {}, {}});
    }
    Script &give(const ir::Event &event)
    {
        m_sink.on(event);
        return *this;
    }

private:
    ir::EventSink &m_sink;
    int m_index = 0;
};

using Scene = std::function<void(Script &)>;

ir::Request request(bool isCodex)
{
    ir::Request request;
    request.isCodex = isCodex;
    return request;
}

AnswerContext context(const ir::Request *request = nullptr)
{
    AnswerContext context;
    context.answerId = "resp_test";
    context.model = "asked/for";
    context.createdAt = 1700000000;
    context.request = request;
    return context;
}

std::string streamOf(const Scene &scene, const ir::Request *request = nullptr)
{
    std::string out;
    const auto writer = openAiResponsesCodec().answerWriter(context(request), true);
    writer->setOut(&out);
    Script script(*writer);
    scene(script);
    return out;
}

Json bodyOf(const Scene &scene, const ir::Request *request = nullptr)
{
    const auto writer = openAiResponsesCodec().answerWriter(context(request), false);
    Script script(*writer);
    scene(script);
    return Json::parse(writer->body());
}

std::vector<Json> parsed(const std::string &stream)
{
    std::vector<Json> events;
    sse::Decoder decoder;
    decoder.feed(stream);
    while (const auto event = decoder.next()) {
        events.push_back(Json::parse(event->data));
        if (!event->name.empty() && event->name != events.back().at("type").get<std::string>())
            events.back()["type"] = "named otherwise";
    }
    return events;
}

std::string types(const std::vector<Json> &events)
{
    std::string names;
    for (const Json &event : events) {
        std::string type = event.at("type");
        if (type.starts_with("response."))
            type.erase(0, 9);
        names += (names.empty() ? "" : " ") + type;
    }
    return names;
}

/// The rules that hold for any stream; the validator beside the source tree knows more of them.
std::string fault(const std::vector<Json> &events)
{
    std::int64_t items = 0;
    bool isOpen = false;
    std::map<std::string, std::string> joined; // deltas by event prefix, of the open item
    for (std::size_t at = 0; at < events.size(); ++at) {
        const Json &event = events[at];
        const std::string type = event.at("type");
        const std::string place = std::to_string(at) + " " + type;
        if (event.at("sequence_number") != std::int64_t(at))
            return place + ": sequence";
        if ((type == "response.created") != (at == 0))
            return place + ": created";
        const bool isLast =
            type == "response.completed" || type == "response.incomplete" || type == "response.failed";
        if (isLast != (at + 1 == events.size()))
            return place + ": terminal";
        if (type == "response.output_item.added" || type == "response.output_item.done") {
            if (event.at("output_index") != items || isOpen == (type == "response.output_item.added"))
                return place + ": order";
            isOpen = !isOpen;
            items += isOpen ? 0 : 1;
            if (!isOpen)
                joined.clear();
        }
        const std::string prefix = type.substr(0, type.rfind('.'));
        if (type.ends_with(".delta"))
            joined[prefix] += event.at("delta").get<std::string>();
        for (const char *member : {"text", "arguments", "input", "refusal"}) {
            if (type.ends_with(".done") && event.contains(member) && event.at(member) != joined[prefix])
                return place + ": is not its deltas";
        }
        if (prefix == "response.reasoning_summary_text" && type.ends_with(".done"))
            joined.clear();
        if (isLast && type == "response.completed" &&
            std::int64_t(event.at("response").at("output").size()) != items)
            return place + ": output";
    }
    return {};
}

} // namespace

Q_DECLARE_METATYPE(Scene)

class TestResponsesAnswerWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void orders_data()
    {
        QTest::addColumn<Scene>("scene");
        QTest::addColumn<bool>("isCodex");
        QTest::addColumn<QByteArray>("expected");
        const QByteArray begin = "created in_progress ";
        const auto row = [&](const char *name, const Scene &scene, const QByteArray &expected,
                             bool isCodex = true) {
            QTest::newRow(name) << scene << isCodex << begin + expected;
        };
        using ir::BlockKind;
        using ir::CallKind;
        using ir::StopReason;
        const QByteArray message = "output_item.added content_part.added ";
        const QByteArray messageEnd = " output_text.done content_part.done output_item.done ";
        row(
            "text",
            [](Script &s) { s.start().block(BlockKind::Text).text("a").text("b").end().usage().finish(); },
            message + "output_text.delta output_text.delta" + messageEnd + "completed");
        row(
            "no start event", [](Script &s) { s.block(BlockKind::Text).text("a").end().finish(); },
            message + "output_text.delta" + messageEnd + "completed");
        row(
            "block that is not ended", [](Script &s) { s.start().block(BlockKind::Text).text("a").finish(); },
            message + "output_text.delta" + messageEnd + "completed");
        row(
            "thoughts with a signature, then text",
            [](Script &s) {
                s.start().block(BlockKind::Reasoning).thought("t").signature("sig").end();
                s.block(BlockKind::Text).text("a").end().usage().finish();
            },
            "output_item.added reasoning_summary_part.added reasoning_summary_text.delta "
            "reasoning_summary_text.done "
            "reasoning_summary_part.done output_item.done " +
                message + "output_text.delta" + messageEnd + "completed");
        row(
            "two parts of thoughts",
            [](Script &s) {
                s.start().block(BlockKind::Reasoning).thought("t").thought("u", 1).end().usage().finish();
            },
            "output_item.added reasoning_summary_part.added reasoning_summary_text.delta "
            "reasoning_summary_text.done "
            "reasoning_summary_part.done reasoning_summary_part.added reasoning_summary_text.delta "
            "reasoning_summary_text.done reasoning_summary_part.done output_item.done completed");
        row(
            "function call",
            [](Script &s) {
                s.start()
                    .block(BlockKind::Call, CallKind::Function, "f")
                    .arguments("{")
                    .arguments("}")
                    .end()
                    .usage();
                s.finish(StopReason::ToolCalls);
            },
            "output_item.added function_call_arguments.delta function_call_arguments.delta "
            "function_call_arguments.done "
            "output_item.done completed");
        row(
            "call without arguments",
            [](Script &s) {
                s.start().block(BlockKind::Call, CallKind::Function, "f").end().usage().finish();
            },
            "output_item.added function_call_arguments.delta function_call_arguments.done output_item.done "
            "completed");
        row(
            "freeform call",
            [](Script &s) {
                s.start()
                    .block(BlockKind::Call, CallKind::Freeform, "apply_patch")
                    .arguments("*** x")
                    .end()
                    .usage()
                    .finish();
            },
            "output_item.added custom_tool_call_input.delta custom_tool_call_input.done output_item.done "
            "completed");
        row(
            "search, told whole",
            [](Script &s) {
                s.start()
                    .block(BlockKind::Call, CallKind::ToolSearch)
                    .arguments("{\\\"query\\\":\\\"x\\\"}")
                    .end()
                    .usage();
                s.finish();
            },
            "output_item.added output_item.done completed");
        row(
            "signature of a call goes before it",
            [](Script &s) {
                s.start()
                    .block(BlockKind::Call, CallKind::Function, "f")
                    .signature("sig")
                    .arguments("{}")
                    .end()
                    .usage();
                s.finish();
            },
            "output_item.added output_item.done output_item.added function_call_arguments.delta "
            "function_call_arguments.done output_item.done completed");
        row(
            "signature of the answer goes last",
            [](Script &s) {
                s.start().block(BlockKind::Text).text("a").end().signature("sig", true).usage().finish();
            },
            message + "output_text.delta" + messageEnd + "output_item.added output_item.done completed");
        row(
            "refusal, to Codex as text",
            [](Script &s) {
                s.start()
                    .block(BlockKind::Refusal)
                    .give(ir::RefusalDelta{{"No"}})
                    .end()
                    .usage()
                    .finish(StopReason::Refusal);
            },
            message + "output_text.delta" + messageEnd + "completed");
        row(
            "refusal, to others as such",
            [](Script &s) {
                s.start()
                    .block(BlockKind::Refusal)
                    .give(ir::RefusalDelta{{"No"}})
                    .end()
                    .usage()
                    .finish(StopReason::Refusal);
            },
            message + "refusal.delta refusal.done content_part.done output_item.done completed", false);
        row(
            "refusal without words", [](Script &s) { s.start().usage().finish(StopReason::Refusal); },
            message + "output_text.delta" + messageEnd + "completed");
        row(
            "refusal, with half an answer before it",
            [](Script &s) {
                s.start().block(BlockKind::Text).text("a").end().usage().finish(StopReason::Refusal);
            },
            message + "output_text.delta" + messageEnd + message + "output_text.delta" + messageEnd +
                "completed");
        const auto saidInText = [](Script &s) {
            s.start().block(BlockKind::Text).text("a").end().usage();
            s.give(ir::Finish{
                .reason = StopReason::Refusal, .stopSequence = {}, .explanation = {}, .saidInText = true});
        };
        row("refusal that the text says, to Codex", saidInText,
            message + "output_text.delta" + messageEnd + "completed");
        row("refusal that the text says, to others", saidInText,
            message + "output_text.delta" + messageEnd + "incomplete", false);
        row(
            "cut by length inside text",
            [](Script &s) {
                s.start().block(BlockKind::Text).text("a").end(false).usage().finish(StopReason::Length);
            },
            message + "output_text.delta" + messageEnd + "incomplete");
        row(
            "cut by length inside a call",
            [](Script &s) {
                s.start().block(BlockKind::Call, CallKind::Function, "f").arguments("{").end(false).usage();
                s.finish(StopReason::Length);
            },
            "output_item.added function_call_arguments.delta function_call_arguments.done output_item.done "
            "incomplete");
        row("nothing answered", [](Script &s) { s.start().usage().finish(); }, "failed");
        row("malformed call", [](Script &s) { s.start().finish(StopReason::MalformedCall); }, "failed");
        row(
            "failure inside text: the item stays open",
            [](Script &s) {
                s.start()
                    .block(BlockKind::Text)
                    .text("a")
                    .end(false)
                    .fail(ir::FailureKind::StreamClosed, "closed");
            },
            message + "output_text.delta failed");
        row(
            "failure behind a finished item",
            [](Script &s) {
                s.start().block(BlockKind::Text).text("a").end().fail(ir::FailureKind::Server, "x");
            },
            message + "output_text.delta" + messageEnd + "failed");
        row(
            "what comes behind the end is nothing",
            [](Script &s) {
                s.start().block(BlockKind::Text).text("a").end().usage().finish().text("b").finish();
            },
            message + "output_text.delta" + messageEnd + "completed");
    }
    void orders()
    {
        QFETCH(Scene, scene);
        QFETCH(bool, isCodex);
        QFETCH(QByteArray, expected);
        const ir::Request asked = request(isCodex);
        const std::string stream = streamOf(scene, &asked);
        const auto events = parsed(stream);
        QCOMPARE(QByteArray::fromStdString(types(events)), expected.simplified());
        QCOMPARE(fault(events), std::string());
        QCOMPARE(streamOf(scene, &asked), stream); // the same bytes each time
        // Whole and streamed say the same.
        QVERIFY(bodyOf(scene, &asked) == events.back().at("response"));
    }

    void items()
    {
        const ir::Request asked = request(true);
        const Json response = bodyOf(
            [](Script &s) {
                s.start()
                    .block(ir::BlockKind::Reasoning)
                    .thought("t\\n")
                    .signature("si")
                    .signature("g")
                    .end();
                ir::BlockStart text;
                text.phase = {"commentary"};
                s.give(text)
                    .text("a\\\"")
                    .text("b")
                    .give(ir::Citation{{"{\"type\":\"url_citation\"}"}})
                    .end();
                ir::BlockStart call;
                call.kind = ir::BlockKind::Call;
                call.id = {"c1"};
                call.name = {"echo"};
                call.nameSpace = {"mcp__a"};
                s.give(call).arguments("{\\\"n\\\":1.0}").end();
                call.callKind = ir::CallKind::LocalShell;
                s.give(call).arguments("{\\\"command\\\":\\\"ls\\\",\\\"timeout_ms\\\":5}").end();
                call.callKind = ir::CallKind::ToolSearch;
                s.give(call).arguments("not JSON").end();
                call.callKind = ir::CallKind::ApplyPatch;
                s.give(call)
                    .arguments(
                        "{\\\"operation\\\":{\\\"type\\\":\\\"delete_file\\\",\\\"path\\\":\\\"a\\\"}}")
                    .end();
                call.callKind = ir::CallKind::Shell;
                s.give(call).arguments("{\\\"commands\\\":[\\\"ls\\\"]}").end();
                ir::BlockStart hosted;
                hosted.kind = ir::BlockKind::Hosted;
                hosted.raw = {"{\"type\":\"web_search_call\",\"id\":\"ws_1\",\"status\":\"completed\"}"};
                s.give(hosted).end().usage().finish(ir::StopReason::ToolCalls);
            },
            &asked);
        const Json &output = response.at("output");
        QCOMPARE(output.size(), std::size_t(8));
        QCOMPARE(output[0].at("summary")[0].at("text").get<std::string>(), std::string("t\n"));
        QCOMPARE(output[0].at("encrypted_content").get<std::string>(), std::string("sig"));
        QCOMPARE(output[1].at("phase").get<std::string>(), std::string("commentary"));
        QCOMPARE(output[1].at("content")[0].at("text").get<std::string>(), std::string("a\"b"));
        QCOMPARE(output[1].at("content")[0].at("annotations").size(), std::size_t(1));
        QVERIFY(output[2].at("name") == "echo" && output[2].at("namespace") == "mcp__a" &&
                output[2].at("call_id") == "c1");
        QCOMPARE(output[2].at("arguments").get<std::string>(), std::string("{\"n\":1.0}"));
        QVERIFY(output[3].at("action").at("command") == Json::array({"bash", "-lc", "ls"}));
        QVERIFY(output[3].at("action").at("timeout_ms") == 5 && output[3].at("action").at("env").is_object());
        QVERIFY(output[4].at("execution") == "client" && output[4].at("arguments").at("query") == "not JSON");
        QVERIFY(output[5].at("operation").at("path") == "a");
        QVERIFY(output[6].at("action").at("commands") == Json::array({"ls"}));
        QVERIFY(output[7].at("id") == "ws_1");
        QCOMPARE(response.at("model").get<std::string>(), std::string("asked/for"));
        QCOMPARE(response.at("id").get<std::string>(), std::string("resp_test"));
        QVERIFY(response.at("usage").at("total_tokens") == 16);
        QVERIFY(response.at("usage").at("output_tokens_details").at("reasoning_tokens") == 2);
        QVERIFY(response.at("store") == false);
        for (const char *member : {"id", "object", "created_at", "status", "error", "incomplete_details",
                                   "instructions", "metadata", "model", "output", "parallel_tool_calls",
                                   "temperature", "tool_choice", "tools", "top_p"})
            QVERIFY2(response.contains(member), member);
    }

    /// An event is one line, however the client, the model or the provider wrote what is told in it.
    void whatCameOverSeveralLinesIsTold()
    {
        ir::Request asked = request(false);
        asked.metadata = {"{\n \"a\": \"b\"\n}"};
        asked.toolChoice.raw = {"{\n \"type\": \"custom\",\r\n \"name\": \"x\"}"};
        const std::string stream = streamOf(
            [](Script &s) {
                ir::BlockStart call;
                call.kind = ir::BlockKind::Call;
                call.callKind = ir::CallKind::ToolSearch;
                s.start().give(call).arguments("{\\n \\\"query\\\": \\\"x\\\"\\n}").end();
                ir::BlockStart hosted;
                hosted.kind = ir::BlockKind::Hosted;
                hosted.raw = {"{\n\"type\":\"web_search_call\",\n\"id\":\"ws_1\"}"};
                s.give(hosted).end().block(ir::BlockKind::Text).text("a");
                s.give(ir::Citation{{"{\n\"type\":\"file_citation\"}"}}).end().finish();
            },
            &asked);
        const auto events = parsed(stream);
        const Json &output = events.back().at("response").at("output");
        QVERIFY(output.at(0).at("arguments").at("query") == "x");
        QVERIFY(output.at(1).at("id") == "ws_1");
        QVERIFY(output.at(2).at("content").at(0).at("annotations").at(0).at("type") == "file_citation");
        QVERIFY(events.back().at("response").at("metadata").at("a") == "b");
        QVERIFY(events.back().at("response").at("tool_choice").at("name") == "x");
    }

    void idsOfUpstreamsAreKeptWhereTheyAreOurs()
    {
        const Json theirs = bodyOf([](Script &s) {
            s.give(ir::Start{{"resp_up"}, {}}).block(ir::BlockKind::Text).text("a").end().finish();
        });
        QCOMPARE(theirs.at("id").get<std::string>(), std::string("resp_up"));
        const Json one =
            bodyOf([](Script &s) { s.start().block(ir::BlockKind::Text).text("a").end().finish(); });
        QVERIFY(one.at("output")[0].at("id").get<std::string>().starts_with("msg_"));
        QVERIFY(one.at("output")[0].at("id") != theirs.at("output")[0].at("id"));
    }

    void failures_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("policy") << int(ir::FailureKind::Policy) << QByteArray("invalid_prompt");
        QTest::newRow("too long") << int(ir::FailureKind::ContextTooLong)
                                  << QByteArray("context_length_exceeded");
        QTest::newRow("quota") << int(ir::FailureKind::QuotaExceeded) << QByteArray("insufficient_quota");
        QTest::newRow("overloaded") << int(ir::FailureKind::Overloaded) << QByteArray("server_is_overloaded");
        QTest::newRow("rate") << int(ir::FailureKind::RateLimited) << QByteArray("rate_limit_exceeded");
        QTest::newRow("closed") << int(ir::FailureKind::StreamClosed) << QByteArray("upstream_stream_closed");
        QTest::newRow("server") << int(ir::FailureKind::Server) << QByteArray("server_error");
        QTest::newRow("timeout") << int(ir::FailureKind::Timeout) << QByteArray("server_error");
        QTest::newRow("bad key") << int(ir::FailureKind::Auth) << QByteArray("server_error");
    }
    void failures()
    {
        QFETCH(int, kind);
        QFETCH(QByteArray, code);
        const auto scene = [&](Script &s) {
            s.start().give(ir::Failure{ir::FailureKind(kind), "theirs", "what \"happened\"", {}, 1.5});
        };
        const Json response = parsed(streamOf(scene)).back().at("response");
        QCOMPARE(response.at("status").get<std::string>(), std::string("failed"));
        QCOMPARE(QByteArray::fromStdString(response.at("error").at("code")), code);
        const std::string message = response.at("error").at("message");
        QVERIFY(message.starts_with("what \"happened\""));
        QCOMPARE(message.find("try again in 1.500s") != std::string::npos,
                 kind == int(ir::FailureKind::RateLimited));
    }

    void keepAliveStandsBetweenCreatedAndTheEndOnly()
    {
        std::string out;
        const auto writer = openAiResponsesCodec().answerWriter(context(), true);
        writer->setOut(&out);
        writer->keepAlive();
        QVERIFY(out.empty());
        Script script(*writer);
        script.start();
        writer->keepAlive();
        script.block(ir::BlockKind::Text).text("a");
        writer->keepAlive();
        script.end().finish();
        const std::size_t size = out.size();
        writer->keepAlive();
        QCOMPARE(out.size(), size);
        const auto events = parsed(out);
        QCOMPARE(fault(events), std::string());
        QCOMPARE(std::count_if(events.begin(), events.end(),
                               [](const Json &e) { return e.at("type") == "keepalive"; }),
                 std::ptrdiff_t(2));
    }

    /// Every recorded stream through reader and writer: valid, and for a reader again the same answer.
    void rewritesRecordings()
    {
        QTemporaryDir dir;
        QVERIFY(dir.isValid());
        QStringList written;
        QStringList files{ownData("text.json"), ownData("tools.json")};
        files += responsesRecordings();
        for (const QString &path : files) {
            const Json recording = Json::parse(readFile(path));
            const Json &response = recording.at("response");
            EventLog before;
            std::string out;
            const auto reader = openAiResponsesCodec().answerReader({});
            const auto logReader = openAiResponsesCodec().answerReader({});
            const auto writer = openAiResponsesCodec().answerWriter(context(), true);
            writer->setOut(&out);
            if (response.contains("sse")) {
                const std::string bytes = wireOf(response.at("sse"));
                readStream(*reader, {bytes}, *writer);
                readStream(*logReader, {bytes}, before);
            } else if (response.contains("body") && response.at("body").is_object() &&
                       response.at("body").value("object", "") == "response") {
                const Padded body(response.at("body").dump());
                reader->whole(body.view(), *writer);
                logReader->whole(body.view(), before);
            } else {
                continue;
            }
            QVERIFY2(fault(parsed(out)).empty(), (fault(parsed(out)) + " " + path.toStdString()).c_str());
            const bool isForeign = std::ranges::any_of( // an item of xAI alone, which is left out
                before.lines,
                [](const std::string &line) { return line.find("x_search_call") != std::string::npos; });
            if (before.lines.back().starts_with("finish ") && before.lines.size() > 3 && !isForeign)
                compareAnswers(path, before.lines, eventsOf(out));
            const QString file = dir.filePath(QString::number(written.size()) + QStringLiteral(".sse"));
            QFile save(file);
            QVERIFY(save.open(QIODevice::WriteOnly));
            save.write(out.data(), qint64(out.size()));
            written += file;
        }
        QVERIFY(written.size() >= 2);
        for (int row = 0; row < int(scenes().size()); ++row) {
            const QString file = dir.filePath(QStringLiteral("scene%1.sse").arg(row));
            QFile save(file);
            QVERIFY(save.open(QIODevice::WriteOnly));
            const std::string out = streamOf(scenes()[std::size_t(row)]);
            save.write(out.data(), qint64(out.size()));
            written += file;
        }
        validate(written);
    }

private:
    static std::vector<Scene> scenes()
    {
        using ir::BlockKind;
        using ir::CallKind;
        const std::string_view shell = "{\\\"command\\\":[\\\"ls\\\"]}";
        const std::string_view search = "{\\\"query\\\":\\\"x\\\"}";
        const std::string_view patch = "{\\\"type\\\":\\\"delete_file\\\",\\\"path\\\":\\\"a\\\"}";
        const std::string_view commands = "{\\\"commands\\\":[\\\"ls\\\"]}";
        return {
            [=](Script &s) {
                s.start().block(BlockKind::Reasoning).thought("t").signature("x").end();
                s.block(BlockKind::Text).text("a").end();
                s.block(BlockKind::Call, CallKind::Function, "f")
                    .signature("y")
                    .arguments("{}")
                    .end()
                    .usage()
                    .finish();
            },
            [=](Script &s) {
                s.start().block(BlockKind::Call, CallKind::LocalShell).arguments(shell).end();
                s.block(BlockKind::Call, CallKind::ToolSearch).arguments(search).end();
                s.block(BlockKind::Call, CallKind::ApplyPatch).arguments(patch).end();
                s.block(BlockKind::Call, CallKind::Shell).arguments(commands).end().finish();
            },
            [](Script &s) { s.start().usage().finish(); },
            [](Script &s) {
                s.start()
                    .block(BlockKind::Refusal)
                    .give(ir::RefusalDelta{{"No"}})
                    .end()
                    .finish(ir::StopReason::Refusal);
            },
            [](Script &s) {
                s.start().block(BlockKind::Call, CallKind::Function, "f").arguments("{\\\"").end(false);
                s.usage().finish(ir::StopReason::Length);
            },
            [](Script &s) {
                s.start()
                    .block(BlockKind::Text)
                    .text("a")
                    .end(false)
                    .fail(ir::FailureKind::StreamClosed, "closed");
            },
        };
    }

    /// But for what the writer makes itself: ids, and one summary for all kinds of thoughts.
    static void compareAnswers(const QString &path, const std::vector<std::string> &before,
                               const std::vector<std::string> &after)
    {
        const auto comparable = [](const std::vector<std::string> &events) {
            std::vector<std::string> result;
            for (std::string line : addedUp(events)) {
                if (line.starts_with("start ") || line.starts_with("usage "))
                    continue;
                line = line.substr(0, line.find(" reasoning id="));
                if (line.starts_with("citation ")) { // members that a host left out are filled in
                    Json citation = Json::parse(line.substr(9));
                    if (citation.value("start_index", 0) == 0 && citation.value("end_index", 0) == 0) {
                        for (const char *member : {"start_index", "end_index", "title"})
                            citation.erase(member);
                    }
                    line = "citation " + citation.dump();
                }
                if (line.starts_with("summary") || line.starts_with("thought"))
                    line = "thought" + line.substr(line.find(' '));
                result.push_back(line);
            }
            return result;
        };
        const auto a = comparable(before);
        const auto b = comparable(after);
        const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
        const std::string is = y == b.end() ? "-" : *y;
        const std::string was = x == a.end() ? "-" : *x;
        QVERIFY2(
            a == b,
            (path.toStdString() + "\n is " + is.substr(0, 300) + "\n was " + was.substr(0, 300)).c_str());
    }

    static void validate(const QStringList &files)
    {
        const QString script = QStringLiteral(SIGNALBOX_SHARED_DIR "/wire/validate_responses_stream.py");
        const QString python = QStandardPaths::findExecutable(QStringLiteral("python3"));
        if (python.isEmpty() || !QFile::exists(script))
            return; // the checks above stand by themselves
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(python, QStringList{script, QStringLiteral("--quiet")} + files);
        QVERIFY(process.waitForFinished(120'000));
        const QByteArray output = process.readAll();
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0,
                 output.left(4000).constData());
    }
};

QTEST_APPLESS_MAIN(TestResponsesAnswerWriter)
#include "tst_responses_answer_writer.moc"
