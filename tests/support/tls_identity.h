#pragma once

#include <QByteArray>
#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTemporaryDir>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace signalbox::test {

/// A certificate that vouches for itself, made anew for each run: for `localhost` and 127.0.0.1, from an hour
/// ago for `validSeconds` from now.
class TlsIdentity final
{
public:
    explicit TlsIdentity(const char *names = "DNS:localhost,IP:127.0.0.1", long validSeconds = 3600)
    {
        const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
        const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
        X509_set_version(certificate.get(), 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), validSeconds);
        X509_set_pubkey(certificate.get(), key.get());
        X509_NAME *name = X509_get_subject_name(certificate.get());
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char *>("test"),
                                   -1, -1, 0);
        X509_set_issuer_name(certificate.get(), name);
        addExtension(certificate.get(), NID_subject_alt_name, names);
        addExtension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
        X509_sign(certificate.get(), key.get(), EVP_sha256());
        m_certificate = toPem([&](BIO *out) { return PEM_write_bio_X509(out, certificate.get()); });
        m_key = toPem([&](BIO *out) {
            return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
        QFile file(m_folder.filePath(QStringLiteral("ca.pem")));
        if (file.open(QFile::WriteOnly))
            file.write(m_certificate);
    }

    /// For TransportOptions::extraCaFile.
    [[nodiscard]] std::string caFile() const
    {
        return m_folder.filePath(QStringLiteral("ca.pem")).toStdString();
    }

    /// In PEM.
    [[nodiscard]] const QByteArray &certificate() const { return m_certificate; }
    [[nodiscard]] const QByteArray &key() const { return m_key; }

    [[nodiscard]] QSslConfiguration serverConfiguration() const
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(QSslCertificate(m_certificate, QSsl::Pem));
        configuration.setPrivateKey(QSslKey(m_key, QSsl::Ec, QSsl::Pem));
        return configuration;
    }

private:
    static void addExtension(X509 *certificate, int id, const char *value)
    {
        X509V3_CTX context;
        X509V3_set_ctx_nodb(&context);
        X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
        X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, &context, id, value);
        X509_add_ext(certificate, extension, -1);
        X509_EXTENSION_free(extension);
    }

    template<class Write>
    static QByteArray toPem(const Write &write)
    {
        const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
        write(out.get());
        char *data = nullptr;
        const long size = BIO_get_mem_data(out.get(), &data);
        return {data, qsizetype(size)};
    }

    QTemporaryDir m_folder;
    QByteArray m_certificate;
    QByteArray m_key;
};

} // namespace signalbox::test
