#include "gateway/providers/probe_format.h"

#include "base/json_writer.h"
#include "gateway/providers/small_reader.h"

#include <QUrl>

namespace signalbox::gateway {

namespace {

using wire::Format;

/// A model's name as one part of a path: it may hold slashes of its own.
std::string inPath(const std::string &model)
{
    return QUrl::toPercentEncoding(QString::fromStdString(model), ":/").toStdString();
}

std::string pathOf(Format format, const std::string &model)
{
    switch (format) {
    case Format::OpenAiResponses:
        return "/responses";
    case Format::OpenAiChat:
        return "/chat/completions";
    case Format::AnthropicMessages:
        return "/v1/messages";
    case Format::Gemini:
        return "/models/" + inPath(model) + ":streamGenerateContent?alt=sse";
    case Format::Cohere:
        return "/chat";
    case Format::Ollama:
        return "/api/chat";
    case Format::BedrockConverse:
        break;
    }
    return {};
}

void writeMessages(JsonWriter &json)
{
    json.key("messages").beginArray().beginObject();
    json.key("role").string("user").key("content").string(kProbePrompt);
    json.endObject().endArray();
}

/// By hand: the smallest body that the format's reference allows.
std::string smallBody(Format format, const std::string &model)
{
    std::string body;
    JsonWriter json(body);
    json.beginObject();
    switch (format) {
    case Format::AnthropicMessages:
    case Format::Cohere:
        json.key("model").string(model).key("max_tokens").number(kProbeTokens);
        json.key("stream").boolean(true);
        writeMessages(json);
        break;
    case Format::Ollama:
        json.key("model").string(model).key("stream").boolean(true);
        json.key("options").beginObject().key("num_predict").number(kProbeTokens).endObject();
        writeMessages(json);
        break;
    case Format::Gemini:
        json.key("contents").beginArray().beginObject().key("role").string("user");
        json.key("parts").beginArray().beginObject().key("text").string(kProbePrompt).endObject().endArray();
        json.endObject().endArray();
        json.key("generationConfig").beginObject().key("maxOutputTokens").number(kProbeTokens).endObject();
        break;
    default:
        break;
    }
    json.endObject();
    return body;
}

Result<std::string> writtenBody(const wire::FormatCodec &codec, const wire::Target &target)
{
    wire::ir::Request request;
    request.source = codec.format();
    request.model = request.arena.text(target.model);
    wire::ir::Turn turn;
    turn.wasString = true;
    turn.blocks.push_back({wire::ir::TextBlock{.text = request.arena.text(kProbePrompt)}, {}});
    request.turns.push_back(std::move(turn));
    request.maxOutputTokens = kProbeTokens;
    request.stream = true;
    request.includeUsage = true;
    if (codec.format() == Format::OpenAiResponses)
        request.store = false; // nobody comes back for it
    auto written = codec.writeRequest(request, target);
    if (!written)
        return std::unexpected(written.error());
    return std::move(written->body);
}

} // namespace

bool canProbe(Format format)
{
    return format != Format::BedrockConverse || wire::codecFor(format) != nullptr;
}

Result<ProbeText> writeProbe(Format format, const wire::Target &target)
{
    ProbeText text{.path = pathOf(format, target.model), .body = {}};
    const wire::FormatCodec *codec = wire::codecFor(format);
    if (codec == nullptr) {
        text.body = smallBody(format, target.model);
        return text;
    }
    auto body = writtenBody(*codec, target);
    if (!body)
        return std::unexpected(body.error());
    text.path = codec->path(target.model, true);
    text.body = std::move(*body);
    return text;
}

std::unique_ptr<wire::AnswerReader> probeReader(Format format, const wire::Target &target)
{
    if (const wire::FormatCodec *codec = wire::codecFor(format))
        return codec->answerReader(target);
    return std::make_unique<SmallReader>(format);
}

wire::ir::Failure probeError(Format format, int status, std::string_view body)
{
    // Chat's reader knows the shapes of all hosts: {"error":{…}}, {"error":"…"}, {"message":"…"}, plain text.
    const wire::FormatCodec *codec = wire::codecFor(format);
    return (codec != nullptr ? codec : wire::codecFor(Format::OpenAiChat))->readError(status, body);
}

} // namespace signalbox::gateway
