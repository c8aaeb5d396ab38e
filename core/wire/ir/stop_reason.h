#pragma once

#include "record/usage.h"
#include "wire/ir/event.h"

#include <optional>
#include <string_view>

namespace signalbox::wire::ir {

/// The neutral reason behind one of the words that Chat hosts and their like use; nothing for a word nobody
/// knows.
[[nodiscard]] std::optional<StopReason> stopReasonFromChat(std::string_view word);
[[nodiscard]] std::string_view chatFinishReason(StopReason reason);

/// The reason to tell where an answer held calls or a refusal: they outweigh what the upstream said, except
/// that it was cut or filtered.
[[nodiscard]] StopReason effectiveReason(StopReason told, bool hasCalls, bool hasRefusal);

/// Whether an answer with nothing in it is one all the same: asked again, or elsewhere, nobody would have
/// more.
[[nodiscard]] bool explainsSilence(StopReason reason);

/// No negative counts, details not above their totals: what a broken upstream says is not billed.
[[nodiscard]] record::Usage sane(record::Usage usage);

} // namespace signalbox::wire::ir
