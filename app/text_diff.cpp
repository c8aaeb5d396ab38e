#include "app/text_diff.h"

#include <algorithm>
#include <vector>

namespace signalbox::app {

namespace {

constexpr std::size_t kContext = 3;
/// A table of more cells is not worth its memory: then the middle is shown as replaced.
constexpr std::size_t kMostCells = std::size_t(4) * 1024 * 1024;

using Lines = std::vector<std::string_view>;

Lines linesOf(std::string_view text)
{
    Lines lines;
    while (!text.empty()) {
        const std::size_t feed = text.find('\n');
        const std::size_t length = feed == std::string_view::npos ? text.size() : feed + 1;
        lines.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return lines;
}

struct Edit
{
    char mark = ' ';
    std::string_view line;
};

/// Longest common subsequence of what is left between the equal ends.
void appendMiddle(const Lines &a, const Lines &b, std::vector<Edit> &edits)
{
    const std::size_t width = b.size() + 1;
    if ((a.size() + 1) * width > kMostCells) {
        for (const std::string_view line : a)
            edits.push_back({'-', line});
        for (const std::string_view line : b)
            edits.push_back({'+', line});
        return;
    }
    std::vector<unsigned> common((a.size() + 1) * width, 0);
    for (std::size_t i = a.size(); i-- > 0;) {
        for (std::size_t j = b.size(); j-- > 0;)
            common[i * width + j] = a[i] == b[j]
                                        ? common[(i + 1) * width + j + 1] + 1
                                        : std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() || j < b.size()) {
        if (i < a.size() && j < b.size() && a[i] == b[j]) {
            edits.push_back({' ', a[i++]});
            ++j;
        } else if (j == b.size() ||
                   (i < a.size() && common[(i + 1) * width + j] >= common[i * width + j + 1])) {
            edits.push_back({'-', a[i++]});
        } else {
            edits.push_back({'+', b[j++]});
        }
    }
}

std::vector<Edit> editsBetween(const Lines &a, const Lines &b)
{
    std::size_t head = 0;
    while (head < a.size() && head < b.size() && a[head] == b[head])
        ++head;
    std::size_t tail = 0;
    while (tail < a.size() - head && tail < b.size() - head &&
           a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
        ++tail;
    std::vector<Edit> edits;
    const auto part = [](const Lines &lines, std::size_t from, std::size_t to) {
        return Lines(lines.begin() + static_cast<std::ptrdiff_t>(from),
                     lines.begin() + static_cast<std::ptrdiff_t>(to));
    };
    for (const std::string_view line : part(a, 0, head))
        edits.push_back({' ', line});
    appendMiddle(part(a, head, a.size() - tail), part(b, head, b.size() - tail), edits);
    for (const std::string_view line : part(a, a.size() - tail, a.size()))
        edits.push_back({' ', line});
    return edits;
}

} // namespace

std::string textDiff(std::string_view before, std::string_view after)
{
    const std::vector<Edit> edits = editsBetween(linesOf(before), linesOf(after));
    std::string out;
    std::size_t shown = 0; // edits before this one are out, or left out
    for (std::size_t i = 0; i < edits.size();) {
        if (edits[i].mark == ' ') {
            ++i;
            continue;
        }
        // A hunk: up to where more than twice the context is unchanged.
        const std::size_t begin = std::max(shown, i < kContext ? 0 : i - kContext);
        std::size_t last = i;
        for (std::size_t k = i; k < edits.size() && k <= last + 2 * kContext; ++k)
            last = edits[k].mark != ' ' ? k : last;
        const std::size_t end = std::min(edits.size(), last + 1 + kContext);
        const auto counted = [&](std::size_t from, std::size_t to, char without) {
            return std::count_if(edits.begin() + static_cast<std::ptrdiff_t>(from),
                                 edits.begin() + static_cast<std::ptrdiff_t>(to),
                                 [without](const Edit &edit) { return edit.mark != without; });
        };
        const auto range = [&](char without) {
            const auto length = counted(begin, end, without);
            return std::to_string(counted(0, begin, without) + (length > 0 ? 1 : 0)) + ',' +
                   std::to_string(length);
        };
        out += "@@ -" + range('+') + " +" + range('-') + " @@\n";
        for (std::size_t k = begin; k < end; ++k) {
            out += edits[k].mark;
            out += edits[k].line;
            if (!edits[k].line.ends_with('\n'))
                out += "\n\\ No newline at end of file\n";
        }
        shown = i = end;
    }
    return out;
}

} // namespace signalbox::app
