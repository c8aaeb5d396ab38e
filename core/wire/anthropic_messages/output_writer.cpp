#include "wire/anthropic_messages/request_writer.h"
#include "wire/json/document.h"

#include <algorithm>

namespace signalbox::wire::anthropic {

namespace {

constexpr std::string_view kSchemaWords = "Answer with one JSON value matching this schema, nothing else: ";
constexpr std::string_view kObjectWords = "Answer with one JSON object, nothing else.";

/// The API holds a model to a schema only where each object in it is closed.
bool isClosed(json::Value schema)
{
    const bool isObject = schema["type"].is("object") || schema["properties"].isObject();
    if (isObject && schema["additionalProperties"].boolean() != false)
        return false;
    for (const json::Value part : schema) {
        if ((part.isObject() || part.isArray()) && !isClosed(part))
            return false;
    }
    return true;
}

bool isSchemaTaken(const WriteContext &context)
{
    if (context.isSameFormat())
        return true;
    json::Document document;
    return context.target.rules.jsonSchema && document.parseCopy(context.request.output.schema.text) &&
           isClosed(document.root());
}

void writeThinking(WriteContext &context)
{
    using Mode = ThinkingPlan::Mode;
    JsonWriter &json = context.json;
    switch (context.plan.mode) {
    case Mode::Unset:
        return;
    case Mode::AsGiven:
        json.key("thinking").raw(context.request.reasoning.raw.text);
        return;
    case Mode::Adaptive:
        json.key("thinking").beginObject().key("type").string("adaptive");
        if (context.plan.showsThoughts)
            json.key("display").string("summarized");
        break;
    case Mode::Budget:
        json.key("thinking").beginObject().key("type").string("enabled");
        json.key("budget_tokens").number(context.plan.budget);
        break;
    case Mode::Disabled:
        json.key("thinking").beginObject().key("type").string("disabled");
        break;
    }
    json.endObject();
}

/// Whether a schema is part of `output_config`; else it, or the wish for JSON at all, becomes words.
bool settleFormat(WriteContext &context)
{
    using Kind = ir::OutputFormat::Kind;
    const ir::OutputFormat &output = context.request.output;
    if (output.kind == Kind::JsonObject)
        context.addSystemWords(kObjectWords);
    if (output.kind != Kind::JsonSchema || output.schema.isEmpty())
        return false;
    if (isSchemaTaken(context))
        return true;
    std::string words(kSchemaWords);
    appendJsonEscaped(words, output.schema.text);
    context.addSystemWords(words);
    return false;
}

} // namespace

void writeOutput(WriteContext &context)
{
    writeThinking(context);
    const bool hasSchema = settleFormat(context);
    const std::string_view effort = context.plan.effort;
    JsonWriter &json = context.json;
    const auto more = std::ranges::find_if(context.request.extras, [&](const auto &extra) {
        return context.isSameFormat() && equals(extra.first, "output_config");
    });
    if (!hasSchema && effort.empty() && more == context.request.extras.end())
        return;
    json.key("output_config").beginObject();
    if (!effort.empty())
        json.key("effort").escaped(effort);
    if (hasSchema) {
        json.key("format").beginObject().key("type").string("json_schema").key("schema");
        json.raw(context.request.output.schema.text).endObject();
    }
    json::Document given;
    if (more != context.request.extras.end() && given.parseCopy(more->second.text)) {
        for (const json::Value member : given.root()) {
            if (!equals(member.key(), "effort") && !equals(member.key(), "format"))
                json.key(member.key().escaped).raw(member.raw());
        }
    }
    json.endObject();
}

} // namespace signalbox::wire::anthropic
