#pragma once

#include "wire/format_id.h"
#include "wire/ir/embedding.h"
#include "wire/text.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// The neutral form of a request. All Text and RawJson are slices of the body it was read from or of
/// `Request::arena`: the body lives as long as the request does.
namespace signalbox::wire::ir {

enum class Role {
    User,
    Assistant,
    Operator, ///< system or developer words in the middle of a conversation
};

enum class CallKind {
    Function,   ///< arguments are a JSON object
    Freeform,   ///< input is raw text (Responses `custom`)
    ToolSearch, ///< Codex's client-executed tool_search
    LocalShell,
    Shell,
    ApplyPatch, ///< the native type, not the freeform tool of that name
};

/// Where a client asked the provider's prompt cache to begin anew (Anthropic `cache_control`), as it stood.
using CacheMark = RawJson;

struct TextBlock
{
    Text text;
    RawJson annotations; ///< of an answer that comes back in the history
    Text phase;          ///< Responses: "commentary" or "final_answer"
    CacheMark cache;
};

/// Where the bytes of an image, file or sound are.
struct MediaSource
{
    enum class Kind { Base64, Url, FileId, PlainText };
    Kind kind = Kind::Base64;
    Text mediaType; ///< of Base64, and of a URL where it is told
    Text data;      ///< base64, the URL, the id, or the text
};

struct ImageBlock
{
    MediaSource source;
    Text detail;
    CacheMark cache;
};

struct FileBlock
{
    MediaSource source;
    Text name;
    CacheMark cache;
};

struct AudioBlock
{
    MediaSource source;
    Text format;
};

/// What a model thought, as the client kept it. `token` is the opaque part: a provider's own signature or
/// encrypted content, or our carrier (ir/carrier.h) that says whose it is.
struct ReasoningBlock
{
    Text id;
    std::vector<Text> summary; ///< parts meant for people
    std::vector<Text> content; ///< raw thoughts
    Text token;
    RawJson details; ///< OpenRouter's `reasoning_details`, whole
    bool redacted = false;
};

struct CallBlock
{
    CallKind kind = CallKind::Function;
    Text id; ///< links it to its result
    Text nameSpace;
    Text name;
    /// Function: the JSON text of the arguments, as the inside of a string. Freeform: the input. Empty where
    /// the source had an object: then `object` has it.
    Text arguments;
    RawJson object;
    Text token; ///< a signature that belongs to this call (Gemini)
    Text itemId;
    Text status;
};

struct Block;

struct ResultBlock
{
    Text callId;
    CallKind kind = CallKind::Function;
    std::vector<Block> content; ///< text, image, file
    bool isError = false;
    bool wasString = true; ///< the source had one string, not a list
    Text itemId;
    RawJson raw; ///< for kinds whose output is neither text nor parts (tool_search_output, shell)
};

/// A call that the provider itself runs (web search …), or its result, of the source's format.
struct HostedBlock
{
    Text type;
    RawJson raw;
};

struct RefusalBlock
{
    Text text;
};

/// Something of the source's format that has no neutral meaning. Written back to the same format only.
struct OpaqueBlock
{
    Format format = Format::OpenAiResponses;
    Text type;
    RawJson raw;
    bool isPart = false; ///< a part of a message's content, not an item of its own
};

struct Block
{
    std::variant<TextBlock, ImageBlock, FileBlock, AudioBlock, ReasoningBlock, CallBlock, ResultBlock,
                 HostedBlock, RefusalBlock, OpaqueBlock>
        value;
    /// Members of the source's block that have no place above, name and value: written back to the same
    /// format.
    std::vector<std::pair<Text, RawJson>> extras;
};

struct Turn
{
    Role role = Role::User;
    std::vector<Block> blocks;
    Text name;   ///< Chat's participant name
    Text itemId; ///< Responses: id of the message item
    Text status;
    bool wasString = false;    ///< the source had one string, not a list of parts
    bool developerRole = true; ///< Operator: "developer", else "system"
    std::vector<std::pair<Text, RawJson>> extras;
};

struct Tool
{
    enum class Kind { Function, Freeform, ToolSearch, LocalShell, Shell, ApplyPatch, Hosted };
    Kind kind = Kind::Function;
    Text nameSpace;
    Text nameSpaceDescription;
    Text name;
    Text description;
    RawJson parameters; ///< JSON Schema
    std::optional<bool> strict;
    Text grammarSyntax; ///< freeform: "lark" or "regex"; empty for plain text
    Text grammar;
    bool deferLoading = false;
    /// Where it was declared: at the top, in an `additional_tools` item, or by a tool search in the history.
    enum class Origin { TopLevel, AdditionalTools, ToolSearch };
    Origin origin = Origin::TopLevel;
    Text hostedType;
    RawJson raw; ///< as it stood, for the same format and for hosted tools
    CacheMark cache;
};

struct ToolChoice
{
    enum class Mode { Unset, Auto, None, Required, One, Subset, Hosted };
    Mode mode = Mode::Unset;
    Text nameSpace;
    Text name;
    CallKind kind = CallKind::Function;
    std::vector<Text> subset;
    bool subsetRequired = false;
    RawJson raw;
};

/// Numbers as they were written ("0.70" stays "0.70"); empty where unset.
struct Sampling
{
    RawJson temperature;
    RawJson topP;
    RawJson topK;
    RawJson presencePenalty;
    RawJson frequencyPenalty;
    RawJson seed;
    RawJson logitBias;
    RawJson logprobs;
    RawJson topLogprobs;
    std::vector<Text> stop;
    std::optional<std::int64_t> count; ///< n
};

struct Reasoning
{
    Text effort;                        ///< a level's name, as the client wrote it; empty: unset
    std::optional<std::int64_t> budget; ///< tokens
    bool off = false;
    Text summary; ///< "auto", "concise", "detailed"; empty: not asked for
    Text context; ///< Responses Lite: "all_turns"
    RawJson raw;
};

struct OutputFormat
{
    enum class Kind { Unset, Text, JsonObject, JsonSchema };
    Kind kind = Kind::Unset;
    Text name;
    Text description;
    RawJson schema;
    std::optional<bool> strict;
    Text verbosity;
};

struct Request
{
    Arena arena;
    Format source = Format::OpenAiResponses;
    Text model;
    std::vector<Block> system; ///< text blocks before the first turn
    bool systemIsInstructions =
        false; ///< Responses: from `instructions`; else leading developer or system items
    /// Responses: the leading items whose text `system` repeats behind the instructions, for writing them
    /// back.
    std::vector<Turn> systemItems;
    std::vector<Turn> turns;
    std::vector<Tool> tools;
    ToolChoice toolChoice;
    std::optional<bool> parallelToolCalls;
    Sampling sampling;
    Reasoning reasoning;
    OutputFormat output;
    std::optional<std::int64_t> maxOutputTokens;
    bool stream = false;
    bool includeUsage = false; ///< Chat: stream_options.include_usage
    bool includeEncryptedReasoning = false;
    std::optional<bool> store;
    Text cacheKey; ///< prompt_cache_key
    Text cacheRetention;
    Text user; ///< user or safety_identifier
    bool userIsSafetyIdentifier = false;
    Text serviceTier;
    RawJson metadata;
    std::string betas; ///< Messages: the value of the header `anthropic-beta`
    Text previousResponseId;
    bool isCodex = false; ///< by its items: what it cannot read (refusal parts) is written otherwise
    /// Top-level members without a place above, of the source's format.
    std::vector<std::pair<Text, RawJson>> extras;
    /// What is to become vectors; null where an answer is asked for.
    std::unique_ptr<Embedding> embedding;
};

} // namespace signalbox::wire::ir
