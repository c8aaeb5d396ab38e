#pragma once

#include <QString>

#include <string_view>
#include <vector>

/// What makes one text of another, line by line. Pure.
namespace signalbox::ui {

struct DiffLine
{
    enum class Kind {
        Same,
        Removed,
        Added,
        Fold, ///< stands for `folded` lines that are the same
    };

    Kind kind = Kind::Same;
    int before = 0;       ///< its number in the old text, from 1; 0: it is not there
    int after = 0;        ///< in the new text
    QString text;         ///< without its end
    bool unended = false; ///< the text's last line, and no line end follows
    int folded = 0;

    bool operator==(const DiffLine &) const = default;
};

struct LineDiff
{
    std::vector<DiffLine> lines;
    int added = 0;
    int removed = 0;

    bool operator==(const LineDiff &) const = default;
};

/// The shortest way from `before` to `after` (Myers, 1986); where lines are replaced, the old ones come
/// first. Line ends count: a line that only lost its carriage return has changed. Texts that have almost
/// nothing in common are told as one replacement instead of being searched for ever.
[[nodiscard]] LineDiff lineDiff(std::string_view before, std::string_view after);

/// The same with `context` unchanged lines round every change; what is left out becomes one Fold.
[[nodiscard]] LineDiff folded(LineDiff diff, int context);

/// The added lines alone, as they would be typed in by hand; a blank line between those that do not follow
/// one another.
[[nodiscard]] QString addedText(const LineDiff &diff);

} // namespace signalbox::ui
