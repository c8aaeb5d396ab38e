#include "ui/models/provider_setup.h"

#include "ui/models/answer.h"
#include "ui/models/format.h"

#include <algorithm>
#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using Key = ProviderChoice::Key;
using Verdict = control::ProviderTest::Verdict;
using Source = control::Finding::Source;

namespace {

const std::string kKeyId = "main";

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

} // namespace

ProviderSetup::ProviderSetup(const control::Desk &desk, const Clock &clock, QObject *parent)
    : QObject(parent), m_desk(desk), m_clock(clock)
{
}

void ProviderSetup::start(const ProviderChoice &choice, Secret key, control::SecretPlace place)
{
    m_choice = choice;
    m_key = std::move(key);
    m_place = place;
    startAgain();
}

void ProviderSetup::startAgain(std::optional<control::SecretPlace> place)
{
    ++m_run;
    m_place = place.value_or(m_place);
    m_state = State::Running;
    m_rows.clear();
    m_waiting = false;
    m_problem.clear();
    m_keyNotKept = m_triedTwice = false;
    m_provider.clear();
    m_keyId.clear();
    m_reference.clear();
    m_offered = {};
    m_test.reset();
    if (!m_key.isEmpty())
        keepKey();
    else
        readConfiguration(&ProviderSetup::enter);
}

void ProviderSetup::keepKey()
{
    m_reference = "keychain:" + m_choice.kind + "/" + kKeyId;
    wait(tr("Keeping the key…"));
    const bool keychain = m_place == control::SecretPlace::Keychain;
    whenAnswered<void>(
        m_desk.secrets.set(m_reference, m_key.clone(), m_place), this,
        [this, keychain, run = m_run, began = m_clock.now()](const Result<void> &answer) {
            if (run != m_run)
                return;
            if (!answer) {
                m_keyNotKept = keychain;
                giveUp(keychain ? tr("The keychain did not keep the key") : tr("The key could not be kept"),
                       answer.error());
                return;
            }
            if (keychain)
                add(Sign::Ok, tr("Keychain keeps and returns the key"), durationText(m_clock.now() - began));
            else
                add(Sign::Warning, tr("Key is kept for this session only"), {});
            readConfiguration(&ProviderSetup::enter);
        });
}

void ProviderSetup::readConfiguration(Then then)
{
    whenAnswered<control::ConfigurationView>(
        m_desk.gateway.configuration(), this,
        [this, then, run = m_run](const Result<control::ConfigurationView> &view) {
            if (run != m_run)
                return;
            if (view)
                (this->*then)(*view);
            else
                giveUp(tr("The configuration cannot be read"), view.error());
        });
}

bool ProviderSetup::fitsAsItIs(const config::Provider &entry) const
{
    if (!entry.enabled)
        return false;
    if (!m_reference.empty())
        return std::ranges::any_of(entry.keys, [this](const config::ProviderKey &key) {
            return key.enabled && key.secret == m_reference;
        });
    return m_choice.key != Key::Found && (!m_choice.finding || m_choice.finding->baseUrl == entry.baseUrl ||
                                          m_choice.finding->baseUrl.empty());
}

config::Provider ProviderSetup::entryFor(const config::Provider *old, std::string id) const
{
    config::Provider entry = old ? *old : config::Provider{};
    entry.id = std::move(id);
    entry.kind = m_choice.kind;
    entry.enabled = true;
    if (m_choice.finding && !m_choice.finding->baseUrl.empty())
        entry.baseUrl = m_choice.finding->baseUrl;
    if (m_reference.empty())
        return entry;
    // Keys of other names stay beside the new one.
    std::erase_if(entry.keys, [](const config::ProviderKey &key) { return key.id == kKeyId; });
    config::ProviderKey key;
    key.id = kKeyId;
    key.secret = m_reference;
    entry.keys.push_back(std::move(key));
    return entry;
}

void ProviderSetup::enter(const control::ConfigurationView &view)
{
    if (m_key.isEmpty() && m_choice.finding)
        m_reference = m_choice.finding->reference;
    const auto &providers = view.configuration.providers;
    const auto old = std::ranges::find(providers, m_choice.kind, &config::Provider::kind);
    const auto answered = [this, run = m_run](const Result<std::uint64_t> &revision) {
        if (run == m_run)
            entered(revision);
    };
    // A key in clear text in somebody else's file has to be moved: that is not the window's work.
    if (m_key.isEmpty() && m_choice.finding && m_choice.finding->source == Source::AgentFile &&
        m_reference.empty()) {
        wait(tr("Taking the key over…"));
        whenAnswered<std::uint64_t>(m_desk.providers.take(*m_choice.finding, view.revision), this, answered);
        return;
    }
    if (old != providers.end() && fitsAsItIs(*old)) {
        m_provider = old->id;
        const auto key = std::ranges::find_if(old->keys, [this](const config::ProviderKey &each) {
            return each.enabled && (m_reference.empty() || each.secret == m_reference);
        });
        m_keyId = key != old->keys.end() ? key->id : std::string();
        fetchModels();
        return;
    }
    std::string id = old != providers.end() ? old->id : m_choice.kind;
    // Somebody may have given the name to another kind.
    while (old == providers.end() &&
           std::ranges::find(providers, id, &config::Provider::id) != providers.end())
        id += "-2";
    m_provider = id;
    m_keyId = m_reference.empty() ? std::string() : kKeyId;
    wait(tr("Entering the provider…"));
    whenAnswered<std::uint64_t>(
        m_desk.providers.put(entryFor(old != providers.end() ? &*old : nullptr, id), view.revision), this,
        answered);
}

void ProviderSetup::entered(const Result<std::uint64_t> &revision)
{
    if (!revision) {
        if (revision.error().code == ErrorCode::Conflict && !std::exchange(m_triedTwice, true)) {
            readConfiguration(&ProviderSetup::enter); // ours is an addition: it fits behind theirs
            return;
        }
        m_provider.clear();
        giveUp(tr("The provider could not be entered"), revision.error());
        return;
    }
    if (m_provider.empty())
        readConfiguration(&ProviderSetup::findTaken);
    else
        fetchModels();
}

void ProviderSetup::findTaken(const control::ConfigurationView &view)
{
    const auto &providers = view.configuration.providers;
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

void ProviderSetup::fetchModels()
{
    wait(tr("Asking for the list of models…"));
    whenAnswered<control::OfferedModels>(
        m_desk.providers.fetchModels(m_provider), this,
        [this, run = m_run, began = m_clock.now()](const Result<control::OfferedModels> &models) {
            if (run != m_run)
                return;
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
            } else {
                // Not every host has a list, and a wrong key shows itself at the request.
                add(Sign::Off, tr("No list of models: %1").arg(text(describe(models.error()))), {});
            }
            askOnce();
        });
}

void ProviderSetup::askOnce()
{
    wait(tr("Sending one small request…"));
    whenAnswered<control::ProviderTest>(m_desk.providers.test(m_provider, m_keyId), this,
                                        [this, run = m_run](const Result<control::ProviderTest> &test) {
                                            if (run != m_run)
                                                return;
                                            if (test)
                                                tell(*test);
                                            else
                                                giveUp(tr("The test could not be made"), test.error());
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
    m_modelName = name;
    m_modelTarget = model;
    askForModel(Attempt::First);
}

void ProviderSetup::askForModel(Attempt attempt)
{
    whenAnswered<control::ConfigurationView>(m_desk.gateway.configuration(), this,
                                             [this, attempt](const Result<control::ConfigurationView> &view) {
                                                 if (view)
                                                     putModel(view->revision, attempt);
                                                 else
                                                     Q_EMIT modelMade(std::unexpected(view.error()));
                                             });
}

void ProviderSetup::putModel(std::uint64_t revision, Attempt attempt)
{
    config::VirtualModel model;
    model.name = m_modelName;
    model.targets.push_back({.provider = m_provider, .model = m_modelTarget, .weight = 100});
    whenAnswered<std::uint64_t>(m_desk.providers.putModel(model, revision), this,
                                [this, attempt](const Result<std::uint64_t> &answer) {
                                    if (answer)
                                        Q_EMIT modelMade({});
                                    else if (answer.error().code == ErrorCode::Conflict &&
                                             attempt == Attempt::First)
                                        askForModel(Attempt::Second);
                                    else
                                        Q_EMIT modelMade(std::unexpected(answer.error()));
                                });
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
