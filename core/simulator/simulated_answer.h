#pragma once

#include "simulator/script.h"

#include "base/clock.h"
#include "base/result.h"
#include "http/server.h"
#include "wire/format.h"

#include <QTimer>

#include <memory>
#include <string>

namespace signalbox::simulator {

class SimulatedTransport;

/// One request being answered: its script, played in time and written in the request's format. Says nothing
/// while the client takes nothing, and goes when the client does. Owned by the transport, lives on its
/// thread.
class SimulatedAnswer final : private http::Exchange::Listener
{
public:
    /// InvalidInput where the body is no request of that format.
    [[nodiscard]] static Result<std::unique_ptr<SimulatedAnswer>>
    create(SimulatedTransport &transport, http::Exchange &exchange, const wire::FormatCodec &codec);
    ~SimulatedAnswer();
    SimulatedAnswer(const SimulatedAnswer &) = delete;
    SimulatedAnswer &operator=(const SimulatedAnswer &) = delete;

    /// Says what is due. May end the answer, and with it this object.
    void play();

private:
    SimulatedAnswer(SimulatedTransport &transport, http::Exchange &exchange, const wire::FormatCodec &codec);

    void onClientGone() override;
    void onSendable() override { play(); }

    void prepare();
    void playWhole(MonotonicTime now);
    void playStream(MonotonicTime now);
    void refuse();
    void begin(const char *contentType);
    void waitFor(std::chrono::microseconds due, MonotonicTime now);
    [[nodiscard]] bool isDue(std::chrono::microseconds due, MonotonicTime now) const
    {
        return now - m_begun >= due;
    }
    /// Lets go of the exchange, whose answer is complete, and of this object.
    void end();

    SimulatedTransport &m_transport;
    http::Exchange *m_exchange; // its body holds what m_request is made of slices of
    const wire::FormatCodec &m_codec;
    wire::json::Document m_document;
    wire::ir::Request m_request;
    Script m_script;
    std::unique_ptr<wire::AnswerWriter> m_writer;
    std::string m_bytes; // written and not sent yet
    MonotonicTime m_begun;
    std::size_t m_next = 0; // step
    bool m_headSent = false;
    QTimer m_timer;
};

} // namespace signalbox::simulator
