#include "gateway/settings.h"

#include "gateway/model_rules.h"
#include "governance/glob.h"
#include "governance/virtual_key.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace signalbox::gateway {

namespace {

Refusal refusal(RefusalCode code, std::string message)
{
    return {
        .code = code, .message = std::move(message), .param = {}, .upstream = {}, .retryAfterSeconds = {}};
}

const config::Provider *entryOf(const config::Configuration &configuration, std::string_view id)
{
    for (const config::Provider &provider : configuration.providers) {
        if (provider.id == id)
            return &provider;
    }
    return nullptr;
}

catalog::ModelOverride overrideOf(const config::ModelEntry &entry)
{
    catalog::ModelOverride over;
    over.context = entry.context;
    over.maxOutput = entry.maxOutput;
    over.toolCall = entry.toolCall;
    over.reasoning = entry.reasoning;
    over.images = entry.images;
    if (entry.price) {
        over.rates = catalog::Rates{.input = entry.price->inputPerMtok,
                                    .output = entry.price->outputPerMtok,
                                    .cacheRead = entry.price->cacheReadPerMtok,
                                    .cacheWrite = entry.price->cacheWritePerMtok};
    }
    return over;
}

/// Ids of all models that are known of a provider: the entry's own first, then the catalogue's.
std::vector<std::string> modelIds(const config::Provider &entry, const catalog::Catalog &catalog)
{
    std::vector<std::string> ids;
    for (const config::ModelEntry &model : entry.models)
        ids.push_back(model.id);
    for (const catalog::ModelRow &row : catalog.models(entry.kind)) {
        if (std::find(ids.begin(), ids.end(), row.id) == ids.end())
            ids.push_back(row.id);
    }
    return ids;
}

/// Keys of a provider that may be used for a model, in the order in which they are tried: one by weight, then
/// the rest.
std::vector<const LineKey *> keysFor(const ProviderLine &line, const std::string &model, Random &random)
{
    std::vector<const LineKey *> keys;
    for (const LineKey &key : line.keys) {
        const bool fits = key.models.empty() ||
                          std::any_of(key.models.begin(), key.models.end(), [&](const std::string &pattern) {
                              return governance::globMatches(pattern, model);
                          });
        if (key.secret && fits)
            keys.push_back(&key);
    }
    const double sum = std::accumulate(keys.begin(), keys.end(), 0.0,
                                       [](double s, const LineKey *key) { return s + key->weight; });
    if (keys.size() > 1 && sum > 0) {
        double at = random.unit() * sum;
        std::size_t chosen = 0;
        while (chosen + 1 < keys.size() && at >= keys[chosen]->weight)
            at -= keys[chosen++]->weight;
        std::rotate(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(chosen), keys.end());
    }
    return keys;
}

/// `endpoint` is one of the line's.
std::shared_ptr<const wire::Target> targetOf(const std::shared_ptr<const ProviderModel> &model,
                                             const ProviderLine &line, const FormatEndpoint &endpoint)
{
    const auto index = static_cast<std::size_t>(&endpoint - line.formats.data());
    return {model, &model->targets[index]};
}

class Builder
{
public:
    explicit Builder(const SettingsInput &input) : m_input(input), m_settings(std::make_shared<Settings>())
    {
        m_settings->configuration = input.configuration;
        m_settings->revision = input.revision;
        m_settings->catalog = input.catalog;
    }

    std::shared_ptr<const Settings> build()
    {
        addKeys();
        addProviders();
        listModels();
        return std::move(m_settings);
    }

private:
    void addKeys()
    {
        for (const config::VirtualKey &key : m_input.configuration->virtualKeys) {
            governance::KeyIdentity identity{
                .id = key.id, .models = key.models, .expires = key.expires, .enabled = key.enabled};
            if (!key.hash.empty()) {
                m_settings->keys.addHash(key.hash, std::move(identity));
                continue;
            }
            const SecretState state = m_input.secrets(key.secret);
            if (state.secret)
                m_settings->keys.addKey(state.secret->reveal(), std::move(identity));
            else
                m_settings->waitingKeys.push_back(key.id);
        }
        for (const SettingsInput::MemoryKey &key : m_input.memoryKeys)
            m_settings->keys.addHash(key.hash, {.id = key.id, .models = {"*"}, .expires = {}});
        for (const config::AdminToken &token : m_input.configuration->server.adminTokens) {
            const SecretState state = m_input.secrets(token.secret);
            if (state.secret)
                m_settings->adminTokens.addKey(state.secret->reveal(),
                                               {.id = token.id, .models = {}, .expires = {}});
        }
    }

    void addProviders()
    {
        std::vector<routing::ServedModel> served;
        for (const config::Provider &entry : m_input.configuration->providers) {
            if (!entry.enabled)
                continue;
            const catalog::ProviderRow *row = m_input.catalog->provider(entry.kind);
            auto line = makeProviderLine(entry, row, m_input.secrets, m_input.tokens,
                                         m_input.configuration->proxy, m_input.proxy);
            if (!line) {
                m_settings->problems.emplace(entry.id, line.error().message);
            } else {
                const auto &keys = (*line)->keys;
                const bool wantsNone = keys.empty() && !(*line)->lacksKey;
                if (wantsNone || std::any_of(keys.begin(), keys.end(),
                                             [](const LineKey &key) { return key.secret != nullptr; }))
                    m_settings->hasUsableProvider = true;
                m_settings->lines.emplace(entry.id, std::move(*line));
            }
            auto &models = m_settings->models[entry.id];
            for (const std::string &id : modelIds(entry, *m_input.catalog)) {
                auto model = m_settings->makeModel(entry.id, id);
                served.push_back({.provider = entry.id,
                                  .model = id,
                                  .tools = model->row.toolCall.value_or(true),
                                  .images = model->row.images.value_or(true)});
                models.emplace(id, std::move(model));
            }
        }
        m_settings->routing = routing::RoutingTable(m_input.configuration, std::move(served));
    }

    void listModels()
    {
        for (const config::VirtualModel &model : m_input.configuration->models)
            m_settings->listed.push_back(listedVirtual(model));
        for (const routing::ServedModel &served : m_settings->routing.all()) {
            const auto known = m_settings->model(served.provider, served.model);
            const catalog::ModelRow &row = known->row;
            m_settings->listed.push_back({.id = served.provider + '/' + served.model,
                                          .description = row.name.empty() ? served.model : row.name,
                                          .owner = served.provider,
                                          .context = row.context.value_or(0),
                                          .tools = served.tools,
                                          .images = row.images.value_or(false),
                                          .reasoning = row.reasoning.value_or(false),
                                          .vectors = row.vectors});
        }
    }

    /// A virtual model can be relied on for what all of its targets can do.
    ListedModel listedVirtual(const config::VirtualModel &model)
    {
        ListedModel listed{.id = model.name,
                           .description = {},
                           .owner = "signalbox",
                           .context = 0,
                           .tools = true,
                           .images = true,
                           .reasoning = true,
                           .vectors = !model.targets.empty()};
        std::string names;
        for (const config::RouteTarget &target : model.targets) {
            const auto known = m_settings->model(target.provider, target.model);
            const catalog::ModelRow &row = known->row;
            if (row.context && (listed.context == 0 || *row.context < listed.context))
                listed.context = *row.context;
            listed.images = listed.images && row.images.value_or(false);
            listed.reasoning = listed.reasoning && row.reasoning.value_or(false);
            listed.vectors = listed.vectors && row.vectors;
            names += (names.empty() ? "" : ", ") + target.provider + '/' + target.model;
        }
        listed.description = "Routes to " + names;
        return listed;
    }

    const SettingsInput &m_input;
    std::shared_ptr<Settings> m_settings;
};

} // namespace

wire::Target targetFor(const ProviderLine &line, const FormatEndpoint &endpoint, const catalog::ModelRow &row,
                       wire::ModelRules rules, std::string_view model)
{
    wire::Target target;
    target.model = model;
    target.dialect = endpoint.dialect;
    target.maxOutputTokens = row.maxOutput.value_or(0);
    target.contextTokens = row.context.value_or(0);
    target.reasoning = row.reasoning.value_or(false);
    target.images = row.images.value_or(true);
    target.rules = std::move(rules);
    if (target.maxOutputTokens == 0)
        target.maxOutputTokens = target.rules.mostOutput;
    // A host of which nothing is known but that it speaks Responses gets the client's bytes as they are.
    if (endpoint.format == wire::Format::OpenAiResponses &&
        (line.kind == "openai-compatible" || line.simulated)) {
        target.dialect.codexFields = true;
        target.dialect.namespaceTools = true;
        target.dialect.customTools = true;
        target.dialect.encryptedReasoning = true;
    }
    return target;
}

catalog::ModelRow modelRowOf(const config::Provider &entry, const catalog::Catalog &catalog,
                             std::string_view model)
{
    catalog::ModelOverride over;
    for (const config::ModelEntry &known : entry.models) {
        if (known.id == model)
            over = overrideOf(known);
    }
    return catalog::merged(catalog.model(entry.kind, model), std::string(model), over);
}

std::shared_ptr<const Settings> buildSettings(const SettingsInput &input)
{
    return Builder(input).build();
}

std::optional<Refusal> Settings::identify(const http::Fields &fields, WallTime now,
                                          governance::KeyIdentity &key) const
{
    const auto presented =
        governance::presentedKey([&](std::string_view name) { return fields.value(name); });
    if (!presented) {
        return refusal(RefusalCode::Unauthorized, "A virtual key is needed: send it as \"Authorization: "
                                                  "Bearer sk-sbx-…\". `signalbox keys create` makes one.");
    }
    const governance::KeyIdentity *known = keys.authenticate(*presented);
    if (known == nullptr) {
        if (!waitingKeys.empty())
            return refusal(
                RefusalCode::SecretUnavailable,
                "Some virtual keys cannot be read just now (the secret store is locked or does not answer).");
        return refusal(RefusalCode::Unauthorized, "This virtual key is not known here.");
    }
    if (!known->enabled || known->isExpired(now))
        return refusal(RefusalCode::KeyExpired, "The virtual key \"" + known->id + "\" " +
                                                    (known->enabled ? "has expired." : "is switched off."));
    key = *known;
    return std::nullopt;
}

bool Settings::isAdmin(const http::Fields &fields) const
{
    const auto presented =
        governance::presentedKey([&](std::string_view name) { return fields.value(name); });
    return presented && adminTokens.authenticate(*presented) != nullptr;
}

std::expected<AttemptPlan, Refusal> Settings::plan(const wire::RequestSummary &summary,
                                                   const routing::PlanInput &input,
                                                   const wire::FormatCodec &inbound, Random &draw,
                                                   Random &keyChance) const
{
    routing::Plan routes = routing::planTargets(routing, input, draw);
    AttemptPlan plan;
    plan.trace = std::move(routes.trace);
    plan.virtualModel =
        input.resolved.virtualModel != nullptr ? input.resolved.virtualModel->name : std::string();
    std::string why;
    bool waiting = false;
    std::size_t incapable = 0;
    const auto leaveOut = [&](const std::string &name, const std::string &reason) {
        plan.trace.push_back({name + " cannot be tried: " + reason + '.'});
        why += (why.empty() ? "" : "; ") + name + ": " + reason;
    };
    for (const routing::PlannedTarget &target : routes.targets) {
        const auto found = lines.find(target.provider);
        if (found == lines.end()) {
            const auto problem = problems.find(target.provider);
            leaveOut(target.provider, problem != problems.end() ? problem->second : "it is not configured");
            continue;
        }
        const auto &line = found->second;
        const FormatEndpoint *endpoint = line->endpointFor(target.model, &inbound);
        if (endpoint == nullptr) {
            leaveOut(target.provider, "it speaks no format that gives vectors");
            ++incapable;
            continue;
        }
        const auto wireTarget = targetOf(model(target.provider, target.model), *line, *endpoint);
        const auto keys = keysFor(*line, target.model, keyChance);
        if (keys.empty() && !line->keys.empty()) {
            const LineKey &key = line->keys.front();
            waiting = waiting || std::any_of(line->keys.begin(), line->keys.end(),
                                             [](const LineKey &k) { return k.waiting; });
            leaveOut(target.provider, key.secret ? "no key of it may be used for this model"
                                                 : "its key cannot be read (" + key.problem + ")");
            continue;
        }
        if (line->lacksKey) {
            leaveOut(target.provider, std::string(kLacksKey));
            continue;
        }
        if (keys.empty()) {
            plan.candidates.push_back({.line = line,
                                       .key = nullptr,
                                       .endpoint = endpoint,
                                       .target = wireTarget,
                                       .reason = target.reason});
            continue;
        }
        for (const LineKey *key : keys)
            plan.candidates.push_back({.line = line,
                                       .key = key,
                                       .endpoint = endpoint,
                                       .target = wireTarget,
                                       .reason = target.reason});
    }
    if (plan.candidates.empty()) {
        return std::unexpected(refusal(
            waiting                                               ? RefusalCode::SecretUnavailable
            : incapable == routes.targets.size() && incapable > 0 ? RefusalCode::CapabilityMissing
                                                                  : RefusalCode::NoTargetAvailable,
            "Nothing can serve \"" + summary.model + "\" now" + (why.empty() ? "." : ": " + why + '.')));
    }
    return plan;
}

std::shared_ptr<const ProviderModel> Settings::model(std::string_view provider, std::string_view model) const
{
    if (const auto ofProvider = models.find(provider); ofProvider != models.end()) {
        if (const auto known = ofProvider->second.find(model); known != ofProvider->second.end())
            return known->second;
    }
    return makeModel(provider, model); // clients may ask for what no catalogue knows yet
}

std::shared_ptr<const ProviderModel> Settings::makeModel(std::string_view provider,
                                                         std::string_view model) const
{
    auto made = std::make_shared<ProviderModel>();
    const config::Provider *entry = entryOf(*configuration, provider);
    made->row = entry != nullptr ? modelRowOf(*entry, *catalog, model)
                                 : catalog::merged(nullptr, std::string(model), {});
    if (const auto line = lines.find(provider); line != lines.end()) {
        for (const FormatEndpoint &endpoint : line->second->formats)
            made->targets.push_back(
                targetFor(*line->second, endpoint, made->row, modelRulesFrom(catalog->rules(model)), model));
    }
    return made;
}

record::Cost Settings::costOf(const record::Usage &usage, const ProviderLine &line, const std::string &model,
                              WallTime at) const
{
    return catalog::costOf(usage, this->model(line.id, model)->row.prices, at);
}

} // namespace signalbox::gateway
