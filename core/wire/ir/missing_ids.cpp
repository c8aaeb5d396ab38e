#include "wire/ir/missing_ids.h"

#include "base/ids.h"

#include <string>

namespace signalbox::wire::ir {

Text MissingIds::ofCall(Text given, Text name)
{
    if (!given.isEmpty())
        return given;
    const std::string of = std::to_string(m_made++) + unescape(name);
    m_waiting.push_back(Text{m_arena.keep(derivedId("call_", of))});
    return m_waiting.back();
}

Text MissingIds::ofResult(Text given)
{
    if (!given.isEmpty() || m_waiting.empty())
        return given;
    const Text id = m_waiting.front();
    m_waiting.pop_front();
    return id;
}

} // namespace signalbox::wire::ir
