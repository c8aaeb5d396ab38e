#include "app/agent_report.h"

#include <nlohmann/json.hpp>

namespace signalbox::app {

namespace {

std::string command(const char *what, const control::Agent &agent)
{
    return std::string("`signalbox agents ") + what + ' ' + agent.id + '`';
}

/// "0.169.0 at /usr/bin/codex".
std::string placeOf(const control::Agent &agent)
{
    if (agent.program.empty())
        return "its settings are there, the program is in no folder of PATH (" + agent.install + ")";
    return (agent.version.empty() ? "unknown version" : agent.version) + " at " + agent.program;
}

std::string connectionOf(const control::Agent &agent)
{
    const std::string setTo = agent.setTo.empty() ? "" : " (set to " + agent.setTo + ')';
    std::string ways = command("connect", agent) + " changes its settings";
    if (!agent.launch.empty())
        ways = '`' + agent.launch + "` runs it through Signalbox and leaves them as they are, " + ways;
    return "not connected" + setTo + "; " + ways;
}

} // namespace

std::string_view nameOf(control::AgentState state)
{
    switch (state) {
    case control::AgentState::NotFound:
        return "not found";
    case control::AgentState::NotConnected:
        return "not connected";
    case control::AgentState::Connected:
        return "connected";
    case control::AgentState::Changed:
        return "changed";
    }
    return "";
}

nlohmann::ordered_json toJson(const control::Agent &agent)
{
    return {{"id", agent.id},           {"name", agent.name},           {"program", agent.program},
            {"version", agent.version}, {"state", nameOf(agent.state)}, {"interrupted", agent.interrupted},
            {"set_to", agent.setTo},    {"launch", agent.launch},       {"install", agent.install}};
}

AgentLine lineOf(const control::Agent &agent)
{
    const std::string place = placeOf(agent) + "; ";
    if (agent.interrupted)
        return {AgentVerdict::Wrong, place + "connecting or restoring it was cut off half way: " +
                                         command("restore", agent) + " puts its own settings back"};
    switch (agent.state) {
    case control::AgentState::Connected:
        return {AgentVerdict::Fine, place + "connected to Signalbox (" + agent.setTo + ')'};
    case control::AgentState::Changed:
        return {AgentVerdict::Remarkable,
                place + "connected, and another program has changed what Signalbox wrote: " +
                    command("connect", agent) + " writes it again, " + command("restore", agent) +
                    " takes it back"};
    case control::AgentState::NotConnected:
    case control::AgentState::NotFound:
        break;
    }
    return {AgentVerdict::Remarkable, place + connectionOf(agent)};
}

} // namespace signalbox::app
