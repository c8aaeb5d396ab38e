#include "wire/cohere/embedding.h"

#include "base/json_writer.h"
#include "wire/cohere/answer_reader.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::wire::cohere {

namespace {

constexpr std::string_view kInputType = "input_type";
constexpr std::string_view kDocument = "search_document";

/// Gemini's names of tasks, and Cohere's.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kTasks{{
    {"RETRIEVAL_DOCUMENT", kDocument},
    {"RETRIEVAL_QUERY", "search_query"},
    {"QUESTION_ANSWERING", "search_query"},
    {"FACT_VERIFICATION", "search_query"},
    {"CODE_RETRIEVAL_QUERY", "search_query"},
    {"CLASSIFICATION", "classification"},
    {"CLUSTERING", "clustering"},
}};

/// The client's own word for it; empty where it has none.
RawJson toldInputType(const ir::Request &request)
{
    const auto told = std::ranges::find_if(request.extras,
                                           [](const auto &extra) { return equals(extra.first, kInputType); });
    return told == request.extras.end() ? RawJson() : told->second;
}

std::string_view inputTypeOf(Text task)
{
    const auto known =
        std::ranges::find_if(kTasks, [&](const auto &each) { return equals(task, each.first); });
    return known == kTasks.end() ? std::string_view() : known->second;
}

} // namespace

Result<WrittenRequest> writeEmbedding(const ir::Request &request, const Target &target)
{
    const ir::Embedding &embedding = *request.embedding;
    const auto dimensions = ir::commonDimensionsOfTexts(embedding);
    if (!dimensions)
        return std::unexpected(dimensions.error());
    const auto task = ir::commonTaskType(embedding);
    if (!task)
        return std::unexpected(task.error());
    const std::string_view inputType = inputTypeOf(*task);
    const RawJson told = toldInputType(request);
    WrittenRequest written;
    JsonWriter json(written.body);
    json.beginObject().key("model").string(target.model).key(kInputType);
    if (!told.isEmpty())
        json.raw(told.text);
    else
        json.string(inputType.empty() ? kDocument : inputType);
    json.key("embedding_types").beginArray().string("float").endArray();
    if (*dimensions)
        json.key("output_dimension").number(**dimensions);
    json.key("texts").beginArray();
    for (const ir::EmbeddingInput &input : embedding.inputs)
        json.escaped(input.text.escaped);
    json.endArray().endObject();
    const std::array taken{kInputType, inputType.empty() ? std::string_view() : std::string_view("taskType")};
    written.dropped = ir::membersWithoutPlace(request, taken);
    return written;
}

VectorAnswerReader::Found EmbeddingAnswerReader::find(json::Value root) const
{
    Found found;
    for (const json::Value vector : root["embeddings"]["float"])
        found.vectors.push_back(vector);
    if (const auto tokens = root["meta"]["billed_units"]["input_tokens"].integer(); tokens && *tokens >= 0)
        found.usage.emplace().inputTokens = *tokens;
    return found;
}

ir::Failure EmbeddingAnswerReader::failureIn(std::string_view body) const
{
    return readErrorBody(0, body);
}

} // namespace signalbox::wire::cohere
