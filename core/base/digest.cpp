#include "base/digest.h"

#include <algorithm>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstdlib>
#include <memory>

namespace signalbox {

namespace {

const unsigned char *bytesOf(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

struct FreeAlgorithm
{
    void operator()(EVP_MD *algorithm) const { EVP_MD_free(algorithm); }
};
struct FreeContext
{
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};

constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

int base64UrlValue(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '-')
        return 62;
    return c == '_' ? 63 : -1;
}

} // namespace

Sha256 sha256(std::string_view bytes)
{
    return sha256(std::span(&bytes, 1));
}

Sha256 sha256(std::span<const std::string_view> pieces)
{
    // Each key that is shown is hashed: SHA256() would look the algorithm up by its name every time.
    static const std::unique_ptr<EVP_MD, FreeAlgorithm> algorithm(EVP_MD_fetch(nullptr, "SHA256", nullptr));
    thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
    Sha256 digest{};
    bool isWhole = EVP_DigestInit_ex2(context.get(), algorithm.get(), nullptr) == 1;
    for (const std::string_view piece : pieces)
        isWhole = isWhole && EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1;
    if (!isWhole || EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1)
        std::abort(); // a digest that is not one would let strangers in
    return digest;
}

Sha256 hmacSha256(std::string_view key, std::string_view bytes)
{
    Sha256 digest{};
    unsigned length = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytesOf(bytes), bytes.size(), digest.data(),
         &length);
    return digest;
}

std::string toHex(std::string_view bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text.push_back(digits[byte >> 4U]);
        text.push_back(digits[byte & 15U]);
    }
    return text;
}

bool equalConstantTime(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string toBase64Url(std::string_view bytes)
{
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : bytes) {
        bits = bits << 8U | static_cast<unsigned char>(c);
        count += 8;
        while (count >= 6) {
            count -= 6;
            text.push_back(kBase64Url[bits >> static_cast<unsigned>(count) & 63U]);
        }
    }
    if (count > 0)
        text.push_back(kBase64Url[bits << static_cast<unsigned>(6 - count) & 63U]);
    return text;
}

bool fromBase64Url(std::string_view text, std::string &bytes)
{
    if (text.size() % 4 == 1)
        return false;
    bytes.clear();
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const int value = base64UrlValue(c);
        if (value < 0)
            return false;
        bits = bits << 6U | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes.push_back(static_cast<char>(bits >> static_cast<unsigned>(count) & 255U));
        }
    }
    return true;
}

std::string toBase64(std::string_view bytes)
{
    std::string text = toBase64Url(bytes);
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

bool fromBase64(std::string_view text, std::string &bytes)
{
    if (text.find_first_of("-_") != std::string_view::npos)
        return false;
    std::string url(text.substr(0, text.find_last_not_of('=') + 1));
    std::ranges::replace(url, '+', '-');
    std::ranges::replace(url, '/', '_');
    return fromBase64Url(url, bytes);
}

} // namespace signalbox
