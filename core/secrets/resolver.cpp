#include "secrets/resolver.h"

#include <cstdint>
#include <map>

namespace signalbox::secrets {

namespace {

SecretValue valueOf(const Error &error)
{
    SecretValue value;
    switch (error.code) {
    case ErrorCode::NotFound:
        value.state = SecretState::Missing;
        break;
    case ErrorCode::Unavailable:
    case ErrorCode::Timeout:
        value.state = SecretState::Locked;
        break;
    default:
        value.state = SecretState::Failed;
        break;
    }
    value.message = error.message;
    return value;
}

} // namespace

struct Resolver::State : std::enable_shared_from_this<Resolver::State>
{
    struct Entry
    {
        SecretValue value;
        std::uint64_t question =
            0; // which of our questions is the last one; answers to earlier ones are stale
        bool waiting = false;
        MonotonicTime askedAt{};
    };

    State(const Clock &theClock, std::chrono::milliseconds theTimeout, Publish thePublish)
        : clock(theClock), timeout(theTimeout), publish(std::move(thePublish))
    {
    }

    void ask(const std::string &reference, Entry &entry)
    {
        const auto ref = SecretRef::parse(reference);
        if (!ref) {
            entry.value = valueOf(ref.error());
            return;
        }
        const auto store = stores.find(ref->scheme);
        if (store == stores.end()) {
            entry.value = {
                SecretState::Failed, nullptr,
                std::string("nothing reads ").append(secrets::toString(ref->scheme)).append(": here")};
            return;
        }
        entry.question = ++questions;
        entry.waiting = true;
        entry.askedAt = clock.now();
        // The store may answer before it returns, and the owner may call back into us from there: no
        // reference into the map is used after this line.
        store->second->read(
            *ref, [weak = weak_from_this(), reference, question = entry.question](Result<Secret> answer) {
                if (const auto state = weak.lock())
                    state->answered(reference, question, std::move(answer));
            });
    }

    void answered(const std::string &reference, std::uint64_t question, Result<Secret> answer)
    {
        const auto found = entries.find(reference);
        if (found == entries.end() || found->second.question != question)
            return;
        Entry &entry = found->second;
        entry.waiting = false;
        entry.value =
            answer ? SecretValue{SecretState::Ready, std::make_shared<const Secret>(std::move(*answer)), {}}
                   : valueOf(answer.error());
        if (!asking)
            publishAll();
    }

    /// Asks for each of `references`, and publishes once for all that answer at once.
    void askAll(const std::vector<std::string> &references)
    {
        asking = true;
        for (const std::string &reference : references) {
            if (const auto found = entries.find(reference); found != entries.end())
                ask(reference, found->second);
        }
        asking = false;
        publishAll();
    }

    void publishAll()
    {
        std::map<std::string, SecretValue, std::less<>> all;
        for (const auto &[reference, entry] : entries)
            all.emplace(reference, entry.value);
        values = std::make_shared<const SecretValues>(std::move(all));
        if (publish)
            publish(values);
    }

    const Clock &clock;
    std::chrono::milliseconds timeout;
    Publish publish;
    std::map<Scheme, SecretStore *> stores;
    std::map<std::string, Entry> entries;
    std::shared_ptr<const SecretValues> values = std::make_shared<const SecretValues>();
    std::uint64_t questions = 0;
    bool asking = false;
};

Resolver::Resolver(const Clock &clock, std::chrono::milliseconds timeout, Publish publish)
    : m_state(std::make_shared<State>(clock, timeout, std::move(publish)))
{
}

Resolver::~Resolver() = default;

void Resolver::setStore(Scheme scheme, SecretStore &store)
{
    m_state->stores[scheme] = &store;
}

void Resolver::resolve(const std::set<std::string> &references)
{
    std::erase_if(m_state->entries, [&](const auto &each) { return !references.contains(each.first); });
    std::vector<std::string> toAsk;
    for (const std::string &reference : references) {
        const auto [entry, isNew] = m_state->entries.try_emplace(reference);
        if (isNew || !entry->second.waiting)
            toAsk.push_back(reference);
    }
    m_state->askAll(toAsk);
}

void Resolver::retry()
{
    std::vector<std::string> toAsk;
    for (const auto &[reference, entry] : m_state->entries) {
        if (!entry.waiting && entry.value.state != SecretState::Ready)
            toAsk.push_back(reference);
    }
    if (!toAsk.empty())
        m_state->askAll(toAsk);
}

void Resolver::renew(const std::string &reference)
{
    if (m_state->entries.contains(reference))
        m_state->askAll({reference});
}

void Resolver::checkDeadlines()
{
    bool changed = false;
    for (auto &[reference, entry] : m_state->entries) {
        if (!entry.waiting || m_state->clock.now() - entry.askedAt < m_state->timeout)
            continue;
        entry.waiting = false;
        // One that was ready stays so: its keeper is slow, the key is not wrong.
        if (entry.value.state == SecretState::Ready)
            continue;
        entry.value = {SecretState::Locked, nullptr, "its keeper did not answer in time; it may be locked"};
        changed = true;
    }
    if (changed)
        m_state->publishAll();
}

std::shared_ptr<const SecretValues> Resolver::values() const
{
    return m_state->values;
}

bool Resolver::isWaiting() const
{
    for (const auto &[reference, entry] : m_state->entries) {
        if (entry.waiting)
            return true;
    }
    return false;
}

} // namespace signalbox::secrets
