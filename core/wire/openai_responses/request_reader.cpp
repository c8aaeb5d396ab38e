#include "wire/openai_responses/request_reader.h"

#include "wire/json/fields.h"
#include "wire/json/names.h"
#include "wire/openai_responses/input_reader.h"
#include "wire/openai_responses/tool_reader.h"

#include <algorithm>
#include <array>

namespace signalbox::wire::responses {

namespace {

using json::Fields;
using json::Value;

enum Read : std::size_t { Model, Stream, Input, Tools };
/// Members that routing reads, in the order of Read, and behind them others that must not be read differently
/// by the gateway and by the provider.
constexpr json::Names kReadByGateway{
    "model", "stream",       "input",      "tools",        "max_output_tokens",
    "store", "service_tier", "background", "conversation", "previous_response_id",
};
constexpr json::Names kReadOfItem{"type", "content", "output"};

bool hasImage(const Value &parts)
{
    for (const Value part : parts) {
        if (part["type"].is("input_image"))
            return true;
    }
    return false;
}

void lookAtInput(const Value &input, RequestSummary &summary)
{
    for (const Value item : input) {
        const auto [type, content, output] = kReadOfItem.in(item);
        summary.hasTools = summary.hasTools || type.is("additional_tools");
        summary.hasImages = summary.hasImages || hasImage(content) || hasImage(output);
    }
}

/// The members of kReadByGateway; each must be there once at most, and without escapes in its name.
Result<std::array<Value, kReadByGateway.size()>> readOnce(const Value &root)
{
    std::array<Value, kReadByGateway.size()> found;
    for (const Value member : root) {
        const std::size_t at = kReadByGateway.indexOf(root, member);
        if (at == found.size())
            continue;
        if (member.key().escaped != kReadByGateway[at])
            return fail(ErrorCode::InvalidInput, "must not be written with escapes",
                        std::string(kReadByGateway[at]));
        if (found[at].isPresent())
            return fail(ErrorCode::InvalidInput, "must not be there twice", std::string(kReadByGateway[at]));
        found[at] = member;
    }
    return found;
}

void readReasoning(const Value &value, ir::Reasoning &reasoning, std::optional<Error> &error)
{
    reasoning.raw = {value.raw()};
    Fields fields(value);
    const Text effort = fields.string("effort");
    if (reasoning.effort.isEmpty()) // else a configuration_update in the input has said otherwise
        reasoning.effort = effort;
    reasoning.off = equals(reasoning.effort, "none");
    reasoning.summary = fields.string("summary");
    if (reasoning.summary.isEmpty())
        reasoning.summary = fields.string("generate_summary"); // its old name
    reasoning.context = fields.string("context");
    error = fields.error();
}

void readOutput(const Value &value, ir::OutputFormat &output, std::optional<Error> &error)
{
    Fields text(value);
    output.verbosity = text.string("verbosity");
    const Value formatValue = text.object("format");
    Fields format(formatValue);
    const Text type = format.string("type");
    if (equals(type, "json_schema")) {
        output.kind = ir::OutputFormat::Kind::JsonSchema;
        output.name = format.string("name");
        output.description = format.string("description");
        output.schema = {format.object("schema").raw()};
        output.strict = format.boolean("strict");
    } else if (equals(type, "json_object")) {
        output.kind = ir::OutputFormat::Kind::JsonObject;
    } else if (equals(type, "text")) {
        output.kind = ir::OutputFormat::Kind::Text;
    } else if (formatValue.isPresent()) {
        error = Error{ErrorCode::InvalidInput, "must be text, json_object or json_schema", "format.type"};
        return;
    }
    error = text.hasError() ? text.error() : format.error();
}

Result<void> readNested(Fields &fields, ir::Request &request)
{
    std::optional<Error> error;
    readReasoning(fields.object("reasoning"), request.reasoning, error);
    if (error)
        return json::within("reasoning", *error);
    readOutput(fields.object("text"), request.output, error);
    if (error)
        return json::within("text", *error);
    if (auto tools = appendTools(fields.array("tools"), ir::Tool::Origin::TopLevel, request); !tools)
        return json::within("tools", std::move(tools.error()));
    auto choice = readToolChoice(fields.take("tool_choice"));
    if (!choice)
        return std::unexpected(std::move(choice.error()));
    request.toolChoice = std::move(*choice);
    return {};
}

void readScalars(Fields &fields, const Value &root, ir::Request &request)
{
    request.model = fields.requiredString("model");
    request.stream = fields.boolean("stream").value_or(false);
    request.parallelToolCalls = fields.boolean("parallel_tool_calls");
    request.sampling.temperature = fields.number("temperature");
    request.sampling.topP = fields.number("top_p");
    request.sampling.topLogprobs = fields.number("top_logprobs");
    request.maxOutputTokens = fields.integer("max_output_tokens");
    request.store = fields.boolean("store");
    request.cacheKey = fields.string("prompt_cache_key");
    request.cacheRetention = fields.string("prompt_cache_retention");
    request.serviceTier = fields.string("service_tier");
    request.metadata = {fields.object("metadata").raw()};
    request.previousResponseId = fields.string("previous_response_id");
    // Newer clients send safety_identifier; who sends both has the other one kept among the extras.
    request.userIsSafetyIdentifier = root["safety_identifier"].isString();
    request.user = fields.string(request.userIsSafetyIdentifier ? "safety_identifier" : "user");
    for (const Value entry : root["include"]) // stays among the extras: it names more than what is meant here
        request.includeEncryptedReasoning |= entry.is("reasoning.encrypted_content");
    request.isCodex |= root["client_metadata"].isPresent();
}

} // namespace

Result<RequestSummary> summarize(const json::Document &document)
{
    const Value root = document.root();
    if (!root.isObject())
        return fail(ErrorCode::InvalidInput, "the request must be a JSON object");
    const auto found = readOnce(root);
    if (!found)
        return std::unexpected(found.error());
    const Value model = (*found)[Model];
    const Value stream = (*found)[Stream];
    if (!model.isString() || model.text().isEmpty())
        return fail(ErrorCode::InvalidInput, "must be a string and not empty", "model");
    if (stream.isPresent() && !stream.isNull() && !stream.boolean())
        return fail(ErrorCode::InvalidInput, "must be true or false", "stream");
    RequestSummary summary;
    summary.model = unescape(model.text());
    summary.modelBegin = model.offset();
    summary.modelEnd = summary.modelBegin + model.raw().size();
    summary.stream = stream.boolean().value_or(false);
    summary.hasTools = (*found)[Tools].size() > 0;
    lookAtInput((*found)[Input], summary);
    return summary;
}

Result<ir::Request> readRequest(const json::Document &document)
{
    const Value root = document.root();
    if (!root.isObject())
        return fail(ErrorCode::InvalidInput, "the request must be a JSON object");
    ir::Request request;
    request.source = Format::OpenAiResponses;
    Fields fields(root);
    readScalars(fields, root, request);
    if (const Text instructions = fields.string("instructions"); !instructions.isEmpty()) {
        request.systemIsInstructions = true;
        request.system.push_back({ir::TextBlock{instructions, {}, {}, {}}, {}});
    }
    InputReader input(request);
    if (auto result = input.read(fields.take("input")); !result)
        return std::unexpected(std::move(result.error()));
    // Top-level tools come first, wherever the input declared more of them (a later one of the same name
    // wins).
    std::vector<ir::Tool> fromInput = std::exchange(request.tools, {});
    if (auto result = readNested(fields, request); !result)
        return std::unexpected(std::move(result.error()));
    std::ranges::move(fromInput, std::back_inserter(request.tools));
    if (fields.hasError())
        return std::unexpected(*fields.error());
    request.extras = fields.rest();
    return request;
}

} // namespace signalbox::wire::responses
