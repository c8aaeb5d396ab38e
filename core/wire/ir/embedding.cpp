#include "wire/ir/embedding.h"

#include "wire/ir/request.h"
#include "wire/json/fields.h"

#include <algorithm>
#include <utility>

namespace signalbox::wire::ir {

namespace {

void add(std::vector<std::string> &names, std::string name)
{
    if (std::ranges::find(names, name) == names.end())
        names.push_back(std::move(name));
}

Result<void> checkTexts(const Embedding &embedding)
{
    for (std::size_t at = 0; at < embedding.inputs.size(); ++at) {
        if (!embedding.inputs[at].tokens.isEmpty())
            return fail(ErrorCode::InvalidInput, "this provider embeds texts and takes no tokens", "input");
        if (!embedding.inputs[at].onlyText)
            return fail(ErrorCode::InvalidInput, "this provider embeds texts alone",
                        json::indexed("requests", at) + ".content");
    }
    return {};
}

} // namespace

Result<std::optional<std::int64_t>> commonDimensions(const Embedding &embedding)
{
    const auto first = embedding.inputs.front().dimensions;
    for (std::size_t at = 1; at < embedding.inputs.size(); ++at) {
        if (embedding.inputs[at].dimensions != first)
            return fail(ErrorCode::InvalidInput,
                        "this provider gives all vectors of a request the same length",
                        json::indexed("requests", at) + ".outputDimensionality");
    }
    return first;
}

Result<std::optional<std::int64_t>> commonDimensionsOfTexts(const Embedding &embedding)
{
    if (const auto texts = checkTexts(embedding); !texts)
        return std::unexpected(texts.error());
    return commonDimensions(embedding);
}

Result<Text> commonTaskType(const Embedding &embedding)
{
    const Text first = embedding.inputs.front().taskType;
    for (std::size_t at = 1; at < embedding.inputs.size(); ++at) {
        if (embedding.inputs[at].taskType.escaped != first.escaped)
            return fail(ErrorCode::InvalidInput, "this provider makes all vectors of a request for one task",
                        json::indexed("requests", at) + ".taskType");
    }
    return first;
}

std::vector<std::string> membersWithoutPlace(const Request &request, std::span<const std::string_view> taken)
{
    std::vector<std::string> names;
    const auto drop = [&](std::string name) {
        if (std::ranges::find(taken, name) == taken.end())
            add(names, std::move(name));
    };
    if (!request.user.isEmpty())
        drop("user");
    for (const EmbeddingInput &input : request.embedding->inputs) {
        if (!input.taskType.isEmpty())
            drop("taskType");
        if (!input.title.isEmpty())
            drop("title");
        for (const auto &[name, value] : input.extras)
            drop(unescape(name));
    }
    for (const auto &[name, value] : request.extras)
        drop(unescape(name));
    return names;
}

} // namespace signalbox::wire::ir
