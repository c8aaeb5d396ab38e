#include "wire/anthropic_messages/thought_writer.h"

#include <algorithm>

namespace signalbox::wire::anthropic {

namespace {

bool isWritable(const ir::CarriedBlock &carried)
{
    return !carried.token.empty() && carried.place == ir::CarriedBlock::Place::Own;
}

void writeThought(JsonWriter &json, std::string_view words, std::string_view token, bool isRedacted)
{
    json.beginObject();
    if (isRedacted)
        json.key("type").string("redacted_thinking").key("data").escaped(token);
    else
        json.key("type").string("thinking").key("thinking").escaped(words).key("signature").escaped(token);
}

} // namespace

std::optional<ir::Carrier> ThoughtRestorer::open(const ir::ReasoningBlock &thought) const
{
    std::optional<ir::Carrier> carrier = ir::openCarrier(thought.token, m_carrierKey);
    if (carrier && carrier->family != m_family)
        carrier.reset();
    return carrier;
}

bool ThoughtRestorer::isOwn(const ir::ReasoningBlock &thought) const
{
    if (!ir::isCarrier(thought.token))
        return m_isSameFormat && !thought.token.isEmpty();
    const std::optional<ir::Carrier> carrier = open(thought);
    return carrier && std::ranges::any_of(carrier->blocks, isWritable);
}

bool ThoughtRestorer::write(JsonWriter &json, const ir::Block &block, const ir::ReasoningBlock &thought) const
{
    if (!ir::isCarrier(thought.token)) {
        // Without a carrier nobody says whose it is: only a client of this API got it from this API.
        if (!m_isSameFormat)
            return false;
        writeThought(json, thought.content.empty() ? "" : thought.content.front().escaped,
                     thought.token.escaped, thought.redacted);
        for (const auto &[name, value] : block.extras)
            json.key(name.escaped).raw(value.text);
        json.endObject();
        return true;
    }
    const std::optional<ir::Carrier> carrier = open(thought);
    bool hasWritten = false;
    for (const ir::CarriedBlock &carried : carrier ? carrier->blocks : std::vector<ir::CarriedBlock>()) {
        if (!isWritable(carried))
            continue;
        writeThought(json, carried.text, carried.token, carried.redacted);
        json.endObject();
        hasWritten = true;
    }
    return hasWritten;
}

} // namespace signalbox::wire::anthropic
