#include "simulator/simulated_transport.h"

#include "simulator/simulated_answer.h"
#include "simulator/simulated_vectors.h"

#include "base/json_writer.h"
#include "net/memory_connection.h"

#include <algorithm>
#include <utility>

namespace signalbox::simulator {

namespace {

constexpr std::size_t kRememberedRequests = 4096;

http::ServerLimits limits()
{
    http::ServerLimits limits;
    // In memory nobody half-closes: an end means that the client has left.
    limits.halfClosed = {};
    return limits;
}

/// Null where nothing is answered.
const wire::FormatCodec *codecAt(std::string_view path)
{
    if (path.ends_with("/responses"))
        return wire::codecFor(wire::Format::OpenAiResponses);
    if (path.ends_with("/chat/completions"))
        return wire::codecFor(wire::Format::OpenAiChat);
    if (path.ends_with("/embeddings"))
        return wire::codecFor(wire::Format::OpenAiChat, wire::Task::EmbedMany);
    return nullptr;
}

http::Response jsonResponse(int status, std::string body)
{
    http::Response response;
    response.status = status;
    response.fields.add("Content-Type", "application/json");
    response.body = std::move(body);
    return response;
}

http::Response modelList()
{
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("object").string("list").key("data").beginArray();
    for (const std::string &name : modelNames()) {
        json.beginObject().key("id").string(name).key("object").string("model");
        json.key("created").number(0).key("owned_by").string("simulated").endObject();
    }
    json.endArray().endObject();
    return jsonResponse(200, std::move(out));
}

http::Response refusalOf(const Error &error, const wire::FormatCodec &codec)
{
    const wire::ApiError refusal{400, "invalid_request_error", "invalid_request", describe(error), {}};
    return jsonResponse(refusal.status, codec.writeError(refusal));
}

/// For what is asked in no format that could word it.
http::Response plainError(int status, std::string_view message)
{
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("error").beginObject().key("message").string(message);
    json.key("type").string("invalid_request_error").key("param").null().key("code").null();
    json.endObject().endObject();
    return jsonResponse(status, std::move(out));
}

} // namespace

SimulatedTransport::SimulatedTransport(const Clock &clock, const SimulationSettings &settings)
    : m_clock(clock), m_settings(settings), m_server(http::Server::create(*this, *this, clock, limits()))
{
}

SimulatedTransport::~SimulatedTransport() = default;

std::unique_ptr<net::Connection> SimulatedTransport::adopt(qintptr /*descriptor*/)
{
    return nullptr;
}

std::unique_ptr<net::Connection> SimulatedTransport::connect(const net::Endpoint & /*endpoint*/)
{
    auto [near, far] = net::createMemoryConnection();
    m_server->serve(std::move(far));
    return std::move(near);
}

void SimulatedTransport::wake()
{
    // What is played may end, and be dropped from the list.
    for (std::size_t i = m_answers.size(); i > 0; --i)
        m_answers[i - 1]->play();
}

std::optional<http::Response> SimulatedTransport::refuseEarly(const http::RequestHead & /*head*/,
                                                              const std::string & /*peer*/)
{
    return std::nullopt;
}

void SimulatedTransport::handle(http::Exchange &exchange)
{
    const http::RequestHead &head = exchange.head();
    if (head.path().ends_with("/models") && (head.method == "GET" || head.method == "HEAD"))
        return exchange.respond(modelList());
    const wire::FormatCodec *codec = codecAt(head.path());
    if (!codec)
        return exchange.respond(plainError(404, "The simulated provider has no such path."));
    if (head.method != "POST")
        return exchange.respond(plainError(405, "Only POST is answered here."));
    if (codec->task() != wire::Task::Answer) {
        auto vectors = simulatedVectors(*codec, exchange.body());
        return exchange.respond(vectors ? jsonResponse(200, std::move(*vectors))
                                        : refusalOf(vectors.error(), *codec));
    }
    auto answer = SimulatedAnswer::create(*this, exchange, *codec);
    if (!answer)
        return exchange.respond(refusalOf(answer.error(), *codec));
    m_answers.push_back(std::move(*answer));
    m_answers.back()->play();
}

http::Response SimulatedTransport::protocolError(int status, const std::string &message,
                                                 const http::RequestHead & /*head*/)
{
    return plainError(status, message);
}

std::uint64_t SimulatedTransport::countAttempt(std::uint64_t seed)
{
    if (m_attempts.size() >= kRememberedRequests && !m_attempts.contains(seed))
        m_attempts.clear();
    return m_attempts[seed]++;
}

void SimulatedTransport::drop(SimulatedAnswer &answer)
{
    const auto at = std::ranges::find(m_answers, &answer, &std::unique_ptr<SimulatedAnswer>::get);
    Q_ASSERT(at != m_answers.end());
    std::swap(*at, m_answers.back());
    m_answers.pop_back();
}

} // namespace signalbox::simulator
