#include "http/message.h"

#include "http/syntax.h"

#include <algorithm>

namespace signalbox::http {

std::optional<std::string_view> Fields::value(std::string_view name) const
{
    const auto found =
        std::ranges::find_if(m_fields, [&](const Field &field) { return equalNoCase(field.first, name); });
    if (found == m_fields.end())
        return std::nullopt;
    return found->second;
}

bool Fields::hasToken(std::string_view name, std::string_view token) const
{
    return std::ranges::any_of(m_fields, [&](const Field &field) {
        return equalNoCase(field.first, name) && listHolds(field.second, token);
    });
}

void Fields::remove(std::string_view name)
{
    std::erase_if(m_fields, [&](const Field &field) { return equalNoCase(field.first, name); });
}

std::string_view RequestHead::path() const
{
    return std::string_view(target).substr(0, target.find('?'));
}

std::string_view RequestHead::query() const
{
    const std::size_t mark = target.find('?');
    return mark == std::string::npos ? std::string_view() : std::string_view(target).substr(mark + 1);
}

} // namespace signalbox::http
