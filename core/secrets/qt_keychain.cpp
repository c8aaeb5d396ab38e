#include "secrets/qt_keychain.h"

#include "secrets/secret_service.h"

#include <QAbstractEventDispatcher>
#include <QByteArray>
#include <QElapsedTimer>
#include <QLibrary>
#include <QObject>
#include <QString>
#include <QTimer>

#include <openssl/crypto.h>
#include <qt6keychain/keychain.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>

namespace signalbox::secrets {

namespace {

/// An error within this time is the service's first word.
constexpr std::chrono::seconds kQuick{2};

const QString kServiceName = QStringLiteral("signalbox");

ErrorCode codeOf(QKeychain::Error error)
{
    switch (error) {
    case QKeychain::EntryNotFound:
        return ErrorCode::NotFound;
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return ErrorCode::Unauthorized;
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return ErrorCode::Unavailable;
    default:
        return ErrorCode::Io;
    }
}

Error errorOf(const QKeychain::Job &job)
{
    const ErrorCode code = codeOf(job.error());
    if (code == ErrorCode::Unavailable)
        return {code,
                "this session has no keychain service: keep the secret for this session only, or use env: or "
                "file:",
                {}};
    return {code, job.errorString().toStdString(), {}};
}

/// Overwrites the characters. Works on the buffer that is shared with the job, which nobody reads any more:
/// the library itself leaves it to the allocator as it is.
void wipeShared(const QByteArray &bytes)
{
    OPENSSL_cleanse(const_cast<char *>(bytes.constData()), static_cast<std::size_t>(bytes.size()));
}

/// libsecret keeps its session with the service for good, and a service that was restarted does not know it:
/// every job fails from then on. This makes it begin anew with the next one.
void forgetSession()
{
#ifdef Q_OS_LINUX
    QLibrary library(QStringLiteral("secret-1"), 0);
    if (const auto disconnect = reinterpret_cast<void (*)()>(library.resolve("secret_service_disconnect")))
        disconnect();
#endif
}

class QtKeychain final : public KeychainBackend
{
public:
    void read(const std::string &name, SecretStore::Done done) override
    {
        begin(
            name, [] { return new QKeychain::ReadPasswordJob(kServiceName); },
            [done = std::move(done)](Result<QKeychain::Job *> job) {
                if (!job) {
                    done(std::unexpected(job.error()));
                    return;
                }
                const QByteArray bytes = static_cast<QKeychain::ReadPasswordJob *>(*job)->binaryData();
                Secret secret(bytes.toStdString());
                wipeShared(bytes);
                done(std::move(secret));
            });
    }

    void write(const std::string &name, Secret secret, WritableSecretStore::Written done) override
    {
        if (!isText(secret)) {
            later([done = std::move(done)] {
                done(fail(ErrorCode::InvalidInput,
                          "a secret in the keychain has to be text (UTF-8, no zero byte)"));
            });
            return;
        }
        begin(
            name,
            [kept = std::make_shared<const Secret>(std::move(secret))] {
                auto *job = new QKeychain::WritePasswordJob(kServiceName);
                QString text = textOf(*kept);
                job->setTextData(text);
                wipeText(text);
                return job;
            },
            [done = std::move(done)](const Result<QKeychain::Job *> &job) {
                done(job ? Result<void>() : std::unexpected(job.error()));
            });
    }

    void remove(const std::string &name, WritableSecretStore::Written done) override
    {
        begin(
            name, [] { return new QKeychain::DeletePasswordJob(kServiceName); },
            [done = std::move(done)](const Result<QKeychain::Job *> &job) {
                const bool isGone = job || job.error().code == ErrorCode::NotFound;
                done(isGone ? Result<void>() : std::unexpected(job.error()));
            });
    }

    void askLock(LockKnown known) override
    {
#ifdef Q_OS_LINUX
        m_service.askLock(std::move(known));
#else
        later([known = std::move(known)] { known(KeychainLock::Unknown); });
#endif
    }

private:
    using MakeJob = std::function<QKeychain::Job *()>;
    using Ended = std::function<void(Result<QKeychain::Job *>)>;

    static QString textOf(const Secret &secret)
    {
        return QString::fromUtf8(secret.reveal().data(), static_cast<qsizetype>(secret.reveal().size()));
    }

    static void wipeText(QString &text)
    {
        OPENSSL_cleanse(text.data(), static_cast<std::size_t>(text.size()) * sizeof(QChar));
    }

    /// Comes back as it went in: a zero byte would end the text in the keychain.
    static bool isText(const Secret &secret)
    {
        const std::string_view bytes = secret.reveal();
        QString text = textOf(secret);
        const QByteArray back = text.toUtf8();
        const bool same = back == QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size()));
        wipeText(text);
        wipeShared(back);
        return same && bytes.find('\0') == std::string_view::npos;
    }

    void begin(const std::string &name, MakeJob make, Ended ended)
    {
        if (auto problem = whyNot()) {
            later([ended = std::move(ended), problem = std::move(*problem)] {
                ended(std::unexpected(problem));
            });
            return;
        }
        start(name, make(),
              [this, name, make, ended](Result<QKeychain::Job *> job, std::chrono::milliseconds took) {
                  // What failed after a wait had been heard, and a person may have been asked: not twice.
                  if (job || job.error().code != ErrorCode::Io || took > kQuick) {
                      ended(std::move(job));
                      return;
                  }
                  forgetSession();
                  start(name, make(), [ended](Result<QKeychain::Job *> again, std::chrono::milliseconds) {
                      ended(std::move(again));
                  });
              });
    }

    /// The job has no parent and is not deleted before it ends: the library would write into it. One that
    /// never ends is left to the end of the program, and does not hold that up.
    void start(const std::string &name, QKeychain::Job *job,
               std::function<void(Result<QKeychain::Job *>, std::chrono::milliseconds)> ended)
    {
        QElapsedTimer time;
        time.start();
        job->setKey(QString::fromStdString(name));
        job->setInsecureFallback(false);
        QObject::connect(job, &QKeychain::Job::finished, &m_service, [job, time, ended = std::move(ended)] {
            ended(job->error() == QKeychain::NoError ? Result<QKeychain::Job *>(job)
                                                     : std::unexpected(errorOf(*job)),
                  std::chrono::milliseconds(time.elapsed()));
        });
        job->start();
    }

    void later(std::function<void()> answer) { QTimer::singleShot(0, &m_service, std::move(answer)); }

    /// libsecret answers through GLib's loop: under another one its jobs never end.
    static std::optional<Error> whyNot()
    {
#ifdef Q_OS_LINUX
        const auto *loop = QAbstractEventDispatcher::instance();
        if (loop == nullptr ||
            !QLatin1String(loop->metaObject()->className()).contains(QLatin1String("Glib")))
            return Error{
                ErrorCode::Unavailable,
                "the keychain cannot answer without GLib's event loop: start Signalbox without QT_NO_GLIB, "
                "or use env: or file:",
                {}};
#endif
        return std::nullopt;
    }

    SecretService m_service; // also the context of every answer: none comes when this is gone
};

} // namespace

std::unique_ptr<KeychainBackend> systemKeychain()
{
    return std::make_unique<QtKeychain>();
}

} // namespace signalbox::secrets
