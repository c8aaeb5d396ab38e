#pragma once

#include "control/providers.h"

#include <QFutureWatcher>
#include <QObject>

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace signalbox::ui {

/// Tests that a person has asked for, on their way: each is one real request with one key, few at a time.
/// Leaving the page gives up those that have not answered. Lives on the main thread, owned by the page.
class ProviderTests final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t kAtOnce = 4;

    /// Which key of which provider; an empty key is the one way to ask a provider without keys.
    struct Target
    {
        std::string provider;
        std::string key;

        auto operator<=>(const Target &) const = default;
    };

    explicit ProviderTests(control::Providers &providers, QObject *parent = nullptr);
    ~ProviderTests() override;

    /// One that is under way already is not begun again.
    void start(const std::vector<Target> &targets);
    /// What has not answered is no longer waited for.
    void cancel();
    [[nodiscard]] bool isRunning() const { return !m_running.empty() || !m_waiting.empty(); }
    [[nodiscard]] bool isRunning(const Target &target) const;
    /// Of those begun since none was running, how many are done and how many there are.
    [[nodiscard]] int done() const { return m_done; }
    [[nodiscard]] int all() const { return m_all; }

Q_SIGNALS:
    /// Something has begun, ended or been given up.
    void changed();
    /// The test could not be made at all: what the provider said is no failure but a verdict.
    void failed(const QString &provider, const signalbox::Error &error);

private:
    using Watcher = QFutureWatcher<Result<control::ProviderTest>>;

    void startNext();

    control::Providers &m_providers;
    std::deque<Target> m_waiting;
    std::map<Target, Watcher *> m_running;
    int m_done = 0;
    int m_all = 0;
};

/// All keys of the provider that are on, or the one way to ask a provider without keys.
[[nodiscard]] std::vector<ProviderTests::Target> testTargets(const config::Provider &provider);
/// The same of all providers that are on.
[[nodiscard]] std::vector<ProviderTests::Target> testTargets(const config::Configuration &configuration);

} // namespace signalbox::ui
