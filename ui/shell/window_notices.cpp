#include "ui/shell/window_notices.h"

#include "ui/models/format.h"
#include "ui/pages/provider_notices.h"
#include "ui/shell/gateway_words.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {
const QString kWeightConflictNotice = u"conflict"_s;
const QString kWeightsNotice = u"weights"_s;
const QString kAgentNotice = u"agent"_s;
const QString kAggregatesNotice = u"aggregates"_s;
} // namespace

WindowNotices::WindowNotices(NoticeBar &bar, QObject *parent) : QObject(parent), m_bar(bar)
{
    connect(&bar, &NoticeBar::actionTriggered, this, &WindowNotices::act);
    connect(&bar, &NoticeBar::alternativeTriggered, this, [this](const QString &id) {
        if (id == kKeychainNotice)
            Q_EMIT keyWanted();
    });
}

void WindowNotices::act(const QString &id)
{
    if (id == kNotServingNotice)
        Q_EMIT startWanted();
    else if (id == kKeychainNotice)
        Q_EMIT keychainWanted();
    else
        Q_EMIT refreshWanted();
}

void WindowNotices::showStatus(const control::Status &status)
{
    const QList<Notice> notices = statusNotices(status);
    for (const QString &id : {kNotServingNotice, kConfigurationNotice, kLedgerNotice}) {
        const auto it = std::ranges::find(notices, id, &Notice::id);
        if (it != notices.end())
            m_bar.setNotice(*it);
        else
            m_bar.removeNotice(id);
    }
}

void WindowNotices::tellLost(const Error &error)
{
    m_bar.setNotice({kLostNotice, Sign::Error, tr("The gateway does not answer."),
                     error.code == ErrorCode::Timeout ? tr("The figures are the last there were.")
                                                      : text(describe(error)),
                     tr("Try again")});
}

void WindowNotices::tellPauseFailed(bool paused, const Error &error)
{
    m_bar.setNotice(
        {kLostNotice,
         Sign::Error,
         paused ? tr("The gateway could not be paused.") : tr("The gateway could not be started again."),
         text(describe(error)),
         {}});
}

void WindowNotices::takeLostBack()
{
    m_bar.removeNotice(kLostNotice);
}

void WindowNotices::tellFigures(const Error &error)
{
    m_bar.setNotice({kAggregatesNotice, Sign::Warning, tr("The figures cannot be read."),
                     text(describe(error)), tr("Try again")});
}

void WindowNotices::takeFiguresBack()
{
    m_bar.removeNotice(kAggregatesNotice);
}

void WindowNotices::tellConflict(const QString &model)
{
    m_bar.setNotice({kWeightConflictNotice,
                     Sign::Active,
                     tr("The weights of “%1” were changed elsewhere.").arg(model),
                     tr("What is in force now is shown; your change was not applied."),
                     {}});
}

void WindowNotices::tellWeights(const QString &model, const Error &error)
{
    m_bar.setNotice({kWeightsNotice,
                     Sign::Error,
                     tr("The weights of “%1” could not be changed.").arg(model),
                     text(describe(error)),
                     {}});
}

void WindowNotices::tellAgent(const QString &agent, const Error &error)
{
    m_bar.setNotice({kAgentNotice,
                     Sign::Error,
                     tr("The files of %1 could not be changed.").arg(agent),
                     text(describe(error)),
                     {}});
}

void WindowNotices::setKeychain(const std::optional<Notice> &notice)
{
    if (notice)
        m_bar.setNotice(*notice);
    else
        m_bar.removeNotice(kKeychainNotice);
}

} // namespace signalbox::ui
