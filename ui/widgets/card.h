#pragma once

#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace signalbox::ui {

class Label;

/// A white sheet with a line round it: title, actions at the end of the header, then whatever it is about.
class Card : public QWidget
{
    Q_OBJECT

public:
    /// An empty title: no header.
    explicit Card(const QString &title, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void addHeaderWidget(QWidget *widget);
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QVBoxLayout *m_body;
    QHBoxLayout *m_header = nullptr;
    Label *m_title = nullptr;
};

/// The sheet itself, for widgets that are cards without being one.
void paintSheet(QWidget &widget, bool hovered = false);

} // namespace signalbox::ui
