#include "gateway/tokens/account.h"
#include "gateway/tokens/wiped_document.h"
#include "secrets/redact.h"

#include <algorithm>
#include <utility>

namespace signalbox::gateway {

namespace {

constexpr std::chrono::seconds kUsualLifetime{3600}; // of Google's, should it not be told
constexpr std::chrono::seconds kLongestLifetime{24 * 3600};
constexpr std::size_t kMostQuoted = 300;

/// Only bytes that may stand in a header.
bool isToken(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

/// The service's own words, for people: one line, without anything that looks like a key.
std::string wordsOf(const WipedDocument &document)
{
    std::string words = document.text("error");
    if (const std::string more = document.text("error_description"); !more.empty())
        words += (words.empty() ? "" : ": ") + more;
    for (char &c : words) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            c = ' ';
    }
    words = secrets::redact(words);
    if (words.size() > kMostQuoted) {
        std::size_t end = kMostQuoted;
        while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0U) == 0x80)
            --end;
        words.resize(end);
    }
    return words;
}

/// RFC 6749 section 5.2: what the account is refused with has 400 or 401, and says so in `error`.
Error errorOf(int status, const WipedDocument &document)
{
    const std::string words = wordsOf(document);
    const std::string told =
        "HTTP " + std::to_string(status) + (words.empty() ? std::string() : " (" + words + ")");
    const bool refuses = (status == 400 && !words.empty()) || status == 401 || status == 403;
    if (refuses)
        return {ErrorCode::Unauthorized, "the token service refuses the account: " + told, {}};
    return {ErrorCode::Unavailable, "the token service gives no token: " + told, {}};
}

} // namespace

Result<AccessToken> readTokenAnswer(int status, std::string_view body)
{
    const WipedDocument document(body);
    if (status != 200)
        return std::unexpected(errorOf(status, document));
    Secret token = document.secret("access_token");
    if (!isToken(token.reveal()))
        return fail(ErrorCode::Unavailable, "the token service's answer holds no access token");
    const std::chrono::seconds lifetime(document.integer("expires_in").value_or(kUsualLifetime.count()));
    return AccessToken{
        .secret = std::make_shared<const Secret>(std::move(token)),
        .lifetime = std::clamp(lifetime, std::chrono::seconds(1), std::chrono::seconds(kLongestLifetime))};
}

} // namespace signalbox::gateway
