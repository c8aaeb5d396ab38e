#pragma once

#include "wire/ir/event.h"

#include <string>

namespace signalbox::wire::ir {

/// Between an upstream's reader and what makes an answer of its events: joins a character that a provider
/// split over two pieces of a text, "\ud83d" at the end of one and "\ude00" at the begin of the next, as some
/// do that cut by UTF-16. Each half alone is no character: clients show a replacement for it, or refuse the
/// message. What is not split passes untouched. Lives for one answer; the next sink outlives it.
class SurrogateJoiner final : public EventSink
{
public:
    explicit SurrogateJoiner(EventSink &next) : m_next(next) {}
    void on(const Event &event) override;

private:
    template<class Delta>
    void onPiece(const Event &event, const Delta &delta, Text Delta::*text);
    void release();

    EventSink &m_next;
    std::string m_half; // the escape that waits for its other half; else empty
    Event m_held;       // the piece it stood in, with nothing but it
    std::string m_joined;
};

} // namespace signalbox::wire::ir
