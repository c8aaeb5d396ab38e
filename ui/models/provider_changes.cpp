#include "ui/models/provider_changes.h"

#include "control/when_answered.h"
#include "ui/models/format.h"

#include <algorithm>

namespace signalbox::ui {

ProviderChanges::ProviderChanges(control::Providers &providers, QObject *parent)
    : QObject(parent), m_providers(providers)
{
}

void ProviderChanges::setConfiguration(const control::ConfigurationView &view)
{
    // An answer to a question that was asked before our own last change came into force.
    if (view.revision < m_view.revision)
        return;
    m_view = view;
}

const config::Provider *ProviderChanges::find(const std::string &id) const
{
    const auto &providers = m_view.configuration.providers;
    const auto it = std::ranges::find(providers, id, &config::Provider::id);
    return it != providers.end() ? &*it : nullptr;
}

std::vector<std::string> ProviderChanges::removedIds() const
{
    std::vector<std::string> ids;
    for (const auto &[id, entry] : m_removed)
        ids.push_back(id);
    return ids;
}

void ProviderChanges::put(config::Provider entry, Done done)
{
    enqueue(
        [this, entry = std::move(entry)]() -> Result<Step> {
            return Step{entry.id,
                        [this, entry](std::uint64_t revision) { return m_providers.put(entry, revision); },
                        [this, entry] { keep(entry); },
                        {}};
        },
        std::move(done));
}

void ProviderChanges::edit(const std::string &id, Edit edit, Done done)
{
    enqueue(
        [this, id, edit = std::move(edit)]() -> Result<Step> {
            const config::Provider *known = find(id);
            if (!known)
                return fail(ErrorCode::NotFound, "There is no provider of that name any more.", id);
            config::Provider entry = *known;
            edit(entry);
            return Step{id,
                        [this, entry](std::uint64_t revision) { return m_providers.put(entry, revision); },
                        [this, entry] { keep(entry); },
                        {}};
        },
        std::move(done));
}

void ProviderChanges::remove(const std::string &id, Done done)
{
    enqueue(
        [this, id]() -> Result<Step> {
            const config::Provider *known = find(id);
            if (!known)
                return fail(ErrorCode::NotFound, "There is no provider of that name any more.", id);
            return Step{id,
                        [this, id](std::uint64_t revision) { return m_providers.remove(id, revision); },
                        [this, entry = *known] {
                            m_removed[entry.id] = entry;
                            forget(entry.id);
                        },
                        {}};
        },
        std::move(done));
}

void ProviderChanges::putBack(const std::string &id, Done done)
{
    const auto it = m_removed.find(id);
    if (it != m_removed.end())
        put(it->second, std::move(done));
}

void ProviderChanges::take(control::Finding finding, Done done)
{
    enqueue(
        [this, finding = std::move(finding)]() -> Result<Step> {
            return Step{
                finding.kind,
                [this, finding](std::uint64_t revision) { return m_providers.take(finding, revision); },
                [] {},
                {}};
        },
        std::move(done));
}

void ProviderChanges::putModel(config::VirtualModel model, Done done)
{
    enqueue(
        [this, model = std::move(model)]() -> Result<Step> {
            return Step{
                {},
                [this, model](std::uint64_t revision) { return m_providers.putModel(model, revision); },
                [] {},
                {}};
        },
        std::move(done));
}

void ProviderChanges::enqueue(std::function<Result<Step>()> prepare, Done done)
{
    m_steps.emplace_back(std::move(prepare), std::move(done));
    sendNext();
}

void ProviderChanges::sendNext()
{
    if (m_sending || m_steps.empty())
        return;
    m_sending = true;
    auto [prepare, done] = std::move(m_steps.front());
    m_steps.pop_front();
    Result<Step> step = prepare();
    if (!step) {
        m_sending = false;
        if (done)
            done(std::unexpected(step.error()));
        sendNext();
        return;
    }
    control::whenAnswered<std::uint64_t>(
        step->send(m_view.revision), this,
        [this, step = *step, done = std::move(done)](const Result<std::uint64_t> &answer) {
            m_sending = false;
            if (answer) {
                m_view.revision = *answer;
                step.apply();
                Q_EMIT applied();
            } else if (answer.error().code == ErrorCode::Conflict) {
                Q_EMIT conflict(text(step.provider));
            }
            if (done)
                done(answer ? Result<void>() : Result<void>(std::unexpected(answer.error())));
            sendNext();
        });
}

void ProviderChanges::keep(const config::Provider &entry)
{
    m_removed.erase(entry.id);
    auto &providers = m_view.configuration.providers;
    const auto it = std::ranges::find(providers, entry.id, &config::Provider::id);
    if (it != providers.end())
        *it = entry;
    else
        providers.push_back(entry);
}

void ProviderChanges::forget(const std::string &id)
{
    std::erase_if(m_view.configuration.providers,
                  [&](const config::Provider &entry) { return entry.id == id; });
}

} // namespace signalbox::ui
