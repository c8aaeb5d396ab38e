#include "ui/models/provider_setup.h"

#include "catalog/catalog.h"
#include "control/gateway_control.h"
#include "control/when_answered.h"
#include "ui/models/format.h"

#include <QPointer>

#include <algorithm>
#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using Key = ProviderChoice::Key;
using Verdict = control::ProviderTest::Verdict;

namespace {

QString durationText(std::chrono::nanoseconds duration)
{
    return formatDuration(double(std::chrono::duration_cast<std::chrono::microseconds>(duration).count()) /
                          1000);
}

QString durationText(const std::optional<std::chrono::microseconds> &duration)
{
    return duration ? durationText(std::chrono::nanoseconds(*duration)) : QString();
}

/// Of a model that shows what an agent does: it calls a tool where one is offered.
constexpr std::string_view kSimulatedModel = "tools";

/// An agent is about to be given one of them.
void leaveOutVectors(control::OfferedModels &offered, const std::string &kind)
{
    const auto catalog = catalog::Catalog::builtIn();
    std::erase_if(offered.models, [&](const control::OfferedModel &model) {
        const catalog::ModelRow *row = catalog->model(kind, model.id);
        return row != nullptr && row->vectors;
    });
}

} // namespace

ProviderSetup::ProviderSetup(const control::Desk &desk, const Clock &clock, QObject *parent)
    : QObject(parent), m_desk(desk), m_clock(clock), m_changes(desk.providers)
{
}

ProviderSetup::~ProviderSetup() = default;

void ProviderSetup::start(const ProviderChoice &choice, Secret key, control::SecretPlace place)
{
    m_choice = choice;
    m_key = std::move(key);
    m_place = place;
    startAgain();
}

void ProviderSetup::startAgain(std::optional<control::SecretPlace> place)
{
    m_trial = std::make_unique<ProviderTrial>(m_desk, m_changes);
    followTrial();
    m_place = place.value_or(m_place);
    m_state = State::Running;
    m_rows.clear();
    m_waiting = false;
    m_problem.clear();
    m_keyNotKept = m_keyKept = m_triedTwice = false;
    m_provider.clear();
    m_keyId.clear();
    m_offered = {};
    m_test.reset();
    wait(m_key.isEmpty() ? tr("Entering the provider…") : tr("Keeping the key…"));
    readThenEnter();
}

void ProviderSetup::followTrial()
{
    connect(m_trial.get(), &ProviderTrial::stepChanged, this, &ProviderSetup::tellStep);
    connect(m_trial.get(), &ProviderTrial::keyKept, this, &ProviderSetup::tellKept);
    connect(m_trial.get(), &ProviderTrial::saved, this, &ProviderSetup::fetchModels);
    connect(m_trial.get(), &ProviderTrial::tested, this, &ProviderSetup::tell);
    connect(m_trial.get(), &ProviderTrial::failed, this, &ProviderSetup::tellFailure);
}

void ProviderSetup::readConfiguration(QObject *context, Then then, std::function<void(const Error &)> failed)
{
    control::whenAnswered<control::ConfigurationView>(
        m_desk.gateway.configuration(), context,
        [this, then = std::move(then),
         failed = std::move(failed)](const Result<control::ConfigurationView> &view) {
            if (!view) {
                failed(view.error());
                return;
            }
            m_changes.setConfiguration(*view);
            then(view->configuration);
        });
}

void ProviderSetup::readThenEnter()
{
    readConfiguration(
        m_trial.get(), [this](const config::Configuration &configuration) { enter(configuration); },
        [this](const Error &error) { giveUp(tr("The configuration cannot be read"), error); });
}

void ProviderSetup::enter(const config::Configuration &configuration)
{
    const bool typed = !m_key.isEmpty();
    if (!typed && hasToBeTaken(m_choice)) {
        take(*m_choice.finding);
        return;
    }
    const ChosenEntry chosen = entryOf(m_choice, typed, configuration.providers);
    m_provider = chosen.entry.id;
    m_keyId = chosen.key;
    std::optional<ProviderTrial::TypedKey> key;
    if (typed && !m_keyKept)
        key = ProviderTrial::TypedKey{chosen.reference, m_key.clone(), m_place};
    m_trial->save(chosen.entry, std::move(key));
}

void ProviderSetup::take(const control::Finding &finding)
{
    wait(tr("Taking the key over…"));
    m_changes.take(finding, [this, trial = QPointer(m_trial.get())](const Result<void> &answer) {
        if (!trial)
            return;
        if (!answer)
            tellFailure(ProviderTrial::Step::Saving, answer.error());
        else
            readConfiguration(
                trial, [this](const config::Configuration &configuration) { findTaken(configuration); },
                [this](const Error &error) { giveUp(tr("The configuration cannot be read"), error); });
    });
}

void ProviderSetup::findTaken(const config::Configuration &configuration)
{
    const auto &providers = configuration.providers;
    const auto entry = std::ranges::find(providers, m_choice.kind, &config::Provider::kind);
    if (entry == providers.end()) {
        giveUp(tr("The provider could not be entered"),
               {ErrorCode::NotFound, "It was taken over, but does not stand in the configuration.", {}});
        return;
    }
    m_provider = entry->id;
    m_keyId = entry->keys.empty() ? std::string() : entry->keys.back().id;
    fetchModels();
}

void ProviderSetup::tellStep()
{
    switch (m_trial->step()) {
    case ProviderTrial::Step::KeepingKey:
        m_keptSince = m_clock.now();
        wait(tr("Keeping the key…"));
        break;
    case ProviderTrial::Step::Saving:
        wait(tr("Entering the provider…"));
        break;
    case ProviderTrial::Step::Testing:
        wait(tr("Sending one small request…"));
        break;
    case ProviderTrial::Step::Idle:
        break;
    }
}

void ProviderSetup::tellKept()
{
    m_keyKept = true;
    if (m_place == control::SecretPlace::Keychain)
        add(Sign::Ok, tr("Keychain keeps and returns the key"), durationText(m_clock.now() - m_keptSince));
    else
        add(Sign::Warning, tr("Key is kept for this session only"), {});
}

void ProviderSetup::tellFailure(ProviderTrial::Step at, const Error &error)
{
    switch (at) {
    case ProviderTrial::Step::KeepingKey:
        m_provider.clear();
        m_keyNotKept = m_place == control::SecretPlace::Keychain;
        giveUp(m_keyNotKept ? tr("The keychain did not keep the key") : tr("The key could not be kept"),
               error);
        break;
    case ProviderTrial::Step::Saving:
        if (error.code == ErrorCode::Conflict && !std::exchange(m_triedTwice, true)) {
            readThenEnter(); // ours is an addition: it fits behind theirs
            break;
        }
        m_provider.clear();
        giveUp(tr("The provider could not be entered"), error);
        break;
    case ProviderTrial::Step::Testing:
    case ProviderTrial::Step::Idle:
        giveUp(tr("The test could not be made"), error);
        break;
    }
}

void ProviderSetup::fetchModels()
{
    wait(tr("Asking for the list of models…"));
    control::whenAnswered<control::OfferedModels>(
        m_desk.providers.fetchModels(m_provider), m_trial.get(),
        [this, began = m_clock.now()](const Result<control::OfferedModels> &models) {
            if (models) {
                m_offered = *models;
                const auto priced =
                    std::ranges::count_if(m_offered.models, [](const control::OfferedModel &model) {
                        return model.inputPerMtok.has_value();
                    });
                add(Sign::Ok,
                    tr("%n models fetched, %1 with prices", nullptr, int(m_offered.models.size()))
                        .arg(priced),
                    durationText(m_clock.now() - began));
                leaveOutVectors(m_offered, m_choice.kind);
            } else {
                // Not every host has a list, and a wrong key shows itself at the request.
                add(Sign::Off, tr("No list of models: %1").arg(text(describe(models.error()))), {});
            }
            if (const config::Provider *entry = m_changes.find(m_provider))
                m_trial->test(*entry, m_keyId, {});
            else
                giveUp(tr("The test could not be made"),
                       {ErrorCode::NotFound, "The provider was removed meanwhile.", {}});
        });
}

void ProviderSetup::tell(const control::ProviderTest &test)
{
    m_test = test;
    const bool answered = test.verdict == Verdict::Answered;
    const QString status = test.status > 0 ? QString::number(test.status) : QString();
    const QString host = m_choice.host.isEmpty() ? m_choice.name : m_choice.host;
    if (answered || test.status > 0)
        add(Sign::Ok, tr("%1 answers").arg(host), durationText(test.connected));
    else if (test.verdict == Verdict::Unreachable)
        add(Sign::Error, tr("%1 cannot be reached").arg(host), {});
    else if (test.verdict == Verdict::TimedOut)
        add(Sign::Error, tr("%1 did not answer in time").arg(host), durationText(test.total));
    if (test.verdict == Verdict::RefusedKey)
        add(Sign::Error, tr("Key was refused"), status);
    else if (test.verdict == Verdict::NoSecret)
        add(Sign::Error, tr("There is no key"), {});
    else if (answered && !test.key.empty())
        add(Sign::Ok, tr("Key is valid"), tr("1 request"));
    const QString model = shortModelName(test.model);
    if (answered) {
        add(Sign::Ok, tr("First token from %1").arg(model), durationText(test.firstToken));
        if (test.cost)
            add(Sign::Ok, tr("Cost of this test"),
                *test.cost == Money() ? tr("free") : formatCost(*test.cost));
        else
            add(Sign::Off, tr("Cost of this test"), tr("unknown"));
    } else if (test.verdict != Verdict::RefusedKey && test.verdict != Verdict::NoSecret &&
               test.verdict != Verdict::Unreachable && test.verdict != Verdict::TimedOut) {
        add(Sign::Error, model.isEmpty() ? tr("No answer") : tr("No answer from %1").arg(model), status);
    }
    m_problem = answered ? QString() : text(test.problem);
    m_state = answered ? State::Answered : State::Failed;
    Q_EMIT changed();
}

std::string ProviderSetup::firstModel() const
{
    const auto offers = [this](std::string_view id) {
        return std::ranges::find(m_offered.models, id, &control::OfferedModel::id) != m_offered.models.end();
    };
    if (m_choice.key == Key::NotNeeded && !m_choice.finding && offers(kSimulatedModel))
        return std::string(kSimulatedModel);
    if (m_test && !m_test->model.empty())
        return m_test->model;
    return m_offered.models.empty() ? std::string() : m_offered.models.front().id;
}

void ProviderSetup::makeModel(const std::string &name, const std::string &model)
{
    config::VirtualModel made;
    made.name = name;
    made.targets.push_back({.provider = m_provider, .model = model, .weight = 100});
    putModel(made, Attempt::First);
}

void ProviderSetup::putModel(const config::VirtualModel &model, Attempt attempt)
{
    const auto put = [this, model, attempt](const config::Configuration &) {
        m_changes.putModel(model, [this, model, attempt](const Result<void> &answer) {
            if (!answer && answer.error().code == ErrorCode::Conflict && attempt == Attempt::First)
                putModel(model, Attempt::Second);
            else
                Q_EMIT modelMade(answer);
        });
    };
    readConfiguration(this, put, [this](const Error &error) { Q_EMIT modelMade(std::unexpected(error)); });
}

void ProviderSetup::wait(const QString &what)
{
    if (m_waiting)
        m_rows.pop_back();
    m_rows.push_back({Sign::Waiting, what, {}});
    m_waiting = true;
    Q_EMIT changed();
}

void ProviderSetup::add(Sign sign, const QString &text, const QString &value)
{
    if (std::exchange(m_waiting, false))
        m_rows.pop_back();
    m_rows.push_back({sign, text, value});
    Q_EMIT changed();
}

void ProviderSetup::giveUp(const QString &what, const Error &error)
{
    m_problem = text(describe(error));
    m_state = State::Failed;
    add(Sign::Error, what, {});
}

} // namespace signalbox::ui
