#pragma once

#include "wire/dialect.h"
#include "wire/format_id.h"
#include "wire/ir/event.h"
#include "wire/text.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Reasoning state on its way through clients that keep no state of their own: one opaque string of ours, put
/// into whatever opaque slot the client's format has, that says whose the state is.
namespace signalbox::wire::ir {

enum class CarrierKind {
    Reasoning, ///< 'r': blocks of thought
    Signature, ///< 's': a signature that belongs to a call or a text
    Compact,   ///< the summary that a compaction stands for
};

/// One block of a provider's reasoning state, strings as insides of JSON strings.
struct CarriedBlock
{
    enum class Place { Own, Previous, Next }; ///< of a signature: the block before or behind the carrier
    std::string text;
    std::string token;
    std::string id;
    std::string details; ///< a JSON value
    bool redacted = false;
    Place place = Place::Own;

    bool operator==(const CarriedBlock &) const = default;
};

struct Carrier
{
    CarrierKind kind = CarrierKind::Reasoning;
    std::string family; ///< whose state it is
    std::string model;
    std::vector<CarriedBlock> blocks;

    bool operator==(const Carrier &) const = default;
};

/// "gw1.r.…", characters that need no escape anywhere. Signed with `key`; without one it has a checksum,
/// which tells damage and not forgery.
[[nodiscard]] std::string sealCarrier(const Carrier &carrier, std::string_view key);
/// Nothing where it is none of ours, damaged, or signed with another key.
[[nodiscard]] std::optional<Carrier> openCarrier(Text token, std::string_view key);
[[nodiscard]] inline bool isCarrier(Text token)
{
    return token.escaped.starts_with("gw1.");
}

/// Under which name a host's reasoning state travels. Unknown hosts share none: their thoughts go back to
/// them alone.
[[nodiscard]] std::string carrierFamily(const Dialect &dialect, std::string_view model);

/// Between an upstream's reader and a client's writer: collects the reasoning state of each block and gives
/// it out as one carrier where the client can keep it. Where client and upstream are of one family it changes
/// nothing. The same answer gives the same carriers. Lives for one answer; the next sink outlives it.
class CarrierSealer final : public EventSink
{
public:
    struct Options
    {
        Format upstream = Format::OpenAiChat;
        Format client = Format::OpenAiResponses;
        Dialect dialect;   ///< the upstream's
        std::string model; ///< the upstream's name of it
        std::string key;
    };

    CarrierSealer(Options options, EventSink &next);
    void on(const Event &event) override;

private:
    void onBlockStart(const BlockStart &start);
    void onSignature(const Signature &signature);
    void onBlockEnd(const BlockEnd &end);
    void releaseCall();
    void emitCarrierBlock(CarrierKind kind, CarriedBlock block);
    [[nodiscard]] std::string seal(CarrierKind kind, CarriedBlock block) const;

    Options m_options;
    EventSink &m_next;
    std::string m_family;
    bool m_enabled = false;
    bool m_carriesText = false; // the upstream wants the words themselves back
    int m_index = 0;            // of the next block that goes out
    BlockKind m_open = BlockKind::Text;
    bool m_isOpen = false;
    CarriedBlock m_block;                 // of the open reasoning block
    std::vector<CarriedBlock> m_trailing; // signatures of the text that just ended, or of the answer
    bool m_callHeld = false;
    BlockStart m_heldCall; // its slices are m_held*
    std::string m_heldId;
    std::string m_heldNameSpace;
    std::string m_heldName;
};

} // namespace signalbox::wire::ir
