#include "gateway/providers/local_providers.h"

#include "config/document.h"
#include "gateway/outbound.h"
#include "gateway/providers/probe_format.h"
#include "gateway/providers/verdict.h"
#include "gateway/ready.h"

#include <QPromise>

#include <algorithm>
#include <utility>

namespace signalbox::gateway {

namespace {

/// What a list that did not come means, and what to do.
Error listError(const DocumentFetch::Document &document, const LineKey *key)
{
    const std::string status = "HTTP " + std::to_string(document.status);
    if (document.status == 401 || document.status == 403)
        return {ErrorCode::Unauthorized, status + ": the provider does not take this key. Set it anew.", {}};
    if (document.status == 404 || document.status == 405)
        return {ErrorCode::NotFound,
                status + ": the provider gives no list of models at this address. Check base_url, or write "
                         "its models into the entry.",
                {}};
    if (document.status == 429)
        return {ErrorCode::Unavailable, status + ": too many requests just now. Try again later.", {}};
    const wire::ir::Failure failure = wire::codecFor(wire::Format::OpenAiChat)
                                          ->readError(document.status, document.body.substr(0, 64 * 1024));
    return {ErrorCode::Unavailable, status + ": " + quoted(failure.message, key), {}};
}

/// Why none of the keys can be used; empty where one can, or none is there.
std::string keyProblem(const std::vector<control::ProviderKeyView> &keys)
{
    std::string problem;
    for (const control::ProviderKeyView &key : keys) {
        if (key.enabled && key.usable)
            return {};
        if (key.enabled && problem.empty())
            problem = "key " + key.id + ": " + key.problem;
    }
    return problem;
}

const LineKey *usableKey(const ProviderLine &line)
{
    const auto found =
        std::ranges::find_if(line.keys, [](const LineKey &key) { return key.secret != nullptr; });
    return found == line.keys.end() ? nullptr : &*found;
}

const LineKey *keyOf(const ProviderLine &line, const std::string &id)
{
    const auto found = std::ranges::find(line.keys, id, &LineKey::id);
    return found == line.keys.end() ? nullptr : &*found;
}

constexpr std::chrono::seconds kListPatience{30};
/// Of a host whose list comes in pieces.
constexpr int kMostPages = 20;

Result<FetchedModels> listOf(const Result<DocumentFetch::Document> &document, const LineKey *key,
                             WallTime now)
{
    if (!document) {
        Error error = document.error();
        error.message =
            quoted(error.message, key) + ". Check the address (base_url), the network and the proxy.";
        return std::unexpected(std::move(error));
    }
    if (document->status < 200 || document->status >= 300)
        return std::unexpected(listError(*document, key));
    auto list = readModelList(document->body);
    if (!list)
        return fail(list.error().code,
                    list.error().message + ". Check base_url, or write its models into the entry.");
    return FetchedModels{.at = now, .models = std::move(*list)};
}

} // namespace

/// A list of models that is being asked for, page by page.
struct LocalProviders::ListPages
{
    std::shared_ptr<const ProviderLine> line;
    const LineKey *key = nullptr; ///< of the line; null where it wants none
    std::string project;          ///< whose quota it is (Google's cloud)
    std::string target;           ///< of the next page
    int count = 0;
    FetchedModels found;
    ListDone done;
};

LocalProviders::LocalProviders(ProvidersParts parts) : m_parts(std::move(parts)), m_cache(m_parts.cacheFile)
{
}

Result<config::Provider> LocalProviders::entryOf(const std::string &id) const
{
    const auto configuration = m_parts.file.configuration();
    if (configuration) {
        for (const config::Provider &entry : configuration->providers) {
            if (entry.id == id)
                return entry;
        }
    }
    return fail(ErrorCode::NotFound, "there is no provider \"" + id + "\" in the configuration");
}

Result<std::shared_ptr<const ProviderLine>>
LocalProviders::lineOf(const config::Provider &entry, FormatFilter wanted, const SecretLookup &secrets) const
{
    return makeProviderLine(entry, m_parts.catalog->provider(entry.kind), secrets, tokens(),
                            m_parts.file.configuration()->proxy, m_parts.proxy, wanted);
}

control::ProviderView LocalProviders::viewOf(const config::Provider &entry) const
{
    control::ProviderView view{.id = entry.id, .kind = entry.kind, .name = entry.kind};
    view.enabled = entry.enabled;
    const catalog::ProviderRow *row = m_parts.catalog->provider(entry.kind);
    if (row != nullptr)
        view.name = row->name;
    const auto line = lineOf(entry, nullptr, m_parts.secrets);
    if (line) {
        for (const FormatEndpoint &endpoint : (*line)->formats)
            view.wire.emplace_back(toString(endpoint.format));
    } else {
        view.problem = line.error().message;
    }
    for (const config::ProviderKey &key : entry.keys) {
        const SecretState state =
            keyState(key.secret, entry, row, m_parts.secrets, tokens(), m_parts.file.configuration()->proxy);
        // What can be read may still be no key of this provider's.
        const LineKey *made = line ? keyOf(**line, key.id) : nullptr;
        const bool isUsable = made != nullptr ? made->secret != nullptr : state.secret != nullptr;
        view.keys.push_back({.id = key.id,
                             .reference = key.secret,
                             .enabled = key.enabled,
                             .usable = isUsable,
                             .problem = isUsable          ? std::string()
                                        : made != nullptr ? made->problem
                                                          : state.problem});
    }
    if (view.problem.empty())
        view.problem = (*line)->lacksKey ? std::string(kLacksKey) : keyProblem(view.keys);
    const auto models = offered(entry, *m_parts.catalog, m_cache.find(entry), m_parts.clock.wallNow());
    view.models = static_cast<int>(models.models.size());
    return view;
}

QFuture<Result<std::vector<control::ProviderView>>> LocalProviders::list()
{
    std::vector<control::ProviderView> views;
    if (const auto configuration = m_parts.file.configuration()) {
        for (const config::Provider &entry : configuration->providers)
            views.push_back(viewOf(entry));
    }
    return ready<std::vector<control::ProviderView>>(std::move(views));
}

// ---------------------------------------------------------------- the configuration

QFuture<Result<std::uint64_t>> LocalProviders::put(config::Provider entry, std::uint64_t basedOn)
{
    return ready<std::uint64_t>(
        m_parts.file.edit([&](config::Document &document) { return document.putProvider(entry); }, basedOn));
}

QFuture<Result<std::uint64_t>> LocalProviders::remove(std::string id, std::uint64_t basedOn)
{
    return ready<std::uint64_t>(
        m_parts.file.edit([&](config::Document &document) { return document.removeProvider(id); }, basedOn));
}

QFuture<Result<std::uint64_t>> LocalProviders::putModel(config::VirtualModel model, std::uint64_t basedOn)
{
    return ready<std::uint64_t>(
        m_parts.file.edit([&](config::Document &document) { return document.putModel(model); }, basedOn));
}

// ---------------------------------------------------------------- models

QFuture<Result<control::OfferedModels>> LocalProviders::models(std::string provider)
{
    const auto entry = entryOf(provider);
    if (!entry)
        return ready<control::OfferedModels>(std::unexpected(entry.error()));
    return ready<control::OfferedModels>(
        offered(*entry, *m_parts.catalog, m_cache.find(*entry), m_parts.clock.wallNow()));
}

QFuture<Result<control::OfferedModels>> LocalProviders::fetchModels(std::string provider)
{
    const auto entry = entryOf(provider);
    if (!entry)
        return ready<control::OfferedModels>(std::unexpected(entry.error()));
    if (entry->kind == "simulated") // its models are the catalogue's
        return models(provider);
    auto promise = std::make_shared<QPromise<Result<control::OfferedModels>>>();
    promise->start();
    fetch(*entry, m_parts.secrets, [this, promise, entry = *entry](Result<FetchedModels> list) {
        if (list) {
            m_cache.keep(entry, std::move(*list));
            promise->addResult(
                offered(entry, *m_parts.catalog, m_cache.find(entry), m_parts.clock.wallNow()));
        } else {
            promise->addResult(std::unexpected(std::move(list.error())));
        }
        promise->finish();
    });
    return promise->future();
}

void LocalProviders::fetch(const config::Provider &entry, const SecretLookup &secrets, ListDone done)
{
    // An address of one's own is that of the format in use; the catalogue knows each format's, and a host's
    // native list tells most.
    auto line = lineOf(entry, entry.baseUrl.empty() ? &canList : nullptr, secrets);
    if (!line)
        line = lineOf(entry, &canList, secrets);
    if (!line) {
        done(std::unexpected(line.error()));
        return;
    }
    const LineKey *key = usableKey(**line);
    if (key == nullptr && !(*line)->keys.empty()) {
        done(fail(ErrorCode::Unauthorized, "its key cannot be read (" + (*line)->keys.front().problem + ")",
                  entry.id));
        return;
    }
    const FormatEndpoint &endpoint = (*line)->formats.front();
    if (endpoint.namesModel()) {
        done(fail(ErrorCode::Unavailable,
                  "its address is one for each model and has no list. Write its models into the entry",
                  entry.id));
        return;
    }
    auto pages = std::make_shared<ListPages>();
    pages->line = *line;
    pages->key = key;
    pages->done = std::move(done);
    const auto cloud = endpoint.dialect.googleCloud ? cloudList(endpoint.pathPrefix) : std::nullopt;
    pages->project = cloud ? cloud->project : std::string();
    pages->target =
        endpoint.withQuery(cloud ? cloud->target : listTarget(endpoint.format, endpoint.pathPrefix));
    fetchPage(pages);
}

void LocalProviders::fetchPage(const std::shared_ptr<ListPages> &pages)
{
    const ProviderLine &line = *pages->line;
    ErrandRequest request{.line = pages->line, .http = {}, .body = {}, .deadlines = line.deadlines};
    request.deadlines.total = std::min<std::chrono::milliseconds>(request.deadlines.total, kListPatience);
    request.endpoint = &line.formats.front();
    request.key = pages->key;
    request.http.endpoint = request.endpoint->endpoint;
    request.http.method = "GET";
    request.http.target = pages->target;
    request.http.fields.add("Accept", "application/json");
    if (!pages->project.empty())
        request.http.fields.add("x-goog-user-project", pages->project);
    addProviderFields(request.http.fields, line, pages->key);
    get(std::move(request), [this, pages](const Result<DocumentFetch::Document> &document) {
        auto list = listOf(document, pages->key, m_parts.clock.wallNow());
        if (!list) {
            pages->done(std::unexpected(std::move(list.error())));
            return;
        }
        pages->found.at = list->at;
        pages->found.models.insert(pages->found.models.end(), list->models.begin(), list->models.end());
        pages->target = nextPage(pages->target, document->body);
        if (!pages->target.empty() && ++pages->count < kMostPages) {
            fetchPage(pages);
            return;
        }
        std::ranges::sort(pages->found.models, {}, &ListedByProvider::id);
        pages->done(std::move(pages->found));
    });
}

// ---------------------------------------------------------------- errands

void LocalProviders::probe(ErrandRequest request, wire::Format format, wire::Target target,
                           std::function<void(ProbeOutcome)> done)
{
    auto promise = std::make_shared<QPromise<ProbeOutcome>>();
    promise->start();
    promise->future().then(this, [done = std::move(done)](const ProbeOutcome &outcome) { done(outcome); });
    m_parts.gateway.post(
        [promise, request = std::move(request), format, target = std::move(target)](Engine &engine) {
            engine.run(std::make_unique<Probe>(request, format, target, [promise](ProbeOutcome outcome) {
                promise->addResult(std::move(outcome));
                promise->finish();
            }));
        });
}

void LocalProviders::get(ErrandRequest request, std::function<void(Result<DocumentFetch::Document>)> done)
{
    auto promise = std::make_shared<QPromise<Result<DocumentFetch::Document>>>();
    promise->start();
    promise->future().then(
        this, [done = std::move(done)](const Result<DocumentFetch::Document> &document) { done(document); });
    m_parts.gateway.post([promise, request = std::move(request)](Engine &engine) {
        engine.run(
            std::make_unique<DocumentFetch>(request, [promise](Result<DocumentFetch::Document> document) {
                promise->addResult(std::move(document));
                promise->finish();
            }));
    });
}

} // namespace signalbox::gateway
