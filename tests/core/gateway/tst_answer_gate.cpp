#include "gateway/answer_gate.h"

#include <QTest>

#include <string>

using namespace signalbox;
using namespace signalbox::gateway;
using wire::framing::Message;

namespace {

/// Notes what the client gets: a line for each chunk, and whether it was sent from where it was lent.
class NotingExchange final : public http::Exchange
{
public:
    [[nodiscard]] const http::RequestHead &head() const override { return m_head; }
    [[nodiscard]] std::string_view body() const override { return {}; }
    [[nodiscard]] MonotonicTime arrived() const override { return {}; }
    [[nodiscard]] std::string peerAddress() const override { return {}; }
    void setListener(Listener * /*listener*/) override {}
    void respond(const http::Response & /*response*/) override {}
    void begin(int status, const http::Fields & /*fields*/) override { told += std::to_string(status) + ";"; }
    using http::Exchange::send;
    void send(std::span<const std::string_view> pieces) override
    {
        std::string chunk;
        for (const std::string_view piece : pieces) {
            chunk += piece;
            if (!piece.empty())
                last = piece.data();
        }
        told += chunk + ";";
    }
    void finish() override { told += "end"; }
    void cut() override {}
    [[nodiscard]] std::size_t unsentBytes() const override { return 0; }

    std::string told;
    const char *last = nullptr;

private:
    http::RequestHead m_head;
};

Message lent(std::string_view wire)
{
    return {.name = {}, .data = {}, .wire = wire, .hasData = true, .isLent = true};
}

Message owned(std::string_view wire)
{
    return {.name = {}, .data = {}, .wire = wire, .hasData = true};
}

} // namespace

class TestAnswerGate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sendsNeighboursFromWhereTheyLie()
    {
        NotingExchange exchange;
        AnswerGate gate(exchange);
        gate.open(200, {});
        const std::string read = "onetwo";
        gate.pass(lent(std::string_view(read).substr(0, 3)));
        gate.pass(lent(std::string_view(read).substr(3)));
        gate.flush();
        QCOMPARE(exchange.told, std::string("200;onetwo;"));
        QCOMPARE(exchange.last, read.data());
    }

    void keepsTheOrderOfAllKinds()
    {
        NotingExchange exchange;
        AnswerGate gate(exchange);
        gate.open(200, {});
        const std::string read = "bc-e";
        gate.pass(owned("a"));
        gate.pass(lent(std::string_view(read).substr(0, 2)));
        gate.out().append("d");
        gate.pass(lent(std::string_view(read).substr(3)));
        gate.pass(owned("f"));
        gate.flush();
        QCOMPARE(exchange.told, std::string("200;abcdef;"));
    }

    void keepsWhatMayNotGoYet()
    {
        NotingExchange exchange;
        AnswerGate gate(exchange);
        std::string read = "early";
        gate.pass(lent(read));
        gate.flush();
        read.assign("?????");
        QCOMPARE(exchange.told, std::string());
        gate.open(200, {});
        gate.flush();
        QCOMPARE(exchange.told, std::string("200;early;"));
    }

    void holdsTheEnd()
    {
        NotingExchange exchange;
        AnswerGate gate(exchange);
        gate.open(200, {});
        std::string read = "textdone";
        gate.pass(lent(std::string_view(read).substr(0, 4)));
        gate.holdEnd();
        gate.pass(lent(std::string_view(read).substr(4)));
        gate.flush();
        QCOMPARE(exchange.told, std::string("200;text;"));
        read.assign("????????");
        gate.finish();
        QCOMPARE(exchange.told, std::string("200;text;done;end"));
    }

    void forgetsWhatAnotherTargetWrote()
    {
        NotingExchange exchange;
        AnswerGate gate(exchange);
        gate.pass(lent("first"));
        gate.discard();
        gate.pass(lent("second"));
        gate.open(200, {});
        gate.flush();
        QCOMPARE(exchange.told, std::string("200;second;"));
    }

    void opensWhenTooMuchIsHeld()
    {
        NotingExchange exchange;
        AnswerGate gate(exchange);
        const std::string read(AnswerGate::kMostHeld + 1, 'x');
        gate.pass(lent(read));
        QVERIFY(gate.mustOpen());
    }
};

QTEST_APPLESS_MAIN(TestAnswerGate)
#include "tst_answer_gate.moc"
