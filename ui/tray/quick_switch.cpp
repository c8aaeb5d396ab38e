#include "ui/tray/quick_switch.h"

#include "control/when_answered.h"
#include "ui/models/format.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr auto kGroup = "tray/as-set"_L1;

/// A name may hold slashes, which are groups to QSettings.
QString keyOf(const std::string &model)
{
    return kGroup + u'/' + QString::fromLatin1(QByteArray::fromStdString(model).toHex());
}

bool isOneTargets(const QuickSwitch::Weights &weights)
{
    return std::ranges::count_if(weights, [](double weight) { return weight > 0; }) == 1;
}

} // namespace

QuickSwitch::QuickSwitch(control::GatewayControl &control, QObject *parent)
    : QObject(parent), m_control(control)
{
    m_settings.beginGroup(kGroup);
    const QStringList models = m_settings.childKeys();
    m_settings.endGroup();
    for (const QString &hex : models) {
        const std::string model = QByteArray::fromHex(hex.toLatin1()).toStdString();
        Weights weights;
        for (const QVariant &weight : m_settings.value(keyOf(model)).toList())
            weights.push_back(weight.toDouble());
        m_asSet[model] = weights;
    }
}

void QuickSwitch::setView(const control::ConfigurationView &view)
{
    if (m_sending || view.revision < m_view.revision)
        return; // on its way since before our own change
    m_view = view;
    std::vector<std::string> gone;
    for (const auto &[model, weights] : m_asSet) {
        const Weights now = inForce(model);
        if (now.size() != weights.size() || !isOneTargets(now))
            gone.push_back(model);
    }
    for (const std::string &model : gone)
        forget(model);
    if (!gone.empty())
        Q_EMIT changed();
}

QuickSwitch::Weights QuickSwitch::inForce(const std::string &model) const
{
    Weights weights;
    for (const config::VirtualModel &candidate : m_view.configuration.models) {
        if (candidate.name != model)
            continue;
        for (const config::RouteTarget &target : candidate.targets)
            weights.push_back(target.weight);
    }
    return weights;
}

void QuickSwitch::allTo(const std::string &model, std::size_t target)
{
    const Weights before = inForce(model);
    if (target >= before.size())
        return;
    Weights wanted(before.size(), 0);
    wanted[target] = 100;
    send(model, wanted, before, true);
}

void QuickSwitch::restore(const std::string &model)
{
    const auto set = m_asSet.find(model);
    if (set != m_asSet.end())
        send(model, set->second, inForce(model), true);
}

void QuickSwitch::send(const std::string &model, const Weights &wanted, const Weights &before, bool again)
{
    if (wanted == before || m_sending)
        return;
    m_sending = true;
    control::whenAnswered<std::uint64_t>(
        m_control.setWeights({.model = model, .weights = wanted}, m_view.revision), this,
        [this, model, wanted, before, again](const Result<std::uint64_t> &answer) {
            m_sending = false;
            if (!answer && answer.error().code == ErrorCode::Conflict && again) {
                askAgain(model, wanted, before);
                return;
            }
            if (!answer) {
                Q_EMIT failed(text(model), answer.error());
                return;
            }
            m_view.revision = *answer;
            for (config::VirtualModel &entry : m_view.configuration.models) {
                for (std::size_t i = 0; entry.name == model && i < entry.targets.size(); ++i)
                    entry.targets[i].weight = wanted[i];
            }
            const auto set = m_asSet.find(model);
            if (set != m_asSet.end() && set->second == wanted)
                forget(model);
            else if (set == m_asSet.end())
                remember(model, before);
            Q_EMIT changed();
        });
}

void QuickSwitch::askAgain(const std::string &model, const Weights &wanted, const Weights &before)
{
    // The menu may be two seconds behind. Where somebody changed something else, the click still means what
    // it said; where it was this model, it was made looking at weights that are no more.
    control::whenAnswered<control::ConfigurationView>(
        m_control.configuration(), this,
        [this, model, wanted, before](const Result<control::ConfigurationView> &view) {
            if (view)
                setView(*view);
            if (view && inForce(model) == before)
                send(model, wanted, before, false);
            else
                Q_EMIT failed(
                    text(model),
                    Error{ErrorCode::Conflict, "The weights were changed elsewhere at the same moment.", {}});
        });
}

void QuickSwitch::remember(const std::string &model, const Weights &weights)
{
    m_asSet[model] = weights;
    m_settings.setValue(keyOf(model), QVariantList(weights.begin(), weights.end()));
}

void QuickSwitch::forget(const std::string &model)
{
    m_asSet.erase(model);
    m_settings.remove(keyOf(model));
}

} // namespace signalbox::ui
