#include "gateway/model_list.h"

#include "base/digest.h"
#include "base/json_writer.h"

#include <string_view>

namespace signalbox::gateway {

namespace {

/// Codex reads at most 1 MiB of a catalogue.
constexpr std::size_t kMostBytes = 1024 * 1024 - 16;

/// Codex has instructions of its own for OpenAI's models only; these stand in for all others.
constexpr std::string_view kInstructions =
    "You are a coding agent that works in the user's terminal through Codex CLI. You read and change files "
    "and run "
    "commands with the tools that are offered; use them rather than guessing. Work step by step, keep "
    "changes small and "
    "to the point, follow the conventions of the code you find, and check your work by building or testing "
    "it where "
    "that is possible. Before a tool call, say in a short sentence what you are about to do. When the task "
    "is done, sum up what "
    "you changed and what the user should know. To edit files, use the apply_patch tool if it is offered, "
    "else pass a "
    "patch to apply_patch through the command tool. Never claim to have run what you did not run.";

struct Effort
{
    std::string_view name;
    std::string_view description;
};

constexpr Effort kEfforts[] = {
    {"low", "Answers sooner, thinks less"},
    {"medium", "Balances speed and thought"},
    {"high", "Thinks longer about hard problems"},
};

/// One ModelInfo of Codex 0.169. A missing required member fails Codex's whole catalogue.
void writeCodexModel(JsonWriter &json, const ListedModel &model, std::int64_t priority)
{
    json.beginObject();
    json.key("slug").string(model.id);
    json.key("display_name").string(model.id);
    json.key("description").string(model.description);
    if (model.reasoning)
        json.key("default_reasoning_level").string("medium");
    json.key("supported_reasoning_levels").beginArray();
    if (model.reasoning) {
        for (const Effort &effort : kEfforts)
            json.beginObject()
                .key("effort")
                .string(effort.name)
                .key("description")
                .string(effort.description)
                .endObject();
    }
    json.endArray();
    json.key("shell_type").string("unified_exec");
    json.key("visibility").string("list");
    json.key("supported_in_api").boolean(true);
    json.key("priority").number(priority);
    json.key("support_verbosity").boolean(false);
    json.key("truncation_policy")
        .beginObject()
        .key("mode")
        .string("tokens")
        .key("limit")
        .number(10'000)
        .endObject();
    json.key("experimental_supported_tools").beginArray().endArray();
    json.key("base_instructions").string(kInstructions);
    if (model.context > 0)
        json.key("context_window").number(model.context);
    json.key("input_modalities").beginArray().string("text");
    if (model.images)
        json.string("image");
    json.endArray();
    // The gateway presents freeform tools as functions to models that do not know them.
    json.key("apply_patch_tool_type").string("freeform");
    json.key("supports_search_tool").boolean(false);
    json.key("multi_agent_version").string("disabled");
    json.endObject();
}

void writeOpenAiModel(JsonWriter &json, const ListedModel &model)
{
    json.beginObject();
    json.key("id").string(model.id);
    json.key("object").string("model");
    json.key("created").number(0);
    json.key("owned_by").string(model.owner);
    json.endObject();
}

void writeAnthropicModel(JsonWriter &json, const ListedModel &model)
{
    json.beginObject().key("type").string("model").key("id").string(model.id);
    json.key("display_name").string(model.id).key("created_at").string("1970-01-01T00:00:00Z").endObject();
}

void writeGeminiModel(JsonWriter &json, const ListedModel &model)
{
    json.beginObject().key("name").string("models/" + model.id).key("version").string("1");
    json.key("displayName").string(model.id).key("description").string(model.description);
    if (model.context > 0)
        json.key("inputTokenLimit").number(model.context);
    json.key("supportedGenerationMethods").beginArray();
    if (model.vectors)
        json.string("embedContent").string("batchEmbedContents");
    else
        json.string("generateContent").string("countTokens");
    json.endArray().endObject();
}

std::string writeList(const std::vector<ListedModel> &models, std::size_t count)
{
    std::string body;
    JsonWriter json(body);
    json.beginObject().key("object").string("list").key("models").beginArray();
    for (std::size_t i = 0; i < count; ++i) {
        if (!models[i].vectors)
            writeCodexModel(json, models[i], static_cast<std::int64_t>(i) + 1);
    }
    json.endArray().key("data").beginArray();
    for (std::size_t i = 0; i < count; ++i)
        writeOpenAiModel(json, models[i]);
    json.endArray().endObject();
    return body;
}

} // namespace

std::string modelListBody(const std::vector<ListedModel> &models)
{
    std::size_t count = models.size();
    std::string body = writeList(models, count);
    while (body.size() > kMostBytes && count > 0) {
        count = count * kMostBytes / body.size();
        body = writeList(models, count);
    }
    return body;
}

std::string modelBody(const ListedModel &model)
{
    std::string body;
    JsonWriter json(body);
    writeOpenAiModel(json, model);
    return body;
}

std::string anthropicModelListBody(const std::vector<ListedModel> &models)
{
    std::string body;
    JsonWriter json(body);
    json.beginObject().key("data").beginArray();
    const ListedModel *first = nullptr;
    const ListedModel *last = nullptr;
    for (const ListedModel &model : models) {
        if (model.vectors)
            continue;
        writeAnthropicModel(json, model);
        first = first == nullptr ? &model : first;
        last = &model;
    }
    json.endArray().key("has_more").boolean(false);
    const auto idOrNull = [&](std::string_view name, const ListedModel *model) {
        json.key(name);
        if (model == nullptr)
            json.null();
        else
            json.string(model->id);
    };
    idOrNull("first_id", first);
    idOrNull("last_id", last);
    json.endObject();
    return body;
}

std::string anthropicModelBody(const ListedModel &model)
{
    std::string body;
    JsonWriter json(body);
    writeAnthropicModel(json, model);
    return body;
}

std::string geminiModelListBody(const std::vector<ListedModel> &models)
{
    std::string body;
    JsonWriter json(body);
    json.beginObject().key("models").beginArray();
    for (const ListedModel &model : models)
        writeGeminiModel(json, model);
    json.endArray().endObject();
    return body;
}

std::string geminiModelBody(const ListedModel &model)
{
    std::string body;
    JsonWriter json(body);
    writeGeminiModel(json, model);
    return body;
}

std::string entityTag(const std::string &body)
{
    return '"' + toHex(sha256(body)).substr(0, 32) + '"';
}

} // namespace signalbox::gateway
