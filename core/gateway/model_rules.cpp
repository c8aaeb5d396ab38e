#include "gateway/model_rules.h"

#include "gateway/named_fields.h"

#include <algorithm>

namespace signalbox::gateway {

namespace {

const NamedField<wire::ModelRules> kRules[] = {
    {"efforts", &wire::ModelRules::efforts},
    {"adaptiveThinking", &wire::ModelRules::adaptiveThinking},
    {"budgetThinking", &wire::ModelRules::budgetThinking},
    {"leastBudget", &wire::ModelRules::leastBudget},
    {"mostBudget", &wire::ModelRules::mostBudget},
    {"thinkingOff", &wire::ModelRules::thinkingOff},
    {"omitsThoughts", &wire::ModelRules::omitsThoughts},
    {"signedCalls", &wire::ModelRules::signedCalls},
    {"sampling", &wire::ModelRules::sampling},
    {"samplingWhileThinking", &wire::ModelRules::samplingWhileThinking},
    {"bothSamplings", &wire::ModelRules::bothSamplings},
    {"forcedToolChoice", &wire::ModelRules::forcedToolChoice},
    {"forcedWhileThinking", &wire::ModelRules::forcedWhileThinking},
    {"jsonSchema", &wire::ModelRules::jsonSchema},
    {"prefill", &wire::ModelRules::prefill},
    {"operatorTurns", &wire::ModelRules::operatorTurns},
    {"mediaInResults", &wire::ModelRules::mediaInResults},
    {"toolsTogether", &wire::ModelRules::toolsTogether},
    {"systemMessage", &wire::ModelRules::systemMessage},
    {"cachePoints", &wire::ModelRules::cachePoints},
    {"predictsVectors", &wire::ModelRules::predictsVectors},
    {"mostOutput", &wire::ModelRules::mostOutput},
};

} // namespace

wire::ModelRules modelRulesFrom(const catalog::FieldValues &values)
{
    wire::ModelRules rules;
    setFields(rules, kRules, values);
    return rules;
}

std::vector<std::string> wrongRules(const catalog::FieldValues &values)
{
    std::vector<std::string> wrong;
    for (const auto &[name, value] : values) {
        wire::ModelRules rules;
        const auto *field = std::ranges::find(kRules, name, &NamedField<wire::ModelRules>::name);
        if (field == std::end(kRules) || !setField(rules, *field, value))
            wrong.push_back(name);
    }
    return wrong;
}

} // namespace signalbox::gateway
