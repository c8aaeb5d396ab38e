#pragma once

#ifndef Q_MOC_RUN // which cannot read the answers below

#    include "integration/scripted_provider.h"
#    include "support/tls_identity.h"

#    include <QSslServer>

namespace signalbox::test {

/// A provider in Chat's format that quotes the key it was asked with where it refuses it: for the model
/// "refused" in its answer's body, for "cut" in the midst of a stream. On the loopback, plain and over TLS.
class QuotingProvider final
{
public:
    QuotingProvider()
    {
        m_tls.setSslConfiguration(m_identity.serverConfiguration());
        for (QTcpServer *server : {&m_plain, static_cast<QTcpServer *>(&m_tls)}) {
            server->listen(QHostAddress::LocalHost);
            QObject::connect(server, &QTcpServer::pendingConnectionAvailable, server, [this, server] {
                while (QTcpSocket *socket = server->nextPendingConnection())
                    serve(socket);
            });
        }
    }

    [[nodiscard]] QByteArray plainUrl() const { return "http://127.0.0.1:" + number(m_plain) + "/v1"; }
    [[nodiscard]] QByteArray tlsUrl() const { return "https://127.0.0.1:" + number(m_tls) + "/v1"; }
    [[nodiscard]] QString caFile() const { return QString::fromStdString(m_identity.caFile()); }

    QList<QByteArray> keys; ///< that it was asked with

private:
    static QByteArray number(const QTcpServer &server) { return QByteArray::number(server.serverPort()); }

    void serve(QTcpSocket *socket)
    {
        const auto received = std::make_shared<QByteArray>();
        const auto read = [this, socket, received] {
            *received += socket->readAll();
            const qsizetype head = received->indexOf("\r\n\r\n");
            if (head < 0)
                return;
            const qsizetype length = received->indexOf("Content-Length: ");
            const qsizetype size =
                length < 0 || length > head
                    ? 0
                    : received->mid(length + 16, received->indexOf('\r', length) - length - 16).toLongLong();
            if (received->size() < head + 4 + size)
                return;
            const QByteArray request = std::exchange(*received, QByteArray());
            // Of a signed request the session token is what can be quoted.
            const QByteArray before = request.contains("Bearer ") ? "Bearer " : "X-Amz-Security-Token: ";
            const qsizetype begin = request.indexOf(before) + before.size();
            keys.append(request.mid(begin, request.indexOf('\r', begin) - begin));
            socket->write(answerTo(request, keys.constLast()));
            socket->flush();
        };
        QObject::connect(socket, &QTcpSocket::readyRead, socket, read);
        if (socket->bytesAvailable() > 0)
            read();
    }

    static QByteArray whole(const QByteArray &status, const QByteArray &body)
    {
        return "HTTP/1.1 " + status +
               "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) +
               "\r\n\r\n" + body;
    }
    static QByteArray streamed(const QByteArray &body)
    {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n" +
               QByteArray::number(body.size(), 16) + "\r\n" + body + "\r\n0\r\n\r\n";
    }
    static QByteArray refusal(const QByteArray &key)
    {
        return R"({"error":{"message":"Incorrect API key provided: )" + key +
               R"(.","type":"invalid_request_error","param":")" + key + R"(","code":"invalid_api_key"}})";
    }
    static QByteArray answerTo(const QByteArray &request, const QByteArray &key)
    {
        if (request.contains("\"refused\""))
            return whole("401 Unauthorized", refusal(key));
        if (request.startsWith("GET "))
            return whole("200 OK", R"({"object":"list","data":[{"id":"m"},{"id":"refused"}]})");
        if (request.contains("\"cut\""))
            return streamed(R"(data: {"id":"c","choices":[{"index":0,"delta":{"content":"Hi"}}]})"
                            "\n\ndata: " +
                            refusal(key) + "\n\n");
        if (request.contains("\"stream\":true"))
            return streamed(chatAnswer("Hi"));
        return whole("200 OK",
                     R"({"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":)"
                     R"({"role":"assistant","content":"Hi"},"finish_reason":"stop"}],)"
                     R"("usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}})");
    }

    TlsIdentity m_identity;
    QTcpServer m_plain;
    QSslServer m_tls;
};

} // namespace signalbox::test

#endif
