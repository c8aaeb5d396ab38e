#include "ui/models/provider_choices.h"

#include <QTest>

#include <algorithm>

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::StringLiterals;
using control::Finding;
using Key = ProviderChoice::Key;

namespace {

const ProviderChoice *choiceOf(const ProviderChoices &choices, std::string_view kind)
{
    for (const auto *list : {&choices.tiles, &choices.others}) {
        const auto it = std::ranges::find(*list, kind, &ProviderChoice::kind);
        if (it != list->end())
            return &*it;
    }
    return nullptr;
}

Finding environment(const char *variable, const char *kind)
{
    return {Finding::Source::EnvironmentVariable, variable, kind, "", "", std::string("env:") + variable, 0};
}

Finding agentFile(const char *kind)
{
    return {Finding::Source::AgentFile, "~/.config/opencode/opencode.json", kind, "", "", "", 0};
}

Finding server(const char *kind, const char *address, int models)
{
    return {Finding::Source::LocalServer, address, kind, address, "", "", models};
}

config::Configuration configured(const char *kind)
{
    config::Configuration configuration;
    configuration.providers.emplace_back();
    configuration.providers[0].id = configuration.providers[0].kind = kind;
    configuration.providers[0].keys.push_back({.id = "main", .secret = "keychain:x"});
    return configuration;
}

} // namespace

class TestProviderChoices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void whatEachNeeds_data()
    {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<std::vector<Finding>>("findings");
        QTest::addColumn<config::Configuration>("configuration");
        QTest::addColumn<int>("key");
        QTest::addColumn<QString>("hint");
        using Findings = std::vector<Finding>;
        const config::Configuration none;
        QTest::newRow("nothing known")
            << QByteArray("openai") << Findings{} << none << int(Key::Needed) << u"needs a key"_s;
        QTest::newRow("a variable") << QByteArray("openai")
                                    << Findings{environment("OPENAI_API_KEY", "openai")} << none
                                    << int(Key::Found) << u"key found: OPENAI_API_KEY"_s;
        QTest::newRow("an agent's file")
            << QByteArray("anthropic") << Findings{agentFile("anthropic")} << none << int(Key::Found)
            << u"key found: ~/.config/opencode/opencode.json"_s;
        QTest::newRow("a variable before a file")
            << QByteArray("openai") << Findings{agentFile("openai"), environment("OPENAI_API_KEY", "openai")}
            << none << int(Key::Found) << u"key found: OPENAI_API_KEY"_s;
        QTest::newRow("set up already")
            << QByteArray("openai") << Findings{environment("OPENAI_API_KEY", "openai")}
            << configured("openai") << int(Key::Configured) << u"set up already"_s;
        QTest::newRow("simulated") << QByteArray("simulated") << Findings{} << none << int(Key::NotNeeded)
                                   << u"no key, no network"_s;
        QTest::newRow("a server that runs")
            << QByteArray("ollama") << Findings{server("ollama", "http://127.0.0.1:11434", 3)} << none
            << int(Key::NotNeeded) << u"Ollama found, 3 models"_s;
        QTest::newRow("no server") << QByteArray("") << Findings{} << none << int(Key::NoServer)
                                   << u"none is running"_s;
    }
    void whatEachNeeds()
    {
        QFETCH(QByteArray, kind);
        QFETCH(std::vector<Finding>, findings);
        QFETCH(config::Configuration, configuration);
        const ProviderChoices choices =
            providerChoices(*catalog::Catalog::builtIn(), findings, configuration);
        QCOMPARE(choices.tiles.size(), 6U);
        const ProviderChoice *choice = choiceOf(choices, kind.toStdString());
        QVERIFY(choice);
        QTEST(int(choice->key), "key");
        QTEST(choice->hint, "hint");
    }

    void aKeyForAnotherProviderComesForward()
    {
        const auto catalog = catalog::Catalog::builtIn();
        QCOMPARE(providerChoices(*catalog, {}, {}).tiles[4].kind, "openrouter");
        const auto choices = providerChoices(*catalog, {environment("DEEPSEEK_API_KEY", "deepseek")}, {});
        QCOMPARE(choices.tiles[4].kind, "deepseek");
        QVERIFY(std::ranges::find(choices.others, "openrouter", &ProviderChoice::kind) !=
                choices.others.end());
    }

    void theRestTakesAKeyAndNothingElse()
    {
        const auto choices = providerChoices(*catalog::Catalog::builtIn(), {}, {});
        QVERIFY(choices.others.size() > 20);
        for (const ProviderChoice &choice : choices.others) {
            const catalog::ProviderRow *row = catalog::Catalog::builtIn()->provider(choice.kind);
            QVERIFY(row && row->variables().empty() && !row->local && !row->baseUrl.empty());
            QVERIFY2(!choice.host.isEmpty(), qPrintable(choice.name));
        }
        QVERIFY(std::ranges::is_sorted(choices.others, {},
                                       [](const ProviderChoice &c) { return c.name.toLower(); }));
    }

    void whatIsEntered_data()
    {
        QTest::addColumn<std::vector<Finding>>("findings");
        QTest::addColumn<config::Configuration>("configuration");
        QTest::addColumn<bool>("typed");
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<QByteArray>("keys");
        QTest::addColumn<QByteArray>("askedWith");
        using Findings = std::vector<Finding>;
        const Findings variable{environment("OPENAI_API_KEY", "openai")};
        config::Configuration taken = configured("groq");
        taken.providers[0].id = "openai";
        config::Configuration other = configured("openai");
        other.providers[0].keys[0].id = "work";
        QTest::newRow("a key that was typed")
            << Findings{} << config::Configuration() << true << QByteArray("openai")
            << QByteArray("main=keychain:openai/main ") << QByteArray("main");
        QTest::newRow("a variable") << variable << config::Configuration() << false << QByteArray("openai")
                                    << QByteArray("main=env:OPENAI_API_KEY ") << QByteArray("main");
        QTest::newRow("its name is another kind's")
            << Findings{} << taken << true << QByteArray("openai-2")
            << QByteArray("main=keychain:openai-2/main ") << QByteArray("main");
        QTest::newRow("the entry has a key already") << Findings{} << other << false << QByteArray("openai")
                                                     << QByteArray("work=keychain:x ") << QByteArray("work");
        QTest::newRow("keys of other names stay")
            << Findings{} << other << true << QByteArray("openai")
            << QByteArray("work=keychain:x main=keychain:openai/main ") << QByteArray("main");
        QTest::newRow("the old main key goes")
            << Findings{} << configured("openai") << true << QByteArray("openai")
            << QByteArray("main=keychain:openai/main ") << QByteArray("main");
    }
    void whatIsEntered()
    {
        QFETCH(std::vector<Finding>, findings);
        QFETCH(config::Configuration, configuration);
        QFETCH(bool, typed);
        const auto choices = providerChoices(*catalog::Catalog::builtIn(), findings, configuration);
        const ChosenEntry chosen = entryOf(*choiceOf(choices, "openai"), typed, configuration.providers);
        QTEST(QByteArray::fromStdString(chosen.entry.id), "id");
        QCOMPARE(chosen.entry.kind, "openai");
        std::string keys;
        for (const config::ProviderKey &key : chosen.entry.keys)
            keys += key.id + '=' + key.secret + ' ';
        QTEST(QByteArray::fromStdString(keys), "keys");
        QTEST(QByteArray::fromStdString(chosen.key), "askedWith");
    }
};

QTEST_GUILESS_MAIN(TestProviderChoices)
#include "tst_provider_choices.moc"
