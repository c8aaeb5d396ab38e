#include "checks.h"
#include "crossing.h"
#include "losses.h"
#include "replay.h"
#include "targets.h"
#include "written_request.h"

#include <algorithm>
#include <set>

namespace signalbox::conformance {

namespace {

using wire::Format;

void collectStrings(const Json &value, std::set<std::string> &strings)
{
    if (value.is_string())
        strings.insert(value.get<std::string>());
    else if (value.is_structured())
        for (const Json &inner : value)
            collectStrings(inner, strings);
}

class ReplayCheck
{
public:
    ReplayCheck(const Exchange &exchange, Format client, const Tampering &tamper)
        : m_exchange(exchange), m_client(client), m_tamper(tamper),
          m_target(targetFor(exchange.provider, exchange.format, exchange.model))
    {
        m_outcome = {
            .check = "conversation", .file = exchange.file, .client = client, .upstream = exchange.format};
    }

    Outcome run(Keeping keeping)
    {
        m_outcome.scenarios = {"tools"};
        const Crossed crossed = cross(m_exchange, m_target, m_client, Shape::Whole);
        if (!crossed.meaning.tokens.empty())
            m_outcome.scenarios.insert("signatures");
        if (!canBeAsked(crossed.meaning, m_client)) {
            m_outcome.scenarios.clear();
            return std::move(m_outcome);
        }
        const Json answer = Json::parse(crossed.written, nullptr, false);
        if (answer.is_discarded()) {
            failed({"replay.answer", "JSON", crossed.written});
            return std::move(m_outcome);
        }
        std::string next = canonical(nextRequest(m_client, answer, keeping));
        if (next == "null") {
            failed({"replay.answer", "an answer", crossed.written});
            return std::move(m_outcome);
        }
        if (m_tamper)
            next = m_tamper(std::move(next));
        if (passes(next)) {
            compare(crossed.meaning, next);
            return std::move(m_outcome);
        }
        const ReadRequest read(m_client, next);
        if (!read.request) {
            failed({"replay.reads", "a request", describe(read.request.error())});
            return std::move(m_outcome);
        }
        const auto written = wire::codecFor(m_exchange.format)->writeRequest(*read.request, m_target);
        if (!written) {
            const Loss *rule = allowedRefusal(written.error().message);
            rule != nullptr ? void(m_outcome.losses.insert(rule->id))
                            : failed({"replay.refused", "a request", describe(written.error())});
            return std::move(m_outcome);
        }
        compare(crossed.meaning, written->body);
        return std::move(m_outcome);
    }

private:
    void failed(const Difference &difference)
    {
        if (const Loss *rule = allowedLoss(difference, m_exchange.format, m_client))
            m_outcome.losses.insert(rule->id);
        else
            m_outcome.failures.push_back(inWords(difference.what, difference.wanted, difference.found));
    }

    /// Whether the gateway sends it as it is: of the format already, and nothing of the gateway's own in it.
    [[nodiscard]] bool passes(const std::string &body) const
    {
        return m_client == m_exchange.format && body.find("\"gw1.") == std::string::npos &&
               body.find("\"Z3cx") == std::string::npos;
    }

    void compare(const AnswerMeaning &wanted, const std::string &body)
    {
        const auto found = readWritten(m_exchange.format, body);
        if (!found) {
            failed({"replay.reads back", "a request", describe(found.error())});
            return;
        }
        calls(wanted, *found);
        const bool isLone = wanted.text.empty() && wanted.calls.empty();
        std::set<std::string> strings;
        collectStrings(Json::parse(body, nullptr, false), strings);
        for (const std::string &token : wanted.tokens) {
            if (!strings.contains(token))
                failed({isLone ? "replay.signature.lone" : "replay.signature", token, {}});
        }
        std::string more;
        std::string words;
        for (const Run &run : found->runs) {
            for (const std::string &piece : run.pieces)
                words += piece;
        }
        if (!missingPiece({wanted.text}, words, more).empty())
            failed({"replay.text", wanted.text, words});
        if (m_exchange.format == Format::OpenAiChat && m_target.dialect.reasoningRequiredInToolLoops &&
            !wanted.calls.empty() && !wanted.thoughts.empty() &&
            body.find("reasoning_content") == std::string::npos)
            failed({"replay.thoughts", wanted.thoughts, {}});
    }

    void calls(const AnswerMeaning &wanted, const RequestMeaning &found)
    {
        if (wanted.calls.size() != found.calls.size()) {
            failed({"replay.calls", std::to_string(wanted.calls.size()), std::to_string(found.calls.size())});
            return;
        }
        for (std::size_t i = 0; i < wanted.calls.size(); ++i) {
            const Call &call = wanted.calls[i];
            const Call &sent = found.calls[i];
            if (!call.id.empty() && call.id != sent.id)
                failed({"replay.calls.id", call.id, sent.id});
            const bool isOfWords =
                call.kind == wire::ir::CallKind::Function || call.kind == wire::ir::CallKind::Freeform;
            if (isOfWords && call.name != sent.name)
                failed({"replay.calls.name", call.name, sent.name});
            if (isOfWords && call.arguments != sent.arguments)
                failed({"replay.calls.arguments", call.arguments, sent.arguments});
            if (i >= found.results.size() || found.results[i].callId != sent.id)
                failed(
                    {"replay.results.id", sent.id, i < found.results.size() ? found.results[i].callId : ""});
        }
    }

    const Exchange &m_exchange;
    const Format m_client;
    const Tampering &m_tamper;
    const wire::Target m_target;
    Outcome m_outcome;
};

/// Whether its provider needs to see any of it again.
bool holdsState(const Exchange &exchange)
{
    const AnswerMeaning meaning =
        readAnswer(exchange, targetFor(exchange.provider, exchange.format, exchange.model), nullptr);
    const bool isWhole = meaning.stop && *meaning.stop != wire::ir::StopReason::Length;
    return isWhole && !meaning.failure && (!meaning.calls.empty() || !meaning.tokens.empty());
}

} // namespace

std::vector<Outcome> checkReplay(const Exchange &exchange, const Tampering &tamper)
{
    std::vector<Outcome> outcomes;
    if (exchange.status == 0 || exchange.isError() || exchange.isCaptured || !holdsState(exchange))
        return outcomes;
    for (const Format client : kClients) {
        outcomes.push_back(ReplayCheck(exchange, client, tamper).run(Keeping::All));
        if (client == Format::OpenAiResponses)
            outcomes.push_back(ReplayCheck(exchange, client, tamper).run(Keeping::WithoutIds));
    }
    std::erase_if(outcomes, [](const Outcome &outcome) { return outcome.scenarios.empty(); });
    return outcomes;
}

} // namespace signalbox::conformance
