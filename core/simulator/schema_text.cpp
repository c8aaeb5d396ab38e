#include "simulator/schema_text.h"

#include <QRegularExpression>
#include <QString>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

namespace signalbox::simulator {

namespace {

constexpr std::int64_t kMaxLength = 4096;

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kFormats{{
    {"date-time", "2026-01-01T00:00:00Z"},
    {"date", "2026-01-01"},
    {"time", "00:00:00Z"},
    {"duration", "PT1S"},
    {"email", "simulated@example.com"},
    {"idn-email", "simulated@example.com"},
    {"hostname", "example.com"},
    {"idn-hostname", "example.com"},
    {"ipv4", "192.0.2.1"},
    {"ipv6", "2001:db8::1"},
    {"uri", "https://example.com/"},
    {"iri", "https://example.com/"},
    {"uri-reference", "https://example.com/"},
    {"uuid", "00000000-0000-4000-8000-000000000000"},
    {"json-pointer", "/simulated"},
    {"regex", "simulated"},
}};

// What patterns in the wild ask for: words, identifiers, dates, versions, colours, numbers.
constexpr std::array<std::string_view, 24> kUsual{
    "simulated", "Simulated",  "SIMULATED", "a",        "A",       "0",     "1",      "aa",
    "AA",        "AAA",        "00",        "000",      "0000",    "00000", "a1",     "A-1",
    "SIM-1",     "2026-01-01", "00:00",     "00:00:00", "#000000", "1.0.0", "v1.0.0", "+12025550100",
};

std::int64_t lengthOf(std::string_view text)
{
    return std::ranges::count_if(text,
                                 [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

std::optional<std::string> patterned(const TextRules &rules, std::string_view filler)
{
    const QRegularExpression pattern(QString::fromStdString(rules.pattern));
    if (!pattern.isValid())
        return std::nullopt;
    std::vector<std::string> candidates{std::string(filler)};
    candidates.insert(candidates.end(), kUsual.begin(), kUsual.end());
    for (const auto &[name, example] : kFormats)
        candidates.emplace_back(example);
    for (const char unit : {'a', 'A', '0'}) {
        if (rules.least > 0)
            candidates.emplace_back(static_cast<std::size_t>(rules.least), unit);
        for (const std::size_t length : {8U, 12U, 16U, 24U, 32U, 40U, 64U})
            candidates.emplace_back(length, unit);
    }
    for (const std::string &candidate : candidates) {
        const std::int64_t length = lengthOf(candidate);
        if (length >= rules.least && length <= rules.most &&
            pattern.match(QString::fromStdString(candidate)).hasMatch())
            return candidate;
    }
    return std::nullopt;
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

} // namespace

std::optional<std::string> smallText(const TextRules &rules, std::string_view filler, int ordinal)
{
    if (rules.least > rules.most || rules.least > kMaxLength)
        return std::nullopt;
    if (!rules.pattern.empty())
        return patterned(rules, filler);
    for (const auto &[name, example] : kFormats) {
        if (name == rules.format)
            return std::string(example);
    }
    const std::string number = ordinal > 0 ? std::to_string(ordinal + 1) : std::string();
    std::string text(filler);
    if (!number.empty())
        text.append(1, ' ').append(number);
    while (lengthOf(text) < rules.least)
        text.append(1, ' ').append(filler);
    // Cut between characters; what tells the ordinals apart stands at the end and is kept first.
    const auto most = static_cast<std::size_t>(std::min<std::int64_t>(rules.most, kMaxLength));
    if (static_cast<std::size_t>(lengthOf(text)) > most) {
        const std::size_t keep = most > number.size() ? most - number.size() : 0;
        std::size_t end = 0;
        for (std::size_t characters = 0; end < text.size(); ++end) {
            if ((static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U && characters++ == keep)
                break;
        }
        text = text.substr(0, end) + (most >= number.size() ? number : std::string());
    }
    return text;
}

std::string numberText(double number)
{
    if (number == 0)
        return "0"; // also for -0
    if (number == std::floor(number) && std::abs(number) < 9.1e15)
        return std::to_string(static_cast<std::int64_t>(number));
    std::array<char, 32> digits{};
    const auto [end, problem] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    return problem == std::errc() ? std::string(digits.data(), end) : std::string("0");
}

std::string pointerToken(std::string_view token)
{
    std::string plain;
    for (std::size_t i = 0; i < token.size(); ++i) {
        const bool percent = token[i] == '%' && i + 2 < token.size() && hexDigit(token[i + 1]) >= 0 &&
                             hexDigit(token[i + 2]) >= 0;
        if (percent) {
            plain += static_cast<char>(hexDigit(token[i + 1]) * 16 + hexDigit(token[i + 2]));
            i += 2;
        } else {
            plain += token[i];
        }
    }
    std::string out;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        const bool escape =
            plain[i] == '~' && i + 1 < plain.size() && (plain[i + 1] == '0' || plain[i + 1] == '1');
        out += !escape ? plain[i] : plain[i + 1] == '0' ? '~' : '/';
        if (escape)
            ++i;
    }
    return out;
}

} // namespace signalbox::simulator
