#pragma once

#include "base/money.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// The configuration document as values. What the document may say, and the defaults, stand in
/// resources/schema.
namespace signalbox::config {

enum class Auth { Required, None };

struct AdminToken
{
    std::string id;
    std::string secret; ///< reference
    std::string role = "admin";

    bool operator==(const AdminToken &) const = default;
};

struct Server
{
    std::vector<std::string> listen{"127.0.0.1:7717", "[::1]:7717"};
    Auth auth = Auth::Required;
    std::chrono::seconds drain{10};
    std::int64_t maxBodyBytes = 64LL * 1024 * 1024; ///< decoded
    std::vector<std::string> allowedHosts;
    std::vector<AdminToken> adminTokens;

    bool operator==(const Server &) const = default;
};

struct ProviderKey
{
    std::string id;
    std::string secret; ///< reference: "keychain:NAME", "env:NAME", "file:PATH"
    double weight = 1;
    std::vector<std::string> models; ///< patterns with *; empty: all
    bool enabled = true;

    bool operator==(const ProviderKey &) const = default;
};

struct Timeouts
{
    std::chrono::milliseconds connect{5'000};
    std::chrono::milliseconds firstByte{60'000};
    std::chrono::milliseconds idle{120'000};
    std::chrono::milliseconds total{900'000};

    bool operator==(const Timeouts &) const = default;
};

struct Retry
{
    int max = 2;
    std::chrono::milliseconds base{300};
    std::chrono::milliseconds limit{5'000}; ///< "max_ms"

    bool operator==(const Retry &) const = default;
};

struct Breaker
{
    int failures = 4;
    std::chrono::seconds window{60};
    double errorRate = 0.6;
    int minRequests = 10;
    std::chrono::seconds open{30};

    bool operator==(const Breaker &) const = default;
};

/// US dollars for a million tokens; absent: unknown.
struct Price
{
    std::optional<Money> inputPerMtok;
    std::optional<Money> outputPerMtok;
    std::optional<Money> cacheReadPerMtok;
    std::optional<Money> cacheWritePerMtok;

    bool operator==(const Price &) const = default;
};

/// A model that a provider's entry tells of, beside or over the catalogue's row.
struct ModelEntry
{
    std::string id;
    std::optional<std::int64_t> context;
    std::optional<std::int64_t> maxOutput;
    std::optional<bool> toolCall;
    std::optional<bool> reasoning;
    std::optional<bool> images;
    std::optional<Price> price;

    bool operator==(const ModelEntry &) const = default;
};

/// How fast and how unreliable a simulated provider is. Rates from 0 to 1.
struct Simulation
{
    double tokensPerSecond = 80;
    std::chrono::milliseconds firstToken{250};
    double failRate = 0;
    double stallRate = 0;
    double cutRate = 0;

    bool operator==(const Simulation &) const = default;
};

/// How a request shows its key.
struct KeyHeader
{
    std::string header;
    std::string prefix; ///< before the key: "Bearer "

    bool operator==(const KeyHeader &) const = default;
};

struct Provider
{
    std::string id;
    std::string kind; ///< a catalogue id, or "openai-compatible", "anthropic-compatible", "simulated"
    bool enabled = true;
    std::string baseUrl;           ///< empty: the catalogue's
    std::vector<std::string> wire; ///< in order of preference; empty: the catalogue's
    std::vector<ProviderKey> keys;
    std::vector<ModelEntry> models;
    std::optional<KeyHeader> auth;                ///< absent: the catalogue's, or "Authorization: Bearer "
    std::map<std::string, std::string> headers;   ///< sent with every request
    std::map<std::string, std::string> variables; ///< fill {…} of the catalogue's URL: "resource", "region"
    Timeouts timeouts;
    Retry retry;
    Breaker breaker;
    Simulation simulation;
    std::optional<std::string> proxy; ///< overrides the document's

    bool operator==(const Provider &) const = default;
};

enum class Strategy { Weighted, Priority, RoundRobin, LeastBusy, LowestLatency, LowestCost, Hash };
enum class Affinity { None, Conversation };

struct RouteTarget
{
    std::string provider;
    std::string model;
    double weight = 1; ///< a share, any non-negative number; 0 = out

    bool operator==(const RouteTarget &) const = default;
};

struct VirtualModel
{
    std::string name;
    Strategy strategy = Strategy::Weighted;
    Affinity affinity = Affinity::None;
    std::vector<RouteTarget> targets;
    std::vector<RouteTarget> fallbacks; ///< in order, once all targets have failed

    bool operator==(const VirtualModel &) const = default;
};

/// Either a stored hash ("sha256:…") or a reference to the key itself.
struct VirtualKey
{
    std::string id;
    std::string hash;
    std::string secret;
    std::vector<std::string> models{"*"};
    bool enabled = true;
    std::optional<std::chrono::sys_seconds> expires;

    bool operator==(const VirtualKey &) const = default;
};

struct Telemetry
{
    bool prometheus = true;

    bool operator==(const Telemetry &) const = default;
};

struct LedgerSettings
{
    int keepDays = 400;
    std::string capture = "off";

    bool operator==(const LedgerSettings &) const = default;
};

struct Configuration
{
    int version = 1;
    Server server;
    std::string proxy = "system"; ///< "system", "none" or a URL
    std::vector<Provider> providers;
    std::vector<VirtualModel> models;
    std::vector<VirtualKey> virtualKeys;
    Telemetry telemetry;
    LedgerSettings ledger;

    bool operator==(const Configuration &) const = default;
};

} // namespace signalbox::config
