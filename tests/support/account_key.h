#pragma once

#include <QByteArray>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>
#include <string>
#include <string_view>

namespace signalbox::test {

/// A service account of nobody: a key made for this run, and its JSON.
class AccountKey final
{
public:
    AccountKey() : m_key(EVP_RSA_gen(2048), EVP_PKEY_free) {}

    [[nodiscard]] QByteArray pem() const { return written(m_key.get()); }
    /// A key of another kind than accounts have.
    [[nodiscard]] static QByteArray otherPem()
    {
        const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
        return written(key.get());
    }

    /// `more` is put behind the usual members.
    [[nodiscard]] QByteArray json(const QByteArray &tokenUri, const QByteArray &more = {}) const
    {
        return R"({"type":"service_account","project_id":"p","private_key_id":"key-1","private_key":")" +
               pem().replace("\n", "\\n") + R"(","client_email":"robot@p.example","token_uri":")" + tokenUri +
               '"' + more + '}';
    }

    /// RS256, checked with the public half.
    [[nodiscard]] bool verifies(std::string_view text, std::string_view signature) const
    {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                              EVP_MD_CTX_free);
        return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, m_key.get()) == 1 &&
               EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char *>(signature.data()),
                                signature.size(), reinterpret_cast<const unsigned char *>(text.data()),
                                text.size()) == 1;
    }

private:
    using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

    static QByteArray written(EVP_PKEY *key)
    {
        const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
        PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
        char *data = nullptr;
        const long size = BIO_get_mem_data(bio.get(), &data);
        return {data, static_cast<qsizetype>(size)};
    }

    Key m_key;
};

} // namespace signalbox::test
