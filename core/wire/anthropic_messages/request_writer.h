#pragma once

#include "base/json_writer.h"
#include "base/result.h"
#include "wire/anthropic_messages/thinking_plan.h"
#include "wire/format.h"
#include "wire/ir/normalise.h"
#include "wire/ir/request.h"
#include "wire/ir/tool_names.h"

#include <string>
#include <string_view>
#include <vector>

/// Writes the neutral form as a request of the Messages API. The same request and target give the same bytes:
/// the provider caches by prefix.
namespace signalbox::wire::anthropic {

/// What of a request is written: counting takes no parameters of the answer.
enum class Purpose { Answer, Count };

[[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request, const Target &target,
                                                  Purpose purpose = Purpose::Answer);

/// What the parts of the writer share while one request is written.
struct WriteContext
{
    const ir::Request &request;
    const Target &target;
    const ir::ToolNames &names;
    JsonWriter &json;
    std::vector<std::string> &dropped;
    ThinkingPlan plan = {};
    std::string systemEnd = {}; ///< words for the model that no member can say, escaped
    /// The gateway marks where the provider's cache is to begin anew, in this form; empty: it does not.
    std::string_view cacheMark = {};

    /// The client spoke this format itself: what it wrote may stay in its form.
    [[nodiscard]] bool isSameFormat() const { return request.source == Format::AnthropicMessages; }
    void drop(std::string_view name);
    void addSystemWords(std::string_view escaped);
};

/// How the turns are written: normalised by the rules of this API and model.
[[nodiscard]] Result<ir::NormalConversation> arrangeTurns(const ir::Request &request, const Target &target);
/// Whether the answer continues a loop of calls whose last step does not begin with a thought of the
/// target's.
[[nodiscard]] bool startsUnsigned(const ir::NormalConversation &conversation, const Target &target,
                                  bool isSameFormat);

/// `system`.
[[nodiscard]] Result<void> writeSystem(WriteContext &context);
/// `messages`.
[[nodiscard]] Result<void> writeMessages(WriteContext &context, const ir::NormalConversation &conversation);
/// `tools` and `tool_choice`. May add words to the system's end.
[[nodiscard]] Result<void> writeTools(WriteContext &context, const ir::NormalConversation &conversation);
/// What bounds and steers the answer.
void writeParameters(WriteContext &context, Purpose purpose);
/// `thinking` and `output_config`, or words to the system where the model cannot be held to a schema.
void writeOutput(WriteContext &context);

} // namespace signalbox::wire::anthropic
