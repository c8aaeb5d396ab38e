#include "losses.h"

#include "loss_conditions.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace signalbox::conformance {

namespace {

using wire::Format;

/// Formats, a bit each.
using Formats = unsigned;
constexpr Formats of(Format format)
{
    return 1U << static_cast<unsigned>(format);
}
constexpr Formats kResponses = of(Format::OpenAiResponses);
constexpr Formats kChat = of(Format::OpenAiChat);
constexpr Formats kAnthropic = of(Format::AnthropicMessages);
constexpr Formats kGemini = of(Format::Gemini);
constexpr Formats kBedrock = of(Format::BedrockConverse);
constexpr Formats kCohere = of(Format::Cohere);
constexpr Formats kOllama = of(Format::Ollama);
constexpr Formats kAll = 0x7f;

constexpr std::array kLosses{
    Loss{"noted", "What has no counterpart is left out and named in the header `x-signalbox-dropped`."},
    // What only the format itself knows
    Loss{"own-items",
         "Items that only tell of tools and settings are understood and not sent on; calls that a provider "
         "ran itself are told to clients of its own format alone."},
    Loss{"thoughts",
         "Reasoning state of one provider is never given to another; what was thought is not told as text "
         "either, because models imitate it."},
    Loss{"lone-state",
         "State of thoughts behind which nothing stands that the client could keep is not sent back: "
         "providers refuse it alone."},
    Loss{"cache-marks",
         "Marks where a prompt cache begins are told only to providers that know them; the others cache "
         "by themselves."},
    Loss{"cache-key", "A key of the prompt cache becomes marks where the provider knows marks."},
    // Conversation
    Loss{"operator",
         "Words of the operator in the middle of a conversation stay in their place, as `<system>` words "
         "of the user, where a target has no role for them."},
    Loss{"operator-place",
         "Where the operator may speak behind the user only, its words follow the user's next ones."},
    Loss{"continue", "Where a conversation must begin or end with the user, `(continue)` stands there."},
    Loss{"interrupted",
         "A call without result gets one that says so: providers refuse a call that stands alone."},
    Loss{"orphan", "A result whose call is not there becomes words of the user."},
    Loss{"result-again", "Of two results for one call the last counts."},
    Loss{"no-output", "An empty result says `(no output)`, because some providers refuse an empty one."},
    Loss{"error-prefix", "Where results have no mark for errors, `Error: ` stands before the words."},
    Loss{"result-object", "A result that must be an object holds words as `output`."},
    Loss{"media-moved",
         "Pictures and files of a result stand in the user's turn behind it where results hold words "
         "only."},
    Loss{"filler", "A full stop or `OK` stands where a provider wants words and there are none."},
    Loss{"no-images",
         "Pictures for a model that takes none are left out with a note, and the conversation says so."},
    Loss{"text-file", "A file of plain text is told as words where that is the API's way."},
    // Calls and tools
    Loss{"id-made-fit",
         "An id that the target's pattern forbids is made anew, the same on each turn; a call without "
         "one gets one."},
    Loss{"name-made-fit", "A name that the target's pattern forbids is made fit, the same on each turn."},
    Loss{"raw-arguments", "Arguments that are no JSON object are told as `_raw` where an object must be."},
    Loss{"as-function",
         "Freeform tools, shells and searches of the client's are functions to who knows no others."},
    Loss{"deferred", "Tools that are to be found by a search are declared once the search has found them."},
    Loss{"schema-words",
         "Gemini has schema words of its own: they are said in JSON Schema's and the other way round."},
    Loss{"no-parameters", "A function without parameters has an empty object as schema, or none."},
    Loss{"strict", "Strictness that a host cannot be told of tool by tool."},
    Loss{"description", "A description must not be empty there: the name stands in it."},
    Loss{"chosen-only", "A choice of tools that the API cannot say is told by declaring no others."},
    Loss{"stubs", "Tools of calls in the history are declared where that must be, and must not be called."},
    Loss{"choice-words", "What a target's tool choice cannot say is said in words."},
    Loss{"one-call",
         "Where a provider cannot be told to call one tool at a time, the gateway keeps the first call."},
    // Settings
    Loss{"limit",
         "A limit of output must be given there, and no more than the model has; the least is 16 elsewhere."},
    Loss{"effort", "Levels and budgets of thought become the nearest that the model takes."},
    Loss{"stops", "As many stop sequences as the API takes; the rest is noted."},
    Loss{"json-words", "JSON is asked for in words where the API has no member for it."},
    Loss{"own-switch", "A switch that the API wants for what was asked in other words."},
    Loss{"user-hash", "Who asks is told as a hash."},
    Loss{"defaults", "What says no more than the API's default need not be said."},
    // Answers
    Loss{"citations",
         "Citations of pages are told where the API can say them without more than the page; others, of "
         "files and documents, mean nothing outside of their provider."},
    Loss{"stop-words", "Reasons to stop that the client's API does not tell apart."},
    Loss{"usage-words",
         "Counts that the client's API has no member for, and details that exceed their total."},
    Loss{"refusal-words", "A refusal without words gets some."},
    Loss{"error-words",
         "Kinds of errors are told in the statuses that the client's API has, so that agents do what "
         "helps: where our own key is refused that is no fault of the client's."},
    // Refusals
    Loss{"refused-n", "Several answers at once are refused where one comes at a time."},
    Loss{"refused-stored", "Conversations that another provider keeps are refused."},
    Loss{"refused-cached", "Content that one provider keeps in its cache means nothing to another."},
    Loss{"refused-background", "Answers made in the background are fetched from who makes them."},
    Loss{"refused-items",
         "Calls and outputs of a kind that only the client's own provider reads are refused rather "
         "than left out."},
    Loss{"refused-compacted", "A summary that only its own provider can read."},
    Loss{"refused-tools",
         "Tools whose work nobody else can do, and requests of which no tool would be left."},
    Loss{"refused-file", "Files that one provider keeps mean nothing to another."},
    Loss{"refused-url", "Files and pictures by URL, to who takes bytes only."},
    Loss{"refused-media", "Files, sounds or media types that the API has no place for."},
    Loss{"refused-empty", "A conversation of which nothing can be told."},
};

enum class Way {
    Across,   ///< from one format to another
    Anywhere, ///< also where the format stays
};

struct Rule
{
    std::string_view what; ///< of the difference; one that ends with '*' stands for all that begin so
    Formats from;
    Formats to;
    Way way;
    bool (*condition)(const Difference &); ///< null: always
    std::string_view loss;
};

constexpr std::array kRules{
    Rule{"foreign.additional_tools", kResponses, kAll, Way::Across, nullptr, "own-items"},
    Rule{"foreign.configuration_update", kResponses, kAll, Way::Across, nullptr, "own-items"},
    Rule{"thoughts", kAll, kAll, Way::Across, nullptr, "thoughts"},
    Rule{"string.messages.reasoning", kChat, kChat, Way::Anywhere, nullptr, "thoughts"},
    Rule{"string.messages.content.thinking.text", kChat, kChat, Way::Anywhere, nullptr, "thoughts"},
    Rule{"string.messages.content.type", kChat, kChat, Way::Anywhere, isThinking, "thoughts"},
    Rule{"string.messages.reasoning_details*", kChat, kChat, Way::Anywhere, nullptr, "thoughts"},
    Rule{"replay.signature.lone", kAll, kAll, Way::Anywhere, nullptr, "lone-state"},
    Rule{"cache", kAll, kAll, Way::Across, nullptr, "cache-marks"},
    Rule{"cache.key", kAll, kAnthropic | kBedrock, Way::Across, nullptr, "cache-key"},

    Rule{"operator", kAll, kAll, Way::Across, nullptr, "operator"},
    Rule{"operator.place", kAll, kAnthropic, Way::Across, nullptr, "operator-place"},
    Rule{"words.continue", kAll, kAnthropic | kBedrock | kGemini, Way::Anywhere, nullptr, "continue"},
    Rule{"results.more", kAll, kAll, Way::Across, isInterruption, "interrupted"},
    Rule{"results.orphan", kAll, kAll, Way::Across, isAbsent, "orphan"},
    Rule{"words.orphan", kAll, kAll, Way::Across, nullptr, "orphan"},
    Rule{"results.again", kAll, kAll, Way::Anywhere, isAbsent, "result-again"},
    Rule{"results.words", kAll, kAll, Way::Anywhere, wasEmptyResult, "no-output"},
    Rule{"results.words", kAll, kResponses | kChat | kCohere | kOllama, Way::Across, isErrorPrefixed,
         "error-prefix"},
    Rule{"results.error", kAll, kResponses | kChat | kCohere | kOllama, Way::Across, hasErrorPrefix,
         "error-prefix"},
    Rule{"results.words", kAll, kGemini, Way::Across, isOutputObject, "result-object"},
    Rule{"results.media", kAll, kAll, Way::Across, nullptr, "media-moved"},
    Rule{"words.filler", kAll, kBedrock | kChat, Way::Anywhere, nullptr, "filler"},
    Rule{"words.more", kAll, kAll, Way::Across, leavesImageOut, "no-images"},
    Rule{"media.astext", kAll, kAll, Way::Across, nullptr, "text-file"},

    Rule{"calls.id", kAll, kAll, Way::Across, isUnusualId, "id-made-fit"},
    Rule{"calls.name", kAll, kAll, Way::Across, isUnusualId, "name-made-fit"},
    Rule{"calls.arguments", kAll, kAll, Way::Across, isRawArguments, "raw-arguments"},
    Rule{"tools.kind", kAll, kAll, Way::Across, nullptr, "as-function"},
    Rule{"tools.deferred", kAll, kAll, Way::Across, isAbsent, "deferred"},
    Rule{"tools.parameters", kAll, kAll, Way::Across, isWithoutParameters, "no-parameters"},
    Rule{"tools.parameters", kAll, kGemini, Way::Across, keepsProperties, "schema-words"},
    Rule{"tools.parameters", kGemini, kAll, Way::Across, keepsProperties, "schema-words"},
    Rule{"string.generationConfig.responseSchema*", kGemini, kGemini, Way::Anywhere, isLargeLetters,
         "schema-words"},
    Rule{"tools.strict", kAll, kGemini | kCohere | kOllama, Way::Across, isAbsent, "strict"},
    Rule{"tools.strict", kChat, kChat, Way::Anywhere, isAbsent, "strict"},
    Rule{"tools.strict", kResponses, kResponses, Way::Anywhere, isAbsent, "strict"},
    Rule{"tools.description", kAll, kBedrock, Way::Across, isAdded, "description"},
    Rule{"tools.chosen", kAll, kAll, Way::Across, nullptr, "chosen-only"},
    Rule{"tools.stub", kAll, kAnthropic | kBedrock, Way::Across, nullptr, "stubs"},
    Rule{"system.more", kAll, kAll, Way::Across, saysHowToCall, "choice-words"},
    Rule{"settings.parallel_tool_calls", kAll, kGemini | kBedrock | kCohere | kOllama, Way::Across, isAbsent,
         "one-call"},

    Rule{"settings.max_output_tokens", kAll, kAnthropic | kBedrock, Way::Across, isAdded, "limit"},
    Rule{"settings.max_output_tokens", kAll, kAnthropic | kBedrock, Way::Across, isLess, "limit"},
    Rule{"settings.max_output_tokens", kAll, kResponses, Way::Across, isLeastOutput, "limit"},
    Rule{"settings.reasoning", kAll, kAll, Way::Anywhere, isChanged, "effort"},
    Rule{"settings.stop", kAll, kAll, Way::Across, wasShortened, "stops"},
    Rule{"system.more", kAll, kAll, Way::Across, asksForJson, "json-words"},
    Rule{"output.words", kAll, kAnthropic | kBedrock | kCohere, Way::Across, nullptr, "json-words"},
    Rule{"settings.output", kAll, kGemini, Way::Across, keepsProperties, "schema-words"},
    Rule{"settings.output", kGemini, kAll, Way::Across, keepsProperties, "schema-words"},
    Rule{"settings.toolConfig.includeServerSideToolInvocations", kAll, kGemini, Way::Across, isAdded,
         "own-switch"},
    Rule{"settings.user", kAll, kAnthropic | kResponses, Way::Across, isDerivedUser, "user-hash"},
    Rule{"string.generationConfig.responseModalities", kGemini, kGemini, Way::Anywhere, isDefaultModality,
         "defaults"},

    Rule{"answer.citations", kAll, kAnthropic, Way::Anywhere, isAbsent, "citations"},
    Rule{"answer.hosted", kAll, kAll, Way::Across, nullptr, "own-items"},
    Rule{"answer.hosted", kResponses, kResponses, Way::Anywhere, isOfXai, "own-items"},
    Rule{"answer.calls.id", kAll, kAll, Way::Anywhere, isAdded, "id-made-fit"},
    Rule{"answer.calls.id", kAll, kAnthropic, Way::Across, isUnusualId, "id-made-fit"},
    Rule{"answer.stop", kAll, kResponses | kChat | kGemini, Way::Anywhere, isPlainStop, "stop-words"},
    Rule{"answer.stop", kAll, kResponses | kChat | kGemini, Way::Anywhere, isLength, "stop-words"},
    Rule{"answer.usage.written", kAll, kGemini, Way::Anywhere, nullptr, "usage-words"},
    Rule{"answer.usage.insane", kAll, kAll, Way::Anywhere, nullptr, "usage-words"},
    Rule{"answer.refusal", kAll, kAll, Way::Anywhere, isChanged, "refusal-words"},
    Rule{"answer.refusal", kAll, kAll, Way::Anywhere, isAdded, "refusal-words"},
    Rule{"error.kind", kAll, kAll, Way::Anywhere, isFinalForCodex, "error-words"},
    Rule{"error.kind", kAll, kAll, Way::Anywhere, isOurKeysFault, "error-words"},
    Rule{"error.kind", kAll, kAll, Way::Anywhere, isTooMuch, "error-words"},
    Rule{"error.kind", kAll, kAll, Way::Anywhere, isServerSide, "error-words"},
    Rule{"error.kind", kAll, kGemini, Way::Anywhere, isOneStatus, "error-words"},
    Rule{"replay.calls.id", kAll, kAll, Way::Anywhere, isIdOfNine, "id-made-fit"},
};

/// Names under which notes tell of what has another name here.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kNoteNames{{
    {"settings.reasoning", "reasoning"},
    {"settings.reasoning", "reasoning_effort"},
    {"settings.reasoning", "thinking"},
    {"settings.reasoning", "output_config.effort"},
    {"settings.logprobs", "top_logprobs"},
    {"settings.logprobs", "include"},
    {"settings.user", "metadata"},
    {"settings.output", "response_format"},
    {"media", "images"},
}};

/// What may not be left out with a note alone: another question would be answered.
constexpr std::array<std::string_view, 3> kNeverNoted{"settings.n", "settings.previous_response_id",
                                                      "settings.conversation"};

struct RefusalRule
{
    std::string_view part; ///< of the message
    std::string_view loss;
};

constexpr std::array kRefusals{
    RefusalRule{"more than one answer", "refused-n"},
    RefusalRule{"several answers", "refused-n"},
    RefusalRule{"stored answers belong", "refused-stored"},
    RefusalRule{"cached content belongs", "refused-cached"},
    RefusalRule{"made in the background", "refused-background"},
    RefusalRule{"cannot be told of items", "refused-items"},
    RefusalRule{"was compacted by another", "refused-compacted"},
    RefusalRule{"can be had from this provider", "refused-tools"},
    RefusalRule{"cannot be had from this provider", "refused-tools"},
    RefusalRule{"none of the tools", "refused-tools"},
    RefusalRule{"file id", "refused-file"},
    RefusalRule{"no URLs", "refused-url"},
    RefusalRule{"takes no", "refused-media"},
    RefusalRule{"at least one message", "refused-empty"},
};

bool matches(std::string_view pattern, std::string_view what)
{
    return pattern.ends_with('*') ? what.starts_with(pattern.substr(0, pattern.size() - 1)) : pattern == what;
}

const Loss *lossOf(std::string_view id)
{
    const auto *const found = std::ranges::find(kLosses, id, &Loss::id);
    assert(found != kLosses.end());
    return found;
}

} // namespace

std::span<const Loss> allLosses()
{
    return kLosses;
}

const Loss *allowedLoss(const Difference &difference, Format from, Format to)
{
    for (const Rule &rule : kRules) {
        if (matches(rule.what, difference.what) && (rule.from & of(from)) != 0 && (rule.to & of(to)) != 0 &&
            (from != to || rule.way == Way::Anywhere) &&
            (rule.condition == nullptr || rule.condition(difference)))
            return lossOf(rule.loss);
    }
    return nullptr;
}

bool isNoted(const Difference &difference, const std::vector<std::string> &dropped)
{
    const std::string_view what = difference.what;
    const auto holds = [&](std::string_view name) {
        return std::ranges::find(dropped, name) != dropped.end();
    };
    if (std::ranges::find(kNeverNoted, what) != kNeverNoted.end())
        return false;
    const std::size_t dot = what.find('.');
    const bool isNamed =
        what.starts_with("settings.") || what.starts_with("foreign.") || what.starts_with("string.");
    return (isNamed && holds(what.substr(dot + 1))) || std::ranges::any_of(kNoteNames, [&](const auto &row) {
               return row.first == what && holds(row.second);
           });
}

const Loss &notedLoss()
{
    return kLosses.front();
}

const Loss *allowedRefusal(std::string_view message)
{
    for (const RefusalRule &rule : kRefusals) {
        if (message.find(rule.part) != std::string_view::npos)
            return lossOf(rule.loss);
    }
    return nullptr;
}

} // namespace signalbox::conformance
