#pragma once

#include "base/clock.h"
#include "control/gateway_control.h"
#include "control/secrets.h"
#include "ui/tray/tray_facts.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <optional>

namespace signalbox::ui {

/// Keeps the tray's facts up to date, whether or not there is a window to be seen: takes what the window's
/// poller hears, and asks by itself, slowly, while that is silent. Never asks twice for the same thing at a
/// time. Lives on the main thread.
class TrayWatch final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds kTick{2000};
    /// The ledger is asked for errors and for how providers do.
    static constexpr std::chrono::seconds kLedgerEvery{10};

    /// `secrets` may be null.
    TrayWatch(control::GatewayControl &control, control::Secrets *secrets, const Clock &clock,
              QObject *parent = nullptr);

    void start();
    /// Asks for everything now.
    void refresh();

    void takeLive(const control::Live &live);
    void takeView(const control::ConfigurationView &view);
    void takeLost();

    [[nodiscard]] const TrayFacts &facts() const { return m_facts; }
    /// What this does not ask for itself.
    void setAsSet(std::map<std::string, std::vector<double>> asSet);
    void setTesting(bool canTest, bool testing);
    void setStartsAtLogin(bool on);

Q_SIGNALS:
    void changed();
    void viewReceived(const signalbox::control::ConfigurationView &view);

private:
    void tick();
    void askLive();
    void askView();
    void askLedger();
    void askSecrets();
    void finishLedgerPart();

    control::GatewayControl &m_control;
    control::Secrets *m_secrets;
    const Clock &m_clock;
    QTimer m_timer;
    TrayFacts m_facts;
    bool m_liveAsked = false;
    bool m_viewAsked = false;
    bool m_secretsAsked = false;
    int m_ledgerOpen = 0; ///< answers that are still to come
    std::vector<record::RequestRecord> m_failed;
    std::optional<MonotonicTime> m_liveAt;
    MonotonicTime m_liveAskedAt{};
    std::optional<MonotonicTime> m_ledgerAt;
};

} // namespace signalbox::ui
