#include "governance/virtual_key.h"

#include "base/digest.h"
#include "base/random.h"

#include <array>

namespace signalbox::governance {

namespace {

bool equalsWithoutCase(std::string_view a, std::string_view lower)
{
    if (a.size() != lower.size())
        return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const char c = a[i] >= 'A' && a[i] <= 'Z' ? static_cast<char>(a[i] - 'A' + 'a') : a[i];
        if (c != lower[i])
            return false;
    }
    return true;
}

} // namespace

std::string generateKey()
{
    std::array<unsigned char, 32> bytes{};
    fillSecureRandom(bytes);
    return "sk-sbx-" +
           toBase64Url(std::string_view(reinterpret_cast<const char *>(bytes.data()), bytes.size()));
}

std::string hashKey(std::string_view key)
{
    return "sha256:" + toHex(sha256(key));
}

std::optional<std::string_view>
presentedKey(const std::function<std::optional<std::string_view>(std::string_view)> &header)
{
    if (const auto authorization = header("authorization")) {
        const std::size_t space = authorization->find(' ');
        if (space != std::string_view::npos && equalsWithoutCase(authorization->substr(0, space), "bearer")) {
            std::string_view key = authorization->substr(space);
            while (!key.empty() && key.front() == ' ')
                key.remove_prefix(1);
            if (!key.empty())
                return key;
        }
    }
    for (const std::string_view name : {"x-api-key", "api-key", "x-goog-api-key"}) {
        if (const auto value = header(name); value && !value->empty())
            return value;
    }
    return std::nullopt;
}

} // namespace signalbox::governance
