#pragma once

#include "wire/ir/event.h"
#include "wire/json/document.h"

#include <optional>
#include <string>
#include <string_view>

namespace signalbox::wire::anthropic {

/// Whether a block of this type tells what the provider did itself; all other unknown types are skipped.
[[nodiscard]] bool isHostedType(std::string_view type);

/// A block of what the provider did itself, as it comes: its input may follow in pieces.
class HostedBlock final
{
public:
    void begin(json::Value block);
    /// A piece of the input's JSON text, or of a compaction's words; escaped.
    void add(Text piece) { m_pieces += piece.escaped; }
    /// The whole block. A search has the form that all writers know (Responses' `web_search_call`); others
    /// stay as they are, for clients of this format.
    [[nodiscard]] std::string end();

private:
    std::string m_block;
    std::string m_pieces;
};

/// The block of this format that such an item stands for; empty for items of other formats.
[[nodiscard]] std::string blockOf(RawJson item);

/// A `citations_delta`'s citation in the neutral form; nothing for kinds that only this API has. The places
/// are characters of the block's text.
[[nodiscard]] std::optional<std::string> urlCitation(json::Value citation, std::int64_t begin,
                                                     std::int64_t end);

/// Characters (code points) that the inside of a JSON string says.
[[nodiscard]] std::int64_t characters(std::string_view escaped);

} // namespace signalbox::wire::anthropic
