#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace signalbox::wire {

/// What one family of models takes and refuses, whoever serves it. Rows of the catalogue
/// (resources/catalog/model_rules.json), chosen by the model's name, never code; the defaults are those of a
/// model nobody knows.
struct ModelRules
{
    // Thinking
    std::vector<std::string> efforts; ///< levels it takes, weakest first ("none" … "max"); empty: not known
    bool adaptiveThinking = false;    ///< decides by itself how long; Anthropic `thinking:{type:adaptive}`
    bool budgetThinking = false;      ///< takes a number of tokens
    std::int64_t leastBudget = 0;     ///< tokens; 0: nothing is asked
    std::int64_t mostBudget = 0;      ///< tokens; 0: not known
    bool thinkingOff = true;          ///< can be told not to think
    bool omitsThoughts = false;       ///< shows thoughts only when asked to (Anthropic `display`)
    bool signedCalls = false;         ///< refuses calls of the running turn without signature (Gemini 3)

    // Parameters
    bool sampling = true;              ///< takes temperature, top_p, top_k
    bool samplingWhileThinking = true; ///< and also while it thinks
    bool bothSamplings = true;         ///< takes temperature and top_p together
    bool forcedToolChoice = true;      ///< can be made to call a tool
    bool forcedWhileThinking = true;   ///< and also while it thinks with a budget
    bool jsonSchema = true;            ///< holds to a schema by itself

    // Conversation
    bool prefill = false;         ///< goes on where a trailing assistant turn ends
    bool operatorTurns = false;   ///< obeys system words in the middle of a conversation
    bool mediaInResults = true;   ///< takes images and files inside a tool's result
    bool toolsTogether = true;    ///< takes functions beside hosted tools
    bool systemMessage = true;    ///< takes system words at all (not: early Gemma)
    bool cachePoints = false;     ///< takes marks where its prompt cache begins anew (Bedrock `cachePoint`)
    bool predictsVectors = false; ///< in Google's cloud asked for vectors by `predict`
    std::int64_t mostOutput = 0;  ///< tokens, where the catalogue's row of the model does not say; 0: unknown

    bool operator==(const ModelRules &) const = default;
};

} // namespace signalbox::wire
