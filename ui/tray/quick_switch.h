#pragma once

#include "control/gateway_control.h"

#include <QObject>
#include <QSettings>

#include <map>
#include <string>
#include <vector>

namespace signalbox::ui {

/// Sends all of a virtual model's traffic to one target, and puts back what was set before. What was set is
/// kept across starts, and forgotten as soon as somebody sets weights in another way. Lives on the main
/// thread.
class QuickSwitch final : public QObject
{
    Q_OBJECT

public:
    using Weights = std::vector<double>;

    explicit QuickSwitch(control::GatewayControl &control, QObject *parent = nullptr);

    /// What is in force now.
    void setView(const control::ConfigurationView &view);
    /// Weights as they were set, of models that are switched.
    [[nodiscard]] const std::map<std::string, Weights> &asSet() const { return m_asSet; }

    void allTo(const std::string &model, std::size_t target);
    void restore(const std::string &model);

Q_SIGNALS:
    void changed();
    /// The weights stay as they were.
    void failed(const QString &model, const signalbox::Error &error);

private:
    [[nodiscard]] Weights inForce(const std::string &model) const;
    void send(const std::string &model, const Weights &wanted, const Weights &before, bool again);
    void askAgain(const std::string &model, const Weights &wanted, const Weights &before);
    void remember(const std::string &model, const Weights &weights);
    void forget(const std::string &model);

    control::GatewayControl &m_control;
    QSettings m_settings;
    control::ConfigurationView m_view;
    std::map<std::string, Weights> m_asSet;
    bool m_sending = false;
};

} // namespace signalbox::ui
