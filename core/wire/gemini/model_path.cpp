#include "wire/gemini/model_path.h"

#include <algorithm>
#include <array>

namespace signalbox::wire::gemini {

namespace {

/// RFC 3986 section 2.3.
bool isUnreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

/// Whether the name says itself where the model stands.
bool isResource(std::string_view model)
{
    constexpr std::array<std::string_view, 4> prefixes{"models/", "tunedModels/", "publishers/", "projects/"};
    return std::ranges::any_of(prefixes, [&](std::string_view prefix) { return model.starts_with(prefix); });
}

} // namespace

std::string modelResource(std::string_view model)
{
    return (isResource(model) ? "" : "models/") + std::string(model);
}

std::string modelPath(std::string_view model, std::string_view method)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    const bool isPath = isResource(model);
    std::string path = isPath ? "/" : "/models/";
    for (const char c : model) {
        if (isUnreserved(c) || (isPath && c == '/')) {
            path += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        path += '%';
        path += digits[byte >> 4U];
        path += digits[byte & 15U];
    }
    path += ':';
    path += method;
    return path;
}

} // namespace signalbox::wire::gemini
