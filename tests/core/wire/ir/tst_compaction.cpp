#include "core/wire/ir/event_log.h"
#include "wire/format.h"
#include "wire/ir/compaction.h"
#include "wire/ir/normalise.h"

#include <QTest>

using namespace signalbox::wire;
using namespace signalbox::wire::ir;

namespace {

constexpr std::string_view kAsking = R"({"model":"m","instructions":"be brief","tools":[
  {"type":"function","name":"exec_command","parameters":{"type":"object"}}],"tool_choice":"auto",
  "parallel_tool_calls":true,"text":{"format":{"type":"json_object"}},"input":[
  {"type":"message","role":"user","content":[{"type":"input_text","text":"build it"}]},
  {"type":"function_call","call_id":"c1","name":"exec_command","arguments":"{}"},
  {"type":"function_call_output","call_id":"c1","output":"done"},
  {"type":"compaction_trigger"}]})";

struct Read
{
    json::Document document;
    Request request;

    explicit Read(std::string_view body)
    {
        if (document.parseCopy(body)) {
            if (auto read = codecFor(Format::OpenAiResponses)->readRequest(document))
                request = std::move(*read);
        }
    }
};

/// Keeps the hosted items besides.
class ItemLog final : public EventSink
{
public:
    void on(const Event &event) override
    {
        if (const auto *start = std::get_if<BlockStart>(&event); start && start->kind == BlockKind::Hosted)
            items.emplace_back(start->raw.text);
        log.on(event);
    }

    EventLog log;
    std::vector<std::string> items;
};

} // namespace

class TestCompaction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isNeededWhereTheProviderKnowsNone_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("upstream");
        QTest::addColumn<bool>("codexFields");
        QTest::addColumn<bool>("needed");
        const QByteArray asking(kAsking.data(), int(kAsking.size()));
        const QByteArray plain = R"({"model":"m","input":[{"role":"user","content":"hi"}]})";
        QTest::newRow("chat") << asking << int(Format::OpenAiChat) << true << true;
        QTest::newRow("another's Responses") << asking << int(Format::OpenAiResponses) << false << true;
        QTest::newRow("OpenAI's own") << asking << int(Format::OpenAiResponses) << true << false;
        QTest::newRow("an ordinary turn") << plain << int(Format::OpenAiChat) << false << false;
        QTest::newRow("nothing at all")
            << QByteArray(R"({"model":"m","input":[]})") << int(Format::OpenAiChat) << false << false;
    }
    void isNeededWhereTheProviderKnowsNone()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, upstream);
        QFETCH(bool, codexFields);
        QFETCH(bool, needed);
        const Read read(std::string_view(body.constData(), std::size_t(body.size())));
        Dialect dialect;
        dialect.codexFields = codexFields;
        QCOMPARE(needsSummary(read.request, Format(upstream), dialect), needed);
    }

    void asksForWordsWithoutTools()
    {
        Read read(kAsking);
        askForSummary(read.request);
        QVERIFY(!needsSummary(read.request, Format::OpenAiChat, {}));
        QVERIFY(read.request.tools.empty());
        Target target;
        target.model = "other";
        const auto written = codecFor(Format::OpenAiChat)->writeRequest(read.request, target);
        QVERIFY(written.has_value());
        json::Document chat;
        QVERIFY(chat.parseCopy(written->body));
        QVERIFY(!chat.root()["tools"].isPresent());
        QVERIFY(!chat.root()["response_format"].isPresent());
        QVERIFY(!chat.root()["parallel_tool_calls"].isPresent());
        std::string roles;
        Text last;
        for (const json::Value message : chat.root()["messages"]) {
            roles += unescape(message["role"].text()) + ' ';
            last = message["content"].text();
        }
        QCOMPARE(roles, std::string("system user assistant tool user "));
        QVERIFY2(unescape(last).find("Write a summary") != std::string::npos, unescape(last).c_str());
    }

    void oneItemThatOpensIntoTheSummary()
    {
        ItemLog sink;
        CompactionPacker packer("other", "secret", sink);
        const auto block = [&](BlockKind kind, int index, const Event &delta) {
            BlockStart start;
            start.kind = kind;
            start.index = index;
            packer.on(start);
            packer.on(delta);
            packer.on(BlockEnd{.index = index});
        };
        packer.on(Start{});
        block(BlockKind::Reasoning, 0, ReasoningDelta{.text = {"hm"}});
        block(BlockKind::Text, 1, TextDelta{{R"(built \"it\",)"}});
        block(BlockKind::Text, 2, TextDelta{{R"(\nnext: test)"}});
        packer.on(Finish{.reason = StopReason::Length, .stopSequence = {}, .explanation = {}});
        QCOMPARE(sink.log.problems(), std::vector<std::string>());
        QCOMPARE(sink.log.joined(), QByteArray("start - -\nbegin hosted\nend\nfinish stop"));
        QCOMPARE(sink.items.size(), std::size_t(1));

        const std::string body =
            R"({"model":"m","input":[)" + sink.items.front() + R"(,{"role":"user","content":"go on"}]})";
        const Read later(body);
        ConversationRules rules;
        rules.carrierKey = "secret";
        const NormalConversation conversation = normalise(later.request, rules);
        QVERIFY2(conversation.unreadable.empty(), conversation.unreadable.c_str());
        QVERIFY(!conversation.turns.empty());
        const auto &words = std::get<TextBlock>(conversation.turns.front().blocks.front()->value);
        QCOMPARE(
            std::string(words.text.escaped),
            std::string(R"(<system>Summary of the conversation so far: built \"it\",\nnext: test</system>)"));
    }

    void anOwnItemGoesToOpenAiAsWords()
    {
        ItemLog sink;
        CompactionPacker packer("other", {}, sink);
        packer.on(BlockStart{});
        packer.on(TextDelta{{"the state"}});
        packer.on(Finish{});
        const Read later(R"({"model":"m","input":[)" + sink.items.at(0) +
                         R"(,{"type":"compaction","encrypted_content":"theirs"}]})");
        Target target;
        target.dialect.codexFields = target.dialect.namespaceTools = target.dialect.customTools = true;
        const auto written = codecFor(Format::OpenAiResponses)->writeRequest(later.request, target);
        QVERIFY(written.has_value());
        QVERIFY2(written->body.find("so far: the state") != std::string::npos, written->body.c_str());
        QVERIFY2(written->body.find(R"("encrypted_content":"theirs")") != std::string::npos,
                 written->body.c_str());
        QVERIFY(!codecFor(Format::OpenAiChat)->writeRequest(later.request, {}).has_value());
    }

    void noWordsAreAFailure()
    {
        ItemLog sink;
        CompactionPacker packer("other", {}, sink);
        packer.on(Start{});
        packer.on(Finish{});
        QVERIFY(sink.items.empty());
        QVERIFY(sink.log.lines().last().startsWith("failure"));
    }
};

QTEST_GUILESS_MAIN(TestCompaction)
#include "tst_compaction.moc"
