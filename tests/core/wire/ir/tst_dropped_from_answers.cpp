// What an answer holds and a client's format has no place for is named, in streams and whole answers alike.
#include "wire/format.h"

#include <QTest>

#include <array>
#include <memory>

using namespace signalbox::wire;

namespace {

constexpr std::array<Format, 4> kClients{Format::OpenAiResponses, Format::OpenAiChat,
                                         Format::AnthropicMessages, Format::Gemini};

const char *const kPicture =
    "{\"type\":\"image_generation_call\",\"id\":\"ig_1\",\"output_format\":\"png\",\"result\":\"QQ==\"}";
const char *const kSearch = "{\"type\":\"web_search_call\",\"id\":\"ws_1\",\"status\":\"completed\","
                            "\"action\":{\"type\":\"search\",\"query\":\"q\"}}";
const char *const kOwnSearch = "{\"type\":\"web_search_call\",\"id\":\"srvtoolu_1\",\"status\":\"completed\","
                               "\"action\":{\"type\":\"search\",\"query\":\"q\"}}";
const char *const kResult =
    "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"srvtoolu_1\",\"content\":[]}";
const char *const kCode = "{\"type\":\"code_interpreter_call\",\"id\":\"ci_1\",\"status\":\"completed\","
                          "\"code\":\"1\",\"container_id\":\"c\",\"outputs\":[]}";
const char *const kSound =
    "{\"type\":\"inlineData\",\"inlineData\":{\"mimeType\":\"audio/wav\",\"data\":\"QQ==\"}}";
const char *const kSource =
    "{\"type\":\"url_citation\",\"url\":\"u\",\"title\":\"t\",\"start_index\":0,\"end_index\":1}";
const char *const kFile = "{\"type\":\"file_citation\",\"file_id\":\"f\",\"index\":0}";

/// An answer with a text, a hosted item, the same again, and a citation, of those that are given.
void tell(AnswerWriter &writer, const char *item, const char *citation)
{
    writer.on(ir::Start{Text{"id"}, Text{"m"}});
    int index = 0;
    for (int again = 0; item != nullptr && again < 2; ++again) {
        ir::BlockStart hosted;
        hosted.index = index;
        hosted.kind = ir::BlockKind::Hosted;
        hosted.raw = RawJson{item};
        writer.on(hosted);
        writer.on(ir::BlockEnd{index++, true});
    }
    ir::BlockStart text;
    text.index = index;
    writer.on(text);
    writer.on(ir::TextDelta{Text{"a"}});
    if (citation != nullptr)
        writer.on(ir::Citation{RawJson{citation}});
    writer.on(ir::BlockEnd{index, true});
    writer.on(ir::Finish{});
}

} // namespace

class TestDroppedFromAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isNamed_data()
    {
        QTest::addColumn<QByteArray>("item");
        QTest::addColumn<QByteArray>("citation");
        QTest::addColumn<QByteArrayList>("dropped"); // by Responses, Chat, Messages, Gemini
        const QByteArray none;
        QTest::newRow("nothing") << none << none << QByteArrayList{"", "", "", ""};
        QTest::newRow("a picture") << QByteArray(kPicture) << none
                                   << QByteArrayList{"", "", "answer.image_generation_call", ""};
        QTest::newRow("a search") << QByteArray(kSearch) << none
                                  << QByteArrayList{"", "answer.web_search_call", "answer.web_search_call",
                                                    ""};
        QTest::newRow("a search of Anthropic's")
            << QByteArray(kOwnSearch) << none << QByteArrayList{"", "answer.web_search_call", "", ""};
        QTest::newRow("what it found")
            << QByteArray(kResult) << none
            << QByteArrayList{"answer.web_search_tool_result", "answer.web_search_tool_result", "",
                              "answer.web_search_tool_result"};
        QTest::newRow("code that was run")
            << QByteArray(kCode) << none
            << QByteArrayList{"", "answer.code_interpreter_call", "answer.code_interpreter_call",
                              "answer.code_interpreter_call"};
        QTest::newRow("sound") << QByteArray(kSound) << none
                               << QByteArrayList{"answer.inlineData", "answer.inlineData",
                                                 "answer.inlineData", ""};
        QTest::newRow("no JSON") << QByteArray("{") << none
                                 << QByteArrayList{"answer.item", "answer.item", "answer.item",
                                                   "answer.item"};
        QTest::newRow("a source") << none << QByteArray(kSource)
                                  << QByteArrayList{"", "", "answer.citations", ""};
        QTest::newRow("a file") << none << QByteArray(kFile)
                                << QByteArrayList{"", "answer.citations", "answer.citations",
                                                  "answer.citations"};
    }
    void isNamed()
    {
        QFETCH(QByteArray, item);
        QFETCH(QByteArray, citation);
        QFETCH(QByteArrayList, dropped);
        for (std::size_t at = 0; at < kClients.size(); ++at) {
            for (const bool streamed : {true, false}) {
                std::string out;
                AnswerContext context;
                context.answerId = "answer";
                const std::unique_ptr<AnswerWriter> writer =
                    codecFor(kClients[at])->answerWriter(std::move(context), streamed);
                writer->setOut(&out);
                tell(*writer, item.isEmpty() ? nullptr : item.constData(),
                     citation.isEmpty() ? nullptr : citation.constData());
                QByteArray named;
                for (const std::string &name : writer->dropped())
                    named += QByteArray(named.isEmpty() ? "" : ",") + name.c_str();
                QCOMPARE(named, dropped[static_cast<qsizetype>(at)]);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestDroppedFromAnswers)
#include "tst_dropped_from_answers.moc"
