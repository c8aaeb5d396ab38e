#include "wire/openai_embeddings/request.h"

#include "base/json_writer.h"
#include "wire/json/fields.h"

#include <array>
#include <utility>

namespace signalbox::wire::openai_embeddings {

namespace {

/// Beside texts, lengths and encodings.
constexpr std::array<std::string_view, 1> kTaken{"user"};

std::unexpected<Error> wrong(std::string place, std::string message)
{
    return fail(ErrorCode::InvalidInput, std::move(message), std::move(place));
}

bool areTokens(json::Value list)
{
    if (!list.isArray() || list.size() == 0)
        return false;
    for (const json::Value token : list) {
        if (!token.integer())
            return false;
    }
    return true;
}

Result<ir::EmbeddingInput> readInput(json::Value value, const std::string &place)
{
    ir::EmbeddingInput input;
    if (areTokens(value))
        input.tokens = {value.raw()};
    else if (value.isString() && !value.text().isEmpty())
        input.text = value.text();
    else
        return wrong(place, "expected a text or a list of tokens, neither of them empty");
    return input;
}

/// A text, a list of texts, a list of tokens, or a list of lists of tokens.
Result<ir::Embedding> readInputs(json::Value value)
{
    ir::Embedding embedding;
    if (!value.isArray() || areTokens(value)) {
        auto one = readInput(value, "input");
        if (!one)
            return std::unexpected(one.error());
        embedding.isOne = true;
        embedding.inputs.push_back(std::move(*one));
        return embedding;
    }
    if (value.size() == 0)
        return wrong("input", "must not be empty");
    embedding.inputs.reserve(value.size());
    for (const json::Value each : value) {
        auto input = readInput(each, json::indexed("input", embedding.inputs.size()));
        if (!input)
            return std::unexpected(input.error());
        embedding.inputs.push_back(std::move(*input));
    }
    return embedding;
}

Result<void> writeInputs(JsonWriter &json, const ir::Embedding &embedding)
{
    json.key("input");
    if (!embedding.isOne)
        json.beginArray();
    for (std::size_t at = 0; at < embedding.inputs.size(); ++at) {
        const ir::EmbeddingInput &input = embedding.inputs[at];
        if (!input.onlyText)
            return wrong(json::indexed("requests", at) + ".content", "this provider embeds texts alone");
        if (!input.tokens.isEmpty())
            json.raw(input.tokens.text);
        else
            json.escaped(input.text.escaped);
    }
    if (!embedding.isOne)
        json.endArray();
    return {};
}

} // namespace

Result<RequestSummary> summarizeRequest(const json::Document &document)
{
    const json::Value root = document.root();
    if (!root.isObject())
        return wrong({}, "expected an object");
    RequestSummary summary;
    for (const json::Value member : root) {
        if (unescape(member.key()) != "model")
            continue;
        if (summary.modelEnd != 0)
            return wrong("model", "given twice");
        if (member.key().escaped != "model")
            return wrong("model", "a member's name must be written without escapes");
        if (!member.isString() || member.text().isEmpty())
            return wrong("model", "expected a string");
        summary.model = unescape(member.text());
        summary.modelBegin = member.offset();
        summary.modelEnd = summary.modelBegin + member.raw().size();
    }
    if (summary.modelEnd == 0)
        return wrong("model", "a model must be named");
    return summary;
}

Result<ir::Request> readRequest(const json::Document &document)
{
    json::Fields fields(document.root());
    ir::Request request;
    request.source = Format::OpenAiChat;
    request.model = fields.requiredString("model");
    request.user = fields.string("user");
    const auto dimensions = fields.integer("dimensions");
    const Text encoding = fields.string("encoding_format");
    const json::Value input = fields.take("input");
    if (fields.error())
        return std::unexpected(*fields.error());
    if (!encoding.isEmpty() && !equals(encoding, "float") && !equals(encoding, "base64"))
        return wrong("encoding_format", "expected \"float\" or \"base64\"");
    auto embedding = readInputs(input);
    if (!embedding)
        return std::unexpected(embedding.error());
    for (ir::EmbeddingInput &each : embedding->inputs)
        each.dimensions = dimensions;
    embedding->encoding = encoding;
    request.embedding = std::make_unique<ir::Embedding>(std::move(*embedding));
    request.extras = fields.rest();
    return request;
}

Result<WrittenRequest> writeRequest(const ir::Request &request, const Target &target)
{
    const ir::Embedding &embedding = *request.embedding;
    const auto dimensions = ir::commonDimensions(embedding);
    if (!dimensions)
        return std::unexpected(dimensions.error());
    WrittenRequest written;
    JsonWriter json(written.body);
    json.beginObject().key("model").string(target.model);
    if (const auto inputs = writeInputs(json, embedding); !inputs)
        return std::unexpected(inputs.error());
    if (*dimensions)
        json.key("dimensions").number(**dimensions);
    if (!embedding.encoding.isEmpty())
        json.key("encoding_format").escaped(embedding.encoding.escaped);
    if (!request.user.isEmpty())
        json.key("user").escaped(request.user.escaped);
    if (request.source == Format::OpenAiChat) {
        for (const auto &[name, value] : request.extras)
            json.key(name.escaped).raw(value.text);
    } else {
        written.dropped = ir::membersWithoutPlace(request, kTaken);
    }
    json.endObject();
    return written;
}

} // namespace signalbox::wire::openai_embeddings
