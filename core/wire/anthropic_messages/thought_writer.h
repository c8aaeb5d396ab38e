#pragma once

#include "base/json_writer.h"
#include "wire/format.h"
#include "wire/ir/carrier.h"
#include "wire/ir/request.h"

#include <string>

namespace signalbox::wire::anthropic {

/// Gives thoughts back to the provider that had them, byte for byte: a signature is of its words. Thoughts of
/// others are left out; as text a model would imitate them. Lives while one request is written.
class ThoughtRestorer final
{
public:
    ThoughtRestorer(const Target &target, bool isSameFormat)
        : m_carrierKey(target.carrierKey), m_family(ir::carrierFamily(target.dialect, target.model)),
          m_isSameFormat(isSameFormat)
    {
    }

    /// Whether something of it would be written.
    [[nodiscard]] bool isOwn(const ir::ReasoningBlock &thought) const;
    /// Writes its blocks; false where there were none.
    bool write(JsonWriter &json, const ir::Block &block, const ir::ReasoningBlock &thought) const;

private:
    [[nodiscard]] std::optional<ir::Carrier> open(const ir::ReasoningBlock &thought) const;

    std::string_view m_carrierKey;
    std::string m_family;
    bool m_isSameFormat;
};

} // namespace signalbox::wire::anthropic
