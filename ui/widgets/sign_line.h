#pragma once

#include "ui/theme/signs.h"

#include <QWidget>

class QLabel;

namespace signalbox::ui {

/// A glyph, a fact in weight 600 and what follows from it, wrapped over as many lines as it takes.
class SignLine final : public QWidget
{
    Q_OBJECT

public:
    explicit SignLine(QWidget *parent = nullptr);
    SignLine(Sign sign, const QString &fact, const QString &rest, QWidget *parent = nullptr);

    void setLine(Sign sign, const QString &fact, const QString &rest);
    [[nodiscard]] QString text() const;
    [[nodiscard]] Sign sign() const { return m_sign; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refresh();

    QLabel *m_label;
    Sign m_sign = Sign::Waiting;
    QString m_fact;
    QString m_rest;
};

} // namespace signalbox::ui
