#include "wire/ir/carrier.h"
#include "wire/ir/normalise.h"

#include <QTest>

using namespace signalbox::wire;
using namespace signalbox::wire::ir;

namespace {

/// A conversation from words: "u:text", "o:text", "a:text", "a!id" a call, "u=id" a result, "a?text" a
/// thought. Words with
/// "+" in front go into the turn before.
class Conversation
{
public:
    explicit Conversation(const QByteArray &words)
    {
        for (const QByteArray &part : words.split(' ')) {
            m_words.push_back(part.toStdString());
        }
        for (const std::string &whole : m_words) {
            std::string_view word = whole;
            const bool joins = word.starts_with('+');
            if (joins)
                word.remove_prefix(1);
            if (!joins) {
                Turn &turn = request.turns.emplace_back();
                turn.role = word[0] == 'u' ? Role::User : word[0] == 'o' ? Role::Operator : Role::Assistant;
            }
            add(request.turns.back(), word[1], Text{word.substr(2)});
        }
    }

    Request request;

private:
    static void add(Turn &turn, char kind, Text text)
    {
        Block &block = turn.blocks.emplace_back();
        if (kind == ':') {
            TextBlock made;
            made.text = text;
            block.value = made;
        } else if (kind == '?') {
            ReasoningBlock made;
            made.content.push_back(text);
            block.value = made;
        } else if (kind == '!') {
            CallBlock made;
            made.id = text;
            made.name = Text{"tool"};
            block.value = made;
        } else {
            ResultBlock made;
            made.callId = text;
            TextBlock said;
            said.text = text;
            made.content.emplace_back().value = said;
            block.value = made;
        }
    }

    std::vector<std::string> m_words;
};

std::string mark(char kind, Text text)
{
    std::string told(1, kind);
    told += text.escaped;
    return told;
}

std::string told(const Block &block)
{
    if (const auto *text = std::get_if<TextBlock>(&block.value))
        return mark(':', text->text);
    if (const auto *thought = std::get_if<ReasoningBlock>(&block.value))
        return mark('?', thought->content.front());
    if (const auto *call = std::get_if<CallBlock>(&block.value))
        return mark('!', call->id);
    if (std::holds_alternative<OpaqueBlock>(block.value))
        return "opaque";
    const auto &result = std::get<ResultBlock>(block.value);
    return mark(result.isError ? '#' : '=', result.callId);
}

QByteArray told(const NormalConversation &conversation)
{
    std::string text;
    for (const NormalTurn &turn : conversation.turns) {
        if (!text.empty())
            text += ' ';
        text += turn.role == Role::User ? 'u' : turn.role == Role::Operator ? 'o' : 'a';
        for (const Block *block : turn.blocks)
            text += told(*block);
    }
    return QByteArray::fromStdString(text);
}

} // namespace

class TestNormalise : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void normalises_data()
    {
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const char *given, const char *expected) {
            QTest::newRow(name) << QByteArray(given) << QByteArray(expected);
        };
        row("neighbours of the user merge", "u:a u:b a:c", "u:a:b a:c");
        row("neighbours of the assistant merge", "u:a a:b a!1 u=1", "u:a a:b!1 u=1");
        row("two calls of one answer are one turn", "u:a a!1 a!2 u=1 u=2", "u:a a!1!2 u=1=2");
        row("a result between makes two turns", "u:a a!1 u=1 a!2 u=2", "u:a a!1 u=1 a!2 u=2");
        row("results come in the order of the calls", "u:a a!1 a!2 u=2 u=1", "u:a a!1!2 u=1=2");
        row("words between call and result go behind", "u:a a!1 u:stop u=1", "u:a a!1 u=1:stop");
        row("words of the operator between go behind", "u:a a!1 o:rule u=1",
            "u:a a!1 u=1:<system>rule</system>");
        row("a late result is fetched", "u:a a!1 a!2 u=1 a:then u=2 a:end", "u:a a!1!2 u=1=2 a:then:end");
        row("an interrupted call gets a result", "u:a a!1 u:go", "u:a a!1 u#1:go");
        row("an interrupted call at the end too", "u:a a!1", "u:a a!1 u#1");
        row("an orphan becomes words", "u=9 a:b", "u:[result_of] a:b");
        row("a result before its call is an orphan", "u=1 a!1 u=1", "u:[result_of] a!1 u=1");
        row("of two results the last counts", "u:a a!1 u=1 u=1 a:b", "u:a a!1 u=1 a:b");
        row("an id that is used again", "u:a a!1 u=1 a!1 u=1 a:b", "u:a a!1 u=1 a!1 u=1 a:b");
        row("empty words go", "u:a u: a: +a!1 u=1", "u:a a!1 u=1");
        row("a turn of thoughts alone goes", "u:a a?t u:b", "u:a:b");
        row("thoughts before words stay", "u:a a?t +a:b", "u:a a?t:b");
    }
    void normalises()
    {
        QFETCH(QByteArray, given);
        QFETCH(QByteArray, expected);
        const Conversation conversation(given);
        QByteArray result = told(normalise(conversation.request, {}));
        // What an orphan says is looked at apart.
        const qsizetype orphan = result.indexOf("[result of tool");
        if (orphan >= 0)
            result.replace(orphan, result.indexOf(']', orphan) - orphan + 1, "[result_of]");
        QCOMPARE(result, expected);
    }

    void orphansSayWhatTheySaid()
    {
        const Conversation conversation("u=9 a:b");
        QCOMPARE(told(normalise(conversation.request, {})), QByteArray("u:[result of tool 9: 9] a:b"));
    }

    void rules_data()
    {
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<int>("rule");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("user turns may stay apart") << QByteArray("u:a u:b") << 0 << QByteArray("u:a u:b");
        QTest::newRow("the operator may stay") << QByteArray("u:a o:b u:c") << 1 << QByteArray("u:a o:b u:c");
        QTest::newRow("the user must begin")
            << QByteArray("a:b u:c") << 2 << QByteArray("u:(continue) a:b u:c");
        QTest::newRow("the user must end")
            << QByteArray("u:a a:b") << 3 << QByteArray("u:a a:b u:(continue)");
        QTest::newRow("lone thoughts may stay")
            << QByteArray("u:a a?t u:b") << 4 << QByteArray("u:a a?t u:b");
    }
    void rules()
    {
        QFETCH(QByteArray, given);
        QFETCH(int, rule);
        QFETCH(QByteArray, expected);
        ConversationRules rules;
        rules.mergeUserTurns = rule != 0;
        rules.operatorAsUser = rule != 1;
        rules.userFirst = rule == 2;
        rules.userLast = rule == 3;
        rules.keepLoneReasoning = rule == 4;
        const Conversation conversation(given);
        QCOMPARE(told(normalise(conversation.request, rules)), expected);
    }

    void itemsOfOtherFormats_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("raw");
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<bool>("isReadable");
        const std::string sealed = sealCarrier({CarrierKind::Compact, "gateway", "m", {[] {
                                                    CarriedBlock block;
                                                    block.text = "we met";
                                                    return block;
                                                }()}},
                                               "k");
        const auto row = [](const char *name, const char *type, const std::string &content,
                            const char *expected, bool isReadable = true) {
            const std::string raw = "{\"encrypted_content\":\"" + content + "\"}";
            QTest::newRow(name) << QByteArray(type) << QByteArray::fromStdString(raw) << QByteArray(expected)
                                << isReadable;
        };
        row("our compaction is opened", "compaction", sealed,
            "u:a:<system>Summary of the conversation so far: we met</system>");
        row("another's compaction is not", "compaction", "gAAAA", "u:a", false);
        row("tools were read elsewhere", "additional_tools", "", "u:a");
        row("an unknown item is left out", "mystery", "", "u:a");
        row("an unknown call is not", "mystery_call", "", "u:a", false);
    }
    void itemsOfOtherFormats()
    {
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, raw);
        QFETCH(QByteArray, expected);
        QFETCH(bool, isReadable);
        Conversation conversation("u:a");
        conversation.request.turns.back().blocks.emplace_back().value =
            OpaqueBlock{Format::OpenAiResponses, Text{type.constData()}, RawJson{raw.constData()}};
        ConversationRules rules;
        rules.carrierKey = "k";
        const NormalConversation normal = normalise(conversation.request, rules);
        QCOMPARE(told(normal), expected);
        QCOMPARE(normal.unreadable.empty(), isReadable);
        QCOMPARE(normal.leftOut.size(), std::size_t(type == "mystery" ? 1 : 0));
        if (type == "compaction")
            return; // hosts of the same format read none of each other's either
        rules.format = Format::OpenAiResponses;
        QCOMPARE(normalise(conversation.request, rules).turns.front().blocks.size(), std::size_t(2));
    }

    void theRequestStaysAsItIs()
    {
        const Conversation conversation("u:a a!1 u:b u=1 a!2");
        const std::size_t turns = conversation.request.turns.size();
        const QByteArray first = told(normalise(conversation.request, {}));
        QCOMPARE(told(normalise(conversation.request, {})), first);
        QCOMPARE(conversation.request.turns.size(), turns);
    }
};

QTEST_APPLESS_MAIN(TestNormalise)
#include "tst_normalise.moc"
