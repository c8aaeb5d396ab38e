#include "wire/openai_chat/think_splitter.h"

#include <QTest>

using signalbox::wire::openai_chat::ThinkSplitter;

class TestThinkSplitter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splits_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("thought");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char *name, const char *content, const char *thought, const char *text) {
            QTest::newRow(name) << QByteArray(content) << QByteArray(thought) << QByteArray(text);
        };
        row("both", "<think>why</think>so", "why", "so");
        row("space round the tags", "\\n<think>why</think>\\n\\nso", "why", "so");
        row("no tag", "so it is", "", "so it is");
        row("almost a tag", "<thin air>", "", "<thin air>");
        row("never closed", "<think>why", "why", "");
        row("almost closed", "<think>why</thi", "why</thi", "");
        row("a later tag is text", "so <think>x</think>", "", "so <think>x</think>");
        row("a second one is text", "<think>a</think>b<think>c</think>", "a", "b<think>c</think>");
        row("nothing thought", "<think></think>so", "", "so");
        row("nothing said", "<think>a</think>\\n", "a", "");
    }
    void splits()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, thought);
        QFETCH(QByteArray, text);
        const std::string whole = content.toStdString();
        for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
            if (cut > 0 && whole[cut - 1] == '\\')
                continue; // hosts do not cut escapes
            ThinkSplitter splitter;
            std::string thoughts;
            std::string texts;
            const auto take = [&](const ThinkSplitter::Piece &piece) {
                thoughts += piece.thought;
                texts += piece.text;
            };
            take(splitter.feed(std::string_view(whole).substr(0, cut)));
            take(splitter.feed(std::string_view(whole).substr(cut)));
            take(splitter.finish());
            QCOMPARE(QByteArray::fromStdString(thoughts), thought);
            QCOMPARE(QByteArray::fromStdString(texts), text);
        }
    }
};

QTEST_APPLESS_MAIN(TestThinkSplitter)
#include "tst_think_splitter.moc"
