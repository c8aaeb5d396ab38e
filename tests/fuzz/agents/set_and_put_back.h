#pragma once

#include "agents/settings_text.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace signalbox::fuzz {

inline void require(bool condition)
{
    if (!condition)
        std::abort();
}

/// Any text is refused with a reason, or can be changed at these keys: then the value is found again, the
/// text stays readable, and putting back what was there, or taking the key away, gives the bytes there were.
inline void setAndPutBack(agents::SettingsFormat format, std::string_view input,
                          const std::vector<agents::KeyPath> &paths)
{
    using agents::SettingsText;
    auto parsed = SettingsText::parse(format, std::string(input));
    if (!parsed) {
        require(!parsed.error().message.empty());
        return;
    }
    SettingsText &text = **parsed;
    require(text.text() == input);
    for (const agents::KeyPath &path : paths) {
        const auto raw = text.raw(path);
        const std::string before = text.text();
        const auto inserted = text.setRaw(path, text.literal(std::string("new")));
        if (!inserted) { // something else is in its place
            require(inserted.error().code == ErrorCode::InvalidInput && text.text() == before);
            continue;
        }
        require(text.value(path) == "new" && SettingsText::parse(format, text.text()).has_value());
        require(inserted->has_value() != raw.has_value());
        if (raw)
            require(text.setRaw(path, *raw).has_value());
        else
            require(text.remove(path, *inserted).has_value());
        require(raw || text.text() == before || format == agents::SettingsFormat::Json);
        require(!text.contains(path) || raw);
        if (raw)
            require(text.text() == before);
        else if (text.text() != before) // an empty JSON text is an empty object now, and nothing else
            require(before.find_first_not_of(" \t\r\n\xEF\xBB\xBF") == std::string::npos ||
                    before.find('/') != std::string::npos);
        // Without knowing how it was added: another text, but a readable one without the key.
        auto again = SettingsText::parse(format, before);
        require(again.has_value());
        if (!raw && (*again)->setRaw(path, "1") && (*again)->remove(path, std::nullopt))
            require(!(*again)->contains(path));
    }
}

} // namespace signalbox::fuzz
