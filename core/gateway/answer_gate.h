#pragma once

#include "http/server.h"
#include "wire/framing/message.h"

#include <string>
#include <string_view>

namespace signalbox::gateway {

/// Between what an answer writes and what its client gets. Two things wait here: everything, until something
/// real has come (so that a target which dies early is replaced and the client never knows), and the end,
/// until the request is settled (so that what a client has read whole is in the ledger). One streamed answer,
/// gateway thread, owned by its flow.
class AnswerGate final
{
public:
    /// What was held without anything real coming: then the answer is let go all the same.
    static constexpr std::size_t kMostHeld = 64 * 1024;

    explicit AnswerGate(http::Exchange &exchange) : m_exchange(exchange) {}

    /// Where writers append. Nothing leaves before `flush`.
    [[nodiscard]] std::string &out();
    /// A block of the provider's own. What is lent is not copied when it may go with the next flush, which
    /// has to come before it dies.
    void pass(const wire::framing::Message &block);
    /// Something real has come: with the next flush status and fields leave, and all that was held.
    void open(int status, http::Fields fields);
    [[nodiscard]] bool isOpen() const { return m_open; }
    /// What is appended from now on is the end: it waits for `finish`.
    void holdEnd();
    /// Sends what may go, in one piece, and keeps the rest. Called once for each read from the provider.
    void flush();
    /// Forgets what was held: another target begins anew. Only while closed.
    void discard();
    /// The request is settled: sends the rest and ends the answer.
    void finish();
    [[nodiscard]] bool mustOpen() const { return !m_open && m_out.size() + m_lent.size() > kMostHeld; }
    /// The client reads slower than the provider writes.
    [[nodiscard]] bool isCongested() const;

private:
    void keepLent();

    http::Exchange &m_exchange;
    std::string m_out;
    std::string_view m_lent;               // behind m_out; empty while an end is held
    std::size_t m_end = std::string::npos; // what is behind waits for finish()
    int m_status = 200;
    http::Fields m_fields;
    bool m_open = false;
    bool m_begun = false;
};

} // namespace signalbox::gateway
