#pragma once

#include "control/gateway_control.h"
#include "control/providers.h"

#include <QObject>

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace signalbox::ui {

/// Changes of providers on their way to the gateway: one at a time, each with the revision it is based on. A
/// change is made to the entry as it is when its turn comes, so two of them never undo one another, and what
/// somebody else changed is never overwritten unseen. Lives on the main thread, owned by the page.
class ProviderChanges final : public QObject
{
    Q_OBJECT

public:
    using Edit = std::function<void(config::Provider &)>;
    using Done = std::function<void(const Result<void> &)>;

    explicit ProviderChanges(control::Providers &providers, QObject *parent = nullptr);

    /// What is in force now.
    void setConfiguration(const control::ConfigurationView &view);
    [[nodiscard]] const config::Configuration &configuration() const { return m_view.configuration; }
    /// As it is known; null where there is none of that id.
    [[nodiscard]] const config::Provider *find(const std::string &id) const;

    /// `done` is called on this thread once it has been answered, and not after this has gone.
    void put(config::Provider entry, Done done = {});
    /// NotFound where it has been removed meanwhile.
    void edit(const std::string &id, Edit edit, Done done = {});
    /// Keeps the entry, so that putBack() can undo it.
    void remove(const std::string &id, Done done = {});
    void putBack(const std::string &id, Done done = {});
    [[nodiscard]] bool canPutBack(const std::string &id) const { return m_removed.contains(id); }
    [[nodiscard]] std::vector<std::string> removedIds() const;
    /// It shall not be put back any more.
    void dropRemoved(const std::string &id) { m_removed.erase(id); }
    void take(control::Finding finding, Done done = {});
    /// Adds the virtual model, or replaces the one of that name.
    void putModel(config::VirtualModel model, Done done = {});

Q_SIGNALS:
    /// The configuration in force is another one now.
    void applied();
    /// Somebody else was first; what is in force has to be asked for again before it is tried again.
    void conflict(const QString &provider);

private:
    struct Step
    {
        std::string provider;
        std::function<QFuture<Result<std::uint64_t>>(std::uint64_t)> send;
        std::function<void()> apply; ///< to what is known here, once it is in force
        Done done;
    };

    void enqueue(std::function<Result<Step>()> prepare, Done done);
    void sendNext();
    void keep(const config::Provider &entry);
    void forget(const std::string &id);

    control::Providers &m_providers;
    control::ConfigurationView m_view;
    std::map<std::string, config::Provider> m_removed;
    std::deque<std::pair<std::function<Result<Step>()>, Done>> m_steps;
    bool m_sending = false;
};

} // namespace signalbox::ui
