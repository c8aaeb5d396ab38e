#pragma once

#include "base/json_writer.h"
#include "base/result.h"
#include "wire/format.h"
#include "wire/ir/normalise.h"
#include "wire/ir/request.h"
#include "wire/ir/tool_names.h"

#include <string>
#include <string_view>
#include <vector>

/// Writes the neutral form as a request of the Chat Completions API, in the dialect of one host. The same
/// request and target give the same bytes: providers cache by prefix.
namespace signalbox::wire::openai_chat {

[[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request, const Target &target);

/// What the parts of the writer share while one request is written.
struct WriteContext
{
    const ir::Request &request;
    const Target &target;
    const ir::ToolNames &names;
    JsonWriter &json;
    std::vector<std::string> &dropped;

    [[nodiscard]] const Dialect &dialect() const { return target.dialect; }
    /// The client spoke this format itself: what it wrote may stay in its form.
    [[nodiscard]] bool isSameFormat() const { return request.source == Format::OpenAiChat; }
    /// Takes what the OpenAI API has beyond its imitators.
    [[nodiscard]] bool isOpenAi() const { return dialect().family == "openai"; }
    [[nodiscard]] bool takes(std::string_view field) const;
    void drop(std::string_view name);
};

/// `messages`. `systemEnd` is put behind the system's words.
[[nodiscard]] Result<void> writeMessages(WriteContext &context, std::string_view systemEnd);
/// `tools`, `tool_choice` and `parallel_tool_calls`.
[[nodiscard]] Result<void> writeTools(WriteContext &context);

} // namespace signalbox::wire::openai_chat
