#include "agents/local_agents.h"

#include "agents/agent_remarks.h"
#include "agents/agent_trial.h"
#include "agents/file_opener.h"
#include "agents/gateway_facts.h"
#include "agents/program_finder.h"

#include <QDir>
#include <QLockFile>
#include <QThread>

#include <sys/stat.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace signalbox::agents {

namespace {

/// A change takes milliseconds: whoever waits longer waits for something that hangs.
constexpr int kLockWaitMs = 2000;

constexpr const char *kKeyToCome = "(a new key)";

std::string keyIdOf(const AgentRule &rule)
{
    return "agent-" + rule.id;
}

std::unexpected<Error> unknownAgent(const std::string &id)
{
    std::string known;
    for (const AgentRule &rule : agentRules())
        known += (known.empty() ? "" : ", ") + rule.id;
    return fail(ErrorCode::NotFound, "there is no agent \"" + id + "\"; known are " + known);
}

} // namespace

struct LocalAgents::Found
{
    std::string program; ///< empty: none
    Environment environment;
};

LocalAgents::LocalAgents(control::GatewayControl &control, const Clock &clock, FileOperations &operations,
                         Options options)
    : m_control(control), m_clock(clock), m_options(std::move(options)),
      m_store(operations, m_options.dataDir, m_options.environment), m_versions(m_options.versionPatience)
{
}

Environment LocalAgents::environmentWithoutKeys() const
{
    Environment environment = m_options.environment;
    if (m_options.keyVariables) {
        for (const std::string &variable : m_options.keyVariables())
            environment.erase(variable);
    }
    return environment;
}

LocalAgents::Found LocalAgents::find(const AgentRule &rule) const
{
    Found found{.program = {}, .environment = environmentWithoutKeys()};
    std::string &path = found.environment["PATH"];
    for (const std::string &folder : m_options.moreFolders)
        path += ':' + found.environment["HOME"] + folder;
    if (auto program = findProgram(rule.program, path))
        found.program = std::move(*program);
    return found;
}

std::vector<std::string> LocalAgents::pending() const
{
    std::vector<std::string> agents;
    const auto wayBack = m_store.wayBack();
    if (!wayBack)
        return agents;
    for (const AgentRecord &record : wayBack->agents) {
        if (record.phase == Phase::Connecting || record.phase == Phase::Restoring)
            agents.push_back(record.agent);
    }
    return agents;
}

control::Agent LocalAgents::look(const AgentRule &rule, const Result<WayBack> &wayBack) const
{
    control::Agent agent{.id = rule.id, .name = rule.name};
    agent.program = find(rule).program;
    agent.launch = rule.launch;
    agent.install = rule.install;
    struct stat status = {};
    const bool hasHome = stat(m_store.home(rule).c_str(), &status) == 0;
    if (agent.program.empty() && !hasHome)
        return agent;
    agent.setTo = setTo(rule, m_store);
    agent.state = control::AgentState::NotConnected;
    const AgentRecord *record = wayBack ? wayBack->find(rule.id) : nullptr;
    if (record == nullptr || record->phase == Phase::Left)
        return agent;
    agent.interrupted = record->phase != Phase::Connected;
    const bool isWhole = std::ranges::all_of(record->files, [](const FileRecord &file) {
        const auto text = readFile(file.file);
        return text && holdsOurs(*text, file);
    });
    agent.state =
        isWhole && !agent.interrupted ? control::AgentState::Connected : control::AgentState::Changed;
    return agent;
}

QFuture<Result<std::vector<control::Agent>>> LocalAgents::list()
{
    Q_ASSERT(thread() == QThread::currentThread());
    const Answer<std::vector<control::Agent>> answer;
    const auto wayBack = m_store.wayBack();
    if (!wayBack) {
        answer.give(std::unexpected(wayBack.error()));
        return answer.future();
    }
    struct Listing
    {
        std::vector<control::Agent> agents;
        std::size_t waiting = 1; // for ourselves, until all programs are started
    };
    const auto listing = std::make_shared<Listing>();
    const auto oneLess = [listing, answer] {
        if (--listing->waiting == 0)
            answer.give(listing->agents);
    };
    for (const AgentRule &rule : agentRules())
        listing->agents.push_back(look(rule, wayBack));
    listing->waiting += listing->agents.size();
    for (std::size_t i = 0; i < listing->agents.size(); ++i)
        m_versions.ask(listing->agents[i].program, find(agentRules()[i]).environment,
                       [listing, oneLess, i](const std::string &version) {
                           listing->agents[i].version = version;
                           oneLess();
                       });
    oneLess();
    return answer.future();
}

QFuture<Result<control::AgentPlan>> LocalAgents::planConnect(control::AgentWish wish)
{
    Q_ASSERT(thread() == QThread::currentThread());
    const Answer<control::AgentPlan> answer;
    const AgentRule *rule = findAgentRule(wish.agent);
    if (rule == nullptr) {
        answer.give(unknownAgent(wish.agent));
        return answer.future();
    }
    lookAtGateway(m_control, *this, wish.model, [this, rule, answer](const Result<GatewayFacts> &facts) {
        if (!facts) {
            answer.give(std::unexpected(facts.error()));
            return;
        }
        EntryValues values{.url = facts->url, .model = facts->model, .key = kKeyToCome, .home = {}};
        const auto wayBack = m_store.wayBack();
        const AgentRecord *record = wayBack ? wayBack->find(rule->id) : nullptr;
        if (record != nullptr && std::ranges::count(facts->keyIds, record->keyId) > 0) {
            if (std::string key = m_store.keyInFiles(*rule, *record); !key.empty())
                values.key = std::move(key);
        }
        const auto work = m_store.planConnect(*rule, values);
        wipe(values.key);
        if (!work) {
            answer.give(std::unexpected(work.error()));
            return;
        }
        control::AgentPlan plan{.agent = rule->id, .fingerprint = work->fingerprint};
        for (const FileStep &step : work->steps) {
            if (step.changes())
                plan.files.push_back({step.file, step.before.has_value(), step.shownBefore, step.shownAfter,
                                      step.hidesSecret});
        }
        remarkOnConnecting(*rule, m_store, *work, values, plan);
        if (!facts->knowsModel)
            plan.warnings.push_back("There is no virtual model \"" + facts->model +
                                    "\": requests for it are refused until you add one.");
        answer.give(std::move(plan));
    });
    return answer.future();
}

QFuture<Result<control::AgentPlan>> LocalAgents::planRestore(std::string agent)
{
    Q_ASSERT(thread() == QThread::currentThread());
    const Answer<control::AgentPlan> answer;
    const AgentRule *rule = findAgentRule(agent);
    if (rule == nullptr) {
        answer.give(unknownAgent(agent));
        return answer.future();
    }
    const auto wayBack = m_store.wayBack();
    const AgentRecord *record = wayBack ? wayBack->find(rule->id) : nullptr;
    const auto work = m_store.planRestore(*rule, record != nullptr ? definitionNeeded(*rule, m_store, *record)
                                                                   : Definition::Goes);
    if (!work) {
        answer.give(std::unexpected(work.error()));
        return answer.future();
    }
    control::AgentPlan plan{.agent = rule->id, .restores = true, .fingerprint = work->fingerprint};
    for (const FileStep &step : work->steps) {
        if (step.changes())
            plan.files.push_back(
                {step.file, step.before.has_value(), step.shownBefore, step.shownAfter, step.hidesSecret});
    }
    remarkOnRestoring(*rule, *work, plan);
    answer.give(std::move(plan));
    return answer.future();
}

QFuture<Result<void>> LocalAgents::carryOut(control::AgentPlan plan, control::AgentWish wish)
{
    Q_ASSERT(thread() == QThread::currentThread());
    const Answer<void> answer;
    const AgentRule *rule = findAgentRule(plan.agent);
    if (rule == nullptr)
        answer.give(unknownAgent(plan.agent));
    else if (plan.restores)
        restoreAgent(*rule, plan, answer);
    else
        connectAgent(*rule, std::move(plan), wish, answer);
    return answer.future();
}

void LocalAgents::takeKey(const AgentRule &rule, const GatewayFacts &facts,
                          std::function<void(Result<std::string>)> done)
{
    const std::string id = keyIdOf(rule);
    const auto wayBack = m_store.wayBack();
    const AgentRecord *record = wayBack ? wayBack->find(rule.id) : nullptr;
    const bool exists = std::ranges::count(facts.keyIds, id) > 0;
    if (exists && record != nullptr && record->keyId == id) {
        if (std::string key = m_store.keyInFiles(rule, *record); !key.empty()) {
            done(std::move(key));
            return;
        }
    }
    const auto create = [this, id, done](auto &&then) {
        m_control.createKey({.id = id, .models = {"*"}}).then(this, std::forward<decltype(then)>(then));
    };
    create([this, id, done, create](const Result<std::string> &key) {
        if (key || key.error().code != ErrorCode::Conflict) {
            done(key);
            return;
        }
        // Of an earlier connection whose key nobody holds any more: only its hash is kept.
        m_control.revokeKey(id).then(this, [done, create](const Result<void> &revoked) {
            if (!revoked && revoked.error().code != ErrorCode::NotFound) {
                done(std::unexpected(revoked.error()));
                return;
            }
            create([done](const Result<std::string> &again) { done(again); });
        });
    });
}

Result<void> LocalAgents::write(const AgentRule &rule, const control::AgentPlan &plan,
                                const EntryValues &values)
{
    // Another Signalbox, a command beside the window, must not do the same at this moment.
    QLockFile lock(QString::fromStdString(m_options.dataDir + "/agents.lock"));
    if (!lock.tryLock(kLockWaitMs))
        return fail(ErrorCode::Conflict,
                    "another Signalbox is changing an agent's settings just now; try again");
    const auto wayBack = m_store.wayBack();
    const AgentRecord *record = wayBack ? wayBack->find(rule.id) : nullptr;
    auto work = plan.restores
                    ? m_store.planRestore(rule, record != nullptr ? definitionNeeded(rule, m_store, *record)
                                                                  : Definition::Goes)
                    : m_store.planConnect(rule, values);
    if (!work)
        return std::unexpected(work.error());
    if (work->fingerprint != plan.fingerprint)
        return fail(ErrorCode::Conflict,
                    "a file of " + rule.name +
                        " has been changed since this was planned; look at the changes again");
    if (plan.restores)
        return m_store.restore(rule, std::move(*work));
    work->record.keyId = keyIdOf(rule);
    work->record.since = m_clock.wallNow();
    return m_store.connect(rule, std::move(*work));
}

void LocalAgents::connectAgent(const AgentRule &rule, control::AgentPlan plan, const control::AgentWish &wish,
                               const Answer<void> &answer)
{
    lookAtGateway(
        m_control, *this, wish.model,
        [this, &rule, plan = std::move(plan), answer](const Result<GatewayFacts> &facts) {
            if (!facts) {
                answer.give(std::unexpected(facts.error()));
                return;
            }
            // Asked before a key is made, too: one that nobody will hold is not made at all.
            EntryValues values{.url = facts->url, .model = facts->model, .key = kKeyToCome, .home = {}};
            const auto work = m_store.planConnect(rule, values);
            if (!work || work->fingerprint != plan.fingerprint) {
                answer.give(work ? fail(ErrorCode::Conflict, "a file of " + rule.name +
                                                                 " has been changed since this "
                                                                 "was planned; look at the changes again")
                                 : std::unexpected(work.error()));
                return;
            }
            takeKey(rule, *facts, [this, &rule, plan, answer, values](Result<std::string> key) {
                if (!key) {
                    answer.give(std::unexpected(key.error()));
                    return;
                }
                const auto wayBack = m_store.wayBack();
                const AgentRecord *record = wayBack ? wayBack->find(rule.id) : nullptr;
                const bool isNew = record == nullptr || m_store.keyInFiles(rule, *record) != *key;
                EntryValues complete = values;
                complete.key = *key;
                wipe(*key);
                auto done = write(rule, plan, complete);
                wipe(complete.key);
                if (done || !isNew) {
                    answer.give(std::move(done));
                    return;
                }
                // Nobody holds it; and what a file may hold after a crash must not be a way in.
                m_control.revokeKey(keyIdOf(rule))
                    .then(this,
                          [answer, done = std::move(done)](const Result<void> &) { answer.give(done); });
            });
        });
}

void LocalAgents::restoreAgent(const AgentRule &rule, const control::AgentPlan &plan,
                               const Answer<void> &answer)
{
    const auto wayBack = m_store.wayBack();
    const AgentRecord *record = wayBack ? wayBack->find(rule.id) : nullptr;
    const std::string keyId = record != nullptr ? record->keyId : std::string();
    if (auto done = write(rule, plan, {}); !done || keyId.empty()) {
        answer.give(std::move(done));
        return;
    }
    m_control.revokeKey(keyId).then(this, [answer, keyId](const Result<void> &revoked) {
        if (revoked || revoked.error().code == ErrorCode::NotFound)
            answer.give({});
        else
            answer.give(fail(revoked.error().code, "the files are restored, but the virtual key \"" + keyId +
                                                       "\" could not be revoked (" + revoked.error().message +
                                                       "); `signalbox keys revoke " + keyId + "` does it"));
    });
}

QFuture<Result<control::AgentTest>> LocalAgents::test(std::string agent)
{
    Q_ASSERT(thread() == QThread::currentThread());
    const Answer<control::AgentTest> answer;
    const AgentRule *rule = findAgentRule(agent);
    if (rule == nullptr) {
        answer.give(unknownAgent(agent));
        return answer.future();
    }
    const auto wayBack = m_store.wayBack();
    const AgentRecord *record = wayBack ? wayBack->find(rule->id) : nullptr;
    if (record == nullptr || record->phase != Phase::Connected) {
        answer.give(fail(ErrorCode::NotFound, rule->name + " is not connected: connect it first"));
        return answer.future();
    }
    Found found = find(*rule);
    if (found.program.empty()) {
        answer.give(control::AgentTest{
            .problem = rule->program + " is not in any folder of PATH. Install it with: " + rule->install});
        return answer.future();
    }
    tryAgent(m_control, m_clock, *this, *rule, keyIdOf(*rule),
             {.program = found.program,
              .arguments = rule->testArguments,
              .environment = std::move(found.environment),
              .folder = QDir::tempPath().toStdString(), // nothing of the user's to read or to trust
              .patience = m_options.testPatience},
             answer);
    return answer.future();
}

QFuture<Result<void>> LocalAgents::openFile(std::string file)
{
    Q_ASSERT(thread() == QThread::currentThread());
    const Answer<void> answer;
    answer.give(agents::openFile(file, environmentWithoutKeys()));
    return answer.future();
}

} // namespace signalbox::agents
