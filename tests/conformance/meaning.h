#pragma once

#include "wire/ir/event.h"
#include "wire/ir/request.h"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// What a request or an answer says, whatever format it was said in: plain values to compare, strings
/// unescaped, JSON in one canonical spelling. Made by code of its own, so that what the formats' readers and
/// writers share is held against something that does not share it.
namespace signalbox::conformance {

using Json = nlohmann::json; // sorts members

/// One spelling for equal JSON texts; the text itself where it is none. Nothing counts as {}.
[[nodiscard]] std::string canonicalText(std::string_view json);
[[nodiscard]] std::string canonical(const Json &value);

/// What one side says until another speaks.
struct Run
{
    std::string role; ///< "user", "assistant", "operator"
    std::vector<std::string> pieces;
};

struct Call
{
    std::string id;
    std::string name;      ///< with its namespace before it
    std::string arguments; ///< canonical
    wire::ir::CallKind kind = wire::ir::CallKind::Function;
    bool hasNameSpace = false;
};

struct CallResult
{
    std::string callId;
    std::string words;
    bool isError = false;
    int media = 0; ///< pictures and files in it
};

struct DeclaredTool
{
    std::string description;
    std::string parameters; ///< canonical; empty for tools that are no functions
    std::string strict;     ///< "true", "false" or not said
    bool isFunction = true;
    bool isDeferred = false;
};

struct RequestMeaning
{
    std::vector<std::string> system;
    std::vector<Run> runs;
    std::vector<Call> calls;
    std::vector<CallResult> results;
    std::vector<std::string> media;    ///< kind and source, sorted
    std::vector<std::string> thoughts; ///< opaque tokens
    std::map<std::string, DeclaredTool> tools;
    std::map<std::string, std::string> settings; ///< as notes of what was left out would name them
    std::vector<std::string> foreign;            ///< types of what only its own format knows
    int cacheMarks = 0;
};

[[nodiscard]] RequestMeaning meaningOf(const wire::ir::Request &request);

/// A call's name as flat formats know it.
[[nodiscard]] std::string flatName(std::string_view nameSpace, std::string_view name);

/// Begins a run of this role where another has spoken: also who only calls tools has a turn.
void speak(RequestMeaning &meaning, std::string_view role);
/// Adds words, where there are any, to the run of the same role, or begins one.
void say(RequestMeaning &meaning, std::string_view role, std::string words);

} // namespace signalbox::conformance
