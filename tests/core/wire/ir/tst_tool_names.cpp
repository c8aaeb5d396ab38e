#include "wire/ir/tool_names.h"

#include <QTest>

using namespace signalbox::wire;
using namespace signalbox::wire::ir;

namespace {

Tool tool(std::string_view nameSpace, std::string_view name, Tool::Kind kind = Tool::Kind::Function)
{
    Tool made;
    made.kind = kind;
    made.nameSpace = Text{nameSpace};
    made.name = Text{name};
    return made;
}

Turn callTurn(std::string_view nameSpace, std::string_view name, CallKind kind = CallKind::Function)
{
    CallBlock call;
    call.nameSpace = Text{nameSpace};
    call.name = Text{name};
    call.kind = kind;
    Turn turn;
    turn.role = Role::Assistant;
    turn.blocks.emplace_back().value = call;
    return turn;
}

std::string flatOf(const ToolNames &names, std::string_view nameSpace, std::string_view name)
{
    return std::string(names.flat(Text{nameSpace}, Text{name}, CallKind::Function));
}

bool isFit(std::string_view name, std::size_t limit)
{
    return !name.empty() && name.size() <= limit &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") ==
               std::string_view::npos &&
           std::string_view("0123456789-").find(name.front()) == std::string_view::npos;
}

} // namespace

class TestToolNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void flattens_data()
    {
        QTest::addColumn<QByteArray>("nameSpace");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("flat"); // empty: any that is fit, and not the plain one
        QTest::newRow("a plain name stays")
            << QByteArray() << QByteArray("read_file") << QByteArray("read_file");
        QTest::newRow("a namespace goes before it")
            << QByteArray("mcp__gw") << QByteArray("echo") << QByteArray("mcp__gw__echo");
        QTest::newRow("the wrapper of plain tools is no namespace")
            << QByteArray("functions") << QByteArray("exec") << QByteArray("exec");
        QTest::newRow("a dot is not allowed") << QByteArray() << QByteArray("fs.read") << QByteArray();
        QTest::newRow("a digit cannot begin") << QByteArray() << QByteArray("7zip") << QByteArray();
        QTest::newRow("no letters at all") << QByteArray() << QByteArray("天気") << QByteArray();
        QTest::newRow("too long") << QByteArray("mcp__a_server_with_a_long_name")
                                  << QByteArray("a_tool_whose_name_goes_on_and_on_and_on") << QByteArray();
    }
    void flattens()
    {
        QFETCH(QByteArray, nameSpace);
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, flat);
        Request request;
        request.tools.push_back(tool(nameSpace.constData(), name.constData()));
        const ToolNames names(request);
        const std::string made = flatOf(names, nameSpace.constData(), name.constData());
        if (!flat.isEmpty())
            QCOMPARE(QByteArray::fromStdString(made), flat);
        QVERIFY2(isFit(made, 64), made.c_str());
        const ToolName *back = names.find(Text{made});
        QVERIFY(back != nullptr);
        QCOMPARE(back->nameSpace.escaped, std::string_view(nameSpace.constData()));
        QCOMPARE(back->name.escaped, std::string_view(name.constData()));
        const ToolNames again(request);
        QCOMPARE(flatOf(again, nameSpace.constData(), name.constData()), made);
    }

    void namesThatMeetAreToldApart()
    {
        Request request;
        request.tools.push_back(tool("a", "b__c"));
        request.tools.push_back(tool("a__b", "c"));
        request.tools.push_back(tool("", "other"));
        const ToolNames names(request);
        const std::string first = flatOf(names, "a", "b__c");
        const std::string second = flatOf(names, "a__b", "c");
        QVERIFY(first != second);
        QVERIFY(first != "a__b__c" && second != "a__b__c");
        QCOMPARE(names.find(Text{first})->nameSpace.escaped, std::string_view("a"));
        QCOMPARE(names.find(Text{second})->nameSpace.escaped, std::string_view("a__b"));
        QCOMPARE(flatOf(names, "", "other"), std::string("other"));
    }

    void findsWhatModelsMakeUp_data()
    {
        QTest::addColumn<QByteArray>("upstream");
        QTest::addColumn<QByteArray>("nameSpace");
        QTest::addColumn<QByteArray>("name"); // empty: nothing is found
        QTest::newRow("flat") << QByteArray("mcp__gw__echo") << QByteArray("mcp__gw") << QByteArray("echo");
        QTest::newRow("bare, unique") << QByteArray("echo") << QByteArray("mcp__gw") << QByteArray("echo");
        QTest::newRow("bare, in two namespaces") << QByteArray("list") << QByteArray() << QByteArray();
        QTest::newRow("with the wrapper")
            << QByteArray("functions.exec") << QByteArray("functions") << QByteArray("exec");
        QTest::newRow("namespace and dot")
            << QByteArray("one.list") << QByteArray("one") << QByteArray("list");
        QTest::newRow("nobody's") << QByteArray("rm_rf") << QByteArray() << QByteArray();
        QTest::newRow("escaped letters")
            << QByteArray("ex\\u0065c") << QByteArray("functions") << QByteArray("exec");
    }
    void findsWhatModelsMakeUp()
    {
        QFETCH(QByteArray, upstream);
        QFETCH(QByteArray, nameSpace);
        QFETCH(QByteArray, name);
        Request request;
        request.tools.push_back(tool("mcp__gw", "echo"));
        request.tools.push_back(tool("one", "list"));
        request.tools.push_back(tool("two", "list"));
        request.tools.push_back(tool("functions", "exec", Tool::Kind::Freeform));
        const ToolNames names(request);
        const ToolName *found = names.find(Text{upstream.constData()});
        QCOMPARE(found != nullptr, !name.isEmpty());
        if (found != nullptr) {
            QCOMPARE(found->nameSpace.escaped, std::string_view(nameSpace.constData()));
            QCOMPARE(found->name.escaped, std::string_view(name.constData()));
        }
    }

    void laterDefinitionsReplaceEarlierOnes()
    {
        Request request;
        request.tools.push_back(tool("", "a"));
        request.tools.push_back(tool("", "b"));
        request.tools.push_back(tool("", "a", Tool::Kind::Freeform));
        const ToolNames names(request);
        QCOMPARE(names.declared().size(), std::size_t(2));
        QCOMPARE(names.declared()[1]->tool, &request.tools[2]);
        QCOMPARE(names.find(Text{"a"})->kind, CallKind::Freeform);
    }

    void deferredToolsWaitForTheirSearch()
    {
        Request request;
        request.tools.push_back(tool("mcp__x", "hidden"));
        request.tools.back().deferLoading = true;
        request.tools.push_back(tool("mcp__x", "found"));
        request.tools.back().deferLoading = true;
        request.tools.push_back(tool("", "tool_search", Tool::Kind::ToolSearch));
        request.tools.push_back(tool("mcp__x", "found"));
        request.tools.back().deferLoading = true;
        request.tools.back().origin = Tool::Origin::ToolSearch;
        const ToolNames names(request);
        QCOMPARE(names.declared().size(), std::size_t(2));
        QCOMPARE(names.declared()[0]->kind, CallKind::ToolSearch);
        QCOMPARE(names.declared()[1]->name.escaped, std::string_view("found"));
    }

    void namesOfTheHistoryAreKnown()
    {
        Request request;
        request.turns.push_back(callTurn("mcp__old", "gone.tool"));
        request.turns.push_back(callTurn("", "", CallKind::LocalShell));
        const ToolNames names(request);
        QVERIFY(names.declared().empty());
        const std::string flat = flatOf(names, "mcp__old", "gone.tool");
        QVERIFY(isFit(flat, 64));
        QCOMPARE(names.find(Text{flat})->name.escaped, std::string_view("gone.tool"));
        QCOMPARE(names.flat(Text{}, Text{}, CallKind::LocalShell), std::string_view("local_shell"));
    }

    void aHistoryOfLiteFindsItsTool()
    {
        Request request;
        request.tools.push_back(tool("functions", "exec", Tool::Kind::Freeform));
        request.turns.push_back(callTurn("", "exec", CallKind::Freeform));
        const ToolNames names(request);
        QCOMPARE(names.declared().size(), std::size_t(1));
        QCOMPARE(flatOf(names, "", "exec"), flatOf(names, "functions", "exec"));
    }

    void shortLimitsAreKept()
    {
        Request request;
        request.tools.push_back(tool("", "a_name_of_more_than_twenty_letters"));
        const ToolNames names(request, 20);
        QVERIFY(isFit(flatOf(names, "", "a_name_of_more_than_twenty_letters"), 20));
    }
};

QTEST_APPLESS_MAIN(TestToolNames)
#include "tst_tool_names.moc"
