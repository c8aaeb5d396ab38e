#pragma once

#include "config/configuration.h"
#include "control/providers.h"

#include <QObject>
#include <QStringList>

#include <vector>

namespace signalbox::ui {

/// Tests all enabled providers with all enabled keys at once, and tells the outcome in a sentence. Lives on
/// the main thread.
class ProvidersCheckup final : public QObject
{
    Q_OBJECT

public:
    explicit ProvidersCheckup(control::Providers &providers, QObject *parent = nullptr);

    /// Does nothing while a test runs.
    void run(const std::vector<config::Provider> &providers);
    [[nodiscard]] bool isRunning() const { return m_open > 0; }

Q_SIGNALS:
    void begun();
    /// `problems` has a line for each that did not answer: "lab/main: …". Empty: all did.
    void finished(int tested, const QStringList &problems);

private:
    void testOne(const std::string &provider, const std::string &key);

    control::Providers &m_providers;
    int m_open = 0;
    int m_tested = 0;
    QStringList m_problems;
};

} // namespace signalbox::ui
