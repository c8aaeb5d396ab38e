#pragma once

#include "secrets/secret_store.h"

#include <optional>
#include <string>

namespace signalbox::secrets {

/// Secrets in environment variables. A program started from a desktop's menu does not have those of the
/// shell.
class EnvironmentStore final : public SecretStore
{
public:
    using Lookup = std::function<std::optional<std::string>(const std::string &)>;

    /// Without a look-up, the process's own environment.
    explicit EnvironmentStore(Lookup lookup = {});
    void read(const SecretRef &ref, Done done) override;

private:
    Lookup m_lookup;
};

} // namespace signalbox::secrets
