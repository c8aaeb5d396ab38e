#pragma once

#include "wire/text.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

/// The neutral form of a request for vectors. Slices live as long as those of the request it is part of.
namespace signalbox::wire::ir {

/// What is to become one vector.
struct EmbeddingInput
{
    Text text;            ///< empty where `tokens` has it
    RawJson tokens;       ///< OpenAI: numbers of tokens in place of a text
    RawJson content;      ///< Gemini: the content as it stood, which may hold more than its text
    bool onlyText = true; ///< the content is nothing but `text`
    Text taskType;        ///< Gemini: "RETRIEVAL_QUERY" …
    Text title;           ///< Gemini
    std::optional<std::int64_t> dimensions; ///< numbers of the vector; unset: as many as the model has
    /// Members without a place above, of the source's format.
    std::vector<std::pair<Text, RawJson>> extras;
};

struct Embedding
{
    std::vector<EmbeddingInput> inputs; ///< never empty
    bool isOne = false;                 ///< OpenAI: one text, not a list of them
    Text encoding;                      ///< OpenAI: "float" or "base64"; empty: unset
};

} // namespace signalbox::wire::ir
