#include "agents/key_file.h"

namespace signalbox::agents {

std::optional<std::string> KeyFile::raw(const KeyPath &path) const
{
    return path.empty() && !m_text.empty() ? std::optional(m_text) : std::nullopt;
}

std::optional<std::string> KeyFile::value(const KeyPath &path) const
{
    auto text = raw(path);
    while (text && (text->ends_with('\n') || text->ends_with('\r')))
        text->pop_back();
    return text;
}

std::string KeyFile::literal(const SettingsValue &value) const
{
    const auto *number = std::get_if<std::int64_t>(&value);
    return number != nullptr ? std::to_string(*number) : std::get<std::string>(value);
}

Result<std::optional<Insertion>> KeyFile::setRaw(const KeyPath &path, std::string_view raw)
{
    if (!path.empty())
        return fail(ErrorCode::InvalidInput, "a key file has no names in it");
    const bool isNew = m_text.empty();
    m_text = raw;
    return isNew ? std::optional(Insertion()) : std::nullopt;
}

Result<void> KeyFile::remove(const KeyPath &path, const std::optional<Insertion> &)
{
    if (path.empty())
        m_text.clear();
    return {};
}

} // namespace signalbox::agents
