#include "app/secrets_access.h"

#include <QTest>

#include <algorithm>

using namespace signalbox;

class TestKeyVariables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyVariableWithAKeyIsNamed_data()
    {
        QTest::addColumn<bool>("providerIsOn");
        QTest::addColumn<bool>("keyIsOn");
        QTest::newRow("in use") << true << true;
        QTest::newRow("of a provider that is off") << false << true;
        QTest::newRow("of a key that is off") << true << false;
    }
    void everyVariableWithAKeyIsNamed()
    {
        QFETCH(bool, providerIsOn);
        QFETCH(bool, keyIsOn);
        config::Configuration configuration;
        config::Provider provider;
        provider.enabled = providerIsOn;
        config::ProviderKey key;
        key.secret = "env:PROVIDER_KEY";
        key.enabled = keyIsOn;
        provider.keys.push_back(key);
        key.secret = "keychain:elsewhere";
        provider.keys.push_back(key);
        configuration.providers.push_back(provider);
        config::VirtualKey client;
        client.secret = "env:CLIENT_KEY";
        configuration.virtualKeys.push_back(client);
        configuration.server.adminTokens.push_back({.id = "boss", .secret = "env:ADMIN_TOKEN"});
        auto variables = app::keyVariablesOf(configuration);
        std::ranges::sort(variables);
        QCOMPARE(variables, (std::vector<std::string>{"ADMIN_TOKEN", "CLIENT_KEY", "PROVIDER_KEY"}));
        // What is off is not asked for.
        QCOMPARE(app::referencesOf(configuration).contains("env:PROVIDER_KEY"), providerIsOn && keyIsOn);
    }
};

QTEST_GUILESS_MAIN(TestKeyVariables)
#include "tst_key_variables.moc"
