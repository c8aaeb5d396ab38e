#include "agents/local_agents.h"
#include "app/agent_report.h"
#include "app/command_control.h"
#include "app/commands.h"
#include "app/environment.h"
#include "app/exit_code.h"
#include "app/report.h"
#include "app/secrets_access.h"
#include "app/text_diff.h"

#include <QCoreApplication>

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <string>

namespace signalbox::app {

namespace {

using Json = nlohmann::ordered_json;

void print(const std::string &text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

int exitCodeOf(const Error &error)
{
    return error.code == ErrorCode::Unavailable ? kNoGateway : kFailed;
}

/// One run of `signalbox agents …`: asks, prints, and ends the program with a code. Lives as long as the
/// event loop.
class AgentsCommand final : public QObject
{
public:
    explicit AgentsCommand(const Arguments &arguments)
        : m_arguments(arguments), m_control(arguments.paths()),
          m_agents(m_control, m_clock, m_operations,
                   {.dataDir = arguments.paths().dataDir.string(),
                    .environment = currentEnvironment(keyVariablesIn(arguments.paths()))})
    {
    }

    void run()
    {
        const auto &words = m_arguments.words();
        const std::string what = words.empty() ? "list" : words[0];
        m_id = words.size() > 1 ? words[1] : std::string();
        if (what == "list" && words.size() <= 1)
            list();
        else if (words.size() != 2 || (what != "connect" && what != "restore" && what != "test"))
            end(complain(
                "say what to do: `signalbox agents list`, or connect, restore or test and an agent's name",
                kWrongUsage));
        else if (what == "connect")
            m_agents.planConnect(wish()).then(
                this, [this](const Result<control::AgentPlan> &plan) { propose(plan); });
        else if (what == "restore")
            m_agents.planRestore(m_id).then(
                this, [this](const Result<control::AgentPlan> &plan) { propose(plan); });
        else
            test();
    }

private:
    [[nodiscard]] bool isJson() const { return m_arguments.has("json"); }
    [[nodiscard]] control::AgentWish wish() const
    {
        return {.agent = m_id, .model = m_arguments.value("model").value_or("")};
    }
    static void end(int code) { QCoreApplication::exit(code); }
    static void fail(const Error &error) { end(complain(describe(error), exitCodeOf(error))); }

    void list()
    {
        m_agents.list().then(this, [this](const Result<std::vector<control::Agent>> &agents) {
            if (!agents)
                return fail(agents.error());
            print(isJson() ? listJson(*agents) : listText(*agents));
            end(kDone);
        });
    }

    static std::string listText(const std::vector<control::Agent> &agents)
    {
        std::vector<std::vector<std::string>> rows{{"id", "agent", "version", "state", "set to"}};
        std::string remarks;
        for (const control::Agent &agent : agents) {
            rows.push_back(
                {agent.id, agent.name, agent.version, std::string(nameOf(agent.state)), agent.setTo});
            if (agent.interrupted)
                remarks += agent.name +
                           ": connecting or restoring it was cut off. `signalbox agents restore " + agent.id +
                           "` puts its settings back.\n";
        }
        return table(rows, std::vector<bool>(rows.front().size(), false)) +
               (remarks.empty() ? "" : "\n" + remarks);
    }

    static std::string listJson(const std::vector<control::Agent> &agents)
    {
        Json json = Json::array();
        for (const control::Agent &agent : agents)
            json.push_back(toJson(agent));
        return json.dump(2) + '\n';
    }

    /// Shows what would be written, and writes it where that is wanted.
    void propose(const Result<control::AgentPlan> &plan)
    {
        if (!plan)
            return fail(plan.error());
        if (!isJson())
            print(planText(*plan));
        if (plan->files.empty() && !plan->restores)
            return finish(*plan, false);
        if (!m_arguments.has("yes") && !plan->files.empty()) {
            if (isJson())
                print(planJson(*plan, false));
            if (isatty(STDIN_FILENO) == 0 || isJson())
                return end(complain("nothing was written: add --yes to write this without being asked",
                                    kWrongUsage));
            print("Write this? [y/N] ");
            std::string said;
            if (!std::getline(std::cin, said) || (said != "y" && said != "Y" && said != "yes"))
                return end(complain("nothing was written", kFailed));
        }
        m_agents.carryOut(*plan, wish()).then(this, [this, plan = *plan](const Result<void> &done) {
            if (!done)
                return fail(done.error());
            finish(plan, true);
        });
    }

    void finish(const control::AgentPlan &plan, bool written)
    {
        if (isJson())
            print(planJson(plan, written));
        else if (!written)
            print("Nothing changes: it is connected already.\n");
        else
            print(plan.restores ? "Restored.\n"
                                : "Connected. `signalbox agents test " + plan.agent + "` tries it.\n");
        end(kDone);
    }

    static std::string planText(const control::AgentPlan &plan)
    {
        std::string text;
        for (const control::AgentFileChange &file : plan.files) {
            text += "--- " + (file.exists ? file.file : "/dev/null") + "\n+++ " + file.file + '\n';
            const std::string diff = textDiff(file.before, file.after);
            text += diff.empty() ? "(a key that is not shown changes)\n" : diff;
            text += '\n';
        }
        for (const std::string &note : plan.notes)
            text += "note: " + note + '\n';
        for (const std::string &warning : plan.warnings)
            text += "warning: " + warning + '\n';
        return text;
    }

    static std::string planJson(const control::AgentPlan &plan, bool written)
    {
        Json files = Json::array();
        for (const control::AgentFileChange &file : plan.files)
            files.push_back({{"file", file.file},
                             {"exists", file.exists},
                             {"hides_secret", file.hidesSecret},
                             {"diff", textDiff(file.before, file.after)}});
        return Json{{"agent", plan.agent}, {"restores", plan.restores}, {"written", written},
                    {"files", files},      {"notes", plan.notes},       {"warnings", plan.warnings}}
                   .dump(2) +
               '\n';
    }

    void test()
    {
        m_agents.test(m_id).then(this, [this](const Result<control::AgentTest> &test) {
            if (!test)
                return fail(test.error());
            if (isJson())
                print(Json{{"answered", test->answered},
                           {"request_id", test->requestId},
                           {"said", test->said},
                           {"problem", test->problem}}
                          .dump(2) +
                      '\n');
            else if (test->answered)
                print("It works (request " + test->requestId + "). It said: " + test->said + '\n');
            else
                (void)complain(test->problem +
                                   (test->requestId.empty() ? "" : " (request " + test->requestId + ")"),
                               kFailed);
            end(test->answered ? kDone : kFailed);
        });
    }

    const Arguments &m_arguments;
    std::string m_id;
    SystemClock m_clock;
    agents::FileOperations m_operations;
    CommandControl m_control;
    agents::LocalAgents m_agents;
};

} // namespace

int runAgents(const Arguments &arguments, int &argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    AgentsCommand command(arguments);
    QMetaObject::invokeMethod(&command, [&command] { command.run(); }, Qt::QueuedConnection);
    return QCoreApplication::exec();
}

} // namespace signalbox::app
