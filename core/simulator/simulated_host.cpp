#include "simulator/simulated_host.h"

#include "simulator/conversation.h"
#include "simulator/simulated_transport.h"

#include "base/ids.h"
#include "base/json_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace signalbox::simulator {

namespace {

constexpr std::size_t kMaxBodyBytes = 64 * 1024 * 1024;

std::optional<wire::Format> formatOf(std::string_view path)
{
    if (path.ends_with("/responses"))
        return wire::Format::OpenAiResponses;
    if (path.ends_with("/chat/completions"))
        return wire::Format::OpenAiChat;
    return std::nullopt;
}

std::string_view reasonPhrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 400:
        return "Bad Request";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 413:
        return "Content Too Large";
    case 429:
        return "Too Many Requests";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    default:
        return "Error";
    }
}

std::string modelList()
{
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("object").string("list").key("data").beginArray();
    for (const std::string &name : modelNames()) {
        json.beginObject().key("id").string(name).key("object").string("model");
        json.key("created").number(0).key("owned_by").string("simulated").endObject();
    }
    json.endArray().endObject();
    return out;
}

/// For what is asked in no known format.
std::string plainError(const wire::ApiError &error)
{
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("error").beginObject().key("message").string(error.message);
    json.key("type").string(error.type).key("param").null().key("code").string(error.code);
    json.endObject().endObject();
    return out;
}

void appendChunk(std::string &out, std::string_view bytes)
{
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), bytes.size(), 16).ptr;
    out.append(digits.data(), end).append("\r\n").append(bytes).append("\r\n");
}

} // namespace

SimulatedHost::SimulatedHost(SimulatedTransport &transport, const Clock &clock, MemoryConnection &connection)
    : m_transport(transport), m_clock(clock), m_connection(connection)
{
    m_transport.m_hosts.insert(this);
    m_timer.setSingleShot(true);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { play(); });
}

SimulatedHost::~SimulatedHost()
{
    m_transport.m_hosts.erase(this);
}

void SimulatedHost::onBytes(ByteBuffer &received)
{
    using Status = http::RequestParser::Status;
    // The next request waits until this one is answered: answers keep their order.
    while (!m_answer && !m_closed) {
        const http::RequestParser::Step step = m_parser.next(received.view());
        if (step.status == Status::Body)
            m_body.append(step.body);
        received.consume(step.consumed);
        if (step.status == Status::NeedMore)
            return;
        if (step.status == Status::Fault) {
            const http::Fault &fault = m_parser.fault();
            refuse(nullptr, {fault.status, "invalid_request_error", "bad_request", fault.reason, {}});
            cut();
        } else if (m_body.size() > kMaxBodyBytes) {
            refuse(nullptr, {413, "invalid_request_error", "too_large", "The request is too large.", {}});
            cut();
        } else if (step.status == Status::End) {
            handle();
            m_body.clear();
        }
    }
    if (m_closed)
        received.clear();
}

void SimulatedHost::handle()
{
    const http::RequestHead &head = m_parser.head();
    const std::optional<wire::Format> format = formatOf(head.path());
    if (head.method == "GET" && head.path().ends_with("/models")) {
        respond(200, modelList());
        return finish();
    }
    const wire::FormatCodec *codec = format ? wire::codecFor(*format) : nullptr;
    if (codec && head.method == "POST")
        return beginAnswer(*codec);
    if (codec)
        refuse(codec, {405, "invalid_request_error", "method_not_allowed", "Only POST is answered here.", {}},
               "Allow: POST\r\n");
    else
        refuse(nullptr,
               {404, "invalid_request_error", "not_found", "The simulated provider has no such path.", {}});
    finish();
}

void SimulatedHost::beginAnswer(const wire::FormatCodec &codec)
{
    auto answer = std::make_unique<Answer>();
    answer->codec = &codec;
    answer->body = std::move(m_body);
    const auto parsed = answer->document.parse(answer->body.view());
    auto request = parsed ? codec.readRequest(answer->document)
                          : Result<wire::ir::Request>(std::unexpected(parsed.error()));
    if (!request) {
        refuse(&codec, {400, "invalid_request_error", "invalid_request", describe(request.error()), {}});
        return finish();
    }
    answer->request = std::move(*request);
    const std::string model = wire::unescape(answer->request.model);
    const Conversation conversation = readConversation(answer->request, model);
    answer->script = writeScript(answer->request, conversation, model, m_transport.settings(),
                                 m_transport.countAttempt(conversation.seed));
    wire::AnswerContext context;
    const bool responses = codec.format() == wire::Format::OpenAiResponses;
    context.answerId = derivedId(responses ? "resp_" : "chatcmpl-", std::to_string(conversation.seed));
    context.model = model;
    context.createdAt =
        std::chrono::duration_cast<std::chrono::seconds>(m_clock.wallNow().time_since_epoch()).count();
    context.includeUsage = responses || !answer->request.stream || answer->request.includeUsage;
    context.request = &answer->request;
    answer->writer = codec.answerWriter(std::move(context), answer->request.stream);
    answer->writer->setOut(&m_bytes);
    answer->begun = m_clock.now();
    m_answer = std::move(answer);
    play();
}

void SimulatedHost::play()
{
    if (!m_answer)
        return;
    const MonotonicTime now = m_clock.now();
    const Script &script = m_answer->script;
    if (script.fate == Fate::Refuses) {
        if (now - m_answer->begun < script.refusalDue)
            return waitFor(script.refusalDue, now);
        const Refusal &refusal = script.refusal;
        const std::string retryAfter =
            refusal.retryAfterSeconds
                ? std::string("Retry-After: ").append(std::to_string(*refusal.retryAfterSeconds)) + "\r\n"
                : "";
        refuse(m_answer->codec, {refusal.status, refusal.type, refusal.code, refusal.message, {}},
               retryAfter);
        return finish();
    }
    if (m_answer->request.stream)
        playStream(now);
    else
        playWhole(now);
}

void SimulatedHost::playWhole(MonotonicTime now)
{
    const Script &script = m_answer->script;
    if (script.fate == Fate::Stalls)
        return; // silence, until the client has enough of it
    if (now - m_answer->begun < script.steps.back().due)
        return waitFor(script.steps.back().due, now);
    if (script.fate == Fate::Cuts) {
        m_connection.deliver(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"id\":");
        return cut();
    }
    for (const Step &step : script.steps)
        m_answer->writer->on(step.event);
    respond(200, m_answer->writer->body());
    finish();
}

void SimulatedHost::playStream(MonotonicTime now)
{
    const Script &script = m_answer->script;
    const auto isRoom = [this] {
        return m_connection.undelivered() + m_bytes.size() < net::Connection::kHighWater;
    };
    while (m_answer->next < script.steps.size() &&
           now - m_answer->begun >= script.steps[m_answer->next].due && isRoom())
        m_answer->writer->on(script.steps[m_answer->next++].event);
    if (!m_bytes.empty()) {
        std::string out;
        if (!std::exchange(m_answer->headSent, true)) {
            out = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n";
        }
        appendChunk(out, m_bytes);
        m_bytes.clear();
        m_connection.deliver(out);
    }
    if (m_answer->next < script.steps.size()) {
        if (isRoom())
            waitFor(script.steps[m_answer->next].due, now); // else onDrained goes on
        return;
    }
    if (script.fate == Fate::Stalls)
        return;
    if (script.fate == Fate::Cuts)
        return cut();
    m_connection.deliver("0\r\n\r\n");
    finish();
}

void SimulatedHost::waitFor(std::chrono::microseconds due, MonotonicTime now)
{
    m_timer.start(std::chrono::ceil<std::chrono::milliseconds>(m_answer->begun + due - now));
}

void SimulatedHost::respond(int status, std::string_view body, std::string_view moreFields)
{
    std::string head = "HTTP/1.1 ";
    head.append(std::to_string(status)).append(" ").append(reasonPhrase(status));
    head.append("\r\nContent-Type: application/json\r\nContent-Length: ").append(std::to_string(body.size()));
    head.append("\r\n").append(moreFields).append("\r\n");
    m_connection.deliver(head);
    m_connection.deliver(body);
}

void SimulatedHost::refuse(const wire::FormatCodec *codec, const wire::ApiError &error,
                           std::string_view moreFields)
{
    respond(error.status, codec ? codec->writeError(error) : plainError(error), moreFields);
}

void SimulatedHost::finish()
{
    m_answer.reset();
    m_timer.stop();
    if (!m_parser.keepAlive())
        return cut();
    m_connection.resume();
}

void SimulatedHost::cut()
{
    m_answer.reset();
    m_timer.stop();
    m_bytes.clear();
    m_closed = true;
    m_connection.deliverEnd();
}

} // namespace signalbox::simulator
