#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox::http {

/// Fields in the order they came, because names repeat. Names are compared without case.
class Fields final
{
public:
    using Field = std::pair<std::string, std::string>;

    /// First value of that name.
    [[nodiscard]] std::optional<std::string_view> value(std::string_view name) const;
    [[nodiscard]] bool contains(std::string_view name) const { return value(name).has_value(); }
    /// Whether a comma-separated list of that name holds `token`, without case.
    [[nodiscard]] bool hasToken(std::string_view name, std::string_view token) const;
    void add(std::string name, std::string value)
    {
        m_fields.emplace_back(std::move(name), std::move(value));
    }
    void remove(std::string_view name);
    void clear() { m_fields.clear(); }
    [[nodiscard]] const std::vector<Field> &all() const { return m_fields; }

    bool operator==(const Fields &) const = default;

private:
    std::vector<Field> m_fields;
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
