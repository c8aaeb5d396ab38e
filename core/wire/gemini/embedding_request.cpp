#include "wire/gemini/embedding_request.h"

#include "base/json_writer.h"
#include "wire/gemini/cloud_embedding.h"
#include "wire/gemini/embedding_input.h"
#include "wire/gemini/member_names.h"
#include "wire/gemini/model_path.h"
#include "wire/json/fields.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::wire::gemini {

namespace {

constexpr json::Names kInput{"content", "taskType", "title", "outputDimensionality", "model"};

std::unexpected<Error> wrong(std::string place, std::string message)
{
    return fail(ErrorCode::InvalidInput, std::move(message), std::move(place));
}

/// The words of all parts; what else there is makes the content more than its text.
Result<void> readContent(json::Value content, ir::EmbeddingInput &input, Arena &arena)
{
    const json::Value parts = memberOf(content, "parts");
    if (!parts.isArray() || parts.size() == 0)
        return wrong("content.parts", "expected an array that is not empty");
    std::string words;
    for (const json::Value part : parts) {
        const json::Value text = memberOf(part, "text");
        if (!text.isString()) {
            input.onlyText = false;
            continue;
        }
        if (parts.size() == 1)
            input.text = text.text();
        words += (words.empty() ? "" : "\\n");
        words += text.text().escaped;
    }
    if (parts.size() > 1)
        input.text = {arena.keep(std::move(words))};
    input.content = {content.raw()};
    return {};
}

Result<ir::EmbeddingInput> readInput(json::Value value, Arena &arena)
{
    ir::EmbeddingInput input;
    if (!value.isObject())
        return wrong({}, "expected an object");
    const auto [content, taskType, title, dimensions, model] = membersOf(value, kInput);
    if (!content.isObject())
        return wrong("content", "expected an object");
    if (taskType.isPresent() && !taskType.isString())
        return wrong("taskType", "expected a string");
    if (title.isPresent() && !title.isString())
        return wrong("title", "expected a string");
    input.taskType = taskType.text();
    input.title = title.text();
    input.dimensions = dimensions.integer();
    if (dimensions.isPresent() && !input.dimensions)
        return wrong("outputDimensionality", "expected a whole number");
    std::string scratch;
    for (const json::Value member : value) {
        if (!member.isNull() && kInput.indexOf(camelKey(member, scratch)) == kInput.size())
            input.extras.emplace_back(member.key(), RawJson{member.raw()});
    }
    if (const auto read = readContent(content, input, arena); !read)
        return std::unexpected(read.error());
    return input;
}

void writeInput(JsonWriter &json, const ir::EmbeddingInput &input, const std::string &model, bool isOwn)
{
    json.beginObject().key("model").string(model);
    writeEmbeddedContent(json, input);
    writeVectorWishes(json, input);
    if (isOwn) {
        for (const auto &[name, value] : input.extras)
            json.key(name.escaped).raw(value.text);
    }
    json.endObject();
}

/// The requests of a body: itself, or those of its list.
std::vector<json::Value> requestsIn(json::Value root, Task task)
{
    if (task == Task::Embed)
        return {root};
    std::vector<json::Value> requests;
    if (const json::Value list = memberOf(root, "requests"); list.isArray()) {
        for (const json::Value request : list)
            requests.push_back(request);
    }
    return requests;
}

} // namespace

Result<RequestSummary> summarizeEmbedding(const json::Document &document, Task task)
{
    const std::string_view read = task == Task::Embed ? "content" : "requests";
    const json::Value root = document.root();
    if (!root.isObject())
        return wrong({}, "expected an object");
    std::string scratch;
    int seen = 0;
    for (const json::Value member : root)
        seen += camelKey(member, scratch) == read ? 1 : 0;
    if (seen > 1)
        return wrong(std::string(read), "given twice");
    return RequestSummary();
}

Result<ir::Request> readEmbedding(const json::Document &document, Task task)
{
    ir::Request request;
    request.source = Format::Gemini;
    request.embedding = std::make_unique<ir::Embedding>();
    auto &inputs = request.embedding->inputs;
    for (const json::Value each : requestsIn(document.root(), task)) {
        auto input = readInput(each, request.arena);
        if (!input)
            return task == Task::Embed
                       ? std::unexpected(input.error())
                       : json::within(json::indexed("requests", inputs.size()), input.error());
        inputs.push_back(std::move(*input));
    }
    if (inputs.empty())
        return wrong("requests", "expected an array that is not empty");
    return request;
}

Result<WrittenRequest> writeEmbedding(const ir::Request &request, const Target &target, Task task)
{
    const auto &inputs = request.embedding->inputs;
    if (std::ranges::any_of(inputs, [](const ir::EmbeddingInput &input) { return !input.tokens.isEmpty(); }))
        return wrong("input", "this provider embeds texts and takes no tokens");
    if (task == Task::Embed && inputs.size() > 1)
        return wrong("input", "one text is taken here");
    if (target.dialect.googleCloud)
        return writeCloudEmbedding(request, target, task);
    const bool isOwn = request.source == Format::Gemini;
    WrittenRequest written;
    JsonWriter json(written.body);
    const std::string model = modelResource(target.model);
    if (task == Task::EmbedMany)
        json.beginObject().key("requests").beginArray();
    for (const ir::EmbeddingInput &input : inputs)
        writeInput(json, input, model, isOwn);
    if (task == Task::EmbedMany)
        json.endArray().endObject();
    if (!isOwn)
        written.dropped = ir::membersWithoutPlace(request);
    return written;
}

std::optional<std::string> renamedEmbedding(const json::Document &document, std::string_view model, Task task)
{
    const json::Value root = document.root();
    std::string written;
    std::size_t copied = root.offset();
    const std::size_t end = root.offset() + root.raw().size();
    for (const json::Value request : requestsIn(root, task)) {
        const json::Value name = memberOf(request, "model");
        if (!name.isString())
            continue;
        written += root.raw().substr(copied - root.offset(), name.offset() - copied);
        JsonWriter(written).string(modelResource(model));
        copied = name.offset() + name.raw().size();
    }
    if (copied == root.offset())
        return std::nullopt;
    written += root.raw().substr(copied - root.offset(), end - copied);
    return written;
}

} // namespace signalbox::wire::gemini
