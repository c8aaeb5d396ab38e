#pragma once

#include "base/result.h"
#include "wire/ir/request.h"
#include "wire/ir/tool_names.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What writers of requests share whose target knows functions as its only tools and keeps nothing between
/// requests.
namespace signalbox::wire::ir {

/// Names of what could not be said to the target, each once.
class LeftOut final
{
public:
    explicit LeftOut(std::vector<std::string> &names) : m_names(names) {}

    void add(std::string_view name);
    void add(std::string_view name, RawJson value)
    {
        if (!value.isEmpty())
            add(name);
    }
    void add(std::string_view name, Text value)
    {
        if (!value.isEmpty())
            add(name);
    }

private:
    std::vector<std::string> &m_names;
};

/// InvalidInput for what cannot be left out without answering something else: several answers, and
/// conversations that another provider keeps.
[[nodiscard]] Result<void> checkSayable(const Request &request);
/// Whether a Responses request wants its answer made in the background, to be fetched later.
[[nodiscard]] bool runsInBackground(const Request &request);
/// Why it cannot be where the answer is translated.
inline constexpr std::string_view kNoBackground =
    "an answer made in the background can be had only where the provider speaks the client's own format";
/// InvalidInput for a conversation that the client's own provider keeps: nobody else could read it. And for
/// an answer that this provider alone could keep.
[[nodiscard]] Result<void> checkTold(const Request &request);
/// Names what only hosts of the OpenAI API know: who asks, whether to store, where to cache, and members
/// without a place.
void leaveOutServices(const Request &request, LeftOut &leftOut);

/// The tools to declare: those the choice allows, none where it forbids all. Hosted ones are left out, or
/// refused where nothing else can do their work. InvalidInput where the request had tools and none is left.
[[nodiscard]] Result<std::vector<const ToolName *>> functionsFor(const Request &request,
                                                                 const ToolNames &names, LeftOut &leftOut);
/// The schema of a function without parameters.
inline constexpr std::string_view kNoParameters = R"({"type":"object","properties":{}})";

/// The arguments of a call as a JSON object: what was none is told as `{"_raw": "…"}`, so that the model sees
/// what it did.
void appendArgumentsObject(std::string &out, const CallBlock &call);

/// What a part of a result says in words: a text, or a file of plain text. Nothing for pictures and other
/// files.
[[nodiscard]] std::optional<Text> wordsOf(const Block &part);
/// The words of a result, escaped, parts joined by line feeds. What is no text stands as "[image 1 of this
/// result follows]" and is put into `media`. Never empty: some targets refuse that.
void appendResultText(std::string &out, const ResultBlock &result, std::vector<const Block *> &media);

/// Of the `levels` that a model knows, weakest first, the one for a wish: itself, else the next stronger,
/// else the strongest. `levels` must not be empty.
[[nodiscard]] std::string_view fittingEffort(std::span<const std::string> levels, std::string_view wanted);
/// The level of thought that a budget of tokens comes near to, and the other way round.
[[nodiscard]] std::string_view effortOfBudget(std::int64_t tokens);
[[nodiscard]] std::int64_t budgetOfEffort(std::string_view effort);

/// About as many bytes as a writer needs for the request.
[[nodiscard]] std::size_t estimatedBytes(const Request &request);

/// Whether a text holds nothing but white space.
[[nodiscard]] bool isBlank(Text text);

} // namespace signalbox::wire::ir
