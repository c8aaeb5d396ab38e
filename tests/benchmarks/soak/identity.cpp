#include "identity.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>

namespace signalbox::soak {

namespace {

void addExtension(X509 *certificate, int id, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, &context, id, value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

bool write(X509 *certificate, const std::filesystem::path &path)
{
    std::FILE *file = std::fopen(path.c_str(), "w");
    const bool isWritten = file && PEM_write_X509(file, certificate) == 1;
    return file && std::fclose(file) == 0 && isWritten;
}

} // namespace

SSL_CTX *makeIdentity(const std::filesystem::path &file)
{
    constexpr long kSeconds = 7 * 24 * 3600;
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
    if (!key || !certificate)
        return nullptr;
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kSeconds);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME *name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char *>("soak"), -1,
                               -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    addExtension(certificate.get(), NID_subject_alt_name, "IP:127.0.0.1,DNS:provider.invalid");
    addExtension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0 || !write(certificate.get(), file) ||
        !context || SSL_CTX_use_certificate(context, certificate.get()) != 1 ||
        SSL_CTX_use_PrivateKey(context, key.get()) != 1)
        return nullptr;
    return context;
}

} // namespace signalbox::soak
