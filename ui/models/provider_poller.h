#pragma once

#include "base/clock.h"
#include "control/desk.h"
#include "ui/models/provider_facts.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <set>
#include <string>

namespace signalbox::ui {

/// Asks what the providers page shows: usage and failures since midnight, how the keys are, the last tests;
/// every other second while the page can be seen, and slowly while another page is in front. Never twice for
/// the same at a time. Lives on the main thread, owned by the page.
class ProviderPoller final : public QObject
{
    Q_OBJECT

public:
    /// `clock` must outlive this.
    ProviderPoller(const control::Desk &desk, const Clock &clock, QObject *parent = nullptr);

    enum class Pace { Off, Slow, Live };
    void setPace(Pace pace);
    /// Asking how the keys are may open the keychain, and then a password is asked for.
    void setAsksKeychain(bool asks);
    /// Asks for everything now.
    void refresh();
    /// The models that are known of these providers, without asking them.
    void askModels(const std::vector<config::Provider> &providers);
    /// Asks the provider itself for its list.
    void fetchModels(const std::string &provider);
    [[nodiscard]] bool isFetching(const std::string &provider) const { return m_fetching.contains(provider); }

    [[nodiscard]] const ProviderFigures &figures() const { return m_figures; }
    /// Null until they have been told.
    [[nodiscard]] const control::OfferedModels *models(const std::string &provider) const;

Q_SIGNALS:
    void figuresChanged();
    void modelsChanged(const QString &provider);
    /// Aggregates or the state of the keys could not be had.
    void failed(const signalbox::Error &error);
    /// All that is asked for has come again.
    void recovered();
    void fetchFailed(const QString &provider, const signalbox::Error &error);

private:
    enum class Part { Usage, Series, Secrets };

    void askUsage();
    void askSecrets();
    void settle(Part part, const Error *error);

    control::Desk m_desk;
    const Clock &m_clock;
    QTimer m_timer;
    ProviderFigures m_figures;
    std::map<std::string, control::OfferedModels> m_models;
    std::set<std::string> m_fetching;
    int m_usageOpen = 0;
    bool m_secretsAsked = false;
    bool m_asksKeychain = false;
    Pace m_pace = Pace::Off;
    std::set<Part> m_failing; ///< whose last answer was an error
};

} // namespace signalbox::ui
