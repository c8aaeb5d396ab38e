#include "gateway/provider_line.h"

#include "base/percent_encoding.h"
#include "base/wiped_text.h"
#include "gateway/aws_key.h"
#include "gateway/named_fields.h"
#include "gateway/tokens/account.h"
#include "governance/glob.h"
#include "wire/format.h"

#include <QUrl>

#include <algorithm>
#include <utility>

namespace signalbox::gateway {

namespace {

/// Fields of the dialect by the names they have in the catalogue.
const NamedField<wire::Dialect> kDialectFields[] = {
    {"family", &wire::Dialect::family},
    {"maxTokensField", &wire::Dialect::maxTokensField},
    {"seedField", &wire::Dialect::seedField},
    {"greatestTemperature", &wire::Dialect::greatestTemperature},
    {"toolStream", &wire::Dialect::toolStream},
    {"developerRole", &wire::Dialect::developerRole},
    {"manySystemMessages", &wire::Dialect::manySystemMessages},
    {"streamUsageOption", &wire::Dialect::streamUsageOption},
    {"customTools", &wire::Dialect::customTools},
    {"strictTools", &wire::Dialect::strictTools},
    {"parallelToolCallsField", &wire::Dialect::parallelToolCallsField},
    {"toolChoiceRequired", &wire::Dialect::toolChoiceRequired},
    {"toolImages", &wire::Dialect::toolImages},
    {"jsonSchema", &wire::Dialect::jsonSchema},
    {"reasoningField", &wire::Dialect::reasoningField},
    {"reasoningRequiredInToolLoops", &wire::Dialect::reasoningRequiredInToolLoops},
    {"reasoningEffortField", &wire::Dialect::reasoningEffortField},
    {"reasoningObject", &wire::Dialect::reasoningObject},
    {"reasoningDetails", &wire::Dialect::reasoningDetails},
    {"cacheControl", &wire::Dialect::cacheControl},
    {"promptCacheKey", &wire::Dialect::promptCacheKey},
    {"usageOmitsReasoning", &wire::Dialect::usageOmitsReasoning},
    {"thinkTags", &wire::Dialect::thinkTags},
    {"thinkingSwitch", &wire::Dialect::thinkingSwitch},
    {"assistantAfterTool", &wire::Dialect::assistantAfterTool},
    {"toolCallIdLength", &wire::Dialect::toolCallIdLength},
    {"refusedFields", &wire::Dialect::refusedFields},
    {"refusedFieldsOfReasoners", &wire::Dialect::refusedFieldsOfReasoners},
    {"alternatingRoles", &wire::Dialect::alternatingRoles},
    {"parallelCallsAsked", &wire::Dialect::parallelCallsAsked},
    {"streamingModels", &wire::Dialect::streamingModels},
    {"codexFields", &wire::Dialect::codexFields},
    {"hostedTools", &wire::Dialect::hostedTools},
    {"namespaceTools", &wire::Dialect::namespaceTools},
    {"encryptedReasoning", &wire::Dialect::encryptedReasoning},
    {"reasoningTokenPrefix", &wire::Dialect::reasoningTokenPrefix},
    {"responsesCountPath", &wire::Dialect::responsesCountPath},
    {"toolNameLength", &wire::Dialect::toolNameLength},
    {"samplingWithReasoning", &wire::Dialect::samplingWithReasoning},
    {"messagesPath", &wire::Dialect::messagesPath},
    {"messagesStreamPath", &wire::Dialect::messagesStreamPath},
    {"messagesCountPath", &wire::Dialect::messagesCountPath},
    {"messagesVersion", &wire::Dialect::messagesVersion},
    {"streamMember", &wire::Dialect::streamMember},
    {"betas", &wire::Dialect::betas},
    {"invokes", &wire::Dialect::invokes},
    {"modelsPath", &wire::Dialect::modelsPath},
    {"googleCloud", &wire::Dialect::googleCloud},
};

/// {model} as it stands in the path of a URL.
constexpr std::string_view kModelInPath = "%7Bmodel%7D";

Result<FormatEndpoint> endpointFor(wire::Format format, std::string baseUrl, const std::string &providerId)
{
    const std::string place = '{' + std::string(catalog::kModelPlace) + '}';
    if (const std::size_t at = baseUrl.find(place); at != std::string::npos)
        baseUrl.replace(at, place.size(), kModelInPath);
    const QUrl url(QString::fromStdString(baseUrl), QUrl::StrictMode);
    const bool tls = url.scheme() == QLatin1String("https");
    if (!url.isValid() || url.host().isEmpty() || (!tls && url.scheme() != QLatin1String("http")))
        return fail(ErrorCode::InvalidInput,
                    "the base URL is none: write http://host/path or https://host/path", providerId);
    FormatEndpoint endpoint;
    endpoint.format = format;
    endpoint.endpoint.host = url.host().toStdString();
    endpoint.endpoint.port = static_cast<std::uint16_t>(url.port(tls ? 443 : 80));
    endpoint.endpoint.tls = tls;
    endpoint.pathPrefix = url.path(QUrl::FullyEncoded).toStdString();
    while (endpoint.pathPrefix.ends_with('/'))
        endpoint.pathPrefix.pop_back();
    return endpoint;
}

std::vector<std::string> wireNames(const config::Provider &entry, const catalog::ProviderRow *row)
{
    if (!entry.wire.empty())
        return entry.wire;
    if (entry.kind == "simulated")
        return {"openai-responses", "openai-chat"};
    return row != nullptr ? row->wire : std::vector<std::string>{"openai-chat"};
}

Result<std::string> baseUrlFor(const config::Provider &entry, const catalog::ProviderRow *row,
                               const std::string &format)
{
    if (entry.kind == "simulated")
        return std::string("http://simulated/v1"); // never resolved: its transport is in memory
    if (!entry.baseUrl.empty())
        return catalog::fillUrl(entry.baseUrl, entry.variables);
    const std::string url = row != nullptr ? row->baseUrlFor(format, entry.variables) : std::string();
    if (url.empty())
        return fail(ErrorCode::InvalidInput, "no base URL is known for " + format, entry.id);
    return catalog::fillUrl(url, entry.variables);
}

/// What the row tells of the host in the endpoint's format.
Result<void> describe(FormatEndpoint &endpoint, const catalog::ProviderRow &row,
                      const config::Provider &entry)
{
    const std::string format(toString(endpoint.format));
    auto query = catalog::fillUrl(row.query, entry.variables);
    if (!query)
        return std::unexpected(std::move(query.error()));
    endpoint.query = std::move(*query);
    endpoint.service = row.serviceFor(format);
    if (!row.baseUrl.empty()) // a row without an address stands for hosts of which nothing is known
        endpoint.dialect.provider = row.id;
    setFields(endpoint.dialect, kDialectFields, row.dialect);
    if (const auto other = row.otherDialects.find(format); other != row.otherDialects.end())
        setFields(endpoint.dialect, kDialectFields, other->second);
    if (const auto models = row.formatModels.find(format); models != row.formatModels.end())
        endpoint.models = models->second;
    return {};
}

Result<FormatEndpoint> endpointOf(const config::Provider &entry, const catalog::ProviderRow *row,
                                  wire::Format format, const std::string &name)
{
    auto url = baseUrlFor(entry, row, name);
    if (!url)
        return std::unexpected(std::move(url.error()));
    auto endpoint = endpointFor(format, std::move(*url), entry.id);
    if (!endpoint || row == nullptr)
        return endpoint;
    if (auto described = describe(*endpoint, *row, entry); !described)
        return std::unexpected(std::move(described.error()));
    return endpoint;
}

bool fits(const FormatEndpoint &endpoint, std::string_view model)
{
    return std::ranges::any_of(
        endpoint.models, [&](const std::string &pattern) { return governance::globMatches(pattern, model); });
}

/// Takes a key of AWS apart: here, once, and not for each request. One that cannot be used is dropped: sent
/// as it is, it would be told to the host.
void addSigner(LineKey &key, const config::Provider &entry)
{
    if (!key.secret)
        return;
    const auto drop = [&key](std::string problem) {
        key.secret = nullptr;
        key.problem = std::move(problem);
    };
    auto credentials = readAwsKey(key.secret->reveal());
    if (!credentials) {
        drop(credentials.error().message);
        return;
    }
    if (!*credentials)
        return;
    const auto region = entry.variables.find("region");
    if (region == entry.variables.end())
        drop("requests are signed for a region: write \"region\" into the entry's \"variables\"");
    else
        key.signer = std::make_shared<const RequestSigner>(std::move(**credentials), region->second);
}

/// What every request carries, by the row and over it by the entry.
void addFields(ProviderLine &line, const config::Provider &entry, const catalog::ProviderRow *row)
{
    const catalog::Auth auth = row != nullptr ? row->auth : catalog::Auth();
    line.authHeader = auth.header;
    line.authPrefix = auth.prefix;
    if (entry.auth) {
        line.authHeader = entry.auth->header;
        line.authPrefix = entry.auth->prefix;
    }
    if (row != nullptr) {
        for (const auto &[name, value] : row->headers)
            line.headers.add(name, value);
    }
    for (const auto &[name, value] : entry.headers) {
        line.headers.remove(name);
        line.headers.add(name, value);
    }
}

/// Those of its formats that can be asked; the error of the last one that cannot, where none can.
Result<std::vector<FormatEndpoint>> endpointsOf(const config::Provider &entry,
                                                const catalog::ProviderRow *row, FormatFilter wanted)
{
    std::vector<FormatEndpoint> endpoints;
    std::string problem = "it speaks no format";
    ErrorCode code = ErrorCode::Unavailable; // until something is wrong that can be put right
    for (const std::string &name : wireNames(entry, row)) {
        const auto format = wire::formatFromString(name);
        if (!format || (wanted != nullptr && !wanted(*format))) {
            problem = "its format " + name + " cannot do this";
            continue;
        }
        if (auto endpoint = endpointOf(entry, row, *format, name)) {
            endpoints.push_back(std::move(*endpoint));
        } else {
            problem = endpoint.error().message;
            code = ErrorCode::InvalidInput;
        }
    }
    if (endpoints.empty())
        return fail(code, problem, entry.id);
    return endpoints;
}

} // namespace

std::string FormatEndpoint::target(std::string_view path, std::string_view model) const
{
    std::string text = pathPrefix;
    if (const std::size_t at = text.find(kModelInPath); at != std::string::npos) {
        std::string name;
        appendPercentEncoded(name, model);
        text.replace(at, kModelInPath.size(), name);
    }
    return withQuery(text.append(path));
}

std::string FormatEndpoint::withQuery(std::string target) const
{
    if (!query.empty())
        target.append(target.find('?') == std::string::npos ? "?" : "&").append(query);
    return target;
}

bool FormatEndpoint::namesModel() const
{
    return pathPrefix.find(kModelInPath) != std::string::npos;
}

void LineKey::maskIn(std::span<char> answer) const
{
    if (secret)
        mask(answer, secret->reveal());
    if (signer)
        signer->maskIn(answer);
}

const FormatEndpoint *ProviderLine::endpointFor(std::string_view model,
                                                const wire::FormatCodec *inbound) const
{
    const wire::Task task = inbound != nullptr ? inbound->task() : wire::Task::Answer;
    const bool isNamed =
        std::ranges::any_of(formats, [&](const FormatEndpoint &each) { return fits(each, model); });
    const FormatEndpoint *preferred = nullptr;
    const FormatEndpoint *otherwise = nullptr; // an entry may leave but one format
    for (const FormatEndpoint &endpoint : formats) {
        const wire::FormatCodec *codec = wire::codecFor(endpoint.format, task);
        if (codec == nullptr)
            continue;
        if (otherwise == nullptr)
            otherwise = &endpoint;
        if (isNamed ? !fits(endpoint, model) : !endpoint.models.empty())
            continue;
        if (inbound != nullptr && codec->format() == inbound->format())
            return &endpoint;
        if (preferred == nullptr)
            preferred = &endpoint;
    }
    return preferred != nullptr ? preferred : otherwise;
}

SecretState keyState(const std::string &reference, const config::Provider &entry,
                     const catalog::ProviderRow *row, const SecretLookup &secrets, const TokenLookup &tokens,
                     const std::string &proxySetting)
{
    SecretState state = secrets(reference);
    if (row == nullptr || row->auth.scheme != catalog::AuthScheme::AccountToken)
        return state;
    if (!tokens) // sent as it is, an account would be given away
        return state.secret && isAccount(state.secret->reveal())
                   ? SecretState{.secret = nullptr, .problem = "nothing asks for its access token here"}
                   : state;
    return tokens(std::move(state), entry.proxy.value_or(proxySetting));
}

Result<std::shared_ptr<const ProviderLine>>
makeProviderLine(const config::Provider &entry, const catalog::ProviderRow *row, const SecretLookup &secrets,
                 const TokenLookup &tokens, const std::string &proxySetting, const ProxyLookup &proxy,
                 FormatFilter wanted)
{
    auto endpoints = endpointsOf(entry, row, wanted);
    if (!endpoints)
        return std::unexpected(std::move(endpoints.error()));
    auto line = std::make_shared<ProviderLine>();
    line->id = entry.id;
    line->kind = entry.kind;
    line->simulated = entry.kind == "simulated";
    line->formats = std::move(*endpoints);
    for (FormatEndpoint &endpoint : line->formats) {
        if (!line->simulated)
            endpoint.endpoint.proxy = proxy(entry.proxy.value_or(proxySetting), endpoint.endpoint);
    }
    addFields(*line, entry, row);
    for (const config::ProviderKey &key : entry.keys) {
        if (!key.enabled)
            continue;
        SecretState state = keyState(key.secret, entry, row, secrets, tokens, proxySetting);
        line->keys.push_back({.id = key.id,
                              .weight = key.weight,
                              .models = key.models,
                              .secret = std::move(state.secret),
                              .signer = nullptr,
                              .problem = std::move(state.problem),
                              .waiting = state.waiting});
        if (row != nullptr && row->auth.scheme == catalog::AuthScheme::AwsSignature)
            addSigner(line->keys.back(), entry);
    }
    line->lacksKey = line->keys.empty() && row != nullptr && row->needsKey(entry.baseUrl);
    line->deadlines = {.connect = entry.timeouts.connect,
                       .firstByte = entry.timeouts.firstByte,
                       .idle = entry.timeouts.idle,
                       .total = entry.timeouts.total};
    line->retry = entry.retry;
    return line;
}

} // namespace signalbox::gateway
