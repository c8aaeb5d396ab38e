#pragma once

#include "base/wiped_text.h"

#include <cstddef>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::http {

/// Fields in the order they came, because names repeat. Names are compared without case. All their bytes lie
/// in one piece of memory, which stays when they are cleared: reading the next head asks for none. Views into
/// it hold until the next change. They hold keys, so what they leave is wiped.
class Fields final
{
public:
    struct Field
    {
        std::string_view name;
        std::string_view value;
    };

    /// First value of that name.
    [[nodiscard]] std::optional<std::string_view> value(std::string_view name) const;
    [[nodiscard]] bool contains(std::string_view name) const { return value(name).has_value(); }
    /// Whether a comma-separated list of that name holds `token`, without case.
    [[nodiscard]] bool hasToken(std::string_view name, std::string_view token) const;
    /// `name` and `value` may not be views into these fields.
    void add(std::string_view name, std::string_view value) { add(name, value, {}); }
    /// A value of two parts: "Bearer " and a key, which has no need to be put together before.
    void add(std::string_view name, std::string_view value, std::string_view more);
    void remove(std::string_view name);
    void clear();
    [[nodiscard]] auto all() const
    {
        return std::views::transform(m_places, [this](const Place &place) { return at(place); });
    }

    bool operator==(const Fields &) const = default;

private:
    /// In m_text: the name, the value right behind it.
    struct Place
    {
        std::size_t begin = 0;
        std::size_t nameBytes = 0;
        std::size_t valueBytes = 0;

        bool operator==(const Place &) const = default;
    };

    [[nodiscard]] Field at(const Place &place) const
    {
        const char *begin = m_text.data() + place.begin;
        return {{begin, place.nameBytes}, {begin + place.nameBytes, place.valueBytes}};
    }

    WipedText m_text;
    std::vector<Place> m_places;
};

enum class Version { Http10, Http11 };

struct RequestHead
{
    std::string method;
    std::string target; ///< as sent, origin form: "/v1/responses?x=1"
    Version version = Version::Http11;
    Fields fields;

    /// The target up to "?", not percent-decoded.
    [[nodiscard]] std::string_view path() const;
    /// The target behind "?", empty where there is none.
    [[nodiscard]] std::string_view query() const;

    bool operator==(const RequestHead &) const = default;
};

struct ResponseHead
{
    int status = 0;
    std::string reason;
    Version version = Version::Http11;
    Fields fields;

    bool operator==(const ResponseHead &) const = default;
};

} // namespace signalbox::http
