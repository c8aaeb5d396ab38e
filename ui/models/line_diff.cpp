#include "ui/models/line_diff.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace signalbox::ui {

namespace {

using Kind = DiffLine::Kind;
using Lines = std::vector<std::string_view>; ///< with their ends

/// Settings files differ in dozens of lines. Beyond this the search's memory grows with its square.
constexpr int kMostSteps = 1'000;

Lines linesOf(std::string_view text)
{
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
        lines.push_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return lines;
}

DiffLine shown(Kind kind, std::string_view line, int before, int after)
{
    const bool ended = line.ends_with('\n');
    if (ended)
        line.remove_suffix(1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return {kind, before, after, QString::fromUtf8(line.data(), qsizetype(line.size())), !ended, 0};
}

/// Which lines go and which come, of the part in the middle that has changed.
struct Marks
{
    std::vector<bool> removed;
    std::vector<bool> added;
};

Marks allReplaced(std::size_t before, std::size_t after)
{
    return {std::vector<bool>(before, true), std::vector<bool>(after, true)};
}

/// Furthest reaching paths by diagonals, kept for each number of steps so that the way back can be walked.
Marks marks(const Lines &a, const Lines &b)
{
    const int n = int(a.size());
    const int m = int(b.size());
    const int most = std::min(n + m, kMostSteps);
    std::vector<int> reach(std::size_t(2 * most + 2), 0);
    const auto at = [most](int diagonal) { return std::size_t(diagonal + most); };
    const auto goesDown = [&at](const std::vector<int> &row, int k, int steps) {
        return k == -steps || (k != steps && row[at(k - 1)] < row[at(k + 1)]);
    };
    std::vector<std::vector<int>> trace;
    int steps = 0;
    bool arrived = n == 0 && m == 0;
    for (; steps <= most && !arrived; ++steps) {
        trace.push_back(reach);
        for (int k = -steps; k <= steps && !arrived; k += 2) {
            int x = goesDown(reach, k, steps) ? reach[at(k + 1)] : reach[at(k - 1)] + 1;
            while (x < n && x - k < m && x - k >= 0 && a[std::size_t(x)] == b[std::size_t(x - k)])
                ++x;
            reach[at(k)] = x;
            arrived = x >= n && x - k >= m;
        }
        if (arrived)
            break;
    }
    if (!arrived)
        return allReplaced(a.size(), b.size());
    Marks marks{std::vector<bool>(a.size(), false), std::vector<bool>(b.size(), false)};
    int x = n;
    int y = m;
    for (int d = steps; d > 0; --d) {
        const std::vector<int> &row = trace[std::size_t(d)];
        const int k = x - y;
        const bool down = goesDown(row, k, d);
        const int fromX = row[at(down ? k + 1 : k - 1)];
        const int fromY = fromX - (down ? k + 1 : k - 1);
        if (down)
            marks.added[std::size_t(fromY)] = true;
        else
            marks.removed[std::size_t(fromX)] = true;
        x = fromX;
        y = fromY;
    }
    return marks;
}

} // namespace

LineDiff lineDiff(std::string_view before, std::string_view after)
{
    const Lines a = linesOf(before);
    const Lines b = linesOf(after);
    std::size_t head = 0;
    while (head < a.size() && head < b.size() && a[head] == b[head])
        ++head;
    std::size_t tail = 0;
    while (tail < a.size() - head && tail < b.size() - head &&
           a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
        ++tail;
    const auto end = [tail](const Lines &lines) { return lines.end() - std::ptrdiff_t(tail); };
    const Marks middle = marks(Lines(a.begin() + std::ptrdiff_t(head), end(a)),
                               Lines(b.begin() + std::ptrdiff_t(head), end(b)));

    LineDiff diff;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() || j < b.size()) {
        const bool inMiddle = i >= head && j >= head;
        if (inMiddle && i - head < middle.removed.size() && middle.removed[i - head]) {
            diff.lines.push_back(shown(Kind::Removed, a[i], int(i) + 1, 0));
            ++diff.removed;
            ++i;
        } else if (inMiddle && j - head < middle.added.size() && middle.added[j - head]) {
            diff.lines.push_back(shown(Kind::Added, b[j], 0, int(j) + 1));
            ++diff.added;
            ++j;
        } else {
            diff.lines.push_back(shown(Kind::Same, a[i], int(i) + 1, int(j) + 1));
            ++i;
            ++j;
        }
    }
    // Replaced lines: what goes stands before what comes.
    for (auto run = diff.lines.begin(); run != diff.lines.end();) {
        const auto isChange = [](const DiffLine &line) { return line.kind != Kind::Same; };
        const auto first = std::find_if(run, diff.lines.end(), isChange);
        const auto last = std::find_if_not(first, diff.lines.end(), isChange);
        std::vector<DiffLine> ordered;
        for (const Kind kind : {Kind::Removed, Kind::Added})
            std::copy_if(first, last, std::back_inserter(ordered),
                         [kind](const DiffLine &line) { return line.kind == kind; });
        std::ranges::move(ordered, first);
        run = last;
    }
    return diff;
}

LineDiff folded(LineDiff diff, int context)
{
    std::vector<DiffLine> lines;
    const auto isChange = [](const DiffLine &line) { return line.kind != Kind::Same; };
    for (auto it = diff.lines.begin(); it != diff.lines.end();) {
        if (isChange(*it)) {
            lines.push_back(std::move(*it++));
            continue;
        }
        const auto end = std::find_if(it, diff.lines.end(), isChange);
        const auto head = it == diff.lines.begin() ? 0 : context;
        const auto tail = end == diff.lines.end() ? 0 : context;
        const auto count = int(end - it);
        // A fold takes a row itself: it has to be worth it.
        if (count <= head + tail + 3) {
            std::move(it, end, std::back_inserter(lines));
        } else {
            std::move(it, it + head, std::back_inserter(lines));
            DiffLine fold;
            fold.kind = Kind::Fold;
            fold.folded = count - head - tail;
            lines.push_back(fold);
            std::move(end - tail, end, std::back_inserter(lines));
        }
        it = end;
    }
    diff.lines = std::move(lines);
    return diff;
}

QString addedText(const LineDiff &diff)
{
    QString text;
    int last = 0;
    for (const DiffLine &line : diff.lines) {
        if (line.kind != Kind::Added)
            continue;
        if (last != 0 && line.after != last + 1)
            text += u'\n';
        text += line.text + u'\n';
        last = line.after;
    }
    return text;
}

} // namespace signalbox::ui
