#include "core/wire/ir/event_log.h"
#include "wire/ir/carrier.h"

#include <QTest>

using namespace signalbox::wire;
using namespace signalbox::wire::ir;

namespace {

Carrier sample(CarrierKind kind = CarrierKind::Reasoning)
{
    CarriedBlock block;
    block.text = R"(first \"line\"\nsecond \ud83d)";
    block.token = "EvAB+/=\\/x";
    block.id = "rs_1";
    block.details = R"([{"type":"reasoning.text"}])";
    CarriedBlock redacted;
    redacted.token = "opaque";
    redacted.redacted = true;
    redacted.place = CarriedBlock::Place::Previous;
    return {kind, "anthropic", "claude-x", {block, redacted}};
}

CarrierSealer::Options options(Format upstream, Format client, const std::string &family,
                               const std::string &field = {})
{
    CarrierSealer::Options made;
    made.upstream = upstream;
    made.client = client;
    made.dialect.family = family;
    made.dialect.reasoningField = field;
    made.model = "m";
    made.key = "secret";
    return made;
}

BlockStart begin(BlockKind kind, int index)
{
    BlockStart start;
    start.kind = kind;
    start.index = index;
    start.name = kind == BlockKind::Call ? Text{"go"} : Text{};
    start.id = kind == BlockKind::Call ? Text{"c1"} : Text{};
    return start;
}

Signature token(std::string_view text, bool forAnswer = false)
{
    Signature signature;
    signature.token = Text{text};
    signature.forAnswer = forAnswer;
    return signature;
}

std::optional<Carrier> carrierOf(const QByteArray &line, std::string_view key = "secret")
{
    const QByteArray word = line.split(' ').value(1);
    return openCarrier(Text{std::string_view(word.constData(), static_cast<std::size_t>(word.size()))}, key);
}

} // namespace

class TestCarrier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensWhatItSealed_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("thoughts, signed") << int(CarrierKind::Reasoning) << QByteArray("k");
        QTest::newRow("thoughts, unsigned") << int(CarrierKind::Reasoning) << QByteArray();
        QTest::newRow("signature") << int(CarrierKind::Signature) << QByteArray("k");
        QTest::newRow("compaction") << int(CarrierKind::Compact) << QByteArray("k");
    }
    void opensWhatItSealed()
    {
        QFETCH(int, kind);
        QFETCH(QByteArray, key);
        const Carrier carrier = sample(static_cast<CarrierKind>(kind));
        const std::string sealed = sealCarrier(carrier, key.toStdString());
        QCOMPARE(sealed, sealCarrier(carrier, key.toStdString()));
        QVERIFY(isCarrier(Text{sealed}));
        QVERIFY(sealed.find_first_of("\"\\+/= ") == std::string::npos);
        const auto opened = openCarrier(Text{sealed}, key.toStdString());
        QVERIFY(opened.has_value());
        QVERIFY(*opened == carrier);
    }

    void refusesWhatIsNotItsOwn()
    {
        const std::string sealed = sealCarrier(sample(), "k");
        QVERIFY(!openCarrier(Text{sealed}, "other"));
        QVERIFY(!openCarrier(Text{sealed}, ""));
        QVERIFY(!openCarrier(Text{"gAAAAABo"}, "k"));
        QVERIFY(!openCarrier(Text{"gw1."}, "k"));
        QVERIFY(!openCarrier(Text{"gw1.r.!!"}, "k"));
        QVERIFY(!openCarrier(Text{"gw1.r.e30"}, "k"));
        // The kind is signed too.
        std::string other = sealed;
        other[4] = 's';
        QVERIFY(!openCarrier(Text{other}, "k"));
    }

    void anyChangedCharacterIsNoticed()
    {
        const std::string sealed = sealCarrier(sample(), "k");
        for (std::size_t i = 0; i < sealed.size(); ++i) {
            std::string changed = sealed;
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            const auto opened = openCarrier(Text{changed}, "k");
            // The last character of base64 may hold bits that mean nothing.
            if (opened)
                QVERIFY2(*opened == sample() && i + 1 == sealed.size(), qPrintable(QString::number(i)));
        }
    }

    void sealsThoughtsOfAForeignFamily()
    {
        EventLog log;
        CarrierSealer sealer(options(Format::AnthropicMessages, Format::OpenAiResponses, "anthropic"), log);
        sealer.on(begin(BlockKind::Reasoning, 0));
        sealer.on(ReasoningDelta{Text{"let me "}, true, 0});
        sealer.on(ReasoningDelta{Text{"think"}, true, 0});
        sealer.on(token("sig"));
        sealer.on(token("nature"));
        sealer.on(BlockEnd{0, true});
        sealer.on(begin(BlockKind::Text, 1));
        sealer.on(TextDelta{Text{"hi"}});
        sealer.on(BlockEnd{1, true});
        sealer.on(Finish{});
        const QByteArrayList lines = log.lines();
        QCOMPARE(lines.value(1), QByteArray("reasoning let me think"));
        const auto carrier = carrierOf(lines.value(2));
        QVERIFY(carrier.has_value());
        QCOMPARE(carrier->family, std::string("anthropic"));
        QCOMPARE(carrier->blocks.at(0).text, std::string("let me think"));
        QCOMPARE(carrier->blocks.at(0).token, std::string("signature"));
        QCOMPARE(lines.mid(3).join('|'), QByteArray("end|begin text|text hi|end|finish stop"));
        QVERIFY(log.problems().empty());
    }

    void ownFamilyPassesUntouched()
    {
        EventLog log;
        CarrierSealer sealer(options(Format::OpenAiResponses, Format::OpenAiResponses, "openai"), log);
        sealer.on(begin(BlockKind::Reasoning, 0));
        sealer.on(token("gAAAA"));
        sealer.on(BlockEnd{0, true});
        QCOMPARE(log.lines().value(1), QByteArray("signature gAAAA "));
    }

    /// A family's tokens look the same only where its own API gives them.
    void tokensOfAnotherApiAreCarried_data()
    {
        QTest::addColumn<int>("upstream");
        QTest::addColumn<int>("client");
        QTest::addColumn<QByteArray>("family");
        QTest::addColumn<bool>("carried");
        const auto row = [](const char *name, Format upstream, Format client, const char *family,
                            bool carried) {
            QTest::newRow(name) << int(upstream) << int(client) << QByteArray(family) << carried;
        };
        row("Claude through Converse", Format::BedrockConverse, Format::AnthropicMessages, "anthropic",
            false);
        row("Bedrock's Responses", Format::OpenAiResponses, Format::AnthropicMessages, "anthropic", true);
        row("Claude at Google", Format::AnthropicMessages, Format::Gemini, "gemini", true);
    }
    void tokensOfAnotherApiAreCarried()
    {
        QFETCH(int, upstream);
        QFETCH(int, client);
        QFETCH(QByteArray, family);
        QFETCH(bool, carried);
        EventLog log;
        CarrierSealer sealer(options(Format(upstream), Format(client), family.toStdString()), log);
        sealer.on(begin(BlockKind::Reasoning, 0));
        sealer.on(token("theirs"));
        sealer.on(BlockEnd{0, true});
        const auto carrier = carrierOf(log.lines().value(1));
        QCOMPARE(carrier.has_value(), carried);
        if (carried)
            QCOMPARE(carrier->blocks.at(0).token, std::string("theirs"));
    }

    void plainThoughtsAreCarriedWhereTheHostWantsThemBack()
    {
        for (const bool wants : {true, false}) {
            EventLog log;
            CarrierSealer sealer(options(Format::OpenAiChat, Format::OpenAiResponses, "deepseek",
                                         wants ? "reasoning_content" : ""),
                                 log);
            sealer.on(begin(BlockKind::Reasoning, 0));
            sealer.on(ReasoningDelta{Text{"hm"}, false, 0});
            sealer.on(BlockEnd{0, true});
            const auto carrier = carrierOf(log.lines().value(2));
            QVERIFY(carrier.has_value());
            QCOMPARE(carrier->blocks.size(), std::size_t(wants ? 1 : 0));
        }
    }

    void aCallsSignatureStandsBeforeIt()
    {
        EventLog log;
        CarrierSealer sealer(options(Format::Gemini, Format::OpenAiResponses, "gemini"), log);
        sealer.on(begin(BlockKind::Call, 0));
        sealer.on(token("sig"));
        sealer.on(ArgumentsDelta{Text{"{}"}});
        sealer.on(BlockEnd{0, true});
        sealer.on(begin(BlockKind::Call, 1));
        sealer.on(ArgumentsDelta{Text{"{}"}});
        sealer.on(BlockEnd{1, true});
        sealer.on(Finish{});
        const QByteArrayList lines = log.lines();
        QCOMPARE(lines.value(0), QByteArray("begin reasoning"));
        const auto carrier = carrierOf(lines.value(1));
        QVERIFY(carrier.has_value());
        QCOMPARE(carrier->kind, CarrierKind::Signature);
        QCOMPARE(carrier->blocks.at(0).place, CarriedBlock::Place::Next);
        QCOMPARE(lines.mid(2).join('|'), QByteArray("end|begin call c1 - go function|arguments {}|end|begin "
                                                    "call c1 - go function|arguments {}|end|"
                                                    "finish stop"));
        QVERIFY2(log.problems().empty(), log.joined().constData());
    }

    void aLateSignatureOfTextStandsBehindIt()
    {
        EventLog log;
        CarrierSealer sealer(options(Format::Gemini, Format::OpenAiResponses, "gemini"), log);
        sealer.on(begin(BlockKind::Text, 0));
        sealer.on(TextDelta{Text{"hi"}});
        sealer.on(BlockEnd{0, true});
        sealer.on(token("sig", true));
        sealer.on(Finish{});
        const QByteArrayList lines = log.lines();
        QCOMPARE(lines.value(3), QByteArray("begin reasoning"));
        QCOMPARE(carrierOf(lines.value(4))->blocks.at(0).place, CarriedBlock::Place::Previous);
        QVERIFY(log.problems().empty());
    }

    void chatClientsGetACallsSignatureInsideIt()
    {
        EventLog log;
        CarrierSealer sealer(options(Format::Gemini, Format::OpenAiChat, "gemini"), log);
        sealer.on(begin(BlockKind::Call, 0));
        sealer.on(token("sig"));
        sealer.on(BlockEnd{0, true});
        QCOMPARE(log.lines().value(0), QByteArray("begin call c1 - go function"));
        QCOMPARE(carrierOf(log.lines().value(1))->blocks.at(0).token, std::string("sig"));
    }

    void unknownHostsShareNoFamily()
    {
        Dialect one;
        one.provider = "one";
        Dialect two;
        two.provider = "two";
        QVERIFY(carrierFamily(one, "m") != carrierFamily(two, "m"));
        QVERIFY(carrierFamily({}, "m") != carrierFamily({}, "n"));
        two.family = "deepseek";
        QCOMPARE(carrierFamily(two, "m"), std::string("deepseek"));
    }
};

QTEST_APPLESS_MAIN(TestCarrier)
#include "tst_carrier.moc"
