#pragma once

#include "agents/invocation.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <map>
#include <string>

namespace signalbox::agents {

/// What version agents' programs say they have. A program is asked once, and again when its file has changed.
/// Main thread.
class AgentVersions final : public QObject
{
    Q_OBJECT

public:
    explicit AgentVersions(std::chrono::milliseconds patience, QObject *parent = nullptr);

    /// `done` gets it, empty where the program says none; at once where it is known, and not after this has
    /// gone.
    void ask(const std::string &program, const Environment &environment,
             std::function<void(const std::string &)> done);

private:
    const std::chrono::milliseconds m_patience;
    std::map<std::string, std::string> m_known; // by program and the time it was changed
};

} // namespace signalbox::agents
