#include "agents/agent_trial.h"

#include <utility>
#include <vector>

namespace signalbox::agents {

namespace {

constexpr std::size_t kMostSaid = 300;

std::string trimmed(std::string text)
{
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// Whole characters only.
std::string beginning(std::string text)
{
    if (text.size() <= kMostSaid)
        return text;
    std::size_t end = kMostSaid;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return text.substr(0, end) + "…";
}

std::string lastLines(const std::string &text)
{
    const std::string all = trimmed(text);
    return all.size() <= kMostSaid ? all : "…" + all.substr(all.size() - kMostSaid);
}

void findRequest(control::GatewayControl &control, const Clock &clock, QObject &context,
                 const AgentRule &rule, const std::string &keyId, WallTime since, control::AgentTest test,
                 const Answer<control::AgentTest> &answer)
{
    control
        .requests({.since = since,
                   .until = clock.wallNow() + std::chrono::seconds(1),
                   .model = {},
                   .provider = {},
                   .key = keyId,
                   .outcome = {},
                   .limit = 1,
                   .before = {}})
        .then(&context, [rule, test = std::move(test),
                         answer](const Result<std::vector<record::RequestRecord>> &rows) mutable {
            if (rows && !rows->empty()) {
                test.requestId = rows->front().id;
            } else if (rows && test.answered) {
                test.answered = false;
                test.problem = rule.name +
                               " answered, but no request of it came through Signalbox: something in its "
                               "environment or its project's settings sends it elsewhere";
            }
            answer.give(std::move(test));
        });
}

} // namespace

void tryAgent(control::GatewayControl &control, const Clock &clock, QObject &context, const AgentRule &rule,
              const std::string &keyId, AgentProcess::Run run, const Answer<control::AgentTest> &answer)
{
    const WallTime since = clock.wallNow();
    AgentProcess::start(
        std::move(run), &context,
        [&control, &clock, &context, rule, keyId, since, answer](const Result<AgentProcess::Output> &output) {
            control::AgentTest test;
            if (!output) {
                test.problem = output.error().message;
            } else {
                test.said = beginning(trimmed(output->out));
                test.answered = output->exitCode == 0 && !test.said.empty();
                if (!test.answered)
                    test.problem = rule.name + " ended with code " + std::to_string(output->exitCode) + ": " +
                                   lastLines(output->problems.empty() ? output->out : output->problems);
            }
            findRequest(control, clock, context, rule, keyId, since, std::move(test), answer);
        });
}

} // namespace signalbox::agents
