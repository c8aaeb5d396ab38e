#include "wire/openai_embeddings/answer.h"

#include "base/json_writer.h"
#include "wire/ir/float_text.h"

#include <algorithm>
#include <utility>

namespace signalbox::wire::openai_embeddings {

namespace {

/// A usage stands behind the vectors, and the model's name with it.
constexpr std::size_t kMostBehindVectors = 4096;

std::optional<record::Usage> readUsage(json::Value value)
{
    auto tokens = value["prompt_tokens"].integer();
    if (!tokens)
        tokens = value["total_tokens"].integer();
    if (!tokens || *tokens < 0)
        return std::nullopt;
    record::Usage usage;
    usage.inputTokens = *tokens;
    return usage;
}

/// From the first brace to the one that closes it; empty where there is none.
std::string_view objectIn(std::string_view text)
{
    const std::size_t begin = text.find('{');
    int depth = 0;
    for (std::size_t at = begin; at < text.size(); ++at) {
        if (text[at] == '{')
            ++depth;
        else if (text[at] == '}' && --depth == 0)
            return text.substr(begin, at + 1 - begin);
    }
    return {};
}

bool wantsBase64(const AnswerContext &context)
{
    return context.request != nullptr && context.request->embedding != nullptr &&
           equals(context.request->embedding->encoding, "base64");
}

} // namespace

bool EmbeddingsAnswerReader::skimWhole(std::string_view body, ir::EventSink &sink)
{
    // Neither numbers nor base64 hold quotes, so the last "usage" is the answer's own.
    const std::string_view tail = body.substr(body.size() - std::min(body.size(), kMostBehindVectors));
    const std::size_t at = tail.rfind("\"usage\"");
    if (at == std::string_view::npos || body.find("\"embedding\"") == std::string_view::npos)
        return false;
    json::Document document;
    if (!document.parseCopy(objectIn(tail.substr(at))))
        return false;
    const auto usage = readUsage(document.root());
    if (!usage)
        return false;
    tellSkimmed(*usage, sink);
    return true;
}

VectorAnswerReader::Found EmbeddingsAnswerReader::find(json::Value root) const
{
    Found found;
    found.model = root["model"].text();
    found.usage = readUsage(root["usage"]);
    const json::Value data = root["data"];
    found.vectors.resize(data.isArray() ? data.size() : 0);
    std::size_t position = 0;
    for (const json::Value entry : data) {
        const std::int64_t index = entry["index"].integer().value_or(static_cast<std::int64_t>(position));
        ++position;
        if (index < 0 || static_cast<std::size_t>(index) >= found.vectors.size() ||
            found.vectors[static_cast<std::size_t>(index)].isPresent()) {
            found.problem = "the provider numbered its vectors in a way that makes no sense";
            return found;
        }
        found.vectors[static_cast<std::size_t>(index)] = entry["embedding"];
    }
    return found;
}

ir::Failure EmbeddingsAnswerReader::failureIn(std::string_view body) const
{
    return codecFor(Format::OpenAiChat)->readError(0, body);
}

EmbeddingsAnswerWriter::EmbeddingsAnswerWriter(AnswerContext context)
    : VectorAnswerWriter(std::move(context)), m_asBase64(wantsBase64(this->context()))
{
}

void EmbeddingsAnswerWriter::add(std::string &list, const ir::Vector &vector)
{
    list += count() > 0 ? "," : "";
    list += R"({"object":"embedding","index":)" + std::to_string(count()) + R"(,"embedding":)";
    if (!m_asBase64) {
        appendNumberList(list, vector);
    } else {
        list += '"';
        if (vector.numbers.isEmpty())
            list += vector.base64.escaped;
        else
            ir::appendFloats(list, vector.numbers);
        list += '"';
    }
    list += '}';
}

std::string EmbeddingsAnswerWriter::body()
{
    std::string body = R"({"object":"list","data":[)" + list() + "]";
    body += R"(,"model":")";
    appendJsonEscaped(body, context().model);
    const std::string tokens = std::to_string(usage().inputTokens);
    body += R"(","usage":{"prompt_tokens":)" + tokens + R"(,"total_tokens":)" + tokens + "}}";
    return body;
}

} // namespace signalbox::wire::openai_embeddings
