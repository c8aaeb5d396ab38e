#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::wire {

/// How one host differs from the format it speaks. Data from the catalogue's rows, never code: the defaults
/// are those of an unknown OpenAI-compatible host, which gets the smallest body (translation of hosts: one
/// row each).
struct Dialect
{
    std::string provider; ///< catalogue kind: "openai", "groq"; "" unknown
    std::string family;   ///< whose reasoning state it reads: "openai", "anthropic", "gemini", "deepseek", …

    // Chat
    std::string maxTokensField = "max_tokens"; ///< or "max_completion_tokens"
    std::string seedField = "seed";            ///< or "random_seed" (Mistral)
    int greatestTemperature = 0;               ///< that it takes; 0: not known
    bool toolStream = false;                   ///< sends calls in pieces only where `tool_stream` asks for it
    bool developerRole = false;                ///< takes role "developer"
    bool manySystemMessages = false;           ///< takes system messages in the middle
    bool streamUsageOption = true;             ///< takes stream_options.include_usage
    bool customTools = false;                  ///< takes freeform tools
    bool strictTools = true;                   ///< takes `strict` on functions
    bool parallelToolCallsField = true;
    bool toolChoiceRequired = true; ///< else "any"
    bool toolImages = false;        ///< takes images in tool messages
    bool jsonSchema = true;         ///< takes response_format json_schema
    std::string reasoningField; ///< name under which thoughts go back: "reasoning_content", "reasoning", ""
    bool reasoningRequiredInToolLoops = false;
    bool reasoningEffortField = true; ///< takes reasoning_effort
    bool reasoningObject = false;     ///< takes reasoning:{effort} (OpenRouter)
    bool reasoningDetails = false;    ///< OpenRouter's reasoning_details
    bool cacheControl = false;        ///< keeps cache_control in parts
    bool promptCacheKey = false;
    bool usageOmitsReasoning = false; ///< completion_tokens is without reasoning (xAI)
    bool thinkTags = false;           ///< leaves <think>…</think> in the content
    std::string thinkingSwitch;       ///< how thinking is turned off: "thinking", "enable_thinking", ""
    bool assistantAfterTool = false;  ///< refuses a user message right behind a tool message (Mistral)
    int toolCallIdLength = 0;         ///< call ids have exactly so many letters and digits (Mistral); 0: any
    bool alternatingRoles = false;    ///< wants user and assistant by turns, and the user last (Perplexity)
    bool parallelCallsAsked = false;  ///< calls several tools at once only where it is told that it may
    std::vector<std::string> streamingModels; ///< beginnings of models that answer by a stream only

    // Responses
    bool codexFields = false; ///< takes client_metadata, additional_tools, namespaces …
    bool namespaceTools = false;
    bool encryptedReasoning = false;
    std::string reasoningTokenPrefix; ///< how its encrypted content begins; "" cannot be told
    bool hostedTools = false;         ///< runs web_search and its like itself
    std::string responsesCountPath;   ///< where it counts tokens; empty: it does not

    // Messages. A path with "{model}" names the model, and then the body does not.
    std::string messagesPath = "/v1/messages";
    std::string messagesStreamPath;                              ///< of streams; empty: the same
    std::string messagesCountPath = "/v1/messages/count_tokens"; ///< empty: it does not count
    bool invokes = false;        ///< Bedrock's Invoke: streams come in chunks, and whole requests are counted
    std::string messagesVersion; ///< `anthropic_version` in the body; empty: the header tells it
    bool streamMember = true;    ///< takes `stream`; else the path alone tells it
    std::vector<std::string> betas; ///< takes these, as `anthropic_beta` in the body; empty: the header

    // Gemini
    std::string modelsPath = "/models/"; ///< before a model's name
    bool googleCloud = false; ///< Google's cloud, which takes a few members otherwise than AI Studio

    // any
    std::vector<std::string> refusedFields;            ///< top-level fields it answers 400 to
    std::vector<std::string> refusedFieldsOfReasoners; ///< and those to which its reasoning models do
    int toolNameLength = 64;
    bool samplingWithReasoning = true; ///< takes temperature while it reasons

    bool operator==(const Dialect &) const = default;
};

/// Whether the host's model has to be asked for a stream, also where the client wants the answer whole.
[[nodiscard]] inline bool streamsOnly(const Dialect &dialect, std::string_view model)
{
    return std::ranges::any_of(dialect.streamingModels,
                               [model](const std::string &begin) { return model.starts_with(begin); });
}

} // namespace signalbox::wire
