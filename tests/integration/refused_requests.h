#pragma once

// What hostile clients send, and what they have to be told.
#include "integration/lies.h"
#include "support/running_gateway.h"

#include <zstd.h>

#include <vector>

namespace signalbox::test {

struct RefusedRow
{
    const char *name;
    QByteArray request;
    int status;
};

inline const QByteArray kPing = "{\"model\":\"quick/m\",\"input\":\"hi\"}";

/// "POST … HTTP/1.1" with a good key and `fields`; no framing of its own.
inline QByteArray bareCall(const QByteArray &fields, const QByteArray &host = "Host: 127.0.0.1\r\n",
                           const QByteArray &target = "/v1/responses")
{
    return "POST " + target + " HTTP/1.1\r\n" + host + "Authorization: Bearer " + RunningGateway::kKey +
           "\r\n" + fields + "\r\n";
}

inline QByteArray withLength(const QByteArray &body, const QByteArray &fields = {},
                             const QByteArray &host = "Host: 127.0.0.1\r\n",
                             const QByteArray &target = "/v1/responses")
{
    return bareCall("Content-Length: " + QByteArray::number(body.size()) + "\r\n" + fields, host, target) +
           body;
}

inline QByteArray zstdPacked(const QByteArray &bytes)
{
    QByteArray out(static_cast<qsizetype>(ZSTD_compressBound(static_cast<std::size_t>(bytes.size()))), '\0');
    out.resize(
        static_cast<qsizetype>(ZSTD_compress(out.data(), static_cast<std::size_t>(out.size()),
                                             bytes.constData(), static_cast<std::size_t>(bytes.size()), 3)));
    return out;
}

/// The gateway's max_body_bytes is 100,000 here.
inline std::vector<RefusedRow> refusedRequests()
{
    const QByteArray bomb(8'000'000, ' ');
    const QByteArray again = gzipped(gzipped(bomb));
    const auto host = [](const QByteArray &value) {
        return withLength(kPing, {}, "Host: " + value + "\r\n");
    };
    return {
        {"gzip bomb", withLength(gzipped(bomb), "Content-Encoding: gzip\r\n"), 413},
        {"zstd bomb", withLength(zstdPacked(bomb), "Content-Encoding: zstd\r\n"), 413},
        {"gzip in gzip", withLength(again, "Content-Encoding: gzip, gzip\r\n"), 415},
        {"two codings in two fields",
         withLength(gzipped(kPing), "Content-Encoding: gzip\r\nContent-Encoding: br\r\n"), 415},
        {"gzip that breaks off", withLength(gzipped(kPing).chopped(9), "Content-Encoding: gzip\r\n"), 400},
        {"declared too large", bareCall("Content-Length: 100001\r\n"), 413},
        {"chunked too large",
         bareCall("Transfer-Encoding: chunked\r\n") + "186a1\r\n" + QByteArray(100'001, ' '), 413},
        {"head too large", withLength(kPing, "X: " + QByteArray(70'000, 'x') + "\r\n"), 431},
        {"too many fields", withLength(kPing, QByteArray("A: b\r\n").repeated(300)), 431},
        {"target too long", withLength(kPing, {}, "Host: 127.0.0.1\r\n", "/v1/" + QByteArray(20'000, 'x')),
         414},
        {"no Host", withLength(kPing, {}, {}), 400},
        {"two Hosts", withLength(kPing, "Host: evil.example\r\n"), 400},
        {"two Hosts alike", withLength(kPing, "Host: 127.0.0.1\r\n"), 400},
        {"a Host not served", host("evil.example"), 421},
        {"a Host that ends like ours", host("evil-localhost"), 421},
        {"a Host that begins like ours", host("localhost.evil.example"), 421},
        {"a Host with a user", host("127.0.0.1@evil.example"), 400},
        {"a Host with a path", host("127.0.0.1/evil"), 400},
        {"a list of Hosts", host("127.0.0.1, evil.example"), 400},
        {"a Host with a tab", host("127.0.0.1\tevil.example"), 400},
        {"the target names another host",
         withLength(kPing, {}, "Host: 127.0.0.1\r\n", "http://evil.example/v1/responses"), 421},
        {"a target with a user",
         withLength(kPing, {}, "Host: 127.0.0.1\r\n", "http://127.0.0.1@evil.example/v1/responses"), 421},
        {"length and chunks", bareCall("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n",
         400},
        {"chunks spelt otherwise", bareCall("Transfer-Encoding: xchunked\r\n") + "0\r\n\r\n", 400},
        {"chunks said with a tab",
         bareCall("Transfer-Encoding:\x0b"
                  "chunked\r\n") +
             "0\r\n\r\n",
         400},
        {"blank before the colon", bareCall("Content-Length : 5\r\n") + "hello", 400},
        {"chunks on HTTP/1.0",
         bareCall("Transfer-Encoding: chunked\r\n").replace("HTTP/1.1", "HTTP/1.0") + "0\r\n\r\n", 400},
        {"line feeds alone", withLength(kPing).replace("\r\n", "\n"), 400},
        {"a NUL byte in the head", withLength(kPing, QByteArray("X: a\0b\r\n", 8)), 400},
        {"expects what nobody offers", withLength(kPing, "Expect: 200-ok\r\n"), 417},
        {"HTTP/2 at once", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"a TLS greeting", QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + "\r\n\r\n", 400},
        {"a tunnel", "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n", 405},
        {"trace", "TRACE /v1/responses HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 405},
    };
}

} // namespace signalbox::test
