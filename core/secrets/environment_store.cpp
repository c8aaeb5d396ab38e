#include "secrets/environment_store.h"

#include <cstdlib>

namespace signalbox::secrets {

EnvironmentStore::EnvironmentStore(Lookup lookup) : m_lookup(std::move(lookup))
{
    if (!m_lookup) {
        m_lookup = [](const std::string &name) -> std::optional<std::string> {
            const char *value = std::getenv(name.c_str());
            return value == nullptr ? std::nullopt : std::optional<std::string>(value);
        };
    }
}

void EnvironmentStore::read(const SecretRef &ref, Done done)
{
    auto value = m_lookup(ref.name);
    if (!value || value->empty()) {
        done(fail(ErrorCode::NotFound,
                  "the environment variable " + ref.name +
                      " is not set for this program (one started from a menu does not have those of a shell)",
                  ref.toString()));
        return;
    }
    done(Secret(std::move(*value)));
}

} // namespace signalbox::secrets
