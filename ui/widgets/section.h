#pragma once

#include <QMargins>

class QHBoxLayout;
class QTableView;
class QString;
class QVBoxLayout;
class QWidget;

/// Parts of a pane's sections, one below the other: a head with a title, rows with room round them, a table.
namespace signalbox::ui {

class Label;

/// As the last of `rows`.
[[nodiscard]] QHBoxLayout *newSectionHead(QVBoxLayout &rows);
[[nodiscard]] Label *newSectionTitle(const QString &text, QWidget *parent);
/// In a room of its own, which is shown and hidden with it.
[[nodiscard]] QWidget *padded(QWidget *inner, const QMargins &margins, QWidget *parent);

} // namespace signalbox::ui
