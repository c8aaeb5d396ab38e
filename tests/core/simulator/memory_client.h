#pragma once

#include "base/byte_buffer.h"
#include "http/response_parser.h"
#include "net/transport.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// A small HTTP client on one connection: sends a request as bytes and keeps what is answered.
class MemoryClient final : private signalbox::net::Connection::Observer
{
public:
    explicit MemoryClient(signalbox::net::Transport &transport) : m_connection(transport.connect({}))
    {
        m_connection->setObserver(this);
    }

    void sendRaw(std::string_view bytes)
    {
        m_parser.emplace("POST");
        body.clear();
        ended = false;
        m_connection->write(bytes);
    }
    void post(std::string_view path, std::string_view json)
    {
        sendRaw("POST " + std::string(path) + " HTTP/1.1\r\nHost: simulated\r\nContent-Length: " +
                std::to_string(json.size()) + "\r\n\r\n" + std::string(json));
    }
    void get(std::string_view path)
    {
        sendRaw("GET " + std::string(path) + " HTTP/1.1\r\nHost: simulated\r\n\r\n");
    }
    void setPaused(bool paused) { m_connection->setReadPaused(paused); }
    void leave() { m_connection.reset(); }

    [[nodiscard]] int status() const { return m_parser->head().status; }
    [[nodiscard]] std::string field(std::string_view name) const
    {
        return std::string(m_parser->head().fields.value(name).value_or(""));
    }

    std::string body;
    bool connected = false;
    bool ended = false;  ///< the answer is whole
    bool broken = false; ///< the connection ended or failed
    bool cut = false;    ///< … within an answer

private:
    void onConnected() override { connected = true; }
    void onFailed(const signalbox::Error & /*error*/) override { broken = cut = true; }
    void onReadable() override
    {
        using signalbox::net::Connection;
        using Status = signalbox::http::ResponseParser::Status;
        const auto read = m_connection->read(m_received, 64 * 1024);
        if (read == Connection::ReadStatus::End) {
            broken = true;
            cut = m_parser && !ended && m_parser->finish().status == Status::Fault;
        }
        while (m_parser && !ended) {
            const auto step = m_parser->next(m_received.view());
            body += step.body;
            m_received.consume(step.consumed);
            ended = step.status == Status::End;
            cut = cut || step.status == Status::Fault;
            if (step.status == Status::NeedMore || step.status == Status::Fault)
                break;
        }
    }

    std::unique_ptr<signalbox::net::Connection> m_connection;
    signalbox::ByteBuffer m_received;
    std::optional<signalbox::http::ResponseParser> m_parser;
};
