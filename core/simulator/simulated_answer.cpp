#include "simulator/simulated_answer.h"

#include "simulator/conversation.h"
#include "simulator/simulated_transport.h"

#include "base/ids.h"

#include <utility>

namespace signalbox::simulator {

namespace {

constexpr std::size_t kBatchBytes = 64 * 1024; // written at once, where much is due

} // namespace

Result<std::unique_ptr<SimulatedAnswer>> SimulatedAnswer::create(SimulatedTransport &transport,
                                                                 http::Exchange &exchange,
                                                                 const wire::FormatCodec &codec)
{
    std::unique_ptr<SimulatedAnswer> answer(new SimulatedAnswer(transport, exchange, codec));
    if (auto parsed = answer->m_document.parse(exchange.body()); !parsed)
        return std::unexpected(parsed.error());
    auto request = codec.readRequest(answer->m_document);
    if (!request)
        return std::unexpected(request.error());
    answer->m_request = std::move(*request);
    answer->prepare();
    return answer;
}

SimulatedAnswer::SimulatedAnswer(SimulatedTransport &transport, http::Exchange &exchange,
                                 const wire::FormatCodec &codec)
    : m_transport(transport), m_exchange(&exchange), m_codec(codec), m_begun(transport.m_clock.now())
{
    m_timer.setSingleShot(true);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { play(); });
}

SimulatedAnswer::~SimulatedAnswer()
{
    if (m_exchange)
        m_exchange->setListener(nullptr);
}

void SimulatedAnswer::prepare()
{
    const std::string model = wire::unescape(m_request.model);
    const Conversation conversation = readConversation(m_request, model);
    m_script = writeScript(m_request, conversation, model, m_transport.m_settings,
                           m_transport.countAttempt(conversation.seed));

    const bool responses = m_codec.format() == wire::Format::OpenAiResponses;
    const auto now = m_transport.m_clock.wallNow().time_since_epoch();
    wire::AnswerContext context;
    context.answerId = derivedId(responses ? "resp_" : "chatcmpl-", std::to_string(conversation.seed));
    context.model = model;
    context.createdAt = std::chrono::duration_cast<std::chrono::seconds>(now).count();
    context.includeUsage = responses || !m_request.stream || m_request.includeUsage;
    context.request = &m_request;
    m_writer = m_codec.answerWriter(std::move(context), m_request.stream);
    m_writer->setOut(&m_bytes);
    m_exchange->setListener(this);
}

void SimulatedAnswer::play()
{
    const MonotonicTime now = m_transport.m_clock.now();
    if (m_script.fate == Fate::Refuses) {
        if (isDue(m_script.refusalDue, now))
            refuse();
        else
            waitFor(m_script.refusalDue, now);
    } else if (m_request.stream) {
        playStream(now);
    } else {
        playWhole(now);
    }
}

void SimulatedAnswer::refuse()
{
    const Refusal &refusal = m_script.refusal;
    http::Response response;
    response.status = refusal.status;
    response.fields.add("Content-Type", "application/json");
    if (refusal.retryAfterSeconds)
        response.fields.add("Retry-After", std::to_string(*refusal.retryAfterSeconds));
    response.body = m_codec.writeError({refusal.status, refusal.type, refusal.code, refusal.message, {}});
    m_exchange->respond(response);
    end();
}

void SimulatedAnswer::playWhole(MonotonicTime now)
{
    if (m_script.fate == Fate::Stalls)
        return; // silence, until the client has enough of it
    const std::chrono::microseconds due = m_script.steps.back().due;
    if (!isDue(due, now))
        return waitFor(due, now);
    if (m_script.fate == Fate::Cuts) {
        begin("application/json");
        m_exchange->send("{\"id\":");
        m_exchange->cut();
        return end();
    }
    for (const Step &step : m_script.steps)
        m_writer->on(step.event);
    http::Response response;
    response.fields.add("Content-Type", "application/json");
    response.body = m_writer->body();
    m_exchange->respond(response);
    end();
}

void SimulatedAnswer::playStream(MonotonicTime now)
{
    const auto &steps = m_script.steps;
    const auto isNextDue = [&] { return m_next < steps.size() && isDue(steps[m_next].due, now); };
    // Until the connection is over its mark: only then it tells when it may be fed again.
    while (isNextDue() && m_exchange->unsentBytes() <= net::Connection::kHighWater) {
        while (isNextDue() && m_bytes.size() < kBatchBytes)
            m_writer->on(steps[m_next++].event);
        if (m_bytes.empty())
            break; // nothing that this format says
        if (!m_headSent)
            begin("text/event-stream");
        m_exchange->send(m_bytes);
        m_bytes.clear();
    }
    if (m_next < steps.size()) {
        // Late because the client is slow: onSendable goes on, not the timer.
        if (!isDue(steps[m_next].due, now))
            waitFor(steps[m_next].due, now);
        return;
    }
    if (m_script.fate == Fate::Stalls)
        return;
    if (m_script.fate == Fate::Cuts)
        m_exchange->cut();
    else
        m_exchange->finish();
    end();
}

void SimulatedAnswer::begin(const char *contentType)
{
    http::Fields fields;
    fields.add("Content-Type", contentType);
    fields.add("Cache-Control", "no-cache");
    m_exchange->begin(200, fields);
    m_headSent = true;
}

void SimulatedAnswer::waitFor(std::chrono::microseconds due, MonotonicTime now)
{
    m_timer.start(std::chrono::ceil<std::chrono::milliseconds>(m_begun + due - now));
}

void SimulatedAnswer::onClientGone()
{
    end();
}

void SimulatedAnswer::end()
{
    m_exchange = nullptr;
    m_transport.drop(*this);
}

} // namespace signalbox::simulator
