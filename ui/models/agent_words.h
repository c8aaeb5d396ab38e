#pragma once

#include "control/agents.h"
#include "ui/theme/signs.h"

#include <QList>
#include <QString>

#include <string_view>

/// What is said of agents and of what connecting them would do. Pure, but for the home folder's name.
namespace signalbox::ui {

struct AgentWords
{
    Sign sign = Sign::Off;
    QString word;
    QString detail; ///< the second line: what it is set to, or how to get it

    bool operator==(const AgentWords &) const = default;
};

[[nodiscard]] AgentWords agentWords(const control::Agent &agent);
/// Whether there is something that can be planned for it.
[[nodiscard]] bool canBeConnected(const control::Agent &agent);

/// "~/.codex/config.toml"
[[nodiscard]] QString shortPath(std::string_view path);
/// "12 lines change in one file."
[[nodiscard]] QString planSummary(const control::AgentPlan &plan);

/// What a person should know before a plan is carried out, what could go wrong first.
struct PlanLine
{
    Sign sign = Sign::Ok;
    QString fact;
    QString rest;

    bool operator==(const PlanLine &) const = default;
};
[[nodiscard]] QList<PlanLine> planLines(const control::AgentPlan &plan);

/// A first small question to type: through its files where it is connected, else through its launch command.
[[nodiscard]] QString firstCommand(const control::Agent &agent, bool connected);

/// The first sentence and what follows it: a fact, and what it means.
struct FactAndRest
{
    QString fact;
    QString rest;

    bool operator==(const FactAndRest &) const = default;
};
[[nodiscard]] FactAndRest factAndRest(const QString &text);

} // namespace signalbox::ui
