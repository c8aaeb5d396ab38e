#include "wire/gemini/model_path.h"

#include "base/percent_encoding.h"

#include <algorithm>
#include <array>

namespace signalbox::wire::gemini {

namespace {

constexpr std::array<std::string_view, 4> kFolders{"models/", "tunedModels/", "publishers/", "projects/"};

/// Whether the name says itself where the model stands.
bool isResource(std::string_view model)
{
    return std::ranges::any_of(kFolders, [&](std::string_view folder) { return model.starts_with(folder); });
}

} // namespace

std::string modelResource(std::string_view model)
{
    return (isResource(model) ? "" : "models/") + std::string(model);
}

std::string modelPath(const Target &target, std::string_view method)
{
    const bool isPath = isResource(target.model);
    std::string path = isPath ? "/" : target.dialect.modelsPath;
    appendPercentEncoded(path, target.model, isPath ? "/" : "");
    path += ':';
    path += method;
    return path;
}

} // namespace signalbox::wire::gemini
