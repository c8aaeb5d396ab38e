#pragma once

#include "base/clock.h"
#include "base/money.h"
#include "base/result.h"
#include "base/secret.h"
#include "config/configuration.h"

#include <QFuture>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::control {

/// What a provider's test found out: one real request, as small as it can be.
struct ProviderTest
{
    enum class Verdict {
        Answered,      ///< it streamed a whole answer
        NoSecret,      ///< the key is missing or its keeper is locked: nothing was sent
        NoModel,       ///< no model is known to ask: name one, or fetch the list
        Unreachable,   ///< name, connection, TLS or proxy
        RefusedKey,    ///< 401, 403
        RefusedModel,  ///< 404, or the model may not be used
        TooMany,       ///< 429, or the account is empty
        RefusedOther,  ///< another 4xx
        ProviderError, ///< 5xx, or an answer that is none
        TimedOut,
        NotSupported, ///< this version does not speak the provider's format yet
    };

    std::string provider;
    std::string key;   ///< empty: the provider asks for none
    std::string model; ///< that was asked
    WallTime at{};
    Verdict verdict = Verdict::Answered;
    int status = 0;                                     ///< of HTTP; 0: there was no answer
    std::optional<std::chrono::microseconds> connected; ///< until the request could be sent; absent where a
                                                        ///< pooled connection served
    std::optional<std::chrono::microseconds> firstToken;
    std::optional<std::chrono::microseconds> total;
    std::optional<Money> cost;
    std::string said;    ///< beginning of the answer, at most 200 bytes
    std::string problem; ///< what is wrong and what to do, in English; empty where it answered; never a key

    bool operator==(const ProviderTest &) const = default;
};

/// A model that a provider lists, the catalogue's row laid over it.
struct OfferedModel
{
    std::string id;
    std::optional<std::int64_t> context;
    std::optional<Money> inputPerMtok; ///< absent: unknown
    std::optional<Money> cachedPerMtok;
    std::optional<Money> outputPerMtok;
    std::string pricedAt;     ///< day of the price, "2026-09-23"; empty where unknown
    bool inCatalogue = false; ///< else only the provider knows it
    bool listed = false;      ///< by the provider, when it was asked last

    bool operator==(const OfferedModel &) const = default;
};

struct OfferedModels
{
    std::string provider;
    std::optional<WallTime> fetchedAt; ///< absent: never; the catalogue and the configuration alone
    std::vector<OfferedModel> models;  ///< by id

    bool operator==(const OfferedModels &) const = default;
};

/// One key of a configured provider, as far as a test or a request could use it now.
struct ProviderKeyView
{
    std::string id;
    std::string reference; ///< "keychain:openai/main"
    bool enabled = true;
    bool usable = false; ///< its secret is there
    std::string problem; ///< why not, in English

    bool operator==(const ProviderKeyView &) const = default;
};

/// A configured provider as it stands, for lists.
struct ProviderView
{
    std::string id;
    std::string kind;
    std::string name; ///< the catalogue's
    bool enabled = true;
    std::vector<std::string> wire; ///< formats it is asked in, in order of preference; empty where in none
    std::string problem;           ///< why no request can go to it, in English; empty where one can
    std::vector<ProviderKeyView> keys;
    int models = 0; ///< that are known of it

    bool operator==(const ProviderView &) const = default;
};

/// Something on this computer that could become a provider, or a key of one.
struct Finding
{
    enum class Source { EnvironmentVariable, AgentFile, LocalServer };
    Source source = Source::EnvironmentVariable;
    std::string place; ///< "OPENROUTER_API_KEY", "~/.config/opencode/opencode.json", "http://127.0.0.1:11434"
    std::string kind;  ///< of the catalogue: "openrouter"
    std::string baseUrl;   ///< where it differs from the catalogue's
    std::string name;      ///< what the agent's file or the server calls it; may be empty
    std::string reference; ///< what a key would be: "env:OPENROUTER_API_KEY". Empty: none is needed, or the
                           ///< key stands in clear text in `place` and has to be moved to the keychain
    int models = 0;        ///< that a local server has

    bool operator==(const Finding &) const = default;
};

/// Providers: what may be done with them beside configuring weights. Main thread; no call blocks. Changes
/// name the revision they began from (Conflict where it is no longer in force) and answer the new one.
class Providers
{
public:
    virtual ~Providers() = default;

    /// Those of the configuration in force, in its order. A cancelled future where nobody tells.
    [[nodiscard]] virtual QFuture<Result<std::vector<ProviderView>>> list() { return {}; }

    /// Adds the entry, or replaces the one of that id; its place in the list stays. The keys of an entry are
    /// part of it. InvalidInput with every finding, by JSON pointer, where the document would be wrong.
    [[nodiscard]] virtual QFuture<Result<std::uint64_t>> put(config::Provider entry,
                                                             std::uint64_t basedOn) = 0;
    /// InvalidInput where virtual models still name it, naming them. Putting back what was removed is the
    /// undo; the secrets of its keys stay in the keychain until they are removed there.
    [[nodiscard]] virtual QFuture<Result<std::uint64_t>> remove(std::string id, std::uint64_t basedOn) = 0;
    /// Adds the virtual model, or replaces the one of that name.
    [[nodiscard]] virtual QFuture<Result<std::uint64_t>> putModel(config::VirtualModel model,
                                                                  std::uint64_t basedOn) = 0;

    /// Sends one real small request with this key (empty: the only way to ask it). Never an error because the
    /// provider refuses: that is a verdict.
    [[nodiscard]] virtual QFuture<Result<ProviderTest>> test(std::string provider, std::string key) = 0;
    /// The same with an entry that need not stand in the configuration, and is not put there. `secret` takes
    /// the place of what the key's reference names and is forgotten with the answer; absent: what the
    /// reference names. InvalidInput as put(); what was found out is not among lastTests().
    [[nodiscard]] virtual QFuture<Result<ProviderTest>> testDraft(config::Provider entry, std::string key,
                                                                  std::optional<Secret> secret) = 0;
    /// The last test of each key since the program began.
    [[nodiscard]] virtual std::vector<ProviderTest> lastTests() const = 0;
    /// What is known without asking the provider.
    [[nodiscard]] virtual QFuture<Result<OfferedModels>> models(std::string provider) = 0;
    /// Asks the provider for its list.
    [[nodiscard]] virtual QFuture<Result<OfferedModels>> fetchModels(std::string provider) = 0;

    /// Looks at the environment, at the files of agents and at the ports of local servers. Reads no key.
    [[nodiscard]] virtual QFuture<Result<std::vector<Finding>>> look() = 0;
    /// Takes one of them over: the key that stands in an agent's file goes to the keychain, the entry into
    /// the configuration. The agent's file stays as it is.
    [[nodiscard]] virtual QFuture<Result<std::uint64_t>> take(Finding finding, std::uint64_t basedOn) = 0;
};

} // namespace signalbox::control
