#pragma once

#include <QDialog>

class QHBoxLayout;
class QVBoxLayout;

namespace signalbox::ui {

/// What all dialogs share: the window's palette, the ring of the focus, a body and a row of buttons at the
/// foot. Shown with open(): none runs an event loop of its own. Deletes itself once closed.
class Dialog : public QDialog
{
    Q_OBJECT

public:
    Dialog(const QString &title, QWidget *parent);
    ~Dialog() override;

    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    [[nodiscard]] QHBoxLayout *foot() const { return m_foot; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QVBoxLayout *m_body;
    QHBoxLayout *m_foot;
};

} // namespace signalbox::ui
