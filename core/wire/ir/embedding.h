#pragma once

#include "base/result.h"
#include "wire/text.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The neutral form of a request for vectors. Slices live as long as those of the request it is part of.
namespace signalbox::wire::ir {

struct Request;

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

// For writers of APIs that have less to say than the request.

/// The one length of all vectors, nothing where none was asked for; InvalidInput where there are several.
[[nodiscard]] Result<std::optional<std::int64_t>> commonDimensions(const Embedding &embedding);
/// The same for an API of plain texts: InvalidInput also where an input is more than a text, or stands there
/// as tokens.
[[nodiscard]] Result<std::optional<std::int64_t>> commonDimensionsOfTexts(const Embedding &embedding);
/// The one task that all vectors are for, empty where none was named; InvalidInput where there are several.
[[nodiscard]] Result<Text> commonTaskType(const Embedding &embedding);
/// Names of all that an API of texts has no place for, each once, but for those in `taken`.
[[nodiscard]] std::vector<std::string> membersWithoutPlace(const Request &request,
                                                           std::span<const std::string_view> taken = {});

} // namespace signalbox::wire::ir
