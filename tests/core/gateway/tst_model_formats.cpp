// Which format a model is asked in, and what is sent for a key that is an account.
#include "gateway/provider_line.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

constexpr const char *kAccount = R"( {"type":"service_account"})";

config::Provider entryOf(const char *kind, std::vector<std::string> formats = {})
{
    config::Provider entry;
    entry.id = "p";
    entry.kind = kind;
    entry.wire = std::move(formats);
    entry.variables = {{"project", "p"}, {"location", "global"}, {"region", "r"}};
    config::ProviderKey key;
    key.id = "main";
    key.secret = "env:X";
    entry.keys.push_back(std::move(key));
    return entry;
}

std::shared_ptr<const ProviderLine> lineOf(const config::Provider &entry, const char *key = "a-token",
                                           const TokenLookup &tokens = {})
{
    const auto line = makeProviderLine(
        entry, catalog::Catalog::builtIn()->provider(entry.kind),
        [&](const std::string &) {
            return SecretState{.secret = std::make_shared<const Secret>(std::string(key)), .problem = {}};
        },
        tokens, "none", [](const std::string &, const net::Endpoint &) { return std::string(); });
    return line ? *line : nullptr;
}

} // namespace

class TestModelFormats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void modelsAreAskedInTheirFormat_data()
    {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("inbound");
        QTest::addColumn<QByteArray>("format");
        const auto row = [](const char *name, const char *kind, const char *model, const char *inbound,
                            const char *format) {
            QTest::newRow(name) << QByteArray(kind) << QByteArray(model) << QByteArray(inbound)
                                << QByteArray(format);
        };
        row("Claude on Vertex", "vertex", "claude-opus-5@20260101", "openai-chat", "anthropic-messages");
        row("Claude on Vertex, asked as Gemini", "vertex", "claude-opus-5", "gemini", "anthropic-messages");
        row("Gemini on Vertex", "vertex", "gemini-3-pro", "openai-responses", "gemini");
        row("Gemini on Vertex, asked as Claude", "vertex", "gemini-3-pro", "anthropic-messages", "gemini");
        for (const char *model :
             {"anthropic.claude-x-v1:0", "us.anthropic.claude-x", "global.anthropic.claude-x",
              "arn:aws:bedrock:r:1:inference-profile/eu.anthropic.claude-x",
              "arn:aws:bedrock:r::foundation-model/anthropic.claude-x"}) {
            for (const char *inbound : {"anthropic-messages", "openai-responses"})
                row((std::string(model) + ", asked as " + inbound).c_str(), "bedrock", model, inbound,
                    "anthropic-messages");
        }
        for (const char *model :
             {"amazon.nova-pro-v1:0", "us.meta.llama3-3-70b-instruct-v1:0", "mine",
              "arn:aws:bedrock:r:1:application-inference-profile/abc", "not-anthropic.claude-x"})
            row((std::string(model) + ", asked as Claude").c_str(), "bedrock", model, "anthropic-messages",
                "bedrock-converse");
        row("who speaks both is asked as the client asks", "openai", "gpt-6", "openai-chat", "openai-chat");
        row("else as the row prefers", "openai", "gpt-6", "gemini", "openai-responses");
    }
    void modelsAreAskedInTheirFormat()
    {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, inbound);
        QFETCH(QByteArray, format);
        const auto line = lineOf(entryOf(kind.constData()));
        QVERIFY(line != nullptr);
        const auto *endpoint = line->endpointFor(
            model.toStdString(), wire::codecFor(*wire::formatFromString(inbound.toStdString())));
        QVERIFY(endpoint != nullptr);
        QCOMPARE(QByteArray::fromStdString(std::string(toString(endpoint->format))), format);
    }

    void whoHasNoFormatForATaskIsNotAsked()
    {
        const wire::FormatCodec *vectors = wire::codecFor(wire::Format::OpenAiChat, wire::Task::Embed);
        QVERIFY(vectors != nullptr);
        QVERIFY(lineOf(entryOf("openai"))->endpointFor("text-embedding-3-small", vectors) != nullptr);
        QVERIFY(lineOf(entryOf("anthropic"))->endpointFor("claude-opus-5", vectors) == nullptr);
    }

    void anEntrysOwnFormatIsTheLastWord()
    {
        const auto line = lineOf(entryOf("vertex", {"gemini"}));
        QVERIFY(line->endpointFor("claude-opus-5")->format == wire::Format::Gemini);
        const auto other = lineOf(entryOf("vertex", {"anthropic-messages"}));
        QVERIFY(other->endpointFor("gemini-3-pro")->format == wire::Format::AnthropicMessages);
        const auto converse = lineOf(entryOf("bedrock", {"bedrock-converse"}));
        QVERIFY(converse->endpointFor("anthropic.claude-x")->format == wire::Format::BedrockConverse);
    }

    void eachFormatHasItsDialect()
    {
        const auto line = lineOf(entryOf("vertex"));
        const wire::Dialect &gemini = line->endpointFor("gemini-3-pro")->dialect;
        const wire::Dialect &claude = line->endpointFor("claude-opus-5")->dialect;
        QCOMPARE(gemini.family, std::string("gemini"));
        QVERIFY(gemini.googleCloud && gemini.messagesVersion.empty());
        QCOMPARE(claude.family, std::string("anthropic"));
        QCOMPARE(claude.messagesVersion, std::string("vertex-2023-10-16"));
        QCOMPARE(claude.provider, std::string("vertex"));
    }

    void anAccountIsSentAsItsToken()
    {
        const TokenLookup tokens = [](SecretState key, const std::string &proxy) {
            return SecretState{
                .secret = nullptr, .problem = proxy + std::string(key.secret->reveal()), .waiting = true};
        };
        const LineKey key = lineOf(entryOf("vertex"), kAccount, tokens)->keys.front();
        QVERIFY(!key.secret && key.waiting);
        QCOMPARE(key.problem, std::string("none") + kAccount);
    }

    void anAccountIsNeverSentItself()
    {
        const LineKey key = lineOf(entryOf("vertex"), kAccount)->keys.front();
        QVERIFY(!key.secret && !key.problem.empty());
        QCOMPARE(lineOf(entryOf("vertex"))->keys.front().secret->reveal(), std::string_view("a-token"));
    }

    void keysOfOthersAreLeftAlone()
    {
        const TokenLookup tokens = [](const SecretState &, const std::string &) { return SecretState(); };
        QVERIFY(lineOf(entryOf("openai"), "sk-x", tokens)->keys.front().secret != nullptr);
    }
};

QTEST_APPLESS_MAIN(TestModelFormats)
#include "tst_model_formats.moc"
