#include "agents/settings_text.h"

#include "agents/env_edit.h"
#include "agents/jsonc_edit.h"
#include "agents/key_file.h"
#include "agents/toml_edit.h"

#include <algorithm>

namespace signalbox::agents {

Result<std::unique_ptr<SettingsText>> SettingsText::parse(SettingsFormat format, std::string text)
{
    if (text.size() > kMostSettingsBytes)
        return fail(ErrorCode::TooLarge, "this is larger than any settings file");
    if (const auto at = invalidUtf8At(text))
        return unreadable(text, *at, "these bytes are no UTF-8 text");
    switch (format) {
    case SettingsFormat::Toml:
        return TomlText::parse(std::move(text));
    case SettingsFormat::Json:
        return JsoncText::parse(std::move(text));
    case SettingsFormat::Env:
        return EnvText::parse(std::move(text));
    case SettingsFormat::Key:
        return std::make_unique<KeyFile>(std::move(text));
    }
    return fail(ErrorCode::Internal, "no such format");
}

std::string SettingsText::lineEnd() const
{
    const std::size_t feed = m_text.find('\n');
    return feed != std::string::npos && feed > 0 && m_text[feed - 1] == '\r' ? "\r\n" : "\n";
}

std::unexpected<Error> unreadable(std::string_view text, std::size_t at, const std::string &reason)
{
    const auto line = 1 + std::ranges::count(text.substr(0, at), '\n');
    return fail(ErrorCode::InvalidInput, "line " + std::to_string(line) + ": " + reason);
}

std::optional<std::size_t> invalidUtf8At(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = [&](std::size_t k) {
            return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U;
        };
        const unsigned first = byte(0);
        // The second byte's limits leave out what is longer than needed, surrogates, and what Unicode has
        // not.
        std::size_t length = 1;
        unsigned low = 0x80;
        unsigned high = 0xBF;
        if (first >= 0xF0) {
            length = 4;
            low = first == 0xF0 ? 0x90 : 0x80;
            high = first == 0xF4 ? 0x8F : 0xBF;
        } else if (first >= 0xE0) {
            length = 3;
            low = first == 0xE0 ? 0xA0 : 0x80;
            high = first == 0xED ? 0x9F : 0xBF;
        } else if (first >= 0x80) {
            length = 2;
        }
        if ((first >= 0x80 && first < 0xC2) || first > 0xF4)
            return i;
        for (std::size_t k = 1; k < length; ++k) {
            if (byte(k) < (k == 1 ? low : 0x80) || byte(k) > (k == 1 ? high : 0xBF))
                return i;
        }
        i += length;
    }
    return std::nullopt;
}

std::size_t byteOrderMark(std::string_view text)
{
    return text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
}

std::string toText(const KeyPath &path)
{
    std::string text;
    for (const std::string &name : path)
        text += (text.empty() ? "" : ".") + name;
    return text;
}

} // namespace signalbox::agents
