#include "http/message.h"

#include "http/syntax.h"

#include <algorithm>

namespace signalbox::http {

namespace {

/// What most heads fit into, so that memory is asked for once.
constexpr std::size_t kUsualBytes = 512;
constexpr std::size_t kUsualFields = 12;

} // namespace

std::optional<std::string_view> Fields::value(std::string_view name) const
{
    for (const Place &place : m_places) {
        if (place.nameBytes == name.size() && equalNoCase(at(place).name, name))
            return at(place).value;
    }
    return std::nullopt;
}

bool Fields::hasToken(std::string_view name, std::string_view token) const
{
    return std::ranges::any_of(all(), [&](const Field &field) {
        return equalNoCase(field.name, name) && listHolds(field.value, token);
    });
}

void Fields::add(std::string_view name, std::string_view value, std::string_view more)
{
    if (m_places.empty()) {
        m_text.reserve(kUsualBytes);
        m_places.reserve(kUsualFields);
    }
    m_places.push_back({m_text.size(), name.size(), value.size() + more.size()});
    m_text.append(name).append(value).append(more);
}

void Fields::remove(std::string_view name)
{
    if (!contains(name))
        return;
    Fields kept;
    for (const Field &field : all()) {
        if (!equalNoCase(field.name, name))
            kept.add(field.name, field.value);
    }
    *this = std::move(kept);
}

void Fields::clear()
{
    wipe(m_text);
    m_text.clear();
    m_places.clear();
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
