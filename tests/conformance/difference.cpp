#include "difference.h"

#include "exchange.h"
#include "runs.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <sstream>

namespace signalbox::conformance {

namespace {

std::string joined(const std::vector<std::string> &pieces)
{
    std::string text;
    for (const std::string &piece : pieces)
        text += (text.empty() ? "" : "\n") + piece;
    return text;
}

/// What providers run themselves under names of their own; the type itself where only one has it.
std::string serviceOf(const std::string &type)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> services{{
        {"tools.web_search", "search"},
        {"tools.googleSearch", "search"},
        {"tools.code_interpreter", "code"},
        {"tools.code_execution", "code"},
        {"tools.codeExecution", "code"},
    }};
    for (const auto &[begin, service] : services) {
        if (type.starts_with(begin))
            return std::string(service);
    }
    return type;
}

/// Names of the tools that a choice leaves: "one a", "required of a b".
std::set<std::string> chosenBy(const std::string &choice)
{
    std::set<std::string> names;
    std::istringstream words(choice);
    for (std::string word; words >> word;) {
        if (word != "one" && word != "of" && word != "auto" && word != "required" && word != "none")
            names.insert(word);
    }
    return names;
}

class Comparison
{
public:
    Comparison(const RequestMeaning &wanted, const RequestMeaning &found) : m_wanted(wanted), m_found(found)
    {
    }

    std::vector<Difference> run()
    {
        std::string more;
        const std::string text = joined(m_found.system);
        if (const std::string missing = missingPiece(m_wanted.system, text, more); !missing.empty())
            add("system", missing, text);
        if (!more.empty())
            add("system.more", {}, more);
        words();
        calls();
        results();
        media();
        tools();
        settings();
        rest();
        return std::move(m_differences);
    }

private:
    void add(std::string what, std::string wanted, std::string found)
    {
        m_differences.push_back({std::move(what), std::move(wanted), std::move(found)});
    }
    void compare(const std::string &what, const std::string &wanted, const std::string &found)
    {
        if (wanted != found)
            add(what, wanted, found);
    }

    static bool hasOperator(const std::vector<Run> &runs)
    {
        return std::ranges::any_of(runs, [](const Run &run) { return run.role == "operator"; });
    }

    /// As targets get it that know two roles.
    void tellOperatorAsUser(std::vector<Run> &runs)
    {
        for (Run &run : runs) {
            if (run.role != "operator")
                continue;
            add("operator", joined(run.pieces), "words of the user");
            run.role = "user";
            for (std::string &piece : run.pieces)
                piece = "<system>" + piece + "</system>";
        }
    }

    /// What was found without what writers put in, which is told as differences of their own.
    std::vector<Run> withoutFillings()
    {
        std::set<std::string> said;
        for (const Run &run : m_wanted.runs)
            said.insert(run.pieces.begin(), run.pieces.end());
        std::vector<Run> runs;
        for (const Run &run : m_found.runs) {
            Run kept{run.role, {}};
            for (const std::string &piece : run.pieces) {
                const Filling *filling = said.contains(piece) ? nullptr : fillingOf(piece);
                if (filling == nullptr)
                    kept.pieces.push_back(piece);
                else
                    add(filling->what, {}, piece);
            }
            const bool saysNothingNow = kept.pieces.empty() && !run.pieces.empty();
            if (!saysNothingNow || run.role == "assistant")
                runs.push_back(std::move(kept));
        }
        return runs;
    }

    void words()
    {
        std::vector<Run> wanted = m_wanted.runs;
        const std::vector<Run> found = merged(withoutFillings());
        if (hasOperator(wanted) && !hasOperator(found))
            tellOperatorAsUser(wanted);
        wanted = merged(wanted);
        if (rolesOf(wanted) != rolesOf(found)) {
            const std::vector<Run> moved = merged(operatorBehindUser(wanted));
            if (rolesOf(moved) != rolesOf(found)) {
                add("turns", rolesOf(wanted), rolesOf(found));
                return;
            }
            add("operator.place", rolesOf(wanted), rolesOf(found));
            wanted = moved;
        }
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            std::string more;
            const std::string text = joined(found[i].pieces);
            if (const std::string missing = missingPiece(wanted[i].pieces, text, more); !missing.empty())
                add("words", missing, text);
            if (!more.empty() && !isTextOfFile(more))
                add("words.more", {}, more);
        }
    }

    /// Whether a file of plain text is told so; such a file need not come as a file.
    bool isTextOfFile(const std::string &words)
    {
        constexpr std::string_view begin = "file bytes ";
        for (const std::string &media : m_wanted.media) {
            if (media.starts_with(begin) &&
                trimmed(fromBase64(media.substr(begin.size()))) == trimmed(words)) {
                m_toldFiles.insert(media);
                return true;
            }
        }
        return false;
    }

    void calls()
    {
        if (m_wanted.calls.size() != m_found.calls.size())
            add("calls", std::to_string(m_wanted.calls.size()), std::to_string(m_found.calls.size()));
        for (std::size_t i = 0; i < std::min(m_wanted.calls.size(), m_found.calls.size()); ++i) {
            const Call &wanted = m_wanted.calls[i];
            const Call &found = m_found.calls[i];
            compare("calls.id", wanted.id, found.id);
            compare("calls.name", wanted.name, found.name);
            compare("calls.arguments", wanted.arguments, found.arguments);
            m_ids[wanted.id] = found.id;
        }
    }

    void results()
    {
        std::multimap<std::string, const CallResult *> found;
        for (const CallResult &result : m_found.results)
            found.emplace(result.callId, &result);
        std::map<std::string, std::size_t> left;
        for (const CallResult &result : m_wanted.results)
            ++left[result.callId];
        for (const CallResult &wanted : m_wanted.results) {
            const auto id = m_ids.find(wanted.callId);
            const auto match = found.find(id != m_ids.end() ? id->second : wanted.callId);
            const bool isLast = --left[wanted.callId] == 0;
            if (match == found.end() || (!isLast && found.count(match->first) <= left[wanted.callId])) {
                add(id == m_ids.end() && isToldInWords(wanted) ? "results.orphan"
                    : isLast                                   ? "results"
                                                               : "results.again",
                    wanted.words, {});
                continue;
            }
            compareResult(wanted, *match->second);
            found.erase(match);
        }
        for (const auto &[id, result] : found)
            add("results.more", {}, result->words);
    }

    /// A result whose call is not there.
    [[nodiscard]] bool isToldInWords(const CallResult &result) const
    {
        return std::ranges::any_of(m_found.runs, [&](const Run &run) {
            return std::ranges::any_of(run.pieces, [&](const std::string &piece) {
                return piece.starts_with("[result of tool ") &&
                       piece.find(trimmed(result.words)) != std::string::npos;
            });
        });
    }

    void compareResult(const CallResult &wanted, const CallResult &found)
    {
        if (wanted.isError != found.isError)
            add("results.error", wanted.isError ? "true" : "false", found.words);
        if (wanted.media != found.media)
            add("results.media", std::to_string(wanted.media), std::to_string(found.media));
        const std::string words = wanted.media > found.media ? withoutMarkers(found.words) : found.words;
        if (trimmed(wanted.words) == trimmed(words) || canonicalText(wanted.words) == canonicalText(words))
            return;
        add("results.words", wanted.words, found.words);
    }

    void media()
    {
        std::vector<std::string> lost;
        std::vector<std::string> more;
        std::ranges::set_difference(m_wanted.media, m_found.media, std::back_inserter(lost));
        std::ranges::set_difference(m_found.media, m_wanted.media, std::back_inserter(more));
        for (const std::string &one : lost)
            add(m_toldFiles.contains(one) ? "media.astext" : "media", one, {});
        for (const std::string &one : more)
            add("media.more", {}, one);
    }

    void tools()
    {
        for (const auto &[name, wanted] : m_wanted.tools) {
            const auto found = m_found.tools.find(name);
            if (found == m_found.tools.end()) {
                add(wanted.isDeferred ? "tools.deferred" : isNarrowed() ? "tools.chosen" : "tools", name, {});
                continue;
            }
            const DeclaredTool &tool = found->second;
            if (!wanted.isFunction && tool.isFunction) {
                add("tools.kind", name, "a function");
                continue;
            }
            if (trimmed(wanted.description) != trimmed(tool.description))
                add("tools.description", wanted.description, tool.description);
            compare("tools.parameters", wanted.parameters, tool.parameters);
            if ((wanted.strict == "true") != (tool.strict == "true"))
                add("tools.strict", wanted.strict, tool.strict);
        }
        for (const auto &[name, tool] : m_found.tools) {
            if (!m_wanted.tools.contains(name))
                add(std::ranges::count(m_wanted.calls, name, &Call::name) > 0 ? "tools.stub" : "tools.more",
                    {}, name);
        }
    }

    /// Whether no tools are declared but those that the choice leaves.
    [[nodiscard]] bool isNarrowed() const
    {
        const std::string wanted = settingOf(m_wanted, "tool_choice");
        const std::set<std::string> chosen = chosenBy(wanted);
        return (!chosen.empty() || wanted == "none") &&
               std::ranges::all_of(m_found.tools,
                                   [&](const auto &tool) { return chosen.contains(tool.first); });
    }

    /// Whether the choice of a tool is told by that, and by the word that is left of it.
    [[nodiscard]] bool isChoiceTold() const
    {
        const std::string wanted = settingOf(m_wanted, "tool_choice");
        const std::string found = settingOf(m_found, "tool_choice");
        const bool isForced = wanted.starts_with("one") || wanted.starts_with("required");
        return isNarrowed() && (found == wanted || found == (isForced ? "required" : ""));
    }

    static std::string settingOf(const RequestMeaning &meaning, const std::string &name)
    {
        const auto found = meaning.settings.find(name);
        return found != meaning.settings.end() ? found->second : std::string();
    }

    void settings()
    {
        std::set<std::string> names;
        for (const auto *settings : {&m_wanted.settings, &m_found.settings}) {
            for (const auto &[name, value] : *settings)
                names.insert(name);
        }
        for (const std::string &name : names) {
            const std::string wanted = settingOf(m_wanted, name);
            const std::string found = settingOf(m_found, name);
            if (wanted == found)
                continue;
            // What is told in another way has a name of its own.
            if (name == "tool_choice" && isChoiceTold())
                add("tools.chosen", wanted, found);
            else if (name == "tool_choice" && found == "none" && m_wanted.tools.empty())
                add("tools.stub", wanted, found);
            else if (name == "output" && found.empty() &&
                     joined(m_found.system).find("Answer with one JSON") != std::string::npos)
                add("output.words", wanted, joined(m_found.system));
            else if (name == "prompt_cache_key" && found.empty() && m_found.cacheMarks > 0)
                add("cache.key", wanted, std::to_string(m_found.cacheMarks) + " marks");
            else
                add("settings." + name, wanted, found);
        }
    }

    void rest()
    {
        std::multiset<std::string> tokens(m_found.thoughts.begin(), m_found.thoughts.end());
        for (const std::string &token : m_wanted.thoughts) {
            if (const auto found = tokens.find(token); found != tokens.end())
                tokens.erase(found);
            else
                add("thoughts", token, {});
        }
        std::multiset<std::string> foreign;
        for (const std::string &type : m_found.foreign)
            foreign.insert(serviceOf(type));
        for (const std::string &type : m_wanted.foreign) {
            if (const auto found = foreign.find(serviceOf(type)); found != foreign.end())
                foreign.erase(found);
            else
                add("foreign." + type, type, {});
        }
        if (m_wanted.cacheMarks > 0 && m_found.cacheMarks != m_wanted.cacheMarks)
            add("cache", std::to_string(m_wanted.cacheMarks), std::to_string(m_found.cacheMarks));
    }

    const RequestMeaning &m_wanted;
    const RequestMeaning &m_found;
    std::map<std::string, std::string> m_ids; // what a call's id became
    std::set<std::string> m_toldFiles;        // that came as words
    std::vector<Difference> m_differences;
};

} // namespace

std::string_view trimmed(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string missingPiece(const std::vector<std::string> &pieces, std::string_view text, std::string &more)
{
    for (const std::string &piece : pieces) {
        const std::string_view wanted = trimmed(piece);
        if (wanted.empty())
            continue;
        const std::size_t at = text.find(wanted);
        if (at == std::string_view::npos)
            return std::string(wanted);
        more += trimmed(text.substr(0, at));
        text.remove_prefix(at + wanted.size());
    }
    more += trimmed(text);
    return {};
}

std::vector<Difference> differences(const RequestMeaning &wanted, const RequestMeaning &found)
{
    return Comparison(wanted, found).run();
}

} // namespace signalbox::conformance
