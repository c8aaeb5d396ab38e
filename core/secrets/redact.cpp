#include "secrets/redact.h"

#include <algorithm>
#include <array>
#include <optional>

namespace signalbox::secrets {

namespace {

constexpr std::string_view kMask = "***";

bool isKeyCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~' || c == '+' || c == '/' || c == '=' || c == '%';
}

bool isWordCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool equalsIgnoringCase(std::string_view text, std::string_view lower)
{
    return text.size() == lower.size() && std::ranges::equal(text, lower, [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
           });
}

struct Beginning
{
    std::string_view text;
    std::size_t shortest; // characters behind it that make it a key and not a word
};

// Keys that tell what they are by how they begin.
constexpr std::array kBeginnings{
    Beginning{"sk-sbx-", 4}, Beginning{"sk-", 8},   Beginning{"sk_", 8},   Beginning{"AIza", 16},
    Beginning{"AQ.", 16},    Beginning{"gsk_", 8},  Beginning{"xai-", 16}, Beginning{"pplx-", 8},
    Beginning{"hf_", 16},    Beginning{"ghp_", 16}, Beginning{"gho_", 16}, Beginning{"github_pat_", 16},
    Beginning{"nvapi-", 8},  Beginning{"csk-", 8},  Beginning{"fw_", 16},  Beginning{"tgp_", 8},
    Beginning{"AKIA", 12},   Beginning{"ABSK", 16}, Beginning{"eyJ", 20},  Beginning{"ya29.", 8},
};

struct Introduction
{
    std::string_view word; // lower case
    std::size_t shortest;  // value behind it that is masked: "key=main" names a key, it is none
};

// What stands behind these words is a key whatever it looks like.
constexpr std::array kIntroductions{
    Introduction{"bearer", 1},         Introduction{"basic", 8},         Introduction{"x-api-key", 1},
    Introduction{"x-goog-api-key", 1}, Introduction{"api-key", 1},       Introduction{"api_key", 1},
    Introduction{"apikey", 1},         Introduction{"key", 16},          Introduction{"token", 16},
    Introduction{"access_token", 1},   Introduction{"refresh_token", 1}, Introduction{"client_secret", 1},
    Introduction{"secret", 16},        Introduction{"password", 1},
};

std::size_t keyLength(std::string_view text)
{
    const auto end = std::ranges::find_if_not(text, isKeyCharacter);
    return static_cast<std::size_t>(end - text.begin());
}

/// How many characters of `rest` stay, if a key begins here.
std::optional<std::size_t> keyBeginsHere(std::string_view rest)
{
    for (const Beginning &beginning : kBeginnings) {
        if (rest.starts_with(beginning.text) &&
            keyLength(rest.substr(beginning.text.size())) >= beginning.shortest)
            return beginning.text.size();
    }
    return std::nullopt;
}

/// How many characters stay of "api_key = \"…" or "Bearer …": the word and what separates it from the value.
std::optional<std::size_t> introductionHere(std::string_view rest)
{
    for (const Introduction &each : kIntroductions) {
        if (!equalsIgnoringCase(rest.substr(0, each.word.size()), each.word))
            continue;
        const std::size_t value = rest.find_first_not_of(" :=\"'\\", each.word.size());
        if (value == std::string_view::npos || value == each.word.size())
            continue;
        const std::string_view between = rest.substr(each.word.size(), value - each.word.size());
        const bool scheme = each.word == "bearer" || each.word == "basic"; // these need no sign, only a space
        if ((scheme || between.find_first_of(":=") != std::string_view::npos) &&
            keyLength(rest.substr(value)) >= each.shortest)
            return value;
    }
    return std::nullopt;
}

/// "user:password@" behind a scheme: where the "@" stands.
std::optional<std::size_t> userInfoEnd(std::string_view rest)
{
    const std::size_t at = rest.find_first_of("@/ \"'<>\r\n");
    return at != std::string_view::npos && rest[at] == '@' ? std::optional(at) : std::nullopt;
}

} // namespace

std::string redact(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    std::size_t at = 0;
    while (at < text.size()) {
        const std::string_view rest = text.substr(at);
        const bool wordBegins = at == 0 || !isWordCharacter(text[at - 1]);
        std::optional<std::size_t> kept;
        if (wordBegins) {
            kept = keyBeginsHere(rest);
            if (!kept)
                kept = introductionHere(rest);
        }
        if (kept) {
            out.append(rest.substr(0, *kept)).append(kMask);
            at += *kept + keyLength(rest.substr(*kept));
        } else if (rest.starts_with("://") && userInfoEnd(rest.substr(3))) {
            out.append("://").append(kMask);
            at += 3 + *userInfoEnd(rest.substr(3));
        } else {
            out += rest.front();
            ++at;
        }
    }
    return out;
}

} // namespace signalbox::secrets
