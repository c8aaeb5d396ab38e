#pragma once

#include "catalog/catalog.h"
#include "config/configuration.h"
#include "gateway/provider_line.h"
#include "secrets/secret_values.h"

#include <string>
#include <vector>

namespace signalbox::app {

/// A secret as the gateway wants to know it.
[[nodiscard]] gateway::SecretState secretStateOf(const secrets::SecretValue &value);

/// Why requests to providers that are switched on would fail before they are sent, in English, each with the
/// provider's id: an address that misses a part, a key that was read and is none of this provider's. Keys
/// that cannot be read are not told: whoever asks has their state.
[[nodiscard]] std::vector<std::string> providerProblems(const config::Configuration &configuration,
                                                        const catalog::Catalog &catalog,
                                                        const secrets::SecretValues &secrets);

} // namespace signalbox::app
