#include "routing/routing_table.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::routing;

class TestRoutingTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resolves_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("expected"); // "virtual:NAME", "provider model", or the error's code
        QTest::newRow("virtual model") << QByteArray("coder") << QByteArray("virtual:coder");
        QTest::newRow("a virtual model's name goes before a model's")
            << QByteArray("shadow") << QByteArray("virtual:shadow");
        QTest::newRow("provider/model") << QByteArray("openai/gpt-5.4") << QByteArray("openai gpt-5.4");
        QTest::newRow("provider/model that no catalogue knows")
            << QByteArray("openai/brand-new") << QByteArray("openai brand-new");
        QTest::newRow("a model id with slashes of its own")
            << QByteArray("openrouter/meta/llama") << QByteArray("openrouter meta/llama");
        QTest::newRow("bare id of one provider") << QByteArray("gpt-5.4") << QByteArray("openai gpt-5.4");
        QTest::newRow("bare id with a slash")
            << QByteArray("meta/llama") << QByteArray("openrouter meta/llama");
        QTest::newRow("bare id of two providers") << QByteArray("both") << QByteArray("invalid_input");
        QTest::newRow("unknown") << QByteArray("nothing") << QByteArray("not_found");
        QTest::newRow("provider without a model") << QByteArray("openai/") << QByteArray("not_found");
        QTest::newRow("a provider that is off") << QByteArray("off/gpt-5.4") << QByteArray("not_found");
        QTest::newRow("empty") << QByteArray("") << QByteArray("not_found");
    }
    void resolves()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, expected);
        auto configuration = std::make_shared<config::Configuration>();
        for (const char *id : {"openai", "openrouter", "azure", "off"}) {
            config::Provider provider;
            provider.id = id;
            provider.enabled = provider.id != "off";
            configuration->providers.push_back(provider);
        }
        config::VirtualModel coder;
        coder.name = "coder";
        config::VirtualModel shadow;
        shadow.name = "shadow";
        configuration->models = {coder, shadow};
        const RoutingTable table(configuration, {{.provider = "openai", .model = "gpt-5.4"},
                                                 {.provider = "openai", .model = "shadow"},
                                                 {.provider = "openai", .model = "both"},
                                                 {.provider = "azure", .model = "both"},
                                                 {.provider = "openrouter", .model = "meta/llama"}});
        const auto resolved = table.resolve(name.toStdString());
        std::string found;
        if (!resolved)
            found = toString(resolved.error().code);
        else if (resolved->virtualModel != nullptr)
            found = "virtual:" + resolved->virtualModel->name;
        else
            found = resolved->provider + ' ' + resolved->model;
        QCOMPARE(QByteArray::fromStdString(found), expected);
        if (name == "both")
            QVERIFY(resolved.error().message.find("openai/both") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestRoutingTable)
#include "tst_routing_table.moc"
