#pragma once

// What providers do to the gateway in tst_lying_upstreams. A header of its own because moc of Qt 6.4 loses
// its way in raw strings.
#include "integration/scripted_provider.h"
#include "support/lying_provider.h"

#include <zlib.h>

#include <vector>

namespace signalbox::test {

/// One lie, and what the client has to get.
struct LieRow
{
    const char *name;
    Lie lie;
    int status = 502;
    QByteArray says{};                  ///< somewhere in the body
    QByteArray code{"upstream_failed"}; ///< x-signalbox-error; empty where there is none
    const char *model = "liar/m";
    bool stream = false;
    qint64 mostTaken = 24 * 1024 * 1024; ///< of what is said without end: what kernels hold, and a little
    bool chat = false; ///< asked on the surface of Chat, so that a Chat provider's bytes pass through
};

inline const QByteArray kWhole =
    R"({"id":"resp_1","object":"response","status":"completed","model":"m","output":[{"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hi","annotations":[]}]}],"usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}})";
inline const QByteArray kStreamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

inline QByteArray whole(const QByteArray &fields = {}, const QByteArray &body = kWhole)
{
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + fields +
           "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

inline QByteArray chunk(const QByteArray &data)
{
    return QByteArray::number(data.size(), 16) + "\r\n" + data + "\r\n";
}

inline QByteArray chunkedHead(const QByteArray &fields = {})
{
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n" + fields +
           "\r\n";
}

inline QByteArray gzipped(const QByteArray &plain)
{
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    QByteArray packed(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(plain.size()))) + 64,
                      '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(plain.constData()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return packed;
}

/// Heads and framing.
inline std::vector<LieRow> framingLies()
{
    constexpr qint64 kMuch = 64 * 1024 * 1024;
    const QByteArray part = sse({kCreated, kAdded, kDelta});
    const QByteArray length = QByteArray::number(kWhole.size());
    return {
        {"length too long", {whole().replace("Length: ", "Length: 1")}, 502, "cut off inside its body"},
        {"length too short", {whole().replace("Length: " + length, "Length: 20")}},
        {"length of a minus", {whole().replace("Length: ", "Length: -")}},
        {"length too large for a number", {whole().replace("Length: ", "Length: 99999999999999999999")}},
        {"two lengths", {whole("Content-Length: 5\r\n")}},
        {"two lengths alike", {whole("Content-Length: " + length + "\r\n")}},
        {"length and chunks", {chunkedHead("Content-Length: 5\r\n") + chunk(kWhole) + "0\r\n\r\n"}},
        {"a transfer coding besides chunked",
         {chunkedHead().replace("chunked", "gzip, chunked") + chunk(kWhole) + "0\r\n\r\n"}},
        {"chunk size overflow", {chunkedHead() + "fffffffffffffffff\r\n" + kWhole}},
        {"chunk size of a minus", {chunkedHead() + "-1\r\n" + kWhole}},
        {"chunk without its end", {chunkedHead() + "3\r\n" + kWhole}},
        {"endless chunk extensions", {chunkedHead(), "1;" + QByteArray(500, 'a') + "\r\nx\r\n", kMuch}},
        {"endless trailer", {chunkedHead() + chunk(kWhole) + "0\r\n", "X-Trailer: x\r\n", kMuch}},
        {"endless head", {"HTTP/1.1 200 OK\r\n", "X-Field: " + QByteArray(2000, 'x') + "\r\n", kMuch}},
        {"endless field", {"HTTP/1.1 200 OK\r\nX-Field: ", QByteArray(2000, 'x'), kMuch}},
        {"endless first line", {"HTTP/1.1 200 ", QByteArray(2000, 'x'), kMuch}},
        {"too many fields", {"HTTP/1.1 200 OK\r\n" + QByteArray("A: b\r\n").repeated(2000) + "\r\n"}},
        {"line feed alone", {whole().replace("\r\n", "\n")}},
        {"carriage return in a field", {whole("X: a\rSet-Cookie: b\r\n")}},
        {"folded field", {whole("X: a\r\n b\r\n")}},
        {"no HTTP", {"SSH-2.0-OpenSSH_9.2p1\r\n\r\n"}},
        {"another HTTP", {whole().replace("HTTP/1.1", "HTTP/2.0")}},
        {"flood of interim answers", {{}, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", kMuch}},
        {"a few interim answers",
         {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + whole()},
         200,
         "resp_1",
         {}},
        {"switching protocols unasked",
         {"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n" + whole()},
         502,
         "changes the protocol"},
        {"closes before the head", {{}}, 502, "without an answer"},
        {"resets before the head", {{}, {}, 0, 0, Lie::When::Asked, Lie::Then::Reset}},
        {"closes in the head", {"HTTP/1.1 200 OK\r\nContent-"}, 502, "inside its head"},
        {"closes in the body", {whole().chopped(30)}, 502, "inside its body"},
        {"resets in the body", {whole().chopped(30), {}, 0, 0, Lie::When::Asked, Lie::Then::Reset}},
        {"closes in a chunk", {chunkedHead() + chunk(kWhole).chopped(30)}, 502, "inside its body"},
        {"closes before the last chunk", {chunkedHead() + chunk(kWhole)}, 502, "inside its body"},
        {"answers before it has read",
         {whole(), {}, 0, 0, Lie::When::HeadSeen, Lie::Then::Stay},
         200,
         "resp_1",
         {}},
        {"speaks before it is asked",
         {whole(), {}, 0, 0, Lie::When::Connected, Lie::Then::Stay},
         200,
         {},
         {}},
        {"stream closes before its first word",
         {kStreamHead + sse({kCreated, kAdded})},
         502,
         {},
         "upstream_failed",
         "liar/m",
         true},
        {"stream closes behind its first word",
         {kStreamHead + part},
         200,
         "response.failed",
         {},
         "liar/m",
         true},
        {"stream resets behind its first word",
         {kStreamHead + part, {}, 0, 0, Lie::When::Asked, Lie::Then::Reset},
         200,
         "response.failed",
         {},
         "liar/m",
         true},
    };
}

/// What the body is and how it comes.
inline std::vector<LieRow> contentLies()
{
    constexpr qint64 kMuch = 128 * 1024 * 1024;
    const QByteArray stream = sse({kCreated, kAdded, kDelta, kDone, kCompleted});
    const QByteArray deep(100'000, '[');
    const QByteArray encoded = "Content-Encoding: gzip\r\n";
    const QByteArray streamFields = kStreamHead.chopped(2) + encoded + "\r\n";
    const QByteArray finished = kStreamHead + chatAnswer("Hi").chopped(14); // without [DONE]
    return {
        {"gzip although not asked", {whole(encoded, gzipped(kWhole))}, 502, "content coding"},
        {"gzip without saying so", {whole({}, gzipped(kWhole))}},
        {"says gzip and is not", {whole(encoded)}, 502, "content coding"},
        {"says identity", {whole("Content-Encoding: identity\r\n")}, 200, "resp_1", {}},
        {"gzip stream",
         {streamFields + gzipped(stream)},
         502,
         "content coding",
         "upstream_failed",
         "liar/m",
         true},
        {"stream that says gzip and is not",
         {streamFields + stream},
         502,
         "content coding",
         "upstream_failed",
         "liar/m",
         true},
        {"unreadable error",
         {"HTTP/1.1 500 X\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"}},
        {"endless error", {"HTTP/1.1 500 X\r\n\r\n", QByteArray(4096, 'x'), kMuch}},
        {"endless answer",
         {"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[", QByteArray(65536, ' '), kMuch},
         502,
         "too large",
         "upstream_failed",
         "liar/m",
         false,
         80 * 1024 * 1024},
        {"nothing", {"HTTP/1.1 204 No Content\r\n\r\n"}, 502, "nothing"},
        {"an empty body", {whole({}, {})}},
        {"redirect",
         {"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/v1/responses\r\nContent-Length: 0\r\n\r\n"},
         502,
         "redirect"},
        {"redirect that keeps the method",
         {"HTTP/1.1 307 Temporary Redirect\r\nLocation: /v1/elsewhere\r\nContent-Length: 0\r\n\r\n"},
         502,
         "redirect"},
        {"deep JSON", {whole({}, deep)}},
        {"deep JSON in a field", {whole({}, "{\"output\":" + deep + "}")}},
        {"deep JSON in a stream",
         {kStreamHead + "data: " + deep.left(10'000) + "\n\n"},
         502,
         {},
         "upstream_failed",
         "liar/m",
         true},
        // More than is held back until something real comes.
        {"deeper JSON in a stream",
         {kStreamHead + "data: " + deep + "\n\n"},
         200,
         "response.failed",
         {},
         "liar/m",
         true},
        {"JSON where a stream is said", {kStreamHead + kWhole}, 502, {}, "upstream_failed", "liar/m", true},
        {"an event that does not end",
         {kStreamHead + "data: ", QByteArray(65536, 'x'), kMuch},
         502,
         "too large",
         "upstream_failed",
         "liar/m",
         true,
         40 * 1024 * 1024},
        {"a flood of comments",
         {kStreamHead, ": ping\n\n", 2 * 1024 * 1024},
         200,
         "response.failed",
         {},
         "liar/m",
         true},
        {"goes on behind its finish",
         {finished, ": ping" + QByteArray(4096, ' ') + "\n\n", kMuch, 0, Lie::When::Asked, Lie::Then::Stay},
         200,
         "response.completed",
         {},
         "chatliar/m",
         true},
        {"goes on behind its finish, passed through",
         {finished, ": ping" + QByteArray(4096, ' ') + "\n\n", kMuch, 0, Lie::When::Asked, Lie::Then::Stay},
         200,
         "\"finish_reason\":\"stop\"",
         {},
         "chatliar/m",
         true,
         24 * 1024 * 1024,
         true},
    };
}

/// What takes too long. The provider `hasty` has short deadlines.
inline std::vector<LieRow> slowLies()
{
    const auto stay = Lie::Then::Stay;
    const auto asked = Lie::When::Asked;
    const QByteArray half = whole().chopped(30);
    const QByteArray word = kStreamHead + sse({kCreated, kAdded, kDelta});
    const auto row = [](const char *name, const Lie &lie, bool stream = false) {
        return LieRow{name, lie, 504, {}, "upstream_timeout", "hasty/m", stream};
    };
    LieRow cut{"stream stands still behind its first word",
               {word, {}, 0, 0, asked, stay},
               200,
               "response.failed",
               {},
               "hasty/m",
               true};
    LieRow drip{"comments for ever behind the first word",
                {word, ": ping\n\n", 1'000'000, 20, asked, stay},
                200,
                "response.failed",
                {},
                "hasty/m",
                true};
    return {
        row("says nothing", {{}, {}, 0, 0, asked, stay}),
        row("half a head", {"HTTP/1.1 200 OK\r\n", {}, 0, 0, asked, stay}),
        row("drips its head", {"HTTP/1.1 200 OK\r\nX: ", "x", 10'000, 20, asked, stay}),
        row("interim answers for ever", {{}, "HTTP/1.1 103 X\r\n\r\n", 10'000, 400, asked, stay}),
        row("stands still in its body", {half, {}, 0, 0, asked, stay}),
        row("drips its body", {whole().replace("Length: ", "Length: 9"), " ", 10'000, 20, asked, stay}),
        row("comments for ever", {kStreamHead, ": ping\n\n", 1'000'000, 20, asked, stay}, true),
        cut,
        drip,
    };
}

} // namespace signalbox::test
