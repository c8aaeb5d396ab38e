#pragma once

#include "wire/gemini/request_writer.h"
#include "wire/ir/normalise.h"

#include <string>
#include <vector>

namespace signalbox::wire::gemini {

/// A part to write: a block of the conversation with its signature, or one that was carried whole.
struct PlannedPart
{
    const ir::Block *block = nullptr;
    std::string token; ///< escaped; empty for none
    std::string raw;   ///< a whole part; else `block` or, without one, a thought
    std::string thought;
};

/// The parts of one turn of the model, each with the signature that belongs to it: Google's own as a client
/// of this format kept them, and those that carriers brought through other clients. `mustSign`: the model
/// refuses the turn where its first call has none, so one gets the word that this API takes instead.
[[nodiscard]] std::vector<PlannedPart> planTurn(const ir::NormalTurn &turn, const WriteContext &context,
                                                bool mustSign);

} // namespace signalbox::wire::gemini
