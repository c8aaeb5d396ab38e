#include "checks.h"
#include "crossing.h"
#include "losses.h"
#include "targets.h"

#include "gateway/refusal.h"

#include <algorithm>
#include <random>

namespace signalbox::conformance {

namespace {

using wire::Format;
using wire::ir::StopReason;

constexpr int kSplits = 12; // of each stream
constexpr int kCuts = 3;    // in each split

std::string nameOf(StopReason reason)
{
    static constexpr std::array<const char *, 9> names{
        "stop", "sequence", "calls", "length", "context", "refusal", "pause", "malformed", "unknown"};
    return names[static_cast<std::size_t>(reason)];
}

std::string nameOf(wire::ir::FailureKind kind)
{
    static constexpr std::array<const char *, 13> names{
        "bad request", "context too long", "auth",   "forbidden", "not found", "too large", "rate limited",
        "quota",       "overloaded",       "server", "timeout",   "policy",    "closed"};
    return names[static_cast<std::size_t>(kind)];
}

/// Whatever a provider said: who calls tools stops because of it.
std::string stopOf(const AnswerMeaning &meaning)
{
    if (meaning.failure)
        return "failure";
    const StopReason reason = meaning.stop.value_or(StopReason::Unknown);
    const bool isPlain =
        reason == StopReason::Stop || reason == StopReason::StopSequence || reason == StopReason::Unknown;
    return isPlain && !meaning.calls.empty() ? "calls" : nameOf(reason);
}

std::string withoutSpace(std::string text)
{
    std::erase_if(text, [](unsigned char c) { return std::isspace(c) != 0; });
    return text;
}

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : "\n") + word;
    return text;
}

/// What differs between an answer and what a client reads of it.
class AnswerComparison
{
public:
    std::vector<Difference> run(const AnswerMeaning &wanted, const AnswerMeaning &found)
    {
        compare("answer.stop", stopOf(wanted), stopOf(found));
        if (!wanted.failure && found.failure)
            compare("answer.failure", {}, found.failure->message);
        // Words of a refusal are the text of the answer where the API has no place for them.
        const std::string words = wanted.text + wanted.refusal;
        const std::string told = found.text + found.refusal;
        if (wanted.stop == StopReason::Refusal && told.starts_with(words))
            compare("answer.refusal", words, told);
        else
            compare("answer.text", words, told);
        compare("answer.thoughts", withoutSpace(wanted.thoughts), withoutSpace(found.thoughts));
        tokens(wanted, found);
        calls(wanted, found);
        compare("answer.citations", joined(wanted.citations), joined(found.citations));
        compare("answer.hosted", joined(wanted.hosted), joined(found.hosted));
        if (wanted.usage)
            usage(*wanted.usage, found.usage.value_or(record::Usage()));
        compare("answer.order", {}, joined(found.problems));
        return std::move(m_differences);
    }

private:
    void compare(std::string what, const std::string &wanted, const std::string &found)
    {
        if (wanted != found)
            m_differences.push_back({std::move(what), wanted, found});
    }

    void tokens(const AnswerMeaning &wanted, const AnswerMeaning &found)
    {
        const std::vector<std::string> kept = ownTokens(found.tokens);
        for (const std::string &token : wanted.tokens) {
            if (std::ranges::find(kept, token) == kept.end())
                compare("answer.signature", token, {});
        }
    }

    void calls(const AnswerMeaning &wanted, const AnswerMeaning &found)
    {
        if (wanted.calls.size() != found.calls.size()) {
            compare("answer.calls", std::to_string(wanted.calls.size()), std::to_string(found.calls.size()));
            return;
        }
        for (std::size_t i = 0; i < wanted.calls.size(); ++i) {
            compare("answer.calls.id", wanted.calls[i].id, found.calls[i].id);
            compare("answer.calls.name", wanted.calls[i].name, found.calls[i].name);
            compare("answer.calls.arguments", wanted.calls[i].arguments, found.calls[i].arguments);
        }
    }

    void usage(const record::Usage &wanted, const record::Usage &found)
    {
        const auto count = [&](const char *name, std::int64_t there, std::int64_t here) {
            compare(std::string("answer.usage.") + name, std::to_string(there), std::to_string(here));
        };
        const bool isSane = wanted.cachedInputTokens + wanted.cacheWriteTokens + wanted.cacheWrite1hTokens <=
                            wanted.inputTokens;
        count(isSane ? "input" : "insane", wanted.inputTokens, found.inputTokens);
        count("cached", wanted.cachedInputTokens, found.cachedInputTokens);
        count("written", wanted.cacheWriteTokens + wanted.cacheWrite1hTokens,
              found.cacheWriteTokens + found.cacheWrite1hTokens);
        count("output", wanted.outputTokens, found.outputTokens);
        count("reasoning", wanted.reasoningTokens, found.reasoningTokens);
    }

    std::vector<Difference> m_differences;
};

void addScenarios(const Exchange &exchange, const AnswerMeaning &meaning,
                  std::set<std::string_view> &scenarios)
{
    const std::pair<std::string_view, bool> rows[]{
        {"text", !meaning.text.empty()},
        {"tools", !meaning.calls.empty()},
        {"parallel tools", meaning.calls.size() > 1},
        {"reasoning", !meaning.thoughts.empty()},
        {"signatures", !meaning.tokens.empty()},
        {"cache", meaning.usage && meaning.usage->cachedInputTokens + meaning.usage->cacheWriteTokens > 0},
        {"usage", meaning.usage.has_value()},
        {"stop reasons",
         meaning.stop && *meaning.stop != StopReason::Stop && *meaning.stop != StopReason::ToolCalls},
        {"refusals", !meaning.refusal.empty() || meaning.stop == StopReason::Refusal},
        {"errors", exchange.isError() || meaning.failure},
        {"streams", exchange.isStreamed()}};
    for (const auto &[name, applies] : rows) {
        if (applies)
            scenarios.insert(name);
    }
    if (scenarios.empty())
        scenarios.insert("text"); // of which there was none
}

/// Where it is first read otherwise when it comes in pieces; empty where nowhere.
std::string oddSplit(Format format, const wire::Target &target, std::string_view stream)
{
    const std::vector<std::string> whole = readStream(format, target, stream).events;
    std::mt19937 random(static_cast<unsigned>(stream.size()));
    for (int split = 0; split < kSplits && stream.size() > 1; ++split) {
        std::vector<std::size_t> cuts;
        for (int cut = 0; cut < kCuts; ++cut)
            cuts.push_back(1 + random() % (stream.size() - 1));
        std::ranges::sort(cuts);
        if (readStream(format, target, stream, cuts).events != whole)
            return "cut at byte " + std::to_string(cuts.front()) + " and on";
    }
    return {};
}

class AnswerCheck
{
public:
    AnswerCheck(const Exchange &exchange, Format client, const Tampering &tamper)
        : m_exchange(exchange), m_client(client), m_tamper(tamper),
          m_target(targetFor(exchange.provider, exchange.format, exchange.model))
    {
        m_outcome = {.check = "answer", .file = exchange.file, .client = client, .upstream = exchange.format};
    }

    Outcome run()
    {
        for (const Shape shape : {Shape::Whole, Shape::Streamed}) {
            const Crossed crossed = cross(m_exchange, m_target, m_client, shape);
            if (!canBeAsked(crossed.meaning, m_client))
                break;
            addScenarios(m_exchange, crossed.meaning, m_outcome.scenarios);
            for (const std::string &problem : crossed.meaning.problems)
                failed({"answer.reads", "events in order", problem});
            if (crossed.meaning.failure && shape == Shape::Whole)
                continue; // such an answer is told as an error of HTTP
            const std::string written = m_tamper ? m_tamper(crossed.written) : crossed.written;
            const wire::Target &reading = usualTarget(m_client);
            const AnswerMeaning found = shape == Shape::Whole ? readWhole(m_client, reading, written)
                                                              : readStream(m_client, reading, written);
            for (const Difference &difference : AnswerComparison().run(crossed.meaning, found))
                failed(difference);
            if (shape == Shape::Streamed)
                split(m_client, reading, written);
        }
        if (!m_exchange.stream.empty() && m_exchange.format == m_client)
            split(m_exchange.format, m_target, m_exchange.stream);
        return std::move(m_outcome);
    }

    Outcome runError()
    {
        m_outcome.check = "error";
        m_outcome.scenarios = {"errors"};
        const wire::ir::Failure told =
            wire::codecFor(m_exchange.format)->readError(m_exchange.status, m_exchange.body);
        gateway::Refusal refusal;
        refusal.code = gateway::RefusalCode::UpstreamFailed;
        refusal.message = told.message;
        refusal.upstream = told;
        const http::Response response = gateway::render(refusal, routeOf(m_client), "request-1");
        const std::string body = m_tamper ? m_tamper(response.body) : response.body;
        const wire::ir::Failure found = wire::codecFor(m_client)->readError(response.status, body);
        if (told.kind != found.kind)
            failed({"error.kind", nameOf(told.kind), nameOf(found.kind)});
        if (found.message.find(told.message) == std::string::npos)
            failed({"error.message", told.message, found.message});
        return std::move(m_outcome);
    }

private:
    static gateway::Route routeOf(Format client)
    {
        using gateway::Operation;
        using gateway::Surface;
        switch (client) {
        case Format::AnthropicMessages:
            return {.surface = Surface::Anthropic, .operation = Operation::Messages, .modelId = {}};
        case Format::Gemini:
            return {.surface = Surface::Gemini, .operation = Operation::GenerateContent, .modelId = {}};
        case Format::OpenAiResponses:
            return {.surface = Surface::OpenAi, .operation = Operation::Responses, .modelId = {}};
        default:
            return {.surface = Surface::OpenAi, .operation = Operation::ChatCompletions, .modelId = {}};
        }
    }

    void failed(const Difference &difference)
    {
        if (const Loss *rule = allowedLoss(difference, m_exchange.format, m_client)) {
            m_outcome.losses.insert(rule->id);
            return;
        }
        std::string words = inWords(difference.what, difference.wanted, difference.found);
        if (std::ranges::find(m_outcome.failures, words) == m_outcome.failures.end())
            m_outcome.failures.push_back(std::move(words));
    }

    void split(Format format, const wire::Target &target, const std::string &stream)
    {
        if (const std::string odd = oddSplit(format, target, stream); !odd.empty())
            failed({"answer.split", "the same events", odd});
    }

    const Exchange &m_exchange;
    const Format m_client;
    const Tampering &m_tamper;
    const wire::Target m_target;
    Outcome m_outcome;
};

} // namespace

std::vector<Outcome> checkAnswer(const Exchange &exchange, const Tampering &tamper)
{
    std::vector<Outcome> outcomes;
    if (exchange.status == 0)
        return outcomes;
    for (const Format client : kClients) {
        AnswerCheck check(exchange, client, tamper);
        outcomes.push_back(exchange.isError() ? check.runError() : check.run());
        if (outcomes.back().scenarios.empty())
            outcomes.pop_back(); // no client of this format could have asked for it
    }
    return outcomes;
}

} // namespace signalbox::conformance
