#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace signalbox::gateway {

/// One model as clients see it in `GET …/models`.
struct ListedModel
{
    std::string id; ///< "coder" or "openai/gpt-5.4"
    std::string description;
    std::string owner;        ///< provider id, or "signalbox" for a virtual model
    std::int64_t context = 0; ///< tokens; 0 unknown
    bool tools = true;
    bool images = false;
    bool reasoning = false;
    bool vectors = false; ///< what it gives: no agent can talk to it

    bool operator==(const ListedModel &) const = default;
};

/// The list in both shapes in one body: Codex's catalogue (`models`) and OpenAI's list (`data`), in the order
/// given, models of vectors in the latter alone. Kept under Codex's limit of 1 MiB by leaving models off the
/// end. Source: codex-cli reads
/// `{"models":[ModelInfo]}` and ignores `data`; OpenAI clients read `data` and ignore `models`.
[[nodiscard]] std::string modelListBody(const std::vector<ListedModel> &models);

/// OpenAI's model object alone, for `GET …/models/{id}`.
[[nodiscard]] std::string modelBody(const ListedModel &model);

/// Anthropic's list, whole in one page, without models of vectors, which its API does not have. Source: the
/// API's page "List Models".
[[nodiscard]] std::string anthropicModelListBody(const std::vector<ListedModel> &models);
[[nodiscard]] std::string anthropicModelBody(const ListedModel &model);

/// Gemini's list, whole in one page. Source: the API's page "models.list".
[[nodiscard]] std::string geminiModelListBody(const std::vector<ListedModel> &models);
[[nodiscard]] std::string geminiModelBody(const ListedModel &model);

/// A strong entity tag of a body (RFC 9110 section 8.8.3), quotes included.
[[nodiscard]] std::string entityTag(const std::string &body);

} // namespace signalbox::gateway
