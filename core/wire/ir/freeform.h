#pragma once

#include "wire/ir/request.h"
#include "wire/text.h"

#include <string>
#include <string_view>

/// How tools that a target does not know (freeform text, a client's own search, shells) are shown to it as
/// functions with JSON arguments.
namespace signalbox::wire::ir {

struct FunctionForm
{
    Text description;
    RawJson parameters;
    bool grammarCut = false; ///< its grammar was too long to be told whole
};

/// Functions are given as they are. What is made here is kept in `arena`. The same tool gives the same bytes.
[[nodiscard]] FunctionForm functionForm(const Tool &tool, Arena &arena);

/// Appends the arguments that say `input` to a tool shown as a function, escaped for the inside of a JSON
/// string:
/// `{\"input\":\"…\"}`.
void appendWrappedInput(std::string &out, Text input);

/// Appends a text that is escaped once, escaped once more.
void appendEscapedAgain(std::string &out, std::string_view escaped);

/// Appends the arguments of any call as the function that functionForm shows: JSON text, escaped for the
/// inside of a JSON string.
void appendCallArguments(std::string &out, const CallBlock &call);

/// What a result says whose item is neither text nor parts: a search's tools, a shell's output.
[[nodiscard]] std::string itemResultText(const ResultBlock &result);

/// The text of what a client's tool search has loaded, for targets where its result must be words.
[[nodiscard]] std::string loadedToolsText(RawJson toolSearchOutput);

} // namespace signalbox::wire::ir
