#include "gateway/tokens/signature.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>

namespace signalbox::gateway {

namespace {

struct Free
{
    void operator()(BIO *bio) const { BIO_free(bio); }
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};

/// Asked for a key's password OpenSSL would ask at the terminal.
int noPassword(char * /*buffer*/, int /*size*/, int /*writes*/, void * /*user*/)
{
    return -1;
}

std::unique_ptr<EVP_PKEY, Free> readKey(std::string_view pem)
{
    const std::unique_ptr<BIO, Free> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    return std::unique_ptr<EVP_PKEY, Free>(PEM_read_bio_PrivateKey(bio.get(), nullptr, noPassword, nullptr));
}

bool sign(EVP_PKEY *key, std::string_view text, std::string &signature)
{
    const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
    const auto *bytes = reinterpret_cast<const unsigned char *>(text.data());
    std::size_t size = 0;
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
        EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) != 1)
        return false;
    signature.resize(size);
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &size, bytes,
                       text.size()) != 1)
        return false;
    signature.resize(size);
    return true;
}

} // namespace

Result<std::string> signRs256(const Secret &privateKey, std::string_view text)
{
    const auto key = readKey(privateKey.reveal());
    std::string signature;
    const bool isSigned =
        key && EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA && sign(key.get(), text, signature);
    ERR_clear_error(); // else the next use of TLS on this thread would find them
    if (!isSigned)
        return fail(ErrorCode::InvalidInput,
                    "the account's private_key is no RSA key in PEM form: copy the file whole");
    return signature;
}

} // namespace signalbox::gateway
