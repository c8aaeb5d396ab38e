#include "meaning.h"

#include "wire/ir/freeform.h"
#include "wire/ir/tool_names.h"

#include <algorithm>
#include <utility>

namespace signalbox::conformance {

namespace {

using namespace wire;

std::string plain(Text text)
{
    return unescape(text);
}

std::string mediaName(std::string_view kind, const ir::MediaSource &source)
{
    using Kind = ir::MediaSource::Kind;
    std::string data = plain(source.data);
    if (source.kind == Kind::Base64)
        std::erase(data, '=');
    const std::string_view how = source.kind == Kind::Base64 ? "bytes"
                                 : source.kind == Kind::Url  ? "url"
                                                             : "id";
    return std::string(kind) + " " + std::string(how) + " " + data;
}

/// Arguments as the JSON object that flat formats send.
std::string argumentsOf(const ir::CallBlock &call)
{
    if (call.kind == ir::CallKind::Freeform)
        return canonical(Json{{"input", plain(call.arguments)}});
    if (call.kind != ir::CallKind::Function) {
        std::string escaped;
        ir::appendCallArguments(escaped, call);
        return canonicalText(plain(Text{escaped}));
    }
    return call.object.isEmpty() ? canonicalText(plain(call.arguments)) : canonicalText(call.object.text);
}

class RequestReading
{
public:
    explicit RequestReading(const ir::Request &request) : m_request(request) {}

    RequestMeaning read()
    {
        for (const ir::Block &block : m_request.system) {
            if (const auto *text = std::get_if<ir::TextBlock>(&block.value)) {
                m_meaning.system.push_back(plain(text->text));
                mark(text->cache);
            }
        }
        for (const ir::Turn &turn : m_request.turns) {
            const char *role = turn.role == ir::Role::User        ? "user"
                               : turn.role == ir::Role::Assistant ? "assistant"
                                                                  : "operator";
            for (const ir::Block &block : turn.blocks)
                add(role, block);
        }
        std::ranges::sort(m_meaning.media);
        for (const ir::Tool &tool : m_request.tools)
            add(tool);
        settings();
        return std::move(m_meaning);
    }

private:
    void mark(ir::CacheMark cache) { m_meaning.cacheMarks += cache.isEmpty() ? 0 : 1; }

    void add(const char *role, const ir::Block &block)
    {
        if (const auto *text = std::get_if<ir::TextBlock>(&block.value)) {
            say(m_meaning, role, plain(text->text));
            mark(text->cache);
        } else if (const auto *refusal = std::get_if<ir::RefusalBlock>(&block.value)) {
            say(m_meaning, role, plain(refusal->text));
        } else if (const auto *call = std::get_if<ir::CallBlock>(&block.value)) {
            speak(m_meaning, role);
            const std::string name =
                call->name.isEmpty() ? std::string(ir::defaultName(call->kind)) : plain(call->name);
            m_meaning.calls.push_back({plain(call->id), flatName(plain(call->nameSpace), name),
                                       argumentsOf(*call), call->kind, !call->nameSpace.isEmpty()});
            token(call->token);
        } else if (const auto *result = std::get_if<ir::ResultBlock>(&block.value)) {
            addResult(*result);
        } else if (const auto *thought = std::get_if<ir::ReasoningBlock>(&block.value)) {
            token(thought->token);
        } else if (!addMedia(role, block)) {
            addForeign(block);
        }
    }

    void token(Text token)
    {
        if (!token.isEmpty())
            m_meaning.thoughts.push_back(plain(token));
    }

    void addForeign(const ir::Block &block)
    {
        if (const auto *hosted = std::get_if<ir::HostedBlock>(&block.value))
            m_meaning.foreign.push_back(plain(hosted->type));
        else if (const auto *opaque = std::get_if<ir::OpaqueBlock>(&block.value))
            m_meaning.foreign.push_back(plain(opaque->type));
    }

    /// Files of plain text count as words: that is what most formats make of them.
    bool addMedia(const char *role, const ir::Block &block)
    {
        const auto *image = std::get_if<ir::ImageBlock>(&block.value);
        const auto *file = std::get_if<ir::FileBlock>(&block.value);
        const auto *audio = std::get_if<ir::AudioBlock>(&block.value);
        if (image != nullptr)
            m_meaning.media.push_back(mediaName("image", image->source));
        else if (file != nullptr && file->source.kind == ir::MediaSource::Kind::PlainText)
            say(m_meaning, role, plain(file->source.data));
        else if (file != nullptr)
            m_meaning.media.push_back(mediaName("file", file->source));
        else if (audio != nullptr)
            m_meaning.media.push_back(mediaName("audio", audio->source));
        return image != nullptr || file != nullptr || audio != nullptr;
    }

    void addResult(const ir::ResultBlock &block)
    {
        CallResult result;
        result.callId = plain(block.callId);
        result.isError = block.isError;
        for (const ir::Block &part : block.content) {
            const auto *file = std::get_if<ir::FileBlock>(&part.value);
            if (file != nullptr && file->source.kind == ir::MediaSource::Kind::PlainText)
                result.words += (result.words.empty() ? "" : "\n") + plain(file->source.data);
            else if (const auto *text = std::get_if<ir::TextBlock>(&part.value))
                result.words += (result.words.empty() ? "" : "\n") + plain(text->text);
            else if (addMedia("user", part))
                ++result.media;
        }
        if (result.words.empty() && !block.raw.isEmpty())
            result.words = ir::itemResultText(block);
        m_meaning.results.push_back(std::move(result));
    }

    void add(const ir::Tool &tool)
    {
        mark(tool.cache);
        if (tool.kind == ir::Tool::Kind::Hosted) {
            m_meaning.foreign.push_back("tools." + plain(tool.hostedType));
            return;
        }
        const std::string name =
            tool.name.isEmpty() ? std::string(ir::defaultName(ir::callKindOf(tool.kind))) : plain(tool.name);
        DeclaredTool declared;
        declared.description = plain(tool.description);
        declared.isFunction = tool.kind == ir::Tool::Kind::Function;
        if (declared.isFunction)
            declared.parameters = canonicalText(tool.parameters.text);
        if (tool.strict)
            declared.strict = *tool.strict ? "true" : "false";
        declared.isDeferred = tool.deferLoading;
        m_meaning.tools[flatName(plain(tool.nameSpace), name)] = std::move(declared);
    }

    void set(const char *name, std::string value)
    {
        if (!value.empty())
            m_meaning.settings[name] = std::move(value);
    }
    void set(const char *name, RawJson value)
    {
        if (!value.isEmpty())
            set(name, canonicalText(value.text));
    }

    void settings()
    {
        const ir::Sampling &sampling = m_request.sampling;
        const std::pair<const char *, RawJson> numbers[]{{"temperature", sampling.temperature},
                                                         {"top_p", sampling.topP},
                                                         {"top_k", sampling.topK},
                                                         {"presence_penalty", sampling.presencePenalty},
                                                         {"frequency_penalty", sampling.frequencyPenalty},
                                                         {"seed", sampling.seed},
                                                         {"logit_bias", sampling.logitBias},
                                                         {"logprobs", sampling.logprobs},
                                                         {"top_logprobs", sampling.topLogprobs},
                                                         {"metadata", m_request.metadata}};
        for (const auto &[name, value] : numbers)
            set(name, value);
        if (!sampling.stop.empty()) {
            Json stops = Json::array();
            for (const Text stop : sampling.stop)
                stops.push_back(plain(stop));
            set("stop", canonical(stops));
        }
        if (sampling.count.value_or(1) > 1)
            set("n", std::to_string(*sampling.count));
        if (m_request.maxOutputTokens)
            set("max_output_tokens", std::to_string(*m_request.maxOutputTokens));
        if (const auto said = m_meaning.settings.find("logprobs");
            said != m_meaning.settings.end() && said->second == "false")
            m_meaning.settings.erase(said); // as if nothing were said
        set("tool_choice", choice());
        if (m_request.parallelToolCalls == false && !m_request.tools.empty())
            set("parallel_tool_calls", "false");
        set("reasoning", effort());
        output();
        services();
    }

    [[nodiscard]] std::string choice() const
    {
        using Mode = ir::ToolChoice::Mode;
        const ir::ToolChoice &choice = m_request.toolChoice;
        switch (choice.mode) {
        case Mode::Unset:
        case Mode::Auto:
            return {};
        case Mode::None:
            return "none";
        case Mode::Required:
            return "required";
        case Mode::One:
            return "one " + flatName(plain(choice.nameSpace), plain(choice.name));
        case Mode::Hosted:
            return "hosted";
        case Mode::Subset:
            break;
        }
        std::string names = choice.subsetRequired ? "required of" : "auto of";
        for (const Text name : choice.subset)
            names += " " + plain(name);
        return names;
    }

    [[nodiscard]] std::string effort() const
    {
        const ir::Reasoning &reasoning = m_request.reasoning;
        if (reasoning.off || equals(reasoning.effort, "none") || reasoning.budget == 0)
            return "off";
        if (!reasoning.effort.isEmpty())
            return plain(reasoning.effort);
        return reasoning.budget.value_or(-1) > 0 ? std::to_string(*reasoning.budget) + " tokens"
                                                 : std::string();
    }

    void output()
    {
        using Kind = ir::OutputFormat::Kind;
        const ir::OutputFormat &output = m_request.output;
        if (output.kind == Kind::JsonObject)
            set("output", "json");
        else if (output.kind == Kind::JsonSchema)
            set("output", "schema " + canonicalText(output.schema.text));
        set("verbosity", plain(output.verbosity));
    }

    /// What is to come with the answer: state comes in every format, and probabilities have a name of their
    /// own.
    void include(Json wanted)
    {
        const auto take = [&](const char *name) {
            const auto found = std::find(wanted.begin(), wanted.end(), name);
            if (found == wanted.end())
                return false;
            wanted.erase(found);
            return true;
        };
        take("reasoning.encrypted_content");
        if (take("message.output_text.logprobs"))
            set("logprobs", std::string("true"));
        if (!wanted.empty())
            set("include", canonical(wanted));
    }

    void services()
    {
        set("user", plain(m_request.user));
        if (!equals(m_request.serviceTier, "auto"))
            set("service_tier", plain(m_request.serviceTier));
        if (m_request.store == true)
            set("store", "true");
        set("prompt_cache_key", plain(m_request.cacheKey));
        set("prompt_cache_retention", plain(m_request.cacheRetention));
        set("previous_response_id", plain(m_request.previousResponseId));
        set("reasoning.context", plain(m_request.reasoning.context));
        for (const auto &[name, value] : m_request.extras) {
            if (equals(name, "include"))
                include(Json::parse(value.text, nullptr, false));
            else
                m_meaning.settings[plain(name)] = canonicalText(value.text);
        }
    }

    const ir::Request &m_request;
    RequestMeaning m_meaning;
};

} // namespace

std::string canonical(const Json &value)
{
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string canonicalText(std::string_view json)
{
    if (json.find_first_not_of(" \t\r\n") == std::string_view::npos || json == "null")
        return "{}";
    const Json value = Json::parse(json, nullptr, false);
    return value.is_discarded() ? std::string(json) : canonical(value);
}

std::string flatName(std::string_view nameSpace, std::string_view name)
{
    return (nameSpace.empty() ? std::string() : std::string(nameSpace) + "__") += name;
}

void speak(RequestMeaning &meaning, std::string_view role)
{
    if (meaning.runs.empty() || meaning.runs.back().role != role)
        meaning.runs.push_back({std::string(role), {}});
}

void say(RequestMeaning &meaning, std::string_view role, std::string words)
{
    if (words.empty())
        return;
    speak(meaning, role);
    meaning.runs.back().pieces.push_back(std::move(words));
}

RequestMeaning meaningOf(const ir::Request &request)
{
    return RequestReading(request).read();
}

} // namespace signalbox::conformance
