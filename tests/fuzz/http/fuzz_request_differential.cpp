// Whatever our parser reads as requests, llhttp by itself reads as the same requests with the same bodies:
// nobody behind us can see another request in the same bytes. The parsers' own witness is shown heads and
// chunks; here llhttp gets the whole stream and decides alone where each message ends.
#include "http/request_parser.h"
#include "split_input.h"

#include <llhttp.h>

#include <string>
#include <utility>
#include <vector>

using namespace signalbox;
using namespace signalbox::http;

namespace {

struct Message
{
    std::string method;
    std::string target;
    std::string body;

    bool operator==(const Message &) const = default;
};

/// llhttp reading on its own. It heeds `Connection` in trailers, too, where it means nothing (RFC 9110
/// section 6.5.1): what the head said is put back.
struct Independent
{
    static constexpr int kConnection = F_CONNECTION_KEEP_ALIVE | F_CONNECTION_CLOSE;

    std::vector<Message> whole;
    Message open;
    int connection = 0; // flags of the head

    static Independent &of(llhttp_t *parser) { return *static_cast<Independent *>(parser->data); }
    static int onTarget(llhttp_t *parser, const char *at, std::size_t length)
    {
        of(parser).open.target.append(at, length);
        return 0;
    }
    static int onHead(llhttp_t *parser)
    {
        of(parser).open.method = llhttp_method_name(static_cast<llhttp_method_t>(parser->method));
        parser->upgrade = 0; // no tunnels here
        of(parser).connection = parser->flags & kConnection;
        return 0;
    }
    static int onBody(llhttp_t *parser, const char *at, std::size_t length)
    {
        of(parser).open.body.append(at, length);
        return 0;
    }
    static int onEnd(llhttp_t *parser)
    {
        parser->flags =
            static_cast<decltype(parser->flags)>((parser->flags & ~kConnection) | of(parser).connection);
        of(parser).whole.push_back(std::exchange(of(parser).open, {}));
        return 0;
    }

    explicit Independent(std::string_view bytes)
    {
        llhttp_settings_t settings;
        llhttp_settings_init(&settings);
        settings.on_url = &onTarget;
        settings.on_headers_complete = &onHead;
        settings.on_body = &onBody;
        settings.on_message_complete = &onEnd;
        llhttp_t parser;
        llhttp_init(&parser, HTTP_REQUEST, &settings);
        parser.data = this;
        (void)llhttp_execute(&parser, bytes.data(), bytes.size());
    }
};

/// The requests our parser has read whole.
std::vector<Message> readRequests(std::string_view bytes)
{
    std::vector<Message> messages;
    std::string body;
    RequestParser parser({2'000, 8'000, 50});
    for (bool goOn = true; goOn;) {
        const RequestParser::Step step = parser.next(bytes);
        bytes.remove_prefix(step.consumed);
        switch (step.status) {
        case RequestParser::Status::Head:
            body.clear();
            break;
        case RequestParser::Status::Body:
            body += step.body;
            break;
        case RequestParser::Status::End:
            messages.push_back({parser.head().method, parser.head().target, body});
            break;
        case RequestParser::Status::NeedMore:
        case RequestParser::Status::Fault:
            goOn = false;
            break;
        }
    }
    return messages;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    const std::vector<Message> ours = readRequests(bytes);
    const Independent theirs(bytes);
    // We may have stopped earlier (a fault, the last request of a connection), never later, never otherwise.
    fuzz::require(ours.size() <= theirs.whole.size());
    for (std::size_t i = 0; i < ours.size(); ++i)
        fuzz::require(ours[i] == theirs.whole[i]);
    return 0;
}
