// What could become a provider: the part of LocalProviders that looks for it and takes it over.
#include "gateway/providers/local_providers.h"

#include "config/document.h"
#include "gateway/providers/agent_files.h"
#include "gateway/providers/local_servers.h"
#include "gateway/ready.h"

#include <QPromise>

#include <algorithm>
#include <utility>

namespace signalbox::gateway {

using control::Finding;

namespace {

/// A server on this computer answers at once, or is none.
constexpr std::chrono::milliseconds kLocalPatience{300};

std::string freeId(const config::Configuration &configuration, std::string wanted)
{
    const auto taken = [&](const std::string &id) {
        return std::ranges::find(configuration.providers, id, &config::Provider::id) !=
               configuration.providers.end();
    };
    const std::string first = wanted;
    for (int number = 2; taken(wanted); ++number)
        wanted = first + '-' + std::to_string(number);
    return wanted;
}

std::string freeKeyId(const config::Provider &entry, std::string wanted)
{
    const std::string first = wanted;
    for (int number = 2; std::ranges::find(entry.keys, wanted, &config::ProviderKey::id) != entry.keys.end();
         ++number)
        wanted = first + '-' + std::to_string(number);
    return wanted;
}

/// The entry that the finding belongs to: the one of its kind and address, or a new one.
config::Provider entryFor(const config::Configuration &configuration, const Finding &finding)
{
    for (const config::Provider &entry : configuration.providers) {
        if (entry.kind == finding.kind && entry.baseUrl == finding.baseUrl)
            return entry;
    }
    config::Provider entry;
    const bool isGeneric = finding.kind.ends_with("-compatible");
    std::string id = isGeneric && !finding.name.empty() ? finding.name : finding.kind;
    std::erase_if(id, [](char c) {
        return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                 c == '_' || c == '.');
    });
    entry.id = freeId(configuration, id.empty() ? "provider" : id);
    entry.kind = finding.kind;
    entry.baseUrl = finding.baseUrl;
    return entry;
}

/// Fills the variables of a row's address from where people keep them.
std::map<std::string, std::string> variablesOf(const catalog::ProviderRow *row, const FindingPlaces &places)
{
    std::map<std::string, std::string> variables;
    if (row == nullptr)
        return variables;
    for (const auto &[variable, names] : row->environmentOfVariables) {
        for (const std::string &name : names) {
            const auto value = places.environment(name);
            if (value && !value->empty())
                variables.emplace(variable, *value); // the first one that is set
        }
    }
    return variables;
}

} // namespace

QFuture<Result<std::vector<Finding>>> LocalProviders::look()
{
    auto found = std::make_shared<std::vector<Finding>>();
    for (const catalog::ProviderRow &row : m_parts.catalog->providers()) {
        const auto lookAt = [&](const std::string &name, bool isFile) {
            const auto value = m_parts.places.environment(name);
            if (value && !value->empty())
                found->push_back({.source = Finding::Source::EnvironmentVariable,
                                  .place = name,
                                  .kind = row.id,
                                  .name = row.name,
                                  .reference = isFile ? "file:" + *value : "env:" + name});
        };
        for (const std::string &name : row.environment)
            lookAt(name, false);
        for (const std::string &name : row.environmentFiles)
            lookAt(name, true);
    }
    for (Finding &finding : lookAtAgentFiles(m_parts.places.home)) {
        const catalog::ProviderRow *row = m_parts.catalog->provider(finding.kind);
        if (row != nullptr)
            found->push_back(std::move(finding));
    }
    auto promise = std::make_shared<QPromise<Result<std::vector<Finding>>>>();
    promise->start();
    lookAtServers(0, found, [promise, found] {
        promise->addResult(std::move(*found));
        promise->finish();
    });
    return promise->future();
}

void LocalProviders::lookAtServers(std::size_t index, std::shared_ptr<std::vector<Finding>> found,
                                   std::function<void()> done)
{
    if (index == m_parts.places.ports.size()) {
        done();
        return;
    }
    const std::uint16_t port = m_parts.places.ports[index];
    ErrandRequest request{.line = std::make_shared<ProviderLine>(), .http = {}, .body = {}, .deadlines = {}};
    request.deadlines = {.connect = kLocalPatience,
                         .firstByte = kLocalPatience,
                         .idle = kLocalPatience,
                         .total = kLocalPatience};
    request.http.endpoint = {"127.0.0.1", port, false, ""};
    request.http.method = "GET";
    request.http.target = localServerTarget(port);
    request.http.fields.add("Accept", "application/json");
    get(std::move(request),
        [this, index, port, found, done = std::move(done)](const Result<DocumentFetch::Document> &document) {
            const auto usual = [this](const std::string &kind) {
                const catalog::ProviderRow *row = m_parts.catalog->provider(kind);
                return row != nullptr ? row->baseUrl : std::string();
            };
            if (document && document->status == 200) {
                if (auto server = localServer(port, document->body, usual))
                    found->push_back(std::move(*server));
            }
            lookAtServers(index + 1, found, done);
        });
}

QFuture<Result<std::uint64_t>> LocalProviders::take(Finding finding, std::uint64_t basedOn)
{
    if (finding.source == Finding::Source::LocalServer || !finding.reference.empty())
        return ready<std::uint64_t>(putTaken(finding, finding.reference, basedOn));
    if (m_secrets == nullptr)
        return ready<std::uint64_t>(fail(ErrorCode::Unavailable,
                                         "there is no keychain to move this key to; put it into an "
                                         "environment variable or a file of its own",
                                         finding.place));
    if (basedOn != m_parts.file.revision()) // before a key is moved for nothing
        return ready<std::uint64_t>(fail(ErrorCode::Conflict, "the configuration was changed meanwhile"));
    auto key = keyIn(finding, m_parts.places.home);
    if (!key)
        return ready<std::uint64_t>(std::unexpected(key.error()));
    const config::Provider entry = entryFor(*m_parts.file.configuration(), finding);
    const std::string reference = "keychain:" + entry.id + '/' + freeKeyId(entry, "main");
    auto promise = std::make_shared<QPromise<Result<std::uint64_t>>>();
    promise->start();
    m_secrets->set(reference, std::move(*key), control::SecretPlace::Keychain)
        .then(this, [this, promise, finding, reference, basedOn](const Result<void> &kept) {
            promise->addResult(kept ? putTaken(finding, reference, basedOn)
                                    : Result<std::uint64_t>(std::unexpected(kept.error())));
            promise->finish();
        });
    return promise->future();
}

Result<std::uint64_t> LocalProviders::putTaken(const Finding &finding, const std::string &reference,
                                               std::uint64_t basedOn)
{
    config::Provider entry = entryFor(*m_parts.file.configuration(), finding);
    const bool isNew = !entryOf(entry.id).has_value();
    if (isNew && entry.baseUrl.empty())
        entry.variables = variablesOf(m_parts.catalog->provider(entry.kind), m_parts.places);
    if (!isNew && reference.empty())
        return fail(ErrorCode::Conflict, "it is configured already, as \"" + entry.id + "\"");
    if (!reference.empty()) {
        if (std::ranges::find(entry.keys, reference, &config::ProviderKey::secret) != entry.keys.end())
            return fail(ErrorCode::Conflict, "it is configured already, as a key of \"" + entry.id + "\"");
        config::ProviderKey key;
        key.id = freeKeyId(entry, "main");
        key.secret = reference;
        entry.keys.push_back(std::move(key));
    }
    return m_parts.file.edit([&](config::Document &document) { return document.putProvider(entry); },
                             basedOn);
}

} // namespace signalbox::gateway
