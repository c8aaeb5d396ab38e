#pragma once

#include "ui/theme/signs.h"

#include <QWidget>

namespace signalbox::ui {

class Label;
class StatusLabel;

/// The line at the foot of the window: state, address, rate, what runs, what the day has cost.
class StatusLine final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusLine(QWidget *parent = nullptr);

    void setState(Sign sign, const QString &word, const QString &address);
    /// Empty: not known.
    void setFigures(const QString &rate, const QString &inFlight, const QString &spent);
    void setVersion(const QString &version);
    void setNarrow(bool narrow);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    StatusLabel *m_state;
    Label *m_address;
    Label *m_rate;
    Label *m_inFlight;
    Label *m_spent;
    Label *m_version;
};

} // namespace signalbox::ui
