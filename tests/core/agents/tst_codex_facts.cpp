#include "agents/codex_facts.h"

#include <QTest>

using namespace signalbox::agents;

class TestCodexFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheSetup_data()
    {
        QTest::addColumn<QByteArray>("toml");
        QTest::addColumn<QByteArray>("provider"); // "-": none
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<bool>("hasTable");
        QTest::addColumn<bool>("hasProfiles");
        const auto row = [](const char *name, const char *toml, const char *provider, const char *model,
                            bool table, bool profiles) {
            QTest::newRow(name) << QByteArray(toml) << QByteArray(provider) << QByteArray(model) << table
                                << profiles;
        };
        row("empty", "", "-", "-", false, false);
        row("set up",
            "model = \"coder\"\nmodel_provider = \"signalbox\"\n[model_providers.signalbox]\nname = \"S\"\n",
            "signalbox", "coder", true, false);
        row("Windows line ends, single quotes", "model_provider = 'x' # why\r\n", "x", "-", false, false);
        row("quoted keys and spaces", "\"model_provider\"=\"signalbox\"\n[ model_providers . \"signalbox\" ]",
            "signalbox", "-", true, false);
        row("dotted keys", "model_providers.signalbox.name = \"S\"", "-", "-", true, false);
        row("a key of another table", "[tui]\nmodel_provider = \"x\"\nmodel = \"y\"", "-", "-", false, false);
        row("a comment", "# model_provider = \"x\"\n#[profiles.a]", "-", "-", false, false);
        row("legacy profile key", "profile = \"work\"", "-", "-", false, true);
        row("legacy profile table", "[profiles.work]\nmodel = \"x\"", "-", "-", false, true);
        row("another provider's table", "[model_providers.signalbox2]", "-", "-", false, false);
        row("inside a multi-line text",
            "notes = \"\"\"\nmodel_provider = \"x\"\n[profiles.a]\n\"\"\"\nmodel = \"m\"", "-", "m", false,
            false);
        row("inside a literal text", "notes = '''\n[profiles.a]\n''' # end\nmodel = \"m\"", "-", "m", false,
            false);
        row("an escaped quote", "notes = \"a \\\" [\"\nmodel = \"m\"", "-", "m", false, false);
        row("inside a list", "notify = [\n  \"a\", # ]\n  \"[b\",\n]\nmodel = \"m\"", "-", "m", false, false);
        row("not a text", "model_provider = 5", "-", "-", false, false);
        row("broken lines", "= 3\nmodel_provider\n[\nmodel = \"m\"", "-", "-", false, false);
    }
    void readsTheSetup()
    {
        QFETCH(QByteArray, toml);
        QFETCH(QByteArray, provider);
        QFETCH(QByteArray, model);
        QFETCH(bool, hasTable);
        QFETCH(bool, hasProfiles);
        const CodexSetup setup = readCodexSetup(toml.toStdString());
        QCOMPARE(QByteArray::fromStdString(setup.modelProvider.value_or("-")), provider);
        QCOMPARE(QByteArray::fromStdString(setup.model.value_or("-")), model);
        QCOMPARE(setup.hasSignalboxProvider, hasTable);
        QCOMPARE(setup.hasLegacyProfiles, hasProfiles);
        QCOMPARE(setup.usesSignalbox(), provider == "signalbox");
    }
};

QTEST_APPLESS_MAIN(TestCodexFacts)
#include "tst_codex_facts.moc"
