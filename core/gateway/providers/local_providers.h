#pragma once

#include "base/clock.h"
#include "catalog/catalog.h"
#include "config/configuration_file.h"
#include "control/providers.h"
#include "control/secrets.h"
#include "gateway/gateway_thread.h"
#include "gateway/provider_line.h"
#include "gateway/providers/document_fetch.h"
#include "gateway/providers/finding_places.h"
#include "gateway/providers/model_cache.h"
#include "gateway/providers/probe.h"
#include "gateway/tokens/token_keeper.h"

#include <QObject>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace signalbox::gateway {

/// What it is made of. Everything referred to outlives it.
struct ProvidersParts
{
    GatewayThread &gateway;
    config::ConfigurationFile &file;
    std::shared_ptr<const catalog::Catalog> catalog;
    const Clock &clock;
    SecretLookup secrets; ///< main thread; answers what is known at that moment
    ProxyLookup proxy;
    std::filesystem::path cacheFile;
    FindingPlaces places;
    TokenKeeper *tokens = nullptr; ///< null: accounts cannot be used
};

/// control::Providers for the gateway in this process. Tests and lists are errands of the engine; the
/// configuration is changed through its file. Main thread, owned by the application; its futures are
/// cancelled when it goes.
class LocalProviders final : public QObject, public control::Providers
{
    Q_OBJECT

public:
    explicit LocalProviders(ProvidersParts parts);

    /// Where keys of agents' files go; null (as before the call): `take` of them is Unavailable. Outlives
    /// this.
    void setSecrets(control::Secrets *secrets) { m_secrets = secrets; }

    [[nodiscard]] QFuture<Result<std::vector<control::ProviderView>>> list() override;
    [[nodiscard]] QFuture<Result<std::uint64_t>> put(config::Provider entry, std::uint64_t basedOn) override;
    [[nodiscard]] QFuture<Result<std::uint64_t>> remove(std::string id, std::uint64_t basedOn) override;
    [[nodiscard]] QFuture<Result<std::uint64_t>> putModel(config::VirtualModel model,
                                                          std::uint64_t basedOn) override;
    [[nodiscard]] QFuture<Result<control::ProviderTest>> test(std::string provider, std::string key) override;
    [[nodiscard]] QFuture<Result<control::ProviderTest>> testDraft(config::Provider entry, std::string key,
                                                                   std::optional<Secret> secret) override;
    [[nodiscard]] std::vector<control::ProviderTest> lastTests() const override;
    [[nodiscard]] QFuture<Result<control::OfferedModels>> models(std::string provider) override;
    [[nodiscard]] QFuture<Result<control::OfferedModels>> fetchModels(std::string provider) override;
    [[nodiscard]] QFuture<Result<std::vector<control::Finding>>> look() override;
    [[nodiscard]] QFuture<Result<std::uint64_t>> take(control::Finding finding,
                                                      std::uint64_t basedOn) override;

private:
    using ListDone = std::function<void(Result<FetchedModels>)>;
    struct Planned; // a test on its way

    [[nodiscard]] Result<config::Provider> entryOf(const std::string &id) const;
    [[nodiscard]] Result<std::shared_ptr<const ProviderLine>>
    lineOf(const config::Provider &entry, FormatFilter wanted, const SecretLookup &secrets) const;
    [[nodiscard]] TokenLookup tokens() const
    {
        return m_parts.tokens != nullptr ? m_parts.tokens->lookup() : TokenLookup();
    }
    [[nodiscard]] control::ProviderView viewOf(const config::Provider &entry) const;
    [[nodiscard]] QFuture<Result<control::ProviderTest>> startTest(const std::shared_ptr<Planned> &planned,
                                                                   const std::string &key);
    [[nodiscard]] std::optional<TokenAccount> accountOf(const Planned &planned) const;
    void takeToken(const std::shared_ptr<Planned> &planned,
                   const Result<std::shared_ptr<const Secret>> &token);
    void beginTest(const std::shared_ptr<Planned> &planned);
    void finishTest(Planned &planned, control::ProviderTest::Verdict verdict, std::string problem);
    void finishTest(Planned &planned);
    void testWithModel(const std::shared_ptr<Planned> &planned);
    void sendProbe(const std::shared_ptr<Planned> &planned);
    [[nodiscard]] SecretState secretOfDraft(const std::string &reference) const;
    void fetch(const config::Provider &entry, const SecretLookup &secrets, ListDone done);
    struct ListPages;
    void fetchPage(const std::shared_ptr<ListPages> &pages);
    void lookAtServers(std::size_t index, std::shared_ptr<std::vector<control::Finding>> found,
                       std::function<void()> done);
    [[nodiscard]] Result<std::uint64_t> putTaken(const control::Finding &finding,
                                                 const std::string &reference, std::uint64_t basedOn);
    /// Runs it on the gateway thread and calls `done` here.
    void probe(ErrandRequest request, wire::Format format, wire::Target target,
               std::function<void(ProbeOutcome)> done);
    void get(ErrandRequest request, std::function<void(Result<DocumentFetch::Document>)> done);

    const ProvidersParts m_parts;
    control::Secrets *m_secrets = nullptr;
    ModelCache m_cache;
    std::map<std::pair<std::string, std::string>, control::ProviderTest> m_lastTests; // by provider and key
};

} // namespace signalbox::gateway
