#pragma once

#include "http/syntax.h"

#include <llhttp.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace signalbox::http {

/// llhttp reading along as a second opinion: the same bytes, cut where our own stricter reader cut them.
/// Where the two see different framing the message is refused: that is what request smuggling is made of.
/// Pure; owned by a parser.
class LlhttpWitness final
{
public:
    enum class Side { Request, Response };

    explicit LlhttpWitness(Side side);
    // llhttp keeps a pointer to its owner.
    LlhttpWitness(const LlhttpWitness &) = delete;
    LlhttpWitness &operator=(const LlhttpWitness &) = delete;

    /// A whole head. `readsBody`: a chunked body follows and will be shown to readFrame.
    [[nodiscard]] bool agreesOnHead(std::string_view head, const Framing &framing, bool readsBody);
    /// The next bytes of a chunked body, `dataBytes` of them data; `isEnd` where they end the message.
    [[nodiscard]] bool agreesOnFrame(std::string_view bytes, std::size_t dataBytes, bool isEnd);

private:
    static int onHeadersComplete(llhttp_t *parser);
    static int onBody(llhttp_t *parser, const char *at, std::size_t length);
    static int onMessageComplete(llhttp_t *parser);
    static const llhttp_settings_t &settings();
    [[nodiscard]] bool execute(std::string_view bytes);

    llhttp_t m_parser{};
    llhttp_type_t m_type;
    Framing m_framing;
    std::size_t m_dataBytes = 0;
    bool m_readsBody = false;
    bool m_headSeen = false;
    bool m_endSeen = false;
    bool m_framingSame = false;
};

} // namespace signalbox::http
