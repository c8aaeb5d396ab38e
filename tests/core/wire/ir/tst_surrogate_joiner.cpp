#include "event_log.h"
#include "wire/ir/surrogate_joiner.h"

#include <QTest>

using namespace signalbox::wire;
using namespace signalbox::wire::ir;

namespace {

Event text(std::string_view words)
{
    return TextDelta{Text{words}};
}

/// Every event on a line of its own, also pieces of one text.
class Pieces final : public EventSink
{
public:
    void on(const Event &event) override
    {
        EventLog log;
        log.on(event);
        lines.append(log.joined());
    }
    QByteArrayList lines;
};

} // namespace

class TestSurrogateJoiner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void joins_data()
    {
        QTest::addColumn<QByteArrayList>("pieces");
        QTest::addColumn<QByteArrayList>("joined");
        const auto row = [](const char *name, const QByteArrayList &pieces, const QByteArrayList &joined) {
            QTest::newRow(name) << pieces << joined;
        };
        row("nothing is split", {"a", "\\ud83d\\ude00", "b"},
            {"text a", "text \\ud83d\\ude00", "text b", "end"});
        row("split", {"a\\ud83d", "\\ude00b"}, {"text a", "text \\ud83d\\ude00b", "end"});
        row("halves alone", {"\\uD83D", "\\uDE00"}, {"text \\uD83D\\uDE00", "end"});
        row("two in a row", {"\\ud83d", "\\ude00\\ud83d", "\\ude01"},
            {"text \\ud83d\\ude00", "text \\ud83d\\ude01", "end"});
        row("the other half does not come", {"a\\ud83d", "b"}, {"text a", "text \\ud83db", "end"});
        row("the text ends", {"a\\ud83d"}, {"text a", "text \\ud83d", "end"});
        row("words about an escape", {"\\\\ud83d", "b"}, {"text \\\\ud83d", "text b", "end"});
        row("an escaped backslash before it", {"\\\\\\ud83d", "\\ude00"},
            {"text \\\\", "text \\ud83d\\ude00", "end"});
        row("another escape", {"\\u00e9", "\\ude00"}, {"text \\u00e9", "text \\ude00", "end"});
    }
    void joins()
    {
        QFETCH(const QByteArrayList, pieces);
        QFETCH(const QByteArrayList, joined);
        Pieces log;
        SurrogateJoiner joiner(log);
        for (const QByteArray &piece : pieces)
            joiner.on(text(piece.toStdString()));
        joiner.on(BlockEnd{});
        QCOMPARE(log.lines.size(), joined.size());
        for (qsizetype at = 0; at + 1 < joined.size(); ++at)
            QCOMPARE(log.lines[at], joined[at]);
    }

    /// Some hosts tell usage with every piece.
    void usageMayStandBetween()
    {
        Pieces log;
        SurrogateJoiner joiner(log);
        joiner.on(text("\\ud83d"));
        joiner.on(UsageUpdate{});
        joiner.on(text("\\ude00"));
        QCOMPARE(log.lines.last(), QByteArray("text \\ud83d\\ude00"));
    }

    void everyKindOfTextIsJoined()
    {
        const std::string_view high = "\\ud83d";
        const std::string_view low = "\\ude00";
        Pieces log;
        SurrogateJoiner joiner(log);
        for (const std::string_view half : {high, low})
            joiner.on(ArgumentsDelta{Text{half}});
        for (const std::string_view half : {high, low})
            joiner.on(ReasoningDelta{.text = Text{half}, .summary = true, .part = 1});
        for (const std::string_view half : {high, low})
            joiner.on(RefusalDelta{Text{half}});
        QCOMPARE(log.lines, (QByteArrayList{"arguments \\ud83d\\ude00", "reasoning \\ud83d\\ude00",
                                            "refusal \\ud83d\\ude00"}));
    }

    void halvesOfDifferentTextsStayApart()
    {
        Pieces log;
        SurrogateJoiner joiner(log);
        joiner.on(text("\\ud83d"));
        joiner.on(ArgumentsDelta{Text{"\\ude00"}});
        QCOMPARE(log.lines, (QByteArrayList{"text \\ud83d", "arguments \\ude00"}));
    }
};

QTEST_APPLESS_MAIN(TestSurrogateJoiner)
#include "tst_surrogate_joiner.moc"
