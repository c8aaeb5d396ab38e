#pragma once

#include "ui/theme/signs.h"

#include <QList>
#include <QString>
#include <QStringList>
#include <QWidget>

class QVBoxLayout;

namespace signalbox::ui {

class Label;

/// Something a person should know now. `id` says what it is about: setting a notice of the same id replaces
/// it.
struct Notice
{
    QString id;
    Sign sign = Sign::Warning;
    QString fact;          ///< what is
    QString consequence;   ///< what it means
    QString action;        ///< a button; empty: none
    QString alternative{}; ///< a second one; empty: none

    bool operator==(const Notice &) const = default;
};

/// The notices at the head of a page: three, then how many more. What a person has closed stays closed until
/// it says something new.
class NoticeBar final : public QWidget
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent = nullptr);

    void setNotice(const Notice &notice);
    void removeNotice(const QString &id);
    [[nodiscard]] QList<Notice> shown() const;

Q_SIGNALS:
    void actionTriggered(const QString &id);
    void alternativeTriggered(const QString &id);

private:
    void close(const QString &id);
    void rebuild();

    QVBoxLayout *m_layout;
    QList<Notice> m_notices; ///< the newest last, worst shown first
    QList<Notice> m_closed;
};

} // namespace signalbox::ui
