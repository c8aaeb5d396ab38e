#pragma once

#include "base/json_writer.h"
#include "base/result.h"
#include "wire/format.h"
#include "wire/ir/request.h"
#include "wire/ir/tool_names.h"

#include <string>
#include <string_view>
#include <vector>

/// Writes the neutral form as a request of the Gemini API. The same request and target give the same bytes:
/// providers cache by prefix.
namespace signalbox::wire::gemini {

[[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request, const Target &target);
/// The same to be counted: what counting does not know is left out.
[[nodiscard]] Result<WrittenRequest> writeCountRequest(const ir::Request &request, const Target &target);

/// What the parts of the writer share while one request is written.
struct WriteContext
{
    const ir::Request &request;
    const Target &target;
    const ir::ToolNames &names;
    JsonWriter &json;
    std::vector<std::string> &dropped;

    /// The client spoke this format itself: what it wrote stays as it is.
    [[nodiscard]] bool isSameFormat() const { return request.source == Format::Gemini; }
    [[nodiscard]] bool hasFunctions() const { return !names.declared().empty(); }
    /// The schema of the answer must be told in words: the model holds to none, or not beside functions.
    [[nodiscard]] bool tellsSchema() const
    {
        return request.output.kind == ir::OutputFormat::Kind::JsonSchema && !isSameFormat() &&
               (!target.rules.jsonSchema || (!target.rules.toolsTogether && hasFunctions()));
    }
    [[nodiscard]] std::string_view nameOf(const ir::CallBlock &call) const
    {
        return isSameFormat() ? call.name.escaped : names.flat(call);
    }
    void drop(std::string_view name);
};

/// `systemInstruction` and `contents`. `systemEnd` (escaped) is put behind the system's words.
[[nodiscard]] Result<void> writeContents(WriteContext &context, std::string_view systemEnd);
/// `tools` and `toolConfig`.
[[nodiscard]] Result<void> writeTools(WriteContext &context);
/// `generationConfig` and the top-level members beside it.
void writeParameters(WriteContext &context);
/// `thinkingConfig`, where there is anything to say.
void writeThinking(WriteContext &context);

} // namespace signalbox::wire::gemini
