#pragma once

#include "config/configuration.h"

#include <QWidget>

namespace signalbox::ui {

class Card;
class CopyButton;
class Label;

/// The Overview before the first request: a clear line, and the one command that puts something on it. Beside
/// it what can be asked for already.
class EmptyOverview final : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyOverview(QWidget *parent = nullptr);

    void setConfiguration(const config::Configuration &configuration);
    void setAddress(const QString &address);
    void setNarrow(bool narrow);

Q_SIGNALS:
    /// "Set up…"
    void setUpWanted();

private:
    [[nodiscard]] QWidget *buildInvitation();

    Card *m_main;
    Card *m_models;
    Card *m_addressCard;
    QWidget *m_side;
    Label *m_address;
    CopyButton *m_copyAddress;
    QList<Label *> m_names;
    QList<Label *> m_targets;
};

} // namespace signalbox::ui
