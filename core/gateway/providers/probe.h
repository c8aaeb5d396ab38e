#pragma once

#include "gateway/providers/errand.h"
#include "wire/format.h"
#include "wire/framing/stream_decoder.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace signalbox::gateway {

/// How a probe went, before it is judged.
struct ProbeOutcome
{
    int status = 0;                           ///< of HTTP; 0: there was no answer
    bool sent = false;                        ///< the request was handed over
    std::optional<Error> broken;              ///< the way to the provider failed, or the answer's
    std::optional<wire::ir::Failure> refused; ///< the provider says no, or what it says is no answer
    std::optional<std::chrono::microseconds> connected;
    std::optional<std::chrono::microseconds> firstToken;
    std::optional<std::chrono::microseconds> total;
    std::optional<record::Usage> usage;
    std::string said; ///< at most 200 bytes, no half characters
};

/// Sends one small streamed request and reads the whole answer. Gateway thread.
class Probe final : public Errand, private wire::ir::EventSink
{
public:
    using Done = std::function<void(ProbeOutcome)>; ///< on the gateway thread

    Probe(ErrandRequest request, wire::Format format, wire::Target target, Done done);

private:
    void onHead(const http::ResponseHead &head) override;
    void onBody(std::string_view bytes) override;
    void onEnd() override;
    void onFailed(const Error &error) override;
    void on(const wire::ir::Event &event) override;

    void readMessages();
    void readMessage(std::string_view name, std::string_view data);
    void noteSent();
    void refuse(std::string message);
    void tell();
    [[nodiscard]] std::chrono::microseconds sinceStart() const;

    enum class Shape { Error, Stream, Whole };

    const wire::FormatCodec &m_codec;
    const wire::Target m_target;
    Done m_done;
    ProbeOutcome m_outcome;
    Shape m_shape = Shape::Error;
    std::unique_ptr<wire::AnswerReader> m_reader;
    wire::framing::StreamDecoder m_decoder;
    ByteBuffer m_body; // an error's, or a whole answer's
    std::size_t m_bytes = 0;
    bool m_finished = false;
};

} // namespace signalbox::gateway
