#include "wire/bedrock_model.h"

#include <array>

namespace signalbox::wire {

namespace {

/// What profiles that span regions have before the model's id.
constexpr std::array<std::string_view, 8> kGeographies{"us.", "eu.", "apac.", "global.",
                                                       "jp.", "au.", "ca.",   "us-gov."};

} // namespace

std::string_view foundationModel(std::string_view id)
{
    if (id.starts_with("arn:")) {
        const std::string_view name = id.substr(id.rfind('/') + 1);
        if (name.find('.') == std::string_view::npos)
            return id; // a profile of somebody's own
        id = name;
    }
    for (const std::string_view geography : kGeographies) {
        if (id.starts_with(geography))
            return id.substr(geography.size());
    }
    return id;
}

} // namespace signalbox::wire
