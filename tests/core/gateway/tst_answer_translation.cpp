#ifndef Q_MOC_RUN
#    include "split_samples.h"
#endif
#include "base/byte_buffer.h"
#include "gateway/answer_translation.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::gateway;

class TestAnswerTranslation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splitCharactersAreJoined_data()
    {
        QTest::addColumn<int>("sample");
        const std::vector<SplitSample> samples = splitSamples();
        for (std::size_t at = 0; at < samples.size(); ++at)
            QTest::newRow(samples[at].name) << int(at);
    }
    /// Whatever format the provider speaks: half a character is told to nobody.
    void splitCharactersAreJoined()
    {
        QFETCH(int, sample);
        const SplitSample split = splitSamples()[static_cast<std::size_t>(sample)];
        wire::ir::Request request;
        request.source = wire::Format::OpenAiChat;
        AnswerTranslation translation(
            request, split.format, {},
            wire::codecFor(wire::Format::OpenAiChat)->answerWriter({.answerId = "id", .model = "m"}, true));
        std::string out;
        translation.writer().setOut(&out);
        struct Sink final : wire::ir::EventSink
        {
            explicit Sink(AnswerTranslation &to) : translation(to) {}
            void on(const wire::ir::Event &event) override { translation.on(event); }
            AnswerTranslation &translation;
        } sink(translation);
        const auto reader = wire::codecFor(split.format)->answerReader({});
        for (const auto &[name, data] : split.messages) {
            std::string padded = data;
            padded.append(ByteBuffer::kPadding, '\0');
            reader->message(name, std::string_view(padded).substr(0, data.size()), sink);
        }
        QVERIFY2(out.find("\"a\\ud83d\\ude00b\"") != std::string::npos ||
                     out.find("\"\\ud83d\\ude00b\"") != std::string::npos,
                 out.c_str());
        QVERIFY2(out.find("\\ud83d\"") == std::string::npos, out.c_str());
    }
};

QTEST_APPLESS_MAIN(TestAnswerTranslation)
#include "tst_answer_translation.moc"
