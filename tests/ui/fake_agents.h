#pragma once

#include "control/agents.h"

#include <QFuture>
#include <QPromise>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace signalbox::tests {

/// Agents for tests of the window: two files in memory, changed as told, and answers held back where a test
/// wants to see what happens meanwhile.
class FakeAgents final : public control::Agents
{
public:
    // What is answered.
    std::vector<control::Agent> agents;
    std::vector<control::AgentFileChange>
        connecting; ///< of every plan to connect; "MODEL" stands for the model
    std::vector<control::AgentFileChange> restoring;
    std::vector<std::string> notes;
    std::vector<std::string> warnings;
    std::optional<Error> listError;
    std::optional<Error> planError;
    std::optional<Error> writeError; ///< once
    std::optional<Error> openError;
    control::AgentTest testAnswer{true, "req_1", "hello", {}};

    // What was asked.
    int lists = 0;
    std::vector<control::AgentWish> connectPlans;
    std::vector<std::string> restorePlans;
    std::vector<std::pair<control::AgentPlan, control::AgentWish>> carriedOut;
    std::vector<std::string> tests;
    std::vector<std::string> opened; ///< files

    /// Answers to carryOut() and test() wait for release().
    bool holdWriting = false;
    bool holdTests = false;

    void release()
    {
        std::deque<std::function<void()>> held;
        held.swap(m_held);
        for (const auto &answer : held)
            answer();
    }

    control::Agent *find(const std::string &id)
    {
        const auto it = std::ranges::find(agents, id, &control::Agent::id);
        return it != agents.end() ? &*it : nullptr;
    }

    QFuture<Result<std::vector<control::Agent>>> list() override
    {
        ++lists;
        return answered<std::vector<control::Agent>>([this]() -> Result<std::vector<control::Agent>> {
            if (listError)
                return std::unexpected(*listError);
            return agents;
        });
    }

    QFuture<Result<control::AgentPlan>> planConnect(control::AgentWish wish) override
    {
        connectPlans.push_back(wish);
        return answered<control::AgentPlan>([this, wish]() -> Result<control::AgentPlan> {
            if (planError)
                return std::unexpected(*planError);
            control::AgentPlan plan{wish.agent, false,    connecting,
                                    notes,      warnings, "read-" + std::to_string(version)};
            for (control::AgentFileChange &file : plan.files) {
                const std::size_t at = file.after.find("MODEL");
                if (at != std::string::npos)
                    file.after.replace(at, 5, wish.model);
            }
            return plan;
        });
    }

    QFuture<Result<control::AgentPlan>> planRestore(std::string agent) override
    {
        restorePlans.push_back(agent);
        return answered<control::AgentPlan>([this, agent]() -> Result<control::AgentPlan> {
            if (planError)
                return std::unexpected(*planError);
            return control::AgentPlan{agent, true, restoring, {}, {}, "read-" + std::to_string(version)};
        });
    }

    QFuture<Result<void>> carryOut(control::AgentPlan plan, control::AgentWish wish) override
    {
        return answered<void>(
            [this, plan, wish]() -> Result<void> {
                if (writeError)
                    return std::unexpected(*std::exchange(writeError, std::nullopt));
                if (plan.fingerprint != "read-" + std::to_string(version))
                    return fail(ErrorCode::Conflict, "config.toml was changed meanwhile: look again.");
                carriedOut.emplace_back(plan, wish);
                if (control::Agent *agent = find(wish.agent))
                    agent->state =
                        plan.restores ? control::AgentState::NotConnected : control::AgentState::Connected;
                return {};
            },
            holdWriting);
    }

    QFuture<Result<control::AgentTest>> test(std::string agent) override
    {
        tests.push_back(agent);
        return answered<control::AgentTest>([this]() -> Result<control::AgentTest> { return testAnswer; },
                                            holdTests);
    }

    QFuture<Result<void>> openFile(std::string file) override
    {
        opened.push_back(file);
        return answered<void>([this]() -> Result<void> {
            return openError ? Result<void>(std::unexpected(*openError)) : Result<void>();
        });
    }

    int version = 1; ///< of the files: a plan of an older one is refused

private:
    template<class T, class Answer>
    QFuture<Result<T>> answered(Answer answer, bool hold = false)
    {
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        const auto give = [promise, answer] {
            promise->addResult(Result<T>(answer()));
            promise->finish();
        };
        if (hold)
            m_held.push_back(give);
        else
            give();
        return promise->future();
    }

    std::deque<std::function<void()>> m_held;
};

/// Four agents in all states but Changed, and Codex' file as a person may have it.
inline void fillAgents(FakeAgents &fake)
{
    using control::AgentState;
    fake.agents = {
        {"codex", "Codex CLI", "/usr/bin/codex", "0.169.0", AgentState::NotConnected,
         "model gpt-5.4 of openai", "signalbox codex", "npm install -g @openai/codex"},
        {"claude", "Claude Code", "/usr/bin/claude", "2.1.330", AgentState::NotConnected, "", "",
         "npm install -g @anthropic-ai/claude-code"},
        {"opencode", "opencode", "/usr/bin/opencode", "1.18.33", AgentState::Connected,
         "model coder of signalbox", "", "npm install -g opencode-ai"},
        {"qwen", "qwen-code", "", "", AgentState::NotFound, "", "", "npm install -g @qwen-code/qwen-code"},
    };
    const std::string before =
        "# my Codex settings\nmodel = \"gpt-5.4\"\nmodel_reasoning_effort = \"high\"\n"
        "approval_policy = \"on-request\"   # keep\n\n[mcp_servers.docs]\ncommand = \"npx\"\n"
        "args = [\"-y\", \"@acme/docs-mcp\"]\n\n[tui]\nnotifications = true\n";
    const std::string after =
        "# my Codex settings\nmodel = \"MODEL\"\nmodel_provider = \"signalbox\"\n"
        "model_reasoning_effort = \"high\"\napproval_policy = \"on-request\"   # keep\n\n"
        "[mcp_servers.docs]\ncommand = \"npx\"\nargs = [\"-y\", \"@acme/docs-mcp\"]\n\n[tui]\n"
        "notifications = true\n\n[model_providers.signalbox]\nname = \"Signalbox\"\n"
        "base_url = \"http://127.0.0.1:7717/v1\"\nenv_key = \"SIGNALBOX_API_KEY\"\n"
        "wire_api = \"responses\"\nrequest_max_retries = 1\nstream_max_retries = 2\n";
    fake.connecting = {{"/home/mira/.codex/config.toml", true, before, after, false},
                       {"/home/mira/.codex/.env", false, "", "SIGNALBOX_API_KEY=••••••••\n", true}};
    fake.restoring = {{"/home/mira/.codex/config.toml", true,
                       "model = \"coder\"\nmodel_provider = \"signalbox\"\n", "model = \"gpt-5.4\"\n",
                       false}};
    fake.notes = {"Only these keys are ours. Comments, order and your MCP server stay as they are.",
                  "The way back is stored first. Restore puts model = \"gpt-5.4\" back."};
    fake.warnings = {"A ChatGPT login was found. It is not sent to Signalbox: this setup uses its own key."};
}

} // namespace signalbox::tests
