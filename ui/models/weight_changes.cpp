#include "ui/models/weight_changes.h"

#include "control/when_answered.h"
#include "ui/models/format.h"

#include <QUndoCommand>

namespace signalbox::ui {

/// One gesture, from where it began to where it ended.
class WeightChanges::Change final : public QUndoCommand
{
public:
    Change(WeightChanges &changes, std::string model, Weights before, Weights after, int gesture)
        : QUndoCommand(WeightChanges::tr("Weights of %1").arg(ui::text(model))), m_changes(changes),
          m_model(std::move(model)), m_before(std::move(before)), m_after(std::move(after)),
          m_gesture(gesture)
    {
    }

    void undo() override { m_changes.want(m_model, m_before); }
    void redo() override { m_changes.want(m_model, m_after); }
    [[nodiscard]] int id() const override { return 1; }
    bool mergeWith(const QUndoCommand *other) override
    {
        const auto &later = static_cast<const Change &>(*other);
        if (later.m_gesture != m_gesture || later.m_model != m_model)
            return false;
        m_after = later.m_after;
        return true;
    }

private:
    WeightChanges &m_changes;
    std::string m_model;
    Weights m_before;
    Weights m_after;
    int m_gesture;
};

WeightChanges::WeightChanges(control::GatewayControl &control, QObject *parent)
    : QObject(parent), m_control(control)
{
    m_undo.setUndoLimit(100);
    m_delay.setSingleShot(true);
    m_delay.setInterval(kDelay);
    connect(&m_delay, &QTimer::timeout, this, &WeightChanges::sendNext);
}

void WeightChanges::setConfiguration(const control::ConfigurationView &view)
{
    // While a change is under way a view may be older than its answer; the poller asks again if it was.
    if (m_sending)
        return;
    std::map<std::string, Weights> force;
    for (const config::VirtualModel &model : view.configuration.models) {
        Weights &weights = force[model.name];
        for (const config::RouteTarget &target : model.targets)
            weights.push_back(target.weight);
    }
    if (view.revision == m_revision && force == m_force)
        return;
    std::vector<std::string> overtaken;
    bool changedByOthers = false;
    for (const auto &[model, weights] : m_force) {
        const auto now = force.find(model);
        if (now != force.end() && now->second == weights)
            continue;
        changedByOthers = true;
        if (m_wanted.contains(model))
            overtaken.push_back(model);
    }
    m_force = std::move(force);
    m_revision = view.revision;
    if (changedByOthers)
        m_undo.clear(); // its steps begin and end at weights that are no more
    for (const std::string &model : overtaken) {
        giveWay(model);
        Q_EMIT conflict(text(model));
    }
}

WeightChanges::Weights WeightChanges::wanted(const std::string &model) const
{
    const auto it = m_wanted.find(model);
    return it != m_wanted.end() ? it->second : inForce(model);
}

WeightChanges::Weights WeightChanges::inForce(const std::string &model) const
{
    const auto it = m_force.find(model);
    return it != m_force.end() ? it->second : Weights{};
}

void WeightChanges::set(const std::string &model, const Weights &weights, int gesture)
{
    const Weights before = wanted(model);
    if (weights != before)
        m_undo.push(new Change(*this, model, before, weights, gesture));
}

void WeightChanges::want(const std::string &model, const Weights &weights)
{
    m_wanted[model] = weights;
    m_unsent.insert(model);
    // Not started anew by each change: a long drag takes effect while it lasts.
    if (!m_delay.isActive())
        m_delay.start();
    Q_EMIT weightsChanged(text(model));
}

void WeightChanges::sendNext()
{
    if (m_sending || m_unsent.empty())
        return;
    const std::string model = *m_unsent.begin();
    m_unsent.erase(m_unsent.begin());
    const Weights weights = m_wanted[model];
    m_sending = true;
    control::whenAnswered<std::uint64_t>(
        m_control.setWeights({.model = model, .weights = weights}, m_revision), this,
        [this, model, weights](const Result<std::uint64_t> &answer) { settle(model, weights, answer); });
}

void WeightChanges::settle(const std::string &model, const Weights &sent, const Result<std::uint64_t> &answer)
{
    m_sending = false;
    if (answer) {
        m_revision = *answer;
        m_force[model] = sent;
        if (!m_unsent.contains(model))
            m_wanted.erase(model);
        Q_EMIT weightsChanged(text(model));
    } else if (answer.error().code == ErrorCode::Conflict) {
        m_undo.clear();
        giveWay(model);
        Q_EMIT conflict(text(model));
    } else {
        m_undo.clear();
        giveWay(model);
        Q_EMIT failed(text(model), answer.error());
    }
    if (!m_unsent.empty() && !m_delay.isActive())
        sendNext();
}

void WeightChanges::giveWay(const std::string &model)
{
    m_wanted.erase(model);
    m_unsent.erase(model);
    Q_EMIT weightsChanged(text(model));
}

} // namespace signalbox::ui
