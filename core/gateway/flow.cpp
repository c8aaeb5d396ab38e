#include "gateway/flow.h"

#include "gateway/answer_translation.h"
#include "gateway/cloud_messages.h"
#include "gateway/flow_work.h"
#include "gateway/retry_policy.h"
#include "wire/ir/stop_reason.h"
#include "wire/ir/usage_estimate.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace signalbox::gateway {

using std::chrono::duration_cast;
using std::chrono::microseconds;

namespace {

constexpr int kUnauthorized = 401;

} // namespace

Flow::Flow(FlowHost &host, http::Exchange &exchange, Route route, governance::KeyIdentity key,
           std::string requestId)
    : m_host(host), m_exchange(&exchange), m_route(std::move(route)), m_key(std::move(key)),
      m_codec(wire::codecFor(m_route.format().value(), m_route.task())),
      m_client(factsOf(exchange.head().fields)),
      m_wantsArray(m_route.operation == Operation::StreamGenerateContent &&
                   exchange.head().query().find("alt=sse") == std::string_view::npos),
      m_arrived(exchange.arrived())
{
    m_record.id = std::move(requestId);
    m_record.startedAt = host.clock().wallNow();
    m_record.surface = surfaceName(m_route);
    m_record.agent = m_client.agent;
    m_record.session = m_client.session;
    m_record.tags = m_client.tags;
    m_record.keyId = m_key.id;
    m_lastSent = m_arrived;
    exchange.setListener(this);
}

Flow::~Flow()
{
    if (m_exchange != nullptr)
        m_exchange->setListener(nullptr);
}

// ---------------------------------------------------------------- request in

void Flow::start()
{
    const Work work(*this);
    if (auto refusal = readSummary()) {
        settleRefused(std::move(*refusal));
        return;
    }
    auto plan = m_host.plan(m_summary, m_client, m_key, *m_codec);
    if (!plan) {
        settleRefused(std::move(plan.error()));
        return;
    }
    m_plan = std::move(*plan);
    m_record.virtualModel = m_plan.virtualModel;
    m_record.route = std::move(m_plan.trace);
    startAttempt();
}

std::optional<Refusal> Flow::readSummary()
{
    const auto invalid = [](const Error &error) {
        return Refusal{.code = RefusalCode::InvalidRequest,
                       .message =
                           error.place.empty() ? error.message : error.message + " (at " + error.place + ")",
                       .param = error.place,
                       .upstream = {},
                       .retryAfterSeconds = {}};
    };
    if (const auto parsed = m_document.parse(m_exchange->body()); !parsed)
        return invalid(
            {parsed.error().code, "the request's body is " + parsed.error().message, parsed.error().place});
    auto summary = m_codec->summarize(m_document);
    if (!summary)
        return invalid(summary.error());
    m_summary = std::move(*summary);
    if (!m_route.modelId.empty()) {
        m_summary.model = m_route.modelId;
        m_summary.stream = m_route.operation == Operation::StreamGenerateContent;
    }
    m_answerIsStream = m_summary.stream;
    m_record.askedModel = m_summary.model;
    m_record.streamed = m_summary.stream;
    return std::nullopt;
}

std::optional<Refusal> Flow::readRequest()
{
    if (m_request)
        return std::nullopt;
    auto request = m_codec->readRequest(m_document);
    if (!request) {
        return Refusal{.code = RefusalCode::InvalidRequest,
                       .message = describe(request.error()),
                       .param = request.error().place,
                       .upstream = {},
                       .retryAfterSeconds = {}};
    }
    m_request = std::move(*request);
    if (m_codec->format() == wire::Format::AnthropicMessages)
        m_request->betas = betasOf(m_exchange->head().fields);
    if (!m_route.modelId.empty()) {
        m_request->model = m_request->arena.text(m_summary.model);
        m_request->stream = m_summary.stream;
    }
    return std::nullopt;
}

Inbound Flow::inbound() const
{
    return {.head = &m_exchange->head(),
            .body = m_exchange->body(),
            .codec = m_codec,
            .summary = &m_summary,
            .document = &m_document,
            .request = m_request ? &*m_request : nullptr};
}

// ---------------------------------------------------------------- attempts

void Flow::startAttempt()
{
    const Candidate &candidate = current();
    m_attemptStarted = m_host.clock().now();
    m_translation.reset();
    m_contentSeen = false;
    m_vectors = 0;
    m_answerBytes = 0;
    m_estimatedUsage.reset();
    m_acceptedAt.reset();
    m_wholeBody.clear();
    // What is asked for as an array is written anew: upstream it always comes as events.
    if (!m_wantsArray && canPassThrough(inbound(), candidate)) {
        m_outbound = passThrough(inbound(), candidate);
    } else {
        if (auto refusal = readRequest()) {
            settleRefused(std::move(*refusal));
            return;
        }
        auto outbound = translate(inbound(), candidate);
        if (!outbound) { // this target cannot take it; another may
            AttemptFailure failure;
            failure.failure.kind = wire::ir::FailureKind::BadRequest;
            failure.failure.message = describe(outbound.error());
            failure.result = record::AttemptResult::Skipped;
            failure.untranslated = outbound.error().place;
            noteAttempt(failure.result, 0, failure.failure.message);
            retryOrFail(failure);
            return;
        }
        m_outbound = std::move(*outbound);
        if (const auto *refused = m_host.refusedParameters().of(candidate))
            leaveOut(m_outbound, *refused);
    }
    m_record.provider = candidate.line->id;
    m_record.model = candidate.target->model;
    const wire::FormatCodec *codec = wire::codecFor(candidate.endpoint->format, m_codec->task());
    m_attempt = std::make_unique<Attempt>(static_cast<Attempt::Owner &>(*this), m_host.clock(), *codec,
                                          candidate.target,
                                          std::shared_ptr<const LineKey>(candidate.line, candidate.key));
    signRequest(m_outbound.http, *candidate.endpoint, candidate.key, m_host.clock().wallNow());
    m_host.noteAttemptStarted(m_plan.virtualModel, candidate, m_record.attempts.empty());
    m_attempt->start(m_host.clientFor(*candidate.line), std::move(m_outbound.http),
                     candidate.line->deadlines);
}

void Flow::onAttemptFailed(const AttemptFailure &failure)
{
    const Work work(*this);
    noteAttempt(failure.result, failure.httpStatus, failure.failure.message);
    m_host.noteAttemptEnded(current(), failure.result);
    if (failure.httpStatus == kUnauthorized && current().key != nullptr)
        m_host.noteKeyRefused(*current().key);
    dropAttempt();
    if (m_exchange == nullptr)
        return;
    if (m_gate && m_gate->isOpen()) {
        settleCut(failure); // parts of the answer are with the client: nothing can be tried again
        return;
    }
    if (!failure.failedCall || !answerWith(*failure.failedCall))
        retryOrFail(failure);
}

void Flow::retryOrFail(const AttemptFailure &failure)
{
    if (m_gate)
        m_gate->discard();
    const NextStep step = nextStep(failure, {.plan = m_plan.candidates,
                                             .index = m_index,
                                             .triesOfTarget = m_triesOfTarget,
                                             .waited = m_host.clock().now() - m_arrived,
                                             .chance = m_host.chance(),
                                             .canLeaveOut = learnFrom(failure)});
    if (!step.index) {
        settleRefused(refusalFor(failure));
        return;
    }
    if (*step.index != m_index)
        m_hasLeftOut = false;
    m_triesOfTarget = *step.index == m_index ? m_triesOfTarget + 1 : 0;
    m_index = *step.index;
    m_host.later(*this, step.delay, [this] {
        const Work work(*this);
        if (m_exchange != nullptr && !m_settling)
            startAttempt();
    });
}

// ---------------------------------------------------------------- answer out

std::unique_ptr<wire::AnswerWriter> Flow::makeWriter(bool streamed)
{
    wire::AnswerContext context;
    context.answerId = m_record.id;
    context.model = m_summary.model;
    context.createdAt = duration_cast<std::chrono::seconds>(m_record.startedAt.time_since_epoch()).count();
    context.includeUsage = m_codec->format() != wire::Format::OpenAiChat || m_summary.includeUsage;
    context.continues = m_gate && m_gate->isOpen();
    context.jsonArray = m_wantsArray;
    context.request = m_request ? &*m_request : nullptr;
    auto writer = m_codec->answerWriter(std::move(context), streamed);
    if (m_gate)
        writer->setOut(&m_gate->out());
    return writer;
}

void Flow::onAccepted(bool streamed)
{
    const Work work(*this);
    m_acceptedAt = m_host.clock().now();
    m_upstreamIsStream = streamed;
    if (m_exchange == nullptr)
        return;
    if (m_answerIsStream && !m_gate)
        m_gate.emplace(*m_exchange);
    // A stream that was asked for and came whole (small hosts do so) is written as a stream all the same.
    const bool bytesPass = m_outbound.passThrough && streamed == m_answerIsStream;
    if (bytesPass)
        return;
    if (!m_request) {
        if (readRequest())
            return; // passed through: the provider has understood it, so only the echo in the answer is
                    // poorer
    }
    m_translation = std::make_unique<AnswerTranslation>(*m_request, current().endpoint->format,
                                                        *current().target, makeWriter(m_answerIsStream));
}

void Flow::onAnswerEvent(const wire::ir::Event &event)
{
    if (const auto *start = std::get_if<wire::ir::Start>(&event)) {
        m_upstreamAnswerId = start->id.escaped;
    } else if (const auto *block = std::get_if<wire::ir::BlockStart>(&event)) {
        if (block->kind == wire::ir::BlockKind::Refusal && !m_contentSeen)
            translateRefusal();
        m_contentSeen = true;
    } else if (std::holds_alternative<wire::ir::Vector>(event)) {
        m_contentSeen = true;
        ++m_vectors;
    } else if (const auto *finish = std::get_if<wire::ir::Finish>(&event)) {
        m_contentSeen |= wire::ir::explainsSilence(finish->reason);
        if (m_translation &&
            m_gate)            // what the writer makes of it says "finished": it waits until the request
            m_gate->holdEnd(); // is settled
        if (!m_attempt->usage())
            estimateUsage();
    }
    m_answerBytes += wire::ir::textBytes(event);
    if (m_translation)
        m_translation->on(event);
}

/// The provider told no usage: the client needs numbers, and the ledger must not say that it cost nothing.
void Flow::estimateUsage()
{
    record::Usage &usage = m_estimatedUsage.emplace();
    usage.estimated = true;
    usage.inputTokens =
        readRequest() ? wire::ir::tokensOf(m_exchange->body().size()) : wire::ir::estimateInput(*m_request);
    usage.outputTokens = wire::ir::tokensOf(m_answerBytes);
    if (m_translation)
        m_translation->on(wire::ir::UsageUpdate{usage});
}

void Flow::translateRefusal()
{
    if (m_translation || m_exchange == nullptr || (m_gate && m_gate->isOpen()) ||
        m_codec->format() != wire::Format::OpenAiResponses)
        return;
    if (readRequest() || !m_request->isCodex)
        return;
    if (m_gate)
        m_gate->discard();
    m_translation = std::make_unique<AnswerTranslation>(*m_request, current().endpoint->format,
                                                        *current().target, makeWriter(m_answerIsStream));
    m_translation->on(wire::ir::Start{.id = {m_upstreamAnswerId}, .model = {}});
}

void Flow::onBlock(const wire::framing::Message &message, const wire::MessageNature &nature)
{
    const Work work(*this);
    if (m_exchange == nullptr || !m_gate)
        return;
    m_answerBytes += nature.skimmedText;
    if (nature.real && !m_record.firstToken)
        m_record.firstToken = duration_cast<microseconds>(m_host.clock().now() - m_arrived);
    if (!m_translation) {
        if (nature.finishing)
            m_gate->holdEnd();
        if (!(nature.usageOnly && m_outbound.usageChunkAdded))
            m_gate->pass(message);
    }
    if (nature.real)
        openGate();
}

void Flow::onWholeBody(std::string_view body)
{
    if (!m_record.firstToken)
        m_record.firstToken = duration_cast<microseconds>(m_host.clock().now() - m_arrived);
    if (!m_translation)
        m_wholeBody.assign(body);
}

void Flow::onReadDone()
{
    const Work work(*this);
    if (m_exchange == nullptr || !m_gate)
        return;
    if (m_gate->mustOpen())
        openGate();
    m_gate->flush();
    if (!m_gate->isOpen())
        return;
    m_lastSent = m_host.clock().now();
    if (!m_paused && m_gate->isCongested()) {
        m_paused = true;
        m_attempt->setPaused(true);
    }
}

void Flow::openGate()
{
    if (m_gate && !m_gate->isOpen())
        m_gate->open(200, answerFields(true));
}

void Flow::onSendable()
{
    if (m_paused && m_attempt) {
        m_paused = false;
        m_attempt->setPaused(false);
    }
}

void Flow::onAttemptDone()
{
    const Work work(*this);
    const bool hasOthers = m_translation && m_request->embedding &&
                           m_vectors != m_request->embedding->inputs.size(); // than were asked for
    if (!m_contentSeen || hasOthers) { // "nothing" is no answer: somebody else may have one
        AttemptFailure failure;
        failure.failure.kind = wire::ir::FailureKind::Server;
        failure.failure.message = hasOthers ? "answered with another number of vectors than was asked for"
                                            : "answered with nothing";
        failure.result = record::AttemptResult::StreamError;
        failure.httpStatus = m_attempt->httpStatus();
        if (!m_gate || !m_gate->isOpen()) {
            onAttemptFailed(failure);
            return;
        }
    }
    noteAttempt(record::AttemptResult::Ok, m_attempt->httpStatus(), {});
    m_host.noteAttemptEnded(current(), record::AttemptResult::Ok);
    m_record.usage = m_attempt->usage() ? m_attempt->usage() : m_estimatedUsage;
    dropAttempt();
    if (m_exchange != nullptr)
        settleDone();
}

} // namespace signalbox::gateway
