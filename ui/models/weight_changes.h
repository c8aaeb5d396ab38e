#pragma once

#include "base/error.h"
#include "control/gateway_control.h"

#include <QObject>
#include <QTimer>
#include <QUndoStack>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace signalbox::ui {

/// The weights as a person sets them, on their way to the gateway: a change is sent within kDelay, one at a
/// time, with the revision it was made on. What somebody else changed meanwhile is never overwritten. Lives
/// on the main thread, owned by the routing page.
class WeightChanges final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds kDelay{150};
    using Weights = std::vector<double>;

    explicit WeightChanges(control::GatewayControl &control, QObject *parent = nullptr);

    /// What is in force now.
    void setConfiguration(const control::ConfigurationView &view);

    /// As wanted: with what is on its way.
    [[nodiscard]] Weights wanted(const std::string &model) const;
    [[nodiscard]] Weights inForce(const std::string &model) const;
    [[nodiscard]] bool isPending(const std::string &model) const { return m_wanted.contains(model); }

    /// A change waits for others of the same moment before it is sent.
    [[nodiscard]] bool isWaiting() const { return m_delay.isActive(); }

    /// Changes of one `gesture` (a drag, a visit by keyboard) are undone together.
    void set(const std::string &model, const Weights &weights, int gesture);
    [[nodiscard]] QUndoStack &undoStack() { return m_undo; }

Q_SIGNALS:
    void weightsChanged(const QString &model);
    /// Somebody else was first; what is in force has to be asked for again.
    void conflict(const QString &model);
    void failed(const QString &model, const signalbox::Error &error);

private:
    class Change;

    void want(const std::string &model, const Weights &weights);
    void sendNext();
    void settle(const std::string &model, const Weights &sent, const Result<std::uint64_t> &answer);
    void giveWay(const std::string &model);

    control::GatewayControl &m_control;
    QUndoStack m_undo;
    QTimer m_delay;
    std::map<std::string, Weights> m_force;
    std::map<std::string, Weights> m_wanted;
    std::set<std::string> m_unsent;
    std::uint64_t m_revision = 0;
    bool m_sending = false;
};

} // namespace signalbox::ui
