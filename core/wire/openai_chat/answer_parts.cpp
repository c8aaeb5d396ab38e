#include "wire/openai_chat/answer_parts.h"

#include "base/json_writer.h"
#include "wire/ir/carrier.h"
#include "wire/sse/data_line.h"

namespace signalbox::wire::openai_chat {

namespace {

struct ErrorWords
{
    std::string_view type;
    std::string_view code;
};

ErrorWords wordsFor(ir::FailureKind kind)
{
    using Kind = ir::FailureKind;
    switch (kind) {
    case Kind::BadRequest:
        return {"invalid_request_error", ""};
    case Kind::ContextTooLong:
        return {"invalid_request_error", "context_length_exceeded"};
    case Kind::Auth:
        return {"authentication_error", "invalid_api_key"};
    case Kind::Forbidden:
        return {"permission_error", ""};
    case Kind::NotFound:
        return {"invalid_request_error", "model_not_found"};
    case Kind::TooLarge:
        return {"invalid_request_error", "request_too_large"};
    case Kind::RateLimited:
        return {"rate_limit_error", "rate_limit_exceeded"};
    case Kind::QuotaExceeded:
        return {"insufficient_quota", "insufficient_quota"};
    case Kind::Overloaded:
        return {"server_error", "server_is_overloaded"};
    case Kind::Timeout:
        return {"server_error", "timeout"};
    case Kind::Policy:
        return {"invalid_request_error", "invalid_prompt"};
    case Kind::StreamClosed:
        return {"server_error", "upstream_stream_closed"};
    case Kind::Server:
        break;
    }
    return {"server_error", "server_error"};
}

} // namespace

bool appendAnnotation(std::string &out, RawJson citation, json::Document &document, std::int64_t before)
{
    std::string line;
    if (!document.parseCopy(sse::onOneLine(citation.text, line)) ||
        !document.root()["type"].is("url_citation"))
        return false;
    const json::Value nested = document.root()["url_citation"];
    const json::Value source = nested.isObject() ? nested : document.root();
    JsonWriter json(out);
    json.beginObject().key("type").string("url_citation").key("url_citation").beginObject();
    for (const json::Value member : source) {
        const std::string_view name = member.key().escaped;
        const auto place = member.integer();
        if (place && (name == "start_index" || name == "end_index"))
            json.key(name).number(*place + before);
        else if (name != "type")
            json.key(name).raw(member.raw());
    }
    json.endObject().endObject();
    return true;
}

bool appendImage(std::string &out, RawJson item, json::Document &document, int index)
{
    if (!document.parseCopy(item.text))
        return false;
    const json::Value root = document.root();
    const Text data = root["result"].text();
    if (!root["type"].is("image_generation_call") || data.isEmpty())
        return false;
    const Text format = root["output_format"].text();
    std::string url = "data:image/";
    url += format.isEmpty() ? "png" : format.escaped;
    url += ";base64,";
    url += data.escaped;
    JsonWriter json(out);
    json.beginObject().key("type").string("image_url").key("image_url").beginObject();
    json.key("url").escaped(url).endObject().key("index").number(index).endObject();
    return true;
}

std::int64_t charactersIn(Text text)
{
    std::int64_t count = 0;
    for (std::string_view rest = text.escaped; !rest.empty();) {
        if (rest.front() != '\\') {
            count += (static_cast<unsigned char>(rest.front()) & 0xC0U) != 0x80U ? 1 : 0;
            rest.remove_prefix(1);
            continue;
        }
        const std::string_view escape = rest.substr(0, rest.substr(1, 1) == "u" ? 6 : 2);
        // The second half of a pair ("\\udc00" and on) is no character of its own.
        const bool isSecondHalf = escape.size() == 6 && (escape[2] == 'd' || escape[2] == 'D') &&
                                  std::string_view("cdefCDEF").find(escape[3]) != std::string_view::npos;
        count += isSecondHalf ? 0 : 1;
        rest.remove_prefix(escape.size());
    }
    return count;
}

bool appendDetails(std::string &out, const ir::Signature &signature, int index)
{
    if (signature.details.text.starts_with('[')) {
        const std::string_view inside = signature.details.text.substr(1, signature.details.text.size() - 2);
        out += inside;
        return !inside.empty();
    }
    // A provider's bare token says nobody whose it is: only a carrier can be read again.
    if (!ir::isCarrier(signature.token))
        return false;
    JsonWriter json(out);
    json.beginObject().key("type").string("reasoning.encrypted").key("data").escaped(signature.token.escaped);
    json.key("format").string("gw1").key("index").number(index).endObject();
    return true;
}

void appendExtraContent(std::string &out, Text token)
{
    out += R"("extra_content":{"google":{"thought_signature":")";
    out += token.escaped;
    out += R"("}})";
}

std::string errorBody(std::string_view message, std::string_view type, std::string_view code,
                      std::string_view param)
{
    std::string body;
    JsonWriter json(body);
    json.beginObject().key("error").beginObject().key("message").string(message).key("type").string(type).key(
        "param");
    param.empty() ? json.null() : json.string(param);
    json.key("code");
    code.empty() ? json.null() : json.string(code);
    json.endObject().endObject();
    return body;
}

std::string errorBody(const ir::Failure &failure)
{
    const ErrorWords words = wordsFor(failure.kind);
    const std::string_view code = words.code.empty() || failure.kind == ir::FailureKind::Server
                                      ? (failure.code.empty() ? words.code : std::string_view(failure.code))
                                      : words.code;
    return errorBody(failure.message, words.type, code);
}

} // namespace signalbox::wire::openai_chat
