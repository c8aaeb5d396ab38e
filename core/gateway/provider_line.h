#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "catalog/catalog.h"
#include "config/configuration.h"
#include "gateway/request_signer.h"
#include "net/transport.h"
#include "upstream/http_client.h"
#include "wire/dialect.h"
#include "wire/format.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::gateway {

/// Where requests of one format go at one provider.
struct FormatEndpoint
{
    wire::Format format = wire::Format::OpenAiChat;
    net::Endpoint endpoint;
    std::string pathPrefix; ///< "/v1", without a slash at its end; may hold a place for the model's name
    std::string query;      ///< behind every path: "api-version=2024-10-21"
    std::string service;    ///< of AWS, for which signed requests count
    wire::Dialect dialect;
    std::vector<std::string> models; ///< patterns: served here and by no other format; empty: all the rest

    /// Path and query of a request for `model`; `path` as its format has it.
    [[nodiscard]] std::string target(std::string_view path, std::string_view model) const;
    /// `target` with the query behind it.
    [[nodiscard]] std::string withQuery(std::string target) const;
    /// Whether the address is one for each model.
    [[nodiscard]] bool namesModel() const;
};

/// One key of a provider, as far as it can be used.
struct LineKey
{
    std::string id;
    double weight = 1;
    std::vector<std::string> models;      ///< patterns; empty: all
    std::shared_ptr<const Secret> secret; ///< null: not to be had just now
    /// Signs requests, which then hold no secret; null: the secret is sent as it is.
    std::shared_ptr<const RequestSigner> signer;
    std::string problem;  ///< why not, in English
    bool waiting = false; ///< the store is locked or still asked: a 503, not a failure of the provider

    /// Where a provider quotes the key or a part of it: overwrites it with stars.
    void maskIn(std::span<char> answer) const;
};

/// Of a provider that `ProviderLine::lacksKey`, for people.
inline constexpr std::string_view kLacksKey = "it needs a key, and has none to use";

/// A configured provider, made ready to be called: the catalogue's row under the configuration's entry.
struct ProviderLine
{
    std::string id;
    std::string kind;
    bool simulated = false;
    std::vector<FormatEndpoint> formats; ///< in order of preference
    std::string authHeader;              ///< "Authorization"; empty: none is sent
    std::string authPrefix;              ///< "Bearer "
    http::Fields headers;                ///< sent with every request
    std::vector<LineKey> keys;           ///< those that are enabled
    bool lacksKey = false;               ///< its host wants one, and there is none
    upstream::Deadlines deadlines;
    config::Retry retry;

    /// Where the model is asked: of the formats that serve it the one that asks for the least change, that of
    /// the client's `inbound`, else the preferred one. Null only where no format has what `inbound` asks for;
    /// answers (no `inbound`) every format has.
    [[nodiscard]] const FormatEndpoint *endpointFor(std::string_view model,
                                                    const wire::FormatCodec *inbound = nullptr) const;
};

/// What is known of a secret that a configuration refers to.
struct SecretState
{
    std::shared_ptr<const Secret> secret;
    std::string problem;
    bool waiting = false;
};

using SecretLookup = std::function<SecretState(const std::string &reference)>;
/// What is sent for a key that is an account (catalog::AuthScheme::AccountToken), asked for by a proxy
/// setting.
using TokenLookup = std::function<SecretState(SecretState key, const std::string &proxySetting)>;
/// The proxy to go through to `endpoint`, by a setting ("system", "none", a URL); empty: none.
using ProxyLookup = std::function<std::string(const std::string &setting, const net::Endpoint &endpoint)>;

using FormatFilter = bool (*)(wire::Format format);

/// Lays the configuration's entry over the catalogue's row. InvalidInput where no request could be sent as it
/// stands (an URL that is none), Unavailable where this version does not speak its authentication. Only
/// formats that pass `wanted` are taken; null: all. `row` may be null.
[[nodiscard]] Result<std::shared_ptr<const ProviderLine>>
makeProviderLine(const config::Provider &entry, const catalog::ProviderRow *row, const SecretLookup &secrets,
                 const TokenLookup &tokens, const std::string &proxySetting, const ProxyLookup &proxy,
                 FormatFilter wanted = nullptr);

/// What can be sent for one key of the entry: for accounts their tokens, else the key itself.
[[nodiscard]] SecretState keyState(const std::string &reference, const config::Provider &entry,
                                   const catalog::ProviderRow *row, const SecretLookup &secrets,
                                   const TokenLookup &tokens, const std::string &proxySetting);

} // namespace signalbox::gateway
