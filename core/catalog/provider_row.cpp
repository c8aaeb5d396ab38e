#include "catalog/provider_row.h"

#include <algorithm>
#include <array>

namespace signalbox::catalog {

namespace {

struct Field
{
    std::string_view name;
    std::size_t type; // index in DialectValue
};

constexpr std::size_t kBoolean = 0;
constexpr std::size_t kInteger = 1;
constexpr std::size_t kText = 2;
constexpr std::size_t kTexts = 3;

constexpr std::array kFields{
    Field{"family", kText},
    Field{"maxTokensField", kText},
    Field{"seedField", kText},
    Field{"greatestTemperature", kInteger},
    Field{"toolStream", kBoolean},
    Field{"developerRole", kBoolean},
    Field{"manySystemMessages", kBoolean},
    Field{"streamUsageOption", kBoolean},
    Field{"customTools", kBoolean},
    Field{"strictTools", kBoolean},
    Field{"parallelToolCallsField", kBoolean},
    Field{"toolChoiceRequired", kBoolean},
    Field{"toolImages", kBoolean},
    Field{"jsonSchema", kBoolean},
    Field{"reasoningField", kText},
    Field{"reasoningRequiredInToolLoops", kBoolean},
    Field{"reasoningEffortField", kBoolean},
    Field{"reasoningObject", kBoolean},
    Field{"reasoningDetails", kBoolean},
    Field{"cacheControl", kBoolean},
    Field{"promptCacheKey", kBoolean},
    Field{"usageOmitsReasoning", kBoolean},
    Field{"thinkTags", kBoolean},
    Field{"thinkingSwitch", kText},
    Field{"assistantAfterTool", kBoolean},
    Field{"toolCallIdLength", kInteger},
    Field{"refusedFields", kTexts},
    Field{"refusedFieldsOfReasoners", kTexts},
    Field{"alternatingRoles", kBoolean},
    Field{"parallelCallsAsked", kBoolean},
    Field{"streamingModels", kTexts},
    Field{"codexFields", kBoolean},
    Field{"hostedTools", kBoolean},
    Field{"namespaceTools", kBoolean},
    Field{"encryptedReasoning", kBoolean},
    Field{"reasoningTokenPrefix", kText},
    Field{"responsesCountPath", kText},
    Field{"toolNameLength", kInteger},
    Field{"samplingWithReasoning", kBoolean},
    Field{"messagesPath", kText},
    Field{"messagesStreamPath", kText},
    Field{"messagesCountPath", kText},
    Field{"messagesVersion", kText},
    Field{"streamMember", kBoolean},
    Field{"betas", kTexts},
    Field{"invokes", kBoolean},
    Field{"modelsPath", kText},
    Field{"googleCloud", kBoolean},
};

void addVariables(std::string_view url, std::vector<std::string> &names)
{
    for (std::size_t open = url.find('{'); open != std::string_view::npos; open = url.find('{', open + 1)) {
        std::string name(url.substr(open + 1, url.find('}', open) - open - 1));
        if (name != kModelPlace && std::ranges::find(names, name) == names.end())
            names.push_back(std::move(name));
    }
}

} // namespace

std::string ProviderRow::baseUrlFor(std::string_view format,
                                    const std::map<std::string, std::string> &filled) const
{
    if (const auto other = otherBaseUrls.find(std::string(format)); other != otherBaseUrls.end())
        return other->second;
    if (std::ranges::find(wire, format) == wire.end())
        return {};
    for (const auto &[name, urls] : specialBaseUrls) {
        const auto value = filled.find(name);
        const auto special = value == filled.end() ? urls.end() : urls.find(value->second);
        if (special != urls.end())
            return special->second;
    }
    return baseUrl;
}

std::string ProviderRow::serviceFor(std::string_view format) const
{
    const auto other = auth.otherServices.find(std::string(format));
    return other != auth.otherServices.end() ? other->second : auth.service;
}

bool ProviderRow::needsKey(std::string_view ownBaseUrl) const
{
    return auth.scheme != AuthScheme::None && !baseUrl.empty() && ownBaseUrl.empty();
}

std::vector<std::string> ProviderRow::variables() const
{
    std::vector<std::string> names;
    addVariables(baseUrl, names);
    for (const auto &[format, url] : otherBaseUrls)
        addVariables(url, names);
    addVariables(query, names);
    return names;
}

Result<std::string> fillUrl(std::string_view url, const std::map<std::string, std::string> &variables)
{
    std::string filled;
    while (true) {
        const std::size_t open = url.find('{');
        filled += url.substr(0, open);
        if (open == std::string_view::npos)
            return filled;
        const std::size_t close = url.find('}', open);
        if (close == std::string_view::npos)
            return fail(ErrorCode::InvalidInput, "the address has a { without }");
        const std::string name(url.substr(open + 1, close - open - 1));
        const auto value = variables.find(name);
        if (name == kModelPlace)
            filled += url.substr(open, close + 1 - open);
        else if (value == variables.end())
            return fail(ErrorCode::InvalidInput,
                        "the address needs \"" + name + "\" in the provider's variables");
        else
            filled += value->second;
        url.remove_prefix(close + 1);
    }
}

std::size_t dialectFieldType(std::string_view field)
{
    const auto found = std::ranges::find(kFields, field, &Field::name);
    return found == kFields.end() ? std::variant_npos : found->type;
}

std::vector<std::string_view> dialectFields()
{
    std::vector<std::string_view> names;
    for (const Field &field : kFields)
        names.push_back(field.name);
    return names;
}

} // namespace signalbox::catalog
