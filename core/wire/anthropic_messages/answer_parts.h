#pragma once

#include "base/json_writer.h"
#include "wire/format.h"
#include "wire/ir/event.h"

#include <string>
#include <string_view>

/// What the writer of streams and the writer of whole answers say alike.
namespace signalbox::wire::anthropic {

/// The members of a message up to its content: `"id":…,"type":"message","role":"assistant","model":…`.
void writeMessageHead(JsonWriter &json, const AnswerContext &context, std::string_view upstreamId,
                      std::string_view upstreamModel);
/// `stop_reason`, `stop_sequence` and, where a refusal was explained, `stop_details`.
void writeStop(JsonWriter &json, const ir::Finish &finish);

/// A finished block of thought: `redacted_thinking` where there is nothing to read, so that clients keep the
/// state all the same. Empty where there is neither a word nor state.
struct Thought
{
    std::string words; ///< escaped, as the token
    std::string token;
    bool isRedacted = false;

    [[nodiscard]] bool isEmpty() const { return words.empty() && token.empty(); }
    [[nodiscard]] bool isHidden() const;
    /// What stands as signature: clients refuse thoughts without one, so words that came without get one that
    /// says nothing.
    [[nodiscard]] std::string signature() const;
};

/// `{"type":"redacted_thinking","data":…}`.
void writeHidden(JsonWriter &json, const Thought &thought);

} // namespace signalbox::wire::anthropic
