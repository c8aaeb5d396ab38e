#include "http/llhttp_witness.h"

namespace signalbox::http {

namespace {

constexpr int kGoOn = 0;
constexpr int kSkipBody = 1; // what on_headers_complete answers so that llhttp expects no body

} // namespace

LlhttpWitness::LlhttpWitness(Side side) : m_type(side == Side::Request ? HTTP_REQUEST : HTTP_RESPONSE)
{
}

const llhttp_settings_t &LlhttpWitness::settings()
{
    static const llhttp_settings_t settings = [] {
        llhttp_settings_t made;
        llhttp_settings_init(&made);
        made.on_headers_complete = &LlhttpWitness::onHeadersComplete;
        made.on_body = &LlhttpWitness::onBody;
        made.on_message_complete = &LlhttpWitness::onMessageComplete;
        return made;
    }();
    return settings;
}

int LlhttpWitness::onHeadersComplete(llhttp_t *parser)
{
    auto *self = static_cast<LlhttpWitness *>(parser->data);
    self->m_headSeen = true;
    const bool chunked = (parser->flags & F_CHUNKED) != 0;
    const bool length = (parser->flags & F_CONTENT_LENGTH) != 0;
    self->m_framingSame = chunked == (self->m_framing.kind == Framing::Kind::Chunked) &&
                          length == (self->m_framing.kind == Framing::Kind::Length) &&
                          (!length || parser->content_length == self->m_framing.length);
    parser->upgrade = 0; // no tunnels here: an Upgrade that is not taken up changes nothing
    return self->m_readsBody ? kGoOn : kSkipBody;
}

int LlhttpWitness::onBody(llhttp_t *parser, const char *, std::size_t length)
{
    static_cast<LlhttpWitness *>(parser->data)->m_dataBytes += length;
    return kGoOn;
}

int LlhttpWitness::onMessageComplete(llhttp_t *parser)
{
    static_cast<LlhttpWitness *>(parser->data)->m_endSeen = true;
    return kGoOn;
}

bool LlhttpWitness::execute(std::string_view bytes)
{
    return llhttp_execute(&m_parser, bytes.data(), bytes.size()) == HPE_OK;
}

bool LlhttpWitness::agreesOnHead(std::string_view head, const Framing &framing, bool readsBody)
{
    llhttp_init(&m_parser, m_type, &settings());
    m_parser.data = this;
    m_framing = framing;
    m_readsBody = readsBody;
    m_headSeen = m_endSeen = m_framingSame = false;
    return execute(head) && m_headSeen && m_framingSame && m_endSeen != readsBody;
}

bool LlhttpWitness::agreesOnFrame(std::string_view bytes, std::size_t dataBytes, bool isEnd)
{
    m_dataBytes = 0;
    return !m_endSeen && execute(bytes) && m_dataBytes == dataBytes && m_endSeen == isEnd;
}

} // namespace signalbox::http
