#pragma once

#ifndef Q_MOC_RUN // which cannot read the configuration below

#    include "integration/quoting_provider.h"
#    include "support/agent_folder.h"
#    include "support/key_search.h"
#    include "support/session_gateway.h"

#    include <sys/resource.h>

namespace signalbox::test {

/// A session of its own with a real keyring, a provider that quotes keys, a Codex that only shows its
/// environment, and a key in each place where one can be kept.
class PlantedSession final
{
public:
    PlantedSession()
    {
        session.startKeyring("ci");
        QDir().mkpath(session.path("tmp"));
        QVERIFY(tests::writeFile(
            path("bin/codex"), "#!/bin/sh\nenv > $HOME/codex.seen\n[ \"$1\" = --version ] && echo codex-cli "
                               "0.169.0 && exit\necho ready\n"));
        QVERIFY(tests::writeFile(path(".codex/config.toml"), "model = \"gpt-5.4\"\n"));
        QVERIFY(tests::writeFile(path(".config/signalbox/signalbox.conf"), "[wizard]\ndone=true\n"));
        QVERIFY(QFile::setPermissions(session.path("bin/codex"), QFile::ReadOwner | QFile::ExeOwner));
        // Outside of what is searched: there it has to stand.
        QVERIFY(tests::writeFile(diskFile().toStdString(), inFile.key().toStdString() + '\n'));
        QVERIFY(QFile::setPermissions(diskFile(), QFile::ReadOwner | QFile::WriteOwner));
        QVERIFY(tests::writeFile(credentialsFile().toStdString(),
                                 "ASIAOFTHETESTS000000:" + inCredentials.key().toStdString() + ':' +
                                     inToken.key().toStdString() + '\n'));
        QVERIFY(QFile::setPermissions(credentialsFile(), QFile::ReadOwner | QFile::WriteOwner));
        const auto set = [this](const char *name, const QString &value) {
            session.environment().insert(QString::fromLatin1(name), value);
        };
        set("TMPDIR", session.path("tmp"));
        set("PATH", session.path("bin") + QStringLiteral(":/usr/bin:/bin"));
        set("SSL_CERT_FILE", provider.caFile());
        set("PLANTED_KEY", QString::fromLatin1(inEnvironment.key()));
        set("LC_ALL", QStringLiteral("C.UTF-8"));
        writeConfiguration();
        keep(setSecret(session, inKeychain.key(), QStringLiteral("keychain:test/provider")));
        keep(setSecret(session, client.key(), QStringLiteral("keychain:test/client")));
        keep(setSecret(session, admin.key(), QStringLiteral("keychain:test/admin")));
    }

    /// With all keys, or with none.
    enum class Holding { Keys, Nothing };
    void writeConfiguration(Holding holding = Holding::Keys)
    {
        const bool keys = holding == Holding::Keys;
        QByteArray text =
            R"({"version":1,"proxy":"none","server":{"listen":["127.0.0.1:0"],"drain_seconds":0,)";
        text +=
            keys ? R"("admin_tokens":[{"id":"boss","secret":"keychain:test/admin"}])" : R"("auth":"none")";
        text += R"(},"providers":[{"id":"sim","kind":"simulated"})";
        if (keys)
            text += entry("kept", provider.plainUrl(), "keychain:test/provider") +
                    entry("said", provider.tlsUrl(), "env:PLANTED_KEY") +
                    entry("disk", provider.plainUrl(), "file:" + diskFile().toUtf8()) +
                    entry("signed", provider.plainUrl(), "file:" + credentialsFile().toUtf8(),
                          R"("kind":"bedrock","variables":{"region":"eu-test-1"})");
        text += R"(],"models":[{"name":"coder","strategy":"weighted","targets":[{"provider":"sim",)"
                R"("model":"steady","weight":1}]}])";
        if (keys)
            text += R"(,"virtual_keys":[{"id":"client","secret":"keychain:test/client"}])";
        QVERIFY(tests::writeFile(path(".config/signalbox/config.json"), text.toStdString() + "}"));
    }

    /// Keeps what it said; answers its exit code.
    int keep(const KeyringSession::Ran &ran)
    {
        said += ran.out + ran.err;
        return ran.code;
    }
    /// In the event loop: the provider that it may ask is this process.
    int run(const char *words)
    {
        QProcess process;
        process.setProcessEnvironment(session.environment());
        process.start(qEnvironmentVariable("SIGNALBOX_PROGRAM"),
                      QString::fromUtf8(words).split(QLatin1Char(' ')));
        process.closeWriteChannel();
        (void)QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 60'000);
        return keep({process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()});
    }
    /// The status of the answer to a request, with the client's key where none is given.
    int ask(quint16 port, const QByteArray &model, bool isStreamed = false, const QByteArray &key = {})
    {
        const QByteArray body = "{\"model\":\"" + model + "\",\"stream\":" + (isStreamed ? "true" : "false") +
                                ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
        return send(port, "POST /v1/chat/completions", key.isEmpty() ? client.key() : key, body);
    }
    int send(quint16 port, const QByteArray &line, const QByteArray &key, const QByteArray &body = {})
    {
        const auto socket = RawSocket::connectTo(port);
        socket->send(line +
                     " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: "
                     "application/json\r\nAuthorization: Bearer " +
                     key + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        (void)QTest::qWaitFor([&] { return socket->isClosed; }, 30'000);
        said += socket->received;
        return socket->received.mid(9, 3).toInt();
    }

    [[nodiscard]] std::string path(const char *name) const { return session.path(name).toStdString(); }
    [[nodiscard]] QString home() const { return session.path(""); }
    [[nodiscard]] QString diskFile() const { return m_disk.filePath(QStringLiteral("planted")); }
    [[nodiscard]] QString credentialsFile() const { return m_disk.filePath(QStringLiteral("credentials")); }
    [[nodiscard]] QList<const KeySearch *> keys() const
    {
        return {&inKeychain, &inEnvironment, &inFile, &inCredentials, &inToken, &client, &admin};
    }

    const KeySearch inKeychain{plantedKey("keychain")};
    const KeySearch inEnvironment{plantedKey("environment")};
    const KeySearch inFile{plantedKey("file")};
    const KeySearch inCredentials{plantedKey("credentials")}; ///< signs, and is never sent
    const KeySearch inToken{plantedKey("token")};             ///< of the same credentials
    const KeySearch client{plantedKey("client")};
    const KeySearch admin{plantedKey("admin")};
    KeyringSession session;
    QuotingProvider provider;
    QByteArray said; ///< on stdout and stderr of every command, and in every answer

private:
    static QByteArray entry(const QByteArray &id, const QByteArray &url, const QByteArray &secret,
                            const QByteArray &kind = R"("kind":"openai-compatible")")
    {
        return R"(,{"id":")" + id + R"(",)" + kind + R"(,"wire":"openai-chat","base_url":")" + url +
               R"(","models":[{"id":"m"},{"id":"refused"},{"id":"cut"}],"retry":{"max":0},)" +
               R"("keys":[{"id":"main","secret":")" + secret + R"("}]})";
    }

    QTemporaryDir m_disk;
};

} // namespace signalbox::test

#endif
