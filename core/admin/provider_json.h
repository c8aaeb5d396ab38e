#pragma once

#include "control/providers.h"

#include <nlohmann/json_fwd.hpp>

#include <string_view>

/// Providers and their tests as JSON: on the control socket and as what `signalbox providers --json` prints.
/// Pure.
namespace signalbox::admin {

/// "answered", "refused_key" …
[[nodiscard]] std::string_view toString(control::ProviderTest::Verdict verdict);

[[nodiscard]] nlohmann::ordered_json toJson(const control::ProviderView &view);
/// Times in milliseconds, the cost as a decimal in US dollars.
[[nodiscard]] nlohmann::ordered_json toJson(const control::ProviderTest &test);

/// Of our own gateway: what is missing keeps its default.
[[nodiscard]] control::ProviderView readProviderView(const nlohmann::json &json);
[[nodiscard]] control::ProviderTest readProviderTest(const nlohmann::json &json);

} // namespace signalbox::admin
