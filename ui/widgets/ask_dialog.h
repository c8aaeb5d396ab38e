#pragma once

#include "ui/widgets/button.h"

#include <QDialog>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace signalbox::ui {

class Label;

/// A question with a title, a sentence or two, and buttons at the end. Blocks nothing but its parent window;
/// open() it and listen to its buttons.
class AskDialog final : public QDialog
{
    Q_OBJECT

public:
    /// Looks like `window`, and stands before it where it can be seen.
    AskDialog(const QString &title, QWidget &window);

    void setTitle(const QString &title);
    void setText(const QString &text);
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString text() const;
    /// Between the text and the buttons.
    void addWidget(QWidget *widget);
    /// From left to right; the main one has the focus first.
    Button *addButton(const QString &text, Button::Kind kind = Button::Kind::Plain);

private:
    Label *m_title;
    QLabel *m_text;
    QVBoxLayout *m_middle;
    QHBoxLayout *m_buttons;
};

} // namespace signalbox::ui
