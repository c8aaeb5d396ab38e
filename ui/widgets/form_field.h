#pragma once

#include <QWidget>

namespace signalbox::ui {

class Label;
class StatusLabel;

/// A control with its name above and, where it holds something wrong, a sentence below. The name and the
/// sentence are what a screen reader says of the control.
class FormField final : public QWidget
{
    Q_OBJECT

public:
    /// Takes `editor`.
    FormField(const QString &name, QWidget *editor, QWidget *parent = nullptr);

    void setName(const QString &name);
    void setHint(const QString &hint);
    /// Empty: nothing is wrong.
    void setProblem(const QString &problem);
    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] QWidget *editor() const { return m_editor; }

private:
    void describe();

    Label *m_name;
    QWidget *m_editor;
    StatusLabel *m_wrong;
    Label *m_hintLabel;
    QString m_problem;
    QString m_hint;
};

} // namespace signalbox::ui
