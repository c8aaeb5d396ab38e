#include "wire/framing/aws_chunks.h"

#include "base/digest.h"
#include "base/json_writer.h"
#include "base/wiped_text.h"
#include "wire/json/document.h"

#include <algorithm>

namespace signalbox::wire::framing {

namespace {

constexpr std::string_view kChunk = "chunk";
constexpr std::string_view kError = "error";
/// Of an event's fields in SSE, and of an error's members, beside what they hold.
constexpr std::size_t kFieldBytes = 32;
constexpr std::size_t kErrorBytes = 128 + ByteBuffer::kPadding;
constexpr std::string_view kTypeFirst = R"({"type":")";

/// What a name of an event may hold: whatever else stood there could end the line that it is written to.
bool isPlain(std::string_view name)
{
    return std::ranges::all_of(
        name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

/// The event's `type`; empty where it has none. `event` is padded.
std::string typeOf(std::string_view event)
{
    std::string type;
    if (event.starts_with(kTypeFirst)) { // as all of them begin: not parsed twice
        event.remove_prefix(kTypeFirst.size());
        type = event.substr(0, event.find('"'));
    } else {
        json::Document document;
        if (document.parse(event))
            type = unescape(document.root()["type"].text());
    }
    return isPlain(type) ? type : std::string();
}

} // namespace

AwsChunkDecoder::~AwsChunkDecoder()
{
    wipe(m_event); // an error in them may quote the key
    wipe(m_wire);
}

std::optional<Message> AwsChunkDecoder::next()
{
    if (!m_problem.empty())
        return std::nullopt;
    const auto frame = m_frames.next();
    if (!frame)
        return std::nullopt;
    if (frame->isFailure) {
        makeError(frame->name, frame->data);
        return eventOf(kError);
    }
    if (frame->name != kChunk)
        return Message();
    if (!decode(frame->data)) {
        m_problem = "sent a chunk that holds no base64";
        return std::nullopt;
    }
    m_name = typeOf(std::string_view(m_event).substr(0, m_event.size() - ByteBuffer::kPadding));
    return eventOf(m_name);
}

bool AwsChunkDecoder::decode(std::string_view payload)
{
    json::Document document;
    if (payload.empty() || !document.parse(payload))
        return false;
    const json::Value bytes = document.root()["bytes"];
    if (!bytes.isString() || !fromBase64(unescape(bytes.text()), m_event))
        return false;
    // Between the tokens of a JSON text a line's end is a space like others; within an SSE event it is not.
    std::ranges::replace(m_event, '\n', ' ');
    std::ranges::replace(m_event, '\r', ' ');
    m_event.append(ByteBuffer::kPadding, '\0');
    return true;
}

void AwsChunkDecoder::makeError(std::string_view type, std::string_view payload)
{
    json::Document document;
    const json::Value root = document.parse(payload) ? document.root() : json::Value();
    const json::Value message = root["message"].isString() ? root["message"] : root["Message"];
    m_event.clear();
    m_event.reserve(payload.size() + 2 * type.size() + kErrorBytes); // so that nothing outgrown is left
    JsonWriter json(m_event);
    json.beginObject().key("type").string(kError).key("error").beginObject().key("type").string(type);
    if (message.isString() && !message.text().isEmpty())
        json.key("message").escaped(message.text().escaped);
    else
        json.key("message").string("the provider reported " + std::string(type));
    json.endObject().endObject();
    m_event.append(ByteBuffer::kPadding, '\0');
}

Message AwsChunkDecoder::eventOf(std::string_view name)
{
    Message message;
    message.data = std::string_view(m_event).substr(0, m_event.size() - ByteBuffer::kPadding);
    if (message.data.empty())
        return message;
    message.name = name;
    message.hasData = true;
    m_wire.clear();
    m_wire.reserve(name.size() + message.data.size() + kFieldBytes);
    if (!name.empty())
        m_wire.append("event: ").append(name).append("\n");
    m_wire.append("data: ").append(message.data).append("\n\n");
    message.wire = m_wire;
    return message;
}

} // namespace signalbox::wire::framing
