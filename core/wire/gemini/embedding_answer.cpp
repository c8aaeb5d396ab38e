#include "wire/gemini/embedding_answer.h"

#include "wire/gemini/error_body.h"

#include <utility>

namespace signalbox::wire::gemini {

namespace {

/// Absent where neither the whole nor every vector tells its tokens.
std::optional<record::Usage> readUsage(json::Value root, json::Value list)
{
    record::Usage usage;
    if (const auto tokens = root["usageMetadata"]["promptTokenCount"].integer(); tokens && *tokens >= 0) {
        usage.inputTokens = *tokens;
        return usage;
    }
    for (const json::Value entry : list) {
        const auto tokens = entry["statistics"]["tokenCount"].integer();
        if (!tokens || *tokens < 0 || *tokens > INT32_MAX)
            return std::nullopt;
        usage.inputTokens += *tokens;
    }
    return list.size() > 0 ? std::optional(usage) : std::nullopt;
}

/// What the method `predict` answers.
void addPredictions(json::Value predictions, std::vector<json::Value> &vectors,
                    std::optional<record::Usage> &usage)
{
    std::int64_t sum = 0;
    bool areCounted = predictions.size() > 0;
    for (const json::Value prediction : predictions) {
        const json::Value embedding = prediction["embeddings"];
        vectors.push_back(embedding["values"]);
        const auto tokens = embedding["statistics"]["token_count"].integer();
        areCounted = areCounted && tokens && *tokens >= 0 && *tokens <= INT32_MAX;
        sum += areCounted ? *tokens : 0;
    }
    if (areCounted)
        usage.emplace().inputTokens = sum;
}

} // namespace

VectorAnswerReader::Found EmbeddingAnswerReader::find(json::Value root) const
{
    Found found;
    const json::Value one = root["embedding"];
    const json::Value many = root["embeddings"];
    if (one.isObject())
        found.vectors.push_back(one["values"]);
    for (const json::Value entry : many)
        found.vectors.push_back(entry["values"]);
    found.usage = readUsage(root, many);
    if (const json::Value predictions = root["predictions"]; predictions.isArray())
        addPredictions(predictions, found.vectors, found.usage);
    return found;
}

ir::Failure EmbeddingAnswerReader::failureIn(std::string_view body) const
{
    return readErrorBody(0, body);
}

EmbeddingAnswerWriter::EmbeddingAnswerWriter(AnswerContext context, Task task)
    : VectorAnswerWriter(std::move(context)), m_task(task)
{
}

void EmbeddingAnswerWriter::add(std::string &list, const ir::Vector &vector)
{
    if (m_task == Task::Embed && count() > 0)
        return; // one was asked for
    list += count() > 0 ? R"(,{"values":)" : R"({"values":)";
    appendNumberList(list, vector);
    list += '}';
}

std::string EmbeddingAnswerWriter::body()
{
    std::string body = m_task == Task::Embed ? R"({"embedding":)" + (count() > 0 ? list() : "{}")
                                             : R"({"embeddings":[)" + list() + "]";
    body += R"(,"usageMetadata":{"promptTokenCount":)" + std::to_string(usage().inputTokens) + "}}";
    return body;
}

} // namespace signalbox::wire::gemini
