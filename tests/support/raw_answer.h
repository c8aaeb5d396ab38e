#pragma once

#include "support/raw_peer.h"

#include <QByteArray>
#include <QSignalSpy>

namespace signalbox::test {

/// An answer as it came, taken apart.
struct RawAnswer
{
    int status = 0; ///< 0: no head came
    QByteArray head;
    QByteArray body; ///< chunked coding taken off

    explicit RawAnswer(const QByteArray &bytes)
    {
        const qsizetype end = bytes.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        head = bytes.left(end + 2);
        status = head.mid(9, 3).toInt();
        body = bytes.mid(end + 4);
        if (field("transfer-encoding") == "chunked")
            body = dechunked(body);
    }

    [[nodiscard]] QByteArray field(const QByteArray &name) const
    {
        const qsizetype at = head.toLower().indexOf("\r\n" + name.toLower() + ": ");
        return at < 0 ? QByteArray()
                      : head.mid(at + name.size() + 4, head.indexOf('\r', at + 2) - at - name.size() - 4);
    }

private:
    static QByteArray dechunked(const QByteArray &body)
    {
        QByteArray whole;
        for (qsizetype at = 0;;) {
            const qsizetype line = body.indexOf("\r\n", at);
            const qsizetype size = line < 0 ? 0 : body.mid(at, line - at).toLongLong(nullptr, 16);
            if (size == 0)
                return whole;
            whole += body.mid(line + 2, size);
            at = line + 2 + size + 2;
        }
    }
};

inline QByteArray modelCall(const QByteArray &body, const QByteArray &key, const QByteArray &fields = {},
                            const QByteArray &path = "/v1/responses")
{
    return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + key +
           "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\n" + fields + "\r\n" + body;
}

/// Asks on a connection of its own and reads until the gateway closes it.
inline RawAnswer askOnce(quint16 port, const QByteArray &request, int milliseconds = 15'000)
{
    const auto peer = RawSocket::connectTo(port);
    peer->send(request);
    // Not QTRY_…, which looks every ten milliseconds and stops everybody in this thread in between.
    QSignalSpy closed(&peer->socket(), &QTcpSocket::disconnected);
    if (!peer->isClosed)
        (void)closed.wait(milliseconds);
    return RawAnswer(peer->received);
}

} // namespace signalbox::test
