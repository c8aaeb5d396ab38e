#include "wire/ollama/embedding.h"

#include "base/json_writer.h"
#include "wire/ollama/answer_reader.h"

namespace signalbox::wire::ollama {

Result<WrittenRequest> writeEmbedding(const ir::Request &request, const Target &target)
{
    const ir::Embedding &embedding = *request.embedding;
    const auto dimensions = ir::commonDimensionsOfTexts(embedding);
    if (!dimensions)
        return std::unexpected(dimensions.error());
    WrittenRequest written;
    JsonWriter json(written.body);
    json.beginObject().key("model").string(target.model).key("input").beginArray();
    for (const ir::EmbeddingInput &input : embedding.inputs)
        json.escaped(input.text.escaped);
    json.endArray();
    if (*dimensions)
        json.key("dimensions").number(**dimensions);
    json.endObject();
    written.dropped = ir::membersWithoutPlace(request);
    return written;
}

VectorAnswerReader::Found EmbeddingAnswerReader::find(json::Value root) const
{
    Found found;
    found.model = root["model"].text();
    for (const json::Value vector : root["embeddings"])
        found.vectors.push_back(vector);
    if (const auto tokens = root["prompt_eval_count"].integer(); tokens && *tokens >= 0)
        found.usage.emplace().inputTokens = *tokens;
    return found;
}

ir::Failure EmbeddingAnswerReader::failureIn(std::string_view body) const
{
    return readErrorBody(0, body);
}

} // namespace signalbox::wire::ollama
