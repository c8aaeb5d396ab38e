// How attempts end: noted, and learnt from. How a flow ends: settled, refused, cut, cancelled, abandoned; and
// what its answer says of the way it went.
#include "gateway/flow.h"

#include "gateway/answer_translation.h"
#include "gateway/flow_work.h"
#include "wire/ir/tool_names.h"

#include <utility>
#include <variant>

namespace signalbox::gateway {

using std::chrono::duration_cast;
using std::chrono::microseconds;

namespace {

/// What x-signalbox-route fits into, so that memory is asked for once.
constexpr std::size_t kUsualRouteBytes = 128;

/// As x-signalbox-dropped has them. Names come from clients' and providers' JSON: they may be anything, and
/// many.
std::string joined(const std::vector<std::string> &names)
{
    constexpr std::size_t mostOfName = 100;
    constexpr std::size_t mostOfList = 2000;
    std::string list;
    for (const std::string &name : names) {
        if (list.size() > mostOfList)
            return list + ",...";
        list += list.empty() ? "" : ",";
        for (const char c : std::string_view(name).substr(0, mostOfName))
            list += c >= ' ' && c <= '~' && c != ',' ? c : '?';
    }
    return list;
}

} // namespace

bool Flow::learnFrom(const AttemptFailure &failure)
{
    if (failure.refusedParameter.empty() || !canLeaveOut(m_outbound, failure.refusedParameter))
        return false;
    m_host.refusedParameters().learn(current(), failure.refusedParameter);
    return !std::exchange(m_hasLeftOut, true);
}

/// Groq holds a call against its tool's schema, and answers with an error where it does not fit. The agent
/// tells its model what is wrong with a call; from an error it could not go on.
bool Flow::answerWith(const wire::ir::FailedCall &call)
{
    if (readRequest() ||
        wire::ir::ToolNames(*m_request, current().target->dialect.toolNameLength).find({call.name}) ==
            nullptr)
        return false;
    if (m_answerIsStream && !m_gate)
        m_gate.emplace(*m_exchange);
    if (m_gate)
        m_gate->discard();
    m_translation = std::make_unique<AnswerTranslation>(*m_request, current().endpoint->format,
                                                        *current().target, makeWriter(m_answerIsStream));
    wire::ir::BlockStart start;
    start.kind = wire::ir::BlockKind::Call;
    start.name = {call.name};
    m_translation->on(wire::ir::Start{.id = {m_record.id}, .model = {}}); // ids of calls are made from it
    m_translation->on(start);
    m_translation->on(wire::ir::ArgumentsDelta{{call.arguments}});
    m_translation->on(wire::ir::BlockEnd{});
    m_answerBytes = call.arguments.size();
    if (m_gate)
        m_gate->holdEnd();
    estimateUsage();
    m_record.usage = m_estimatedUsage;
    wire::ir::Finish finish;
    finish.reason = wire::ir::StopReason::ToolCalls;
    m_translation->on(finish);
    m_record.route.push_back({current().line->id + " refused its model's call, which is passed on."});
    settleDone();
    return true;
}

void Flow::noteAttempt(record::AttemptResult result, int status, const std::string &error)
{
    const MonotonicTime now = m_host.clock().now();
    const Candidate &candidate = current();
    record::Attempt attempt;
    attempt.provider = candidate.line->id;
    attempt.model = candidate.target->model;
    attempt.keyId = candidate.key != nullptr ? candidate.key->id : std::string();
    attempt.result = result;
    attempt.httpStatus = status;
    attempt.startedAfter = duration_cast<microseconds>(m_attemptStarted - m_arrived);
    attempt.duration = duration_cast<microseconds>(now - m_attemptStarted);
    if (m_attempt && m_attempt->firstByteAt())
        attempt.firstByte = duration_cast<microseconds>(*m_attempt->firstByteAt() - m_attemptStarted);
    attempt.error = error.substr(0, 400);
    m_record.attempts.push_back(std::move(attempt));
}

void Flow::dropAttempt()
{
    if (m_attempt)
        m_host.bury(std::move(m_attempt));
}

// ---------------------------------------------------------------- the flow

void Flow::settleDone()
{
    m_record.outcome = record::Outcome::Ok;
    m_record.httpStatus = 200;
    if (m_gate) {
        m_gate->holdEnd();
        openGate();
    } else if (m_translation) {
        m_wholeBody = m_translation->writer().body();
    }
    settle();
}

void Flow::settleRefused(Refusal refusal)
{
    const bool tried = !m_record.attempts.empty();
    m_record.outcome = tried ? record::Outcome::Failed : record::Outcome::Refused;
    m_record.httpStatus = statusOf(refusal, m_route);
    m_record.errorCode = toString(refusal.code);
    m_record.errorMessage = refusal.message.substr(0, 1000);
    m_refusal = std::move(refusal);
    settle();
}

void Flow::settleCut(const AttemptFailure &failure)
{
    m_record.outcome = record::Outcome::Cut;
    m_record.httpStatus = 200;
    m_record.errorCode =
        toString(failure.result == record::AttemptResult::TimedOut ? RefusalCode::UpstreamTimeout
                                                                   : RefusalCode::UpstreamFailed);
    m_record.errorMessage = failure.failure.message.substr(0, 1000);
    m_gate->holdEnd();
    wire::ir::Failure told = failure.failure;
    told.message = current().line->id + ": " + told.message;
    if (m_translation) {
        m_translation->on(told);
    } else {
        const auto writer = makeWriter(true);
        writer->on(wire::ir::Start{.id = {m_upstreamAnswerId}, .model = {}}); // the answer that has begun
        writer->on(told);
    }
    settle();
}

void Flow::settle()
{
    m_settling = true;
    m_settleStarted = m_host.clock().now();
    m_record.total = duration_cast<microseconds>(*m_settleStarted - m_arrived);
    if (m_translation) {
        for (const std::string &name : m_translation->writer().dropped())
            m_outbound.dropped.push_back(name);
    }
    m_record.dropped = joined(m_outbound.dropped);
    if (m_record.usage && !m_plan.candidates.empty())
        m_record.cost = m_host.costOf(*m_record.usage, *current().line, m_record.model);
    m_host.settle(*this, m_shared);
}

void Flow::onSettled()
{
    if (m_over)
        return;
    m_over = true;
    if (m_settleStarted)
        m_settleWait = duration_cast<microseconds>(m_host.clock().now() - *m_settleStarted);
    if (m_exchange != nullptr) {
        http::Exchange *exchange = std::exchange(m_exchange, nullptr);
        exchange->setListener(nullptr);
        if (m_refusal) {
            http::Response response = render(*m_refusal, m_route, m_record.id);
            if (!m_plan.candidates.empty())
                response.fields.add("x-signalbox-route", routeField());
            exchange->respond(response);
        } else if (m_gate) {
            m_gate->finish();
        } else {
            exchange->respond({.status = 200, .fields = answerFields(false), .body = std::move(m_wholeBody)});
        }
    }
    m_host.ended(*this);
}

void Flow::onClientGone()
{
    m_exchange = nullptr;
    m_gate.reset();
    if (m_settling)
        return;
    if (m_attempt) {
        m_record.usage = m_attempt->usage();
        noteAttempt(record::AttemptResult::Cancelled, m_attempt->httpStatus(), {});
        m_host.noteAttemptEnded(current(), record::AttemptResult::Cancelled);
        // At once: the call sends slices of a body that dies with the exchange.
        m_attempt.reset();
    }
    m_record.outcome = record::Outcome::Cancelled;
    m_record.httpStatus = 499;
    settle();
}

void Flow::abandon()
{
    if (m_settling || m_exchange == nullptr)
        return;
    AttemptFailure failure;
    failure.failure.kind = wire::ir::FailureKind::StreamClosed;
    failure.failure.message = "the gateway was stopped";
    failure.result = record::AttemptResult::Cancelled;
    if (m_attempt)
        onAttemptFailed(failure);
    if (!m_settling) {
        settleRefused({.code = RefusalCode::Draining,
                       .message = "The gateway was stopped while this request ran.",
                       .param = {},
                       .upstream = {},
                       .retryAfterSeconds = 5});
    }
}

void Flow::tick()
{
    const Work work(*this);
    if (m_exchange == nullptr || m_settling || !m_attempt)
        return;
    m_attempt->checkUsageWait();
    if (!m_attempt || !m_gate || m_settling)
        return;
    const MonotonicTime now = m_host.clock().now();
    if (!m_gate->isOpen() && m_acceptedAt && now - *m_acceptedAt > kMostHeldTime) {
        openGate();
        m_gate->flush();
        m_lastSent = now;
    }
    if (m_gate->isOpen() && now - m_lastSent > kKeepAlive) {
        if (m_translation)
            m_translation->writer().keepAlive();
        m_gate->flush();
        m_lastSent = now;
    }
}

// ---------------------------------------------------------------- words

std::string Flow::routeField() const
{
    // The attempt that is answering is not in the record yet.
    const std::size_t attempts = m_record.attempts.size() + (m_attempt ? 1 : 0);
    const Candidate &candidate = current();
    std::string text;
    text.reserve(kUsualRouteBytes);
    text.append(candidate.line->id).append("/").append(candidate.target->model);
    text.append("; attempts=").append(std::to_string(attempts));
    text.append("; reason=").append(candidate.reason);
    return text;
}

http::Fields Flow::answerFields(bool streamed) const
{
    http::Fields fields;
    fields.add("Content-Type", streamed && !m_wantsArray ? "text/event-stream" : "application/json");
    if (streamed)
        fields.add("Cache-Control", "no-cache");
    fields.add("x-request-id", m_record.id);
    fields.add("x-signalbox-route", routeField());
    if (!m_outbound.dropped.empty())
        fields.add("x-signalbox-dropped", joined(m_outbound.dropped));
    return fields;
}

Refusal Flow::refusalFor(const AttemptFailure &failure) const
{
    Refusal refusal;
    refusal.code = failure.failure.kind == wire::ir::FailureKind::Timeout ? RefusalCode::UpstreamTimeout
                                                                          : RefusalCode::UpstreamFailed;
    refusal.upstream = failure.failure;
    refusal.param = failure.untranslated;
    const record::Attempt *last = m_record.attempts.empty() ? nullptr : &m_record.attempts.back();
    if (failure.result == record::AttemptResult::Skipped)
        refusal.code = RefusalCode::InvalidRequest;
    const auto status = [](const record::Attempt &attempt) {
        return attempt.httpStatus != 0 ? std::to_string(attempt.httpStatus)
                                       : std::string(toString(attempt.result));
    };
    refusal.message = (last != nullptr ? last->provider + ": " : std::string()) +
                      (failure.failure.message.empty() ? "no answer" : failure.failure.message);
    if (m_record.attempts.size() > 1) {
        refusal.message += " (tried";
        for (const record::Attempt &attempt : m_record.attempts)
            refusal.message +=
                ' ' + attempt.provider + ' ' + status(attempt) + (&attempt == last ? ")" : ",");
    } else if (last != nullptr) {
        refusal.message += " (" + last->provider + ' ' + status(*last) + ')';
    }
    return refusal;
}

} // namespace signalbox::gateway
