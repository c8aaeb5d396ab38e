#pragma once

#include "wire/ir/request.h"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::wire::ir {

/// A turn of a normalised conversation: pointers into the request, or to blocks made on the way.
struct NormalTurn
{
    Role role = Role::User;
    const Turn *source = nullptr; ///< the first turn it was made of; null for invented ones
    std::vector<const Block *> blocks;
};

/// A conversation in which every call is followed by its result. Refers to the request and owns what was
/// made.
struct NormalConversation
{
    std::vector<NormalTurn> turns;
    std::deque<Block> made;
    Arena arena;
    std::vector<Text> leftOut; ///< types of items and hosted calls that mean nothing to the target
    /// Why the history cannot be told to this target, so that the request must be refused; empty where it
    /// can.
    std::string unreadable;
};

/// What a target's conversation must look like.
struct ConversationRules
{
    Format format = Format::OpenAiChat; ///< the target's: opaque and hosted blocks of others are left out
    std::string_view carrierKey;        ///< opens compactions that the gateway made
    bool mergeUserTurns = true;         ///< neighbouring user turns become one
    bool operatorAsUser =
        true;               ///< words of the operator in mid-history become `<system>…</system>` of the user
    bool userFirst = false; ///< an assistant must not begin
    bool userLast = false;  ///< an assistant must not end (no prefill)
    bool keepLoneReasoning = false; ///< assistant turns that hold nothing but thoughts stay
};

/// Puts results directly behind their calls, in the order of the calls; invents a result for a call that was
/// interrupted; turns a result without a call into words; merges neighbours; drops empty text. The request
/// stays as it is: after a failover it is normalised anew for the next target.
[[nodiscard]] NormalConversation normalise(const Request &request, const ConversationRules &rules);

[[nodiscard]] inline bool isResult(const Block &block)
{
    return std::holds_alternative<ResultBlock>(block.value);
}

} // namespace signalbox::wire::ir
