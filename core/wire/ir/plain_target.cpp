#include "wire/ir/plain_target.h"

#include "base/json_writer.h"
#include "wire/ir/freeform.h"
#include "wire/json/document.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::wire::ir {

namespace {

/// Hosted tools whose work nothing else can do: a request that has one is refused rather than answered
/// without it.
constexpr std::array<std::string_view, 4> kIndispensable{"file_search", "mcp", "computer_use_preview",
                                                         "computer"};
constexpr std::array<std::string_view, 7> kEfforts{"none", "minimal", "low", "medium",
                                                   "high", "xhigh",   "max"};
/// Tokens that stand for each of kEfforts.
constexpr std::array<std::int64_t, 7> kBudgets{0, 1024, 2048, 8192, 16384, 32768, 64000};

std::size_t rankOf(std::string_view effort)
{
    const auto *const found = std::ranges::find(kEfforts, effort);
    return static_cast<std::size_t>(found - kEfforts.begin()); // unknown words are above all
}

bool isChosen(const ToolChoice &choice, const ToolNames &names, const ToolName &name)
{
    if (choice.mode != ToolChoice::Mode::Subset)
        return true;
    return std::ranges::any_of(choice.subset, [&](Text allowed) { return names.find(allowed) == &name; });
}

} // namespace

void LeftOut::add(std::string_view name)
{
    if (std::ranges::find(m_names, name) == m_names.end())
        m_names.emplace_back(name);
}

Result<void> checkSayable(const Request &request)
{
    if (request.sampling.count.value_or(1) > 1)
        return fail(ErrorCode::InvalidInput,
                    "more than one answer at a time cannot be had from this provider", "n");
    return checkTold(request);
}

bool runsInBackground(const Request &request)
{
    return request.source == Format::OpenAiResponses &&
           std::ranges::any_of(request.extras, [](const auto &extra) {
               return equals(extra.first, "background") && extra.second.text == "true";
           });
}

Result<void> checkTold(const Request &request)
{
    if (runsInBackground(request))
        return fail(ErrorCode::InvalidInput, std::string(kNoBackground), "background");
    const auto stored = [](std::string place) {
        return fail(ErrorCode::InvalidInput,
                    "stored answers belong to another provider: send the whole conversation instead",
                    std::move(place));
    };
    if (!request.previousResponseId.isEmpty())
        return stored("previous_response_id");
    const bool isStored = std::ranges::any_of(request.extras, [](const auto &extra) {
        return equals(extra.first, "conversation") && extra.second.text != "null";
    });
    if (isStored && request.source == Format::OpenAiResponses)
        return stored("conversation");
    const bool isCached = std::ranges::any_of(
        request.extras, [](const auto &extra) { return equals(extra.first, "cachedContent"); });
    if (isCached && request.source == Format::Gemini)
        return fail(ErrorCode::InvalidInput,
                    "cached content belongs to another provider: send the whole conversation instead",
                    "cachedContent");
    return {};
}

void leaveOutServices(const Request &request, LeftOut &leftOut)
{
    leftOut.add("verbosity", request.output.verbosity);
    leftOut.add("reasoning.context", request.reasoning.context);
    leftOut.add("user", request.user);
    leftOut.add("metadata", request.metadata);
    leftOut.add("prompt_cache_retention", request.cacheRetention);
    if (request.store == true)
        leftOut.add("store");
    for (const auto &[name, value] : request.extras)
        leftOut.add(unescape(name));
}

Result<std::vector<const ToolName *>> functionsFor(const Request &request, const ToolNames &names,
                                                   LeftOut &leftOut)
{
    std::vector<const ToolName *> chosen;
    for (const Tool &tool : request.tools) {
        if (tool.kind != Tool::Kind::Hosted)
            continue;
        const std::string type = unescape(tool.hostedType);
        if (std::ranges::find(kIndispensable, type) != kIndispensable.end())
            return fail(ErrorCode::InvalidInput, "tool \"" + type + "\" cannot be had from this provider",
                        "tools");
        leftOut.add("tools." + type);
    }
    if (request.toolChoice.mode == ToolChoice::Mode::Hosted)
        return fail(ErrorCode::InvalidInput, "the tool that must be called cannot be had from this provider",
                    "tool_choice");
    for (const ToolName *name : names.declared()) {
        if (isChosen(request.toolChoice, names, *name))
            chosen.push_back(name);
    }
    if (chosen.empty() && !request.tools.empty())
        return fail(ErrorCode::InvalidInput, "none of the request's tools can be had from this provider",
                    "tools");
    if (request.toolChoice.mode == ToolChoice::Mode::None)
        chosen.clear();
    return chosen;
}

void appendArgumentsObject(std::string &out, const CallBlock &call)
{
    std::string escaped;
    appendCallArguments(escaped, call);
    const std::string text = unescape(Text{escaped});
    if (text.find_first_not_of(" \t\r\n") == std::string::npos || text == "null") {
        out += "{}";
        return;
    }
    json::Document document;
    if (document.parseCopy(text) && document.root().isObject()) {
        out += document.root().raw();
        return;
    }
    out += R"({"_raw":")";
    out += escaped;
    out += R"("})";
}

std::optional<Text> wordsOf(const Block &part)
{
    if (const auto *text = std::get_if<TextBlock>(&part.value))
        return text->text;
    const auto *file = std::get_if<FileBlock>(&part.value);
    if (file != nullptr && file->source.kind == MediaSource::Kind::PlainText)
        return file->source.data;
    return std::nullopt;
}

void appendResultText(std::string &out, const ResultBlock &result, std::vector<const Block *> &media)
{
    const std::size_t begin = out.size();
    int images = 0;
    for (const Block &part : result.content) {
        if (out.size() > begin)
            out += "\\n";
        if (const auto words = wordsOf(part)) {
            out += words->escaped;
            continue;
        }
        media.push_back(&part);
        out += std::holds_alternative<ImageBlock>(part.value) ? "[image " : "[file ";
        out += std::to_string(++images) + " of this result follows]";
    }
    if (out.size() == begin && !result.raw.isEmpty())
        appendJsonEscaped(out, itemResultText(result));
    if (isBlank(Text{std::string_view(out).substr(begin)}))
        out += "(no output)";
}

std::string_view fittingEffort(std::span<const std::string> levels, std::string_view wanted)
{
    for (const std::string &level : levels) {
        if (rankOf(level) >= rankOf(wanted))
            return level;
    }
    return levels.back();
}

std::string_view effortOfBudget(std::int64_t tokens)
{
    if (tokens <= 1024)
        return "low";
    if (tokens <= 8192)
        return "medium";
    return tokens <= 24576 ? "high" : "xhigh";
}

std::int64_t budgetOfEffort(std::string_view effort)
{
    return kBudgets[std::min(rankOf(effort), kBudgets.size() - 1)];
}

std::size_t estimatedBytes(const Request &request)
{
    std::size_t bytes = 1024;
    const auto add = [&](const Block &block) {
        bytes += 128;
        if (const auto *text = std::get_if<TextBlock>(&block.value))
            bytes += text->text.escaped.size();
        else if (const auto *image = std::get_if<ImageBlock>(&block.value))
            bytes += image->source.data.escaped.size();
        else if (const auto *file = std::get_if<FileBlock>(&block.value))
            bytes += file->source.data.escaped.size();
        else if (const auto *call = std::get_if<CallBlock>(&block.value))
            bytes += call->arguments.escaped.size() + call->object.text.size();
    };
    for (const Block &block : request.system)
        add(block);
    for (const Tool &tool : request.tools)
        bytes +=
            128 + tool.description.escaped.size() + tool.parameters.text.size() + tool.grammar.escaped.size();
    for (const Turn &turn : request.turns) {
        for (const Block &block : turn.blocks) {
            add(block);
            if (const auto *result = std::get_if<ResultBlock>(&block.value))
                std::ranges::for_each(result->content, add);
        }
    }
    return bytes;
}

bool isBlank(Text text)
{
    for (std::size_t at = 0; at < text.escaped.size(); ++at) {
        if (text.escaped[at] == ' ')
            continue;
        if (text.escaped[at] != '\\' ||
            std::string_view("ntr").find(text.escaped[at + 1]) == std::string::npos)
            return false;
        ++at;
    }
    return true;
}

} // namespace signalbox::wire::ir
