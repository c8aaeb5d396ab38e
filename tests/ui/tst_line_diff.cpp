#include "ui/models/line_diff.h"

#include <QStringList>
#include <QTest>

#include <random>

using namespace signalbox::ui;
using namespace Qt::StringLiterals;
using Kind = DiffLine::Kind;

namespace {

QString written(const LineDiff &diff)
{
    QStringList lines;
    for (const DiffLine &line : diff.lines) {
        const QString numbers = u"%1,%2"_s.arg(line.before).arg(line.after);
        switch (line.kind) {
        case Kind::Same:
            lines << u" "_s + numbers + u" "_s + line.text;
            break;
        case Kind::Removed:
            lines << u"-"_s + numbers + u" "_s + line.text;
            break;
        case Kind::Added:
            lines << u"+"_s + numbers + u" "_s + line.text;
            break;
        case Kind::Fold:
            lines << u"…%1"_s.arg(line.folded);
            break;
        }
        if (line.unended)
            lines.last() += u'$';
    }
    return lines.join(u'|');
}

/// One side of a diff, put together again.
QByteArray side(const LineDiff &diff, bool after)
{
    QByteArray text;
    for (const DiffLine &line : diff.lines) {
        if (line.kind == (after ? Kind::Removed : Kind::Added))
            continue;
        text += line.text.toUtf8();
        if (!line.unended)
            text += '\n';
    }
    return text;
}

} // namespace

class TestLineDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void differences_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *name, const char *before, const char *after, const QString &shown) {
            QTest::newRow(name) << QByteArray(before) << QByteArray(after) << shown;
        };
        row("nothing and nothing", "", "", QString());
        row("the same", "a\nb\n", "a\nb\n", u" 1,1 a| 2,2 b"_s);
        row("a new file", "", "a\nb\n", u"+0,1 a|+0,2 b"_s);
        row("an emptied file", "a\nb\n", "", u"-1,0 a|-2,0 b"_s);
        row("added in the middle", "a\nc\n", "a\nb\nc\n", u" 1,1 a|+0,2 b| 2,3 c"_s);
        row("removed in the middle", "a\nb\nc\n", "a\nc\n", u" 1,1 a|-2,0 b| 3,2 c"_s);
        row("replaced: the old first", "a\nb\nc\n", "a\nx\ny\nc\n", u" 1,1 a|-2,0 b|+0,2 x|+0,3 y| 3,4 c"_s);
        row("two places", "a\nb\nc\nd\n", "x\nb\nc\nd\ny\n", u"-1,0 a|+0,1 x| 2,2 b| 3,3 c| 4,4 d|+0,5 y"_s);
        row("moved", "a\nb\nc\n", "b\nc\na\n", u"-1,0 a| 2,1 b| 3,2 c|+0,3 a"_s);
        row("nothing in common", "a\nb\n", "c\nd\n", u"-1,0 a|-2,0 b|+0,1 c|+0,2 d"_s);
        row("repeated lines", "a\na\na\n", "a\na\n", u" 1,1 a| 2,2 a|-3,0 a"_s);
        row("no end at the end of both", "a\nb", "a\nb", u" 1,1 a| 2,2 b$"_s);
        row("the last line end comes", "a\nb", "a\nb\n", u" 1,1 a|-2,0 b$|+0,2 b"_s);
        row("appended behind a line without end", "a", "a\nb\n", u"-1,0 a$|+0,1 a|+0,2 b"_s);
        row("a carriage return is lost", "a\r\nb\r\n", "a\nb\r\n", u"-1,0 a|+0,1 a| 2,2 b"_s);
        row("empty lines", "\n\n", "\nx\n\n", u" 1,1 |+0,2 x| 2,3 "_s);
    }
    void differences()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        const LineDiff diff = lineDiff(before.toStdString(), after.toStdString());
        QTEST(written(diff), "shown");
        QCOMPARE(diff.added, int(std::ranges::count(diff.lines, Kind::Added, &DiffLine::kind)));
        QCOMPARE(diff.removed, int(std::ranges::count(diff.lines, Kind::Removed, &DiffLine::kind)));
    }

    void bothSidesCanBePutTogetherAgain()
    {
        std::mt19937 random(20261120);
        for (int round = 0; round < 400; ++round) {
            QByteArray sides[2];
            for (QByteArray &text : sides) {
                for (unsigned line = random() % 30; line > 0; --line)
                    text += QByteArray::number(random() % 6) + '\n';
                if (random() % 3 == 0)
                    text.chop(1);
            }
            const LineDiff diff = lineDiff(sides[0].toStdString(), sides[1].toStdString());
            QCOMPARE(side(diff, false), sides[0]);
            QCOMPARE(side(diff, true), sides[1]);
            int before = 0;
            int after = 0;
            for (const DiffLine &line : diff.lines) {
                if (line.before != 0)
                    QCOMPARE(line.before, ++before);
                if (line.after != 0)
                    QCOMPARE(line.after, ++after);
            }
        }
    }

    void itIsTheShortest()
    {
        // Against the longest common subsequence, found the slow way.
        std::mt19937 random(7);
        for (int round = 0; round < 200; ++round) {
            std::string sides[2];
            for (std::string &text : sides) {
                for (unsigned line = random() % 14; line > 0; --line)
                    text += std::string(1, char('a' + random() % 3)) + "\n";
            }
            const std::size_t n = sides[0].size() / 2;
            const std::size_t m = sides[1].size() / 2;
            std::vector<std::vector<int>> common(n + 1, std::vector<int>(m + 1, 0));
            for (std::size_t i = 1; i <= n; ++i) {
                for (std::size_t j = 1; j <= m; ++j)
                    common[i][j] = sides[0][2 * i - 2] == sides[1][2 * j - 2]
                                       ? common[i - 1][j - 1] + 1
                                       : std::max(common[i - 1][j], common[i][j - 1]);
            }
            const LineDiff diff = lineDiff(sides[0], sides[1]);
            QCOMPARE(diff.added + diff.removed, int(n + m) - 2 * common[n][m]);
        }
    }

    void hugeAndUnlikeEndsSoon()
    {
        std::string before;
        std::string after;
        for (int i = 0; i < 4'000; ++i) {
            before += "a" + std::to_string(i) + "\n";
            after += "b" + std::to_string(i) + "\n";
        }
        const LineDiff diff = lineDiff(before, after);
        QCOMPARE(diff.added, 4'000);
        QCOMPARE(diff.removed, 4'000);
    }

    void longStretchesAreFolded()
    {
        std::string before;
        for (int i = 1; i <= 40; ++i)
            before += std::to_string(i) + "\n";
        std::string after = before;
        after.replace(after.find("20\n"), 3, "x\n");
        const LineDiff diff = folded(lineDiff(before, after), 2);
        QCOMPARE(written(diff), u"…17| 18,18 18| 19,19 19|-20,0 20|+0,20 x| 21,21 21| 22,22 22|…18"_s);
        QCOMPARE(diff.added, 1);
        // What is hardly longer than its fold stays.
        QCOMPARE(written(folded(lineDiff("1\n2\n3\n", "1\n2\n3\n4\n"), 0)), u" 1,1 1| 2,2 2| 3,3 3|+0,4 4"_s);
    }

    void addedLinesToTypeInByHand()
    {
        QCOMPARE(addedText(lineDiff("a\nb\n", "x\na\nb\ny\nz\n")), u"x\n\ny\nz\n"_s);
        QCOMPARE(addedText(lineDiff("a\n", "")), QString());
    }
};

QTEST_GUILESS_MAIN(TestLineDiff)
#include "tst_line_diff.moc"
