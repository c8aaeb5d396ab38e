#include "ui/models/agent_words.h"

#include "ui/models/format.h"
#include "ui/models/line_diff.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::AgentWords)
};

/// How each program is asked one thing without its own window.
struct Question
{
    std::string_view agent;
    const char *arguments;
};
constexpr Question kQuestions[] = {
    {"codex", "exec \"say hello\""},   {"claude", "-p \"say hello\""}, {"gemini", "-p \"say hello\""},
    {"opencode", "run \"say hello\""}, {"qwen", "-p \"say hello\""},
};

} // namespace

AgentWords agentWords(const control::Agent &agent)
{
    const QString setTo = agent.setTo.empty() ? Words::tr("Its own settings") : text(agent.setTo);
    if (agent.interrupted)
        return {Sign::Warning, Words::tr("Cut off"), Words::tr("Restoring puts its settings right")};
    switch (agent.state) {
    case control::AgentState::NotFound:
        return {Sign::Off, Words::tr("Not found"),
                agent.install.empty() ? QString() : Words::tr("Install it: %1").arg(text(agent.install))};
    case control::AgentState::NotConnected:
        return {Sign::Off, Words::tr("Not connected"), setTo};
    case control::AgentState::Connected:
        return {Sign::Ok, Words::tr("Connected"), setTo};
    case control::AgentState::Changed:
        return {Sign::Warning, Words::tr("Changed"), setTo};
    }
    return {};
}

bool canBeConnected(const control::Agent &agent)
{
    return agent.state != control::AgentState::NotFound;
}

QString shortPath(std::string_view path)
{
    const QString whole = text(path);
    const QString home = QDir::homePath();
    return home.size() > 1 && whole.startsWith(home + u'/') ? u'~' + whole.mid(home.size()) : whole;
}

QString planSummary(const control::AgentPlan &plan)
{
    int lines = 0;
    for (const control::AgentFileChange &file : plan.files) {
        const LineDiff diff = lineDiff(file.before, file.after);
        lines += diff.added + diff.removed;
    }
    if (plan.files.empty())
        return Words::tr("No file changes.");
    if (plan.files.size() == 1)
        return Words::tr("%n lines change in one file.", nullptr, lines);
    return Words::tr("%n lines change in %1 files.", nullptr, lines).arg(plan.files.size());
}

QString firstCommand(const control::Agent &agent, bool connected)
{
    const auto *question = std::ranges::find(kQuestions, std::string_view(agent.id), &Question::agent);
    if (question == std::end(kQuestions))
        return text(agent.launch);
    const QString arguments = QString::fromLatin1(question->arguments);
    if (connected)
        return text(agent.id) + u' ' + arguments;
    return agent.launch.empty() ? QString() : text(agent.launch) + u" -- "_s + arguments;
}

FactAndRest factAndRest(const QString &text)
{
    for (qsizetype i = 0; i + 2 < text.size(); ++i) {
        // A dot within a name or a number ends nothing.
        if ((text[i] == u'.' || text[i] == u'。') && text[i + 1] == u' ' && !text[i + 2].isLower())
            return {text.left(i + 1), text.mid(i + 2)};
    }
    return {text, {}};
}

QList<PlanLine> planLines(const control::AgentPlan &plan)
{
    QList<PlanLine> lines;
    const auto add = [&](Sign sign, const std::vector<std::string> &remarks) {
        for (const std::string &remark : remarks) {
            const FactAndRest parts = factAndRest(text(remark));
            lines.push_back({sign, parts.fact, parts.rest});
        }
    };
    add(Sign::Warning, plan.warnings);
    for (const control::AgentFileChange &file : plan.files) {
        if (file.hidesSecret)
            lines.push_back({Sign::Ok,
                             Words::tr("A key of its own is written into %1.").arg(shortPath(file.file)),
                             Words::tr("Dots stand for it here.")});
    }
    add(Sign::Ok, plan.notes);
    return lines;
}

} // namespace signalbox::ui
