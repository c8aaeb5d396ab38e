#pragma once

#include "difference.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string>
#include <string_view>

/// When a rule about losses applies: what a difference that it allows looks like.
namespace signalbox::conformance {

inline bool isAbsent(const Difference &difference)
{
    return difference.found.empty();
}
inline bool isAdded(const Difference &difference)
{
    return difference.wanted.empty();
}
inline bool isChanged(const Difference &difference)
{
    return !difference.wanted.empty() && !difference.found.empty();
}

/// Ids of calls that most APIs take as they are.
inline bool isUnusualId(const Difference &difference)
{
    return !difference.found.empty() && (difference.wanted.empty() || difference.wanted.size() > 64 ||
                                         std::ranges::any_of(difference.wanted, [](unsigned char c) {
                                             return std::isalnum(c) == 0 && c != '_' && c != '-';
                                         }));
}
inline bool wasEmptyResult(const Difference &difference)
{
    return trimmed(difference.wanted).empty() && difference.found == "(no output)";
}
inline bool isInterruption(const Difference &difference)
{
    return difference.found.find("[no output: the call was interrupted]") != std::string::npos;
}
inline bool tellsOfMedia(const Difference &difference)
{
    std::string more;
    return difference.found.find(" of this result follows]") != std::string::npos &&
           missingPiece({difference.wanted}, difference.found, more).empty();
}
inline bool leavesImageOut(const Difference &difference)
{
    return difference.found.find("[an image was left out") != std::string::npos;
}
inline bool hasErrorPrefix(const Difference &difference)
{
    return difference.found.starts_with("Error: ") || difference.found.find("error") != std::string::npos;
}
inline bool isErrorPrefixed(const Difference &difference)
{
    return difference.found == "Error: " + difference.wanted;
}
inline bool isLess(const Difference &difference)
{
    return isChanged(difference) && std::stoll(difference.found) < std::stoll(difference.wanted);
}
/// Names of properties and values of enumerations, wherever they stand in a schema.
inline void collectNames(const Json &schema, std::set<std::string> &names)
{
    if (!schema.is_structured())
        return;
    if (schema.is_object()) {
        if (const auto properties = schema.find("properties");
            properties != schema.end() && properties->is_object()) {
            for (const auto &[name, property] : properties->items())
                names.insert(name);
        }
        if (const auto values = schema.find("enum"); values != schema.end())
            names.insert("enum " + values->dump());
    }
    for (const Json &inner : schema)
        collectNames(inner, names);
}
/// Whether another schema has all that can be filled in ("schema " stands before those of outputs).
inline bool keepsProperties(const Difference &difference)
{
    const auto names = [](std::string_view text) {
        constexpr std::string_view prefix = "schema ";
        text.remove_prefix(text.starts_with(prefix) ? prefix.size() : 0);
        std::set<std::string> found;
        collectNames(Json::parse(text, nullptr, false), found);
        return found;
    };
    const std::set<std::string> found = names(difference.found);
    return isChanged(difference) && std::ranges::all_of(names(difference.wanted), [&](const auto &name) {
               return found.contains(name);
           });
}
inline bool isThinking(const Difference &difference)
{
    return difference.wanted == "thinking";
}
/// Items that only xAI's clients know.
inline bool isOfXai(const Difference &difference)
{
    return difference.wanted == "x_search_call";
}
inline bool isIdOfNine(const Difference &difference)
{
    return isUnusualId(difference) || difference.found.size() == 9;
}
inline bool isLargeLetters(const Difference &difference)
{
    static constexpr std::array<std::string_view, 6> types{"STRING",  "NUMBER", "INTEGER",
                                                           "BOOLEAN", "ARRAY",  "OBJECT"};
    return std::ranges::find(types, difference.wanted) != types.end();
}
inline bool isDefaultModality(const Difference &difference)
{
    return difference.wanted == "TEXT";
}
inline bool isDerivedUser(const Difference &difference)
{
    return difference.found.starts_with("user_");
}
inline bool isOurKeysFault(const Difference &difference)
{
    return difference.wanted == "auth" || difference.wanted == "forbidden";
}
inline bool isFinalForCodex(const Difference &difference)
{
    return difference.found == "policy" && difference.wanted == "bad request";
}
inline bool isTooMuch(const Difference &difference)
{
    return difference.wanted == "too large" && difference.found == "context too long";
}
/// Google has one status for both.
inline bool isOneStatus(const Difference &difference)
{
    return difference.wanted == "quota" && difference.found == "rate limited";
}
inline bool isServerSide(const Difference &difference)
{
    return difference.wanted == "closed" && difference.found == "server";
}
inline bool isPlainStop(const Difference &difference)
{
    return difference.found == "stop" && (difference.wanted == "sequence" || difference.wanted == "unknown");
}
inline bool isLength(const Difference &difference)
{
    return difference.wanted == "context" && difference.found == "length";
}
inline bool isOutputObject(const Difference &difference)
{
    return canonical(Json{{"output", difference.wanted}}) == canonicalText(difference.found);
}
inline bool asksForJson(const Difference &difference)
{
    return difference.found.find("Answer with one JSON") != std::string::npos;
}
inline bool saysHowToCall(const Difference &difference)
{
    return difference.found.find("You must call") != std::string::npos ||
           difference.found.find("Do not call tools.") != std::string::npos;
}
inline bool isRawArguments(const Difference &difference)
{
    return difference.found.find(R"("_raw")") != std::string::npos && !Json::accept(difference.wanted);
}
inline bool isLeastOutput(const Difference &difference)
{
    return difference.found == "16" && difference.wanted.size() <= 2;
}
inline bool isWithoutParameters(const Difference &difference)
{
    const auto isEmpty = [](const std::string &schema) {
        return schema == "{}" || schema == R"({"properties":{},"type":"object"})";
    };
    return isEmpty(difference.wanted) && isEmpty(difference.found);
}
inline bool isNameAsDescription(const Difference &difference)
{
    return difference.wanted.empty() && !difference.found.empty();
}
inline bool wasShortened(const Difference &difference)
{
    const Json wanted = Json::parse(difference.wanted, nullptr, false);
    const Json found = Json::parse(difference.found, nullptr, false);
    return wanted.is_array() && found.is_array() && found.size() < wanted.size() &&
           std::equal(found.begin(), found.end(), wanted.begin());
}
inline bool isNoTools(const Difference &difference)
{
    return difference.wanted == "none";
}

} // namespace signalbox::conformance
