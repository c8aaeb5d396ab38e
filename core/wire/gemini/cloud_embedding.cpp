#include "wire/gemini/cloud_embedding.h"

#include "base/json_writer.h"
#include "wire/gemini/embedding_input.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace signalbox::wire::gemini {

namespace {

constexpr std::string_view kConfig = "embedContentConfig";
constexpr std::string_view kPredict = "predict";

/// What a client of the cloud's API says itself; empty where it says nothing.
RawJson ownConfig(const ir::EmbeddingInput &input)
{
    const auto config =
        std::ranges::find_if(input.extras, [](const auto &extra) { return equals(extra.first, kConfig); });
    return config == input.extras.end() ? RawJson() : config->second;
}

void writeConfig(JsonWriter &json, const ir::EmbeddingInput &input)
{
    if (const RawJson own = ownConfig(input); !own.isEmpty()) {
        json.key(kConfig).raw(own.text);
        return;
    }
    if (input.taskType.isEmpty() && input.title.isEmpty() && !input.dimensions)
        return;
    json.key(kConfig).beginObject();
    writeVectorWishes(json, input);
    json.endObject();
}

/// The path names the model.
void writeInput(JsonWriter &json, const ir::EmbeddingInput &input)
{
    json.beginObject();
    writeEmbeddedContent(json, input);
    writeConfig(json, input);
    json.endObject();
}

/// What has been left out, the members of a configuration of its own being said there.
std::vector<std::string> droppedFrom(const ir::Request &request, bool isPredicted)
{
    std::vector<std::string_view> taken;
    const bool hasOwn = !ownConfig(request.embedding->inputs.front()).isEmpty();
    if (isPredicted || !hasOwn) {
        taken.push_back("taskType");
        taken.push_back("title");
    }
    if (!isPredicted)
        taken.push_back(kConfig);
    return ir::membersWithoutPlace(request, taken);
}

Result<void> writePredictions(JsonWriter &json, const ir::Embedding &embedding)
{
    const auto dimensions = ir::commonDimensionsOfTexts(embedding);
    if (!dimensions)
        return std::unexpected(dimensions.error());
    json.beginObject().key("instances").beginArray();
    for (const ir::EmbeddingInput &input : embedding.inputs) {
        json.beginObject().key("content").escaped(input.text.escaped);
        if (!input.taskType.isEmpty())
            json.key("task_type").escaped(input.taskType.escaped);
        if (!input.title.isEmpty())
            json.key("title").escaped(input.title.escaped);
        json.endObject();
    }
    json.endArray();
    if (*dimensions)
        json.key("parameters").beginObject().key("outputDimensionality").number(**dimensions).endObject();
    json.endObject();
    return {};
}

} // namespace

std::string_view cloudMethod(const Target &target, std::string_view method)
{
    return target.rules.predictsVectors ? kPredict : method;
}

Result<WrittenRequest> writeCloudEmbedding(const ir::Request &request, const Target &target, Task task)
{
    const ir::Embedding &embedding = *request.embedding;
    const bool isPredicted = target.rules.predictsVectors;
    WrittenRequest written;
    JsonWriter json(written.body);
    written.dropped = droppedFrom(request, isPredicted);
    if (isPredicted) {
        if (const auto done = writePredictions(json, embedding); !done)
            return std::unexpected(done.error());
        return written;
    }
    if (task == Task::EmbedMany)
        json.beginObject().key("requests").beginArray();
    for (const ir::EmbeddingInput &input : embedding.inputs)
        writeInput(json, input);
    if (task == Task::EmbedMany)
        json.endArray().endObject();
    return written;
}

} // namespace signalbox::wire::gemini
