#include "governance/key_ring.h"

#include "governance/glob.h"

#include <algorithm>
#include <cstring>

namespace signalbox::governance {

namespace {

std::uint64_t bucketOf(const Sha256 &digest)
{
    std::uint64_t bucket = 0;
    std::memcpy(&bucket, digest.data(), sizeof bucket);
    return bucket;
}

std::string_view viewOf(const Sha256 &digest)
{
    return {reinterpret_cast<const char *>(digest.data()), digest.size()};
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::optional<Sha256> digestOf(std::string_view hash)
{
    constexpr std::string_view prefix = "sha256:";
    Sha256 digest{};
    if (!hash.starts_with(prefix) || hash.size() != prefix.size() + digest.size() * 2)
        return std::nullopt;
    hash.remove_prefix(prefix.size());
    for (std::size_t i = 0; i < digest.size(); ++i) {
        const int high = hexDigit(hash[i * 2]);
        const int low = hexDigit(hash[i * 2 + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        digest[i] = static_cast<unsigned char>(high * 16 + low);
    }
    return digest;
}

} // namespace

bool KeyIdentity::allows(std::string_view model) const
{
    return std::any_of(models.begin(), models.end(),
                       [&](const std::string &pattern) { return globMatches(pattern, model); });
}

void KeyRing::add(const Sha256 &digest, KeyIdentity identity)
{
    m_keys.emplace(bucketOf(digest), Entry{digest, std::move(identity)});
}

bool KeyRing::addHash(std::string_view hash, KeyIdentity identity)
{
    const auto digest = digestOf(hash);
    if (digest)
        add(*digest, std::move(identity));
    return digest.has_value();
}

void KeyRing::addKey(std::string_view key, KeyIdentity identity)
{
    add(sha256(key), std::move(identity));
}

const KeyIdentity *KeyRing::authenticate(std::string_view presented) const
{
    const Sha256 digest = sha256(presented);
    const auto [begin, end] = m_keys.equal_range(bucketOf(digest));
    const KeyIdentity *found = nullptr;
    for (auto entry = begin; entry != end; ++entry) {
        if (equalConstantTime(viewOf(entry->second.digest), viewOf(digest)))
            found = &entry->second.identity;
    }
    return found;
}

} // namespace signalbox::governance
