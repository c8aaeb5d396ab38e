#pragma once

#include "mock/answers.h"
#include "mock/channel.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace signalbox::bench {

/// Answers by wire format and model, made when first asked for. The server owns it.
class AnswerBook final
{
public:
    [[nodiscard]] const Answers &answers(Wire wire, std::string_view model);

private:
    std::map<std::pair<Wire, std::string>, std::unique_ptr<Answers>, std::less<>> m_answers;
};

/// One client connection of the mock: reads whole requests, answers them one after the other. It never waits;
/// the server calls it when its descriptor is ready or its time has come.
class Conversation final
{
public:
    Conversation(int descriptor, SSL_CTX *tls, AnswerBook &book) : m_channel(descriptor, tls), m_book(book) {}

    enum class State { Open, Ended };

    [[nodiscard]] State onReadable();
    [[nodiscard]] State onWritable();
    [[nodiscard]] State onTime(std::int64_t now);

    [[nodiscard]] int descriptor() const { return m_channel.descriptor(); }
    [[nodiscard]] bool wantsToWrite() const { return m_written < m_out.size(); }

    /// When onTime() is to be called, in ns of the steady clock: a paced stream's next delta.
    [[nodiscard]] std::optional<std::int64_t> due() const { return m_due; }

private:
    [[nodiscard]] State work();
    [[nodiscard]] bool takeRequest();
    void answer(std::string_view path, std::string_view body);
    void startStream();
    void goOn(std::int64_t now);
    void appendChunk(std::string_view data);
    [[nodiscard]] State flush();

    Channel m_channel;
    AnswerBook &m_book;
    std::string m_in;
    std::string m_out;
    std::size_t m_written = 0;
    const Answers *m_streamed = nullptr; ///< while a stream is being sent
    std::size_t m_sent = 0;              ///< its deltas so far
    std::string m_text;                  ///< and their text
    std::string m_piece;                 ///< scratch for one delta
    std::optional<std::int64_t> m_due;
};

} // namespace signalbox::bench
