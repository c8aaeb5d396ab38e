#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QTcpServer>
#include <QTcpSocket>

#include <deque>
#include <memory>

namespace signalbox::test {

inline QByteArray sse(std::initializer_list<const char *> events)
{
    QByteArray body;
    for (const char *event : events)
        body += QByteArray("data: ") + event + "\n\n";
    return body;
}

inline const char *const kCreated =
    R"({"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","status":"in_progress","model":"m","output":[]}})";
inline const char *const kAdded =
    R"({"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"id":"msg_1","type":"message","status":"in_progress","role":"assistant","content":[]}})";
inline const char *const kDelta =
    R"({"type":"response.output_text.delta","sequence_number":2,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"Hi"})";
inline const char *const kDone =
    R"({"type":"response.output_item.done","sequence_number":3,"output_index":0,"item":{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hi","annotations":[]}]}})";
inline const char *const kCompleted =
    R"({"type":"response.completed","sequence_number":4,"response":{"id":"resp_1","object":"response","status":"completed","model":"m","output":[],"usage":{"input_tokens":1000000,"input_tokens_details":{"cached_tokens":0},"output_tokens":500000,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":1500000}}})";

/// A Chat stream that says just this.
inline QByteArray chatAnswer(const char *words)
{
    const QByteArray delta = QByteArray(R"({"id":"c","choices":[{"index":0,"delta":{"content":")") + words +
                             R"("},"finish_reason":null}]})";
    return sse({delta.constData(), R"({"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})",
                "[DONE]"});
}

constexpr const char *kAskForCompaction =
    R"({"model":"chatty/m","stream":true,"tools":[{"type":"function","name":"go","parameters":{}}],)"
    R"("input":[{"role":"user","content":"do it"},{"type":"compaction_trigger"}]})";

/// A provider that answers each request on a connection of its own with the next answer of its list, as raw
/// bytes.
class ScriptedProvider : public QTcpServer
{
public:
    ScriptedProvider() { listen(QHostAddress::LocalHost); }

    void answerStream(const QByteArray &body, bool whole = true, const QByteArray &type = "text/event-stream")
    {
        m_answers.push_back("HTTP/1.1 200 OK\r\nContent-Type: " + type +
                            "\r\nTransfer-Encoding: chunked\r\n\r\n" + QByteArray::number(body.size(), 16) +
                            "\r\n" + body + "\r\n" + (whole ? "0\r\n\r\n" : ""));
        m_cut.push_back(!whole);
    }
    /// A stream that neither ends nor breaks.
    void answerOpenStream(const QByteArray &body)
    {
        m_answers.push_back(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n" +
            QByteArray::number(body.size(), 16) + "\r\n" + body + "\r\n");
        m_cut.push_back(false);
    }
    void answerStatus(int status, const QByteArray &body, const QByteArray &fields = {})
    {
        m_answers.push_back("HTTP/1.1 " + QByteArray::number(status) +
                            " X\r\nContent-Type: application/json\r\nContent-Length: " +
                            QByteArray::number(body.size()) + "\r\n" + fields + "\r\n" + body);
        m_cut.push_back(false);
    }
    QList<QByteArray> requests;

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QTcpSocket(this);
        socket->setSocketDescriptor(descriptor);
        const auto received = std::make_shared<QByteArray>();
        connect(socket, &QTcpSocket::readyRead, this, [this, socket, received] {
            *received += socket->readAll();
            const qsizetype head = received->indexOf("\r\n\r\n");
            const qsizetype length = received->indexOf("Content-Length: ");
            if (head < 0 || length < 0 || m_answers.empty())
                return;
            const qsizetype size =
                received->mid(length + 16, received->indexOf('\r', length) - length - 16).toLongLong();
            if (received->size() < head + 4 + size)
                return;
            requests.append(*received);
            received->clear();
            socket->write(m_answers.front());
            m_answers.pop_front();
            const bool cut = m_cut.front();
            m_cut.pop_front();
            if (cut)
                socket->disconnectFromHost();
        });
    }

private:
    std::deque<QByteArray> m_answers;
    std::deque<bool> m_cut;
};

inline QByteArray providerText(const QByteArray &id, quint16 port,
                               const QByteArray &wire = R"("openai-responses","openai-chat")")
{
    return R"({"id":")" + id + R"(","kind":"openai-compatible","wire":[)" + wire + R"(],)" +
           R"("base_url":"http://127.0.0.1:)" + QByteArray::number(port) +
           R"(/v1","keys":[{"id":"main","secret":"env:SIGNALBOX_E2E_UPSTREAM"}],)" +
           R"("retry":{"max":1,"base_ms":10,"max_ms":1500},"models":[{"id":"m","price":{"input_per_mtok":1,"output_per_mtok":2}}]})";
}

inline QByteArray configurationText(quint16 first, quint16 second)
{
    return R"({"version":1,"server":{"listen":["127.0.0.1:0"],"drain_seconds":1,"max_body_bytes":100000},"providers":[)" +
           providerText("first", first) + "," + providerText("second", second) + "," +
           providerText("chatty", second, R"("openai-chat")") +
           R"(],"models":[{"name":"coder","strategy":"priority","targets":[{"provider":"first","model":"m"}],)" +
           R"("fallbacks":[{"provider":"second","model":"m"}]}],)" +
           R"("virtual_keys":[{"id":"me","secret":"env:SIGNALBOX_E2E_KEY","models":["coder","first/*","chatty/*"]}]})";
}
} // namespace signalbox::test
