#include "wire/anthropic_messages/betas.h"

#include <algorithm>

namespace signalbox::wire::anthropic {

Betas betasFor(std::string_view header, const Dialect &dialect)
{
    Betas betas;
    while (!header.empty()) {
        const std::size_t comma = header.find(',');
        std::string_view name = header.substr(0, comma);
        header.remove_prefix(comma == std::string_view::npos ? header.size() : comma + 1);
        const std::size_t first = name.find_first_not_of(" \t");
        if (first == std::string_view::npos)
            continue;
        name = name.substr(first, name.find_last_not_of(" \t") + 1 - first);
        if (std::ranges::find(dialect.betas, name) == dialect.betas.end())
            betas.isAnyRefused = true;
        else if (std::ranges::find(betas.taken, name) == betas.taken.end())
            betas.taken.push_back(name);
    }
    return betas;
}

} // namespace signalbox::wire::anthropic
