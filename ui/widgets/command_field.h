#pragma once

#include <QWidget>

namespace signalbox::ui {

class CopyButton;
class Label;

/// A command that can be copied, set in the fixed font on a bordered ground; left to right in every language.
class CommandField final : public QWidget
{
    Q_OBJECT

public:
    enum class Copy { Icon, Text };

    CommandField(const QString &command, Copy copy, QWidget *parent = nullptr);

    void setCommand(const QString &command);
    [[nodiscard]] QString command() const;
    [[nodiscard]] CopyButton *copyButton() const { return m_copy; }
    /// Behind Copy.
    void addWidget(QWidget *widget);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Label *m_text;
    CopyButton *m_copy;
};

} // namespace signalbox::ui
