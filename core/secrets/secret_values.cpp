#include "secrets/secret_values.h"

#include <algorithm>

namespace signalbox::secrets {

const SecretValue &SecretValues::find(std::string_view reference) const
{
    static const SecretValue kPending;
    const auto found = m_values.find(reference);
    return found == m_values.end() ? kPending : found->second;
}

bool SecretValues::isSettled() const
{
    return std::ranges::none_of(m_values,
                                [](const auto &each) { return each.second.state == SecretState::Pending; });
}

std::string_view toString(SecretState state)
{
    switch (state) {
    case SecretState::Ready:
        return "ready";
    case SecretState::Pending:
        return "pending";
    case SecretState::Missing:
        return "missing";
    case SecretState::Locked:
        return "locked";
    case SecretState::Failed:
        return "failed";
    }
    return "";
}

} // namespace signalbox::secrets
