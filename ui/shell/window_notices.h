#pragma once

#include "control/gateway_control.h"
#include "ui/widgets/notice_bar.h"

#include <QObject>

#include <optional>

namespace signalbox::ui {

/// What is told on all pages: who says it, in which words, and what the buttons ask for. Lives on the main
/// thread, owned by the window.
class WindowNotices final : public QObject
{
    Q_OBJECT

public:
    /// `bar` must outlive this.
    explicit WindowNotices(NoticeBar &bar, QObject *parent = nullptr);

    void showStatus(const control::Status &status);
    void tellLost(const Error &error);
    void tellPauseFailed(bool paused, const Error &error);
    /// It answers again.
    void takeLostBack();
    void tellFigures(const Error &error);
    void takeFiguresBack();
    void tellConflict(const QString &model);
    void tellWeights(const QString &model, const Error &error);
    void tellAgent(const QString &agent, const Error &error);
    void setKeychain(const std::optional<Notice> &notice);

Q_SIGNALS:
    void startWanted();
    void refreshWanted();
    void keychainWanted();
    /// A key that the keychain does not give shall be given for this session.
    void keyWanted();

private:
    void act(const QString &id);

    NoticeBar &m_bar;
};

} // namespace signalbox::ui
