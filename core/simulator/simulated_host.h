#pragma once

#include "simulator/memory_connection.h"
#include "simulator/script.h"

#include "base/byte_buffer.h"
#include "base/clock.h"
#include "http/request_parser.h"
#include "wire/format.h"

#include <QTimer>

#include <memory>
#include <string>
#include <string_view>

namespace signalbox::simulator {

class SimulatedTransport;

/// The far end of one connection: reads requests, lets a script be written and plays it in time, one answer
/// after the other. Owned by the connection, lives on its thread. Stops playing while the client does not
/// read; goes with the connection, so a client that leaves ends its answer.
class SimulatedHost final : public MemoryConnection::Peer
{
public:
    SimulatedHost(SimulatedTransport &transport, const Clock &clock, MemoryConnection &connection);
    ~SimulatedHost() override;
    SimulatedHost(const SimulatedHost &) = delete;
    SimulatedHost &operator=(const SimulatedHost &) = delete;

    void onBytes(ByteBuffer &received) override;
    void onDrained() override { play(); }
    /// Sends what is due.
    void play();

private:
    /// The answer being played. Requests are slices of `body`, events of `script`.
    struct Answer
    {
        ByteBuffer body;
        wire::json::Document document;
        wire::ir::Request request;
        Script script;
        const wire::FormatCodec *codec = nullptr;
        std::unique_ptr<wire::AnswerWriter> writer;
        MonotonicTime begun;
        std::size_t next = 0; // step
        bool headSent = false;
    };

    void handle();
    void beginAnswer(const wire::FormatCodec &codec);
    void playWhole(MonotonicTime now);
    void playStream(MonotonicTime now);
    void waitFor(std::chrono::microseconds due, MonotonicTime now);

    void respond(int status, std::string_view body, std::string_view moreFields = {});
    void refuse(const wire::FormatCodec *codec, const wire::ApiError &error,
                std::string_view moreFields = {});
    void finish();
    /// Breaks the connection off.
    void cut();

    SimulatedTransport &m_transport;
    const Clock &m_clock;
    MemoryConnection &m_connection;
    http::RequestParser m_parser;
    ByteBuffer m_body;
    std::unique_ptr<Answer> m_answer;
    std::string m_bytes; // written and not sent yet
    QTimer m_timer;
    bool m_closed = false;
};

} // namespace signalbox::simulator
