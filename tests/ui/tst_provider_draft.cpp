#include "ui/models/cell_roles.h"
#include "ui/models/presets_model.h"
#include "ui/models/provider_draft.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QTest>

using namespace signalbox;
using namespace signalbox::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestProviderDraft : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    }

    void everyKindCanBeAdded()
    {
        const auto catalog = catalog::Catalog::builtIn();
        PresetsModel model(catalog);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), int(catalog->providers().size()));
        QVERIFY(model.rowOf("openai") >= 0);
        QCOMPARE(model.rowOf("nobody"), -1);
        QCOMPARE(model.index(model.rowOf("ollama"), 0).data(SecondLineRole).toString(),
                 u"on this computer"_s);
        // What is filled in right is right, whatever the kind.
        for (const catalog::ProviderRow &row : catalog->providers()) {
            ProviderDraft draft;
            draft.id = row.id;
            draft.key.typed = true;
            if (row.baseUrl.empty())
                draft.baseUrl = "https://llm.example.com/v1";
            for (const std::string &name : row.variables())
                draft.variables[name] = "mine";
            QVERIFY2(!problemsOf(draft, row, {}).any(), row.id.c_str());
            const config::Provider entry = entryOf(draft, row);
            QCOMPARE(entry.kind, row.id);
            QCOMPARE(entry.keys.front().secret, "keychain:" + row.id + "/main");
        }
    }

    void drafts_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("variable"); // of azure-openai: "resource"
        QTest::addColumn<bool>("typed");
        QTest::addColumn<QString>("wrong"); // fields
        const auto row = [](const char *name, const char *kind, const char *id, const char *url,
                            const char *variable, bool typed, const char *wrong) {
            QTest::newRow(name) << QString::fromUtf8(kind) << QString::fromUtf8(id) << QString::fromUtf8(url)
                                << QString::fromUtf8(variable) << typed << QString::fromUtf8(wrong);
        };
        row("complete", "openai", "openai-2", "", "", true, "");
        row("no key", "openai", "openai-2", "", "", false, "key");
        row("name taken", "openai", "openai", "", "", true, "id");
        row("name with a space", "openai", "my openai", "", "", true, "id");
        row("no name", "openai", "", "", "", true, "id");
        row("a local one needs neither key nor address", "ollama", "o", "", "", false, "");
        row("a compatible one needs an address", "openai-compatible", "lab", "", "", false, "url");
        row("an address without scheme", "openai-compatible", "lab", "lab:8000", "", false, "url");
        row("an address with a password", "openai-compatible", "lab", "http://me:pw@lab/v1", "", false,
            "url");
        row("an address with a query", "openai-compatible", "lab", "http://lab/v1?key=1", "", false, "url");
        row("an address alone is enough", "openai-compatible", "lab", "http://192.168.1.5:8000/v1", "", false,
            "");
        row("a variable is missing", "azure-openai", "az", "", "", true, "resource");
        row("a variable cannot change the host", "azure-openai", "az", "", "evil.example/", true, "resource");
        row("a variable is given", "azure-openai", "az", "", "mine", true, "");
    }
    void drafts()
    {
        QFETCH(QString, kind);
        QFETCH(QString, id);
        QFETCH(QString, url);
        QFETCH(QString, variable);
        QFETCH(bool, typed);
        const auto catalog = catalog::Catalog::builtIn();
        ProviderDraft draft;
        draft.id = id.toStdString();
        draft.baseUrl = url.toStdString();
        draft.variables["resource"] = variable.toStdString();
        draft.key.typed = typed;
        const DraftProblems problems =
            problemsOf(draft, *catalog->provider(kind.toStdString()), {"openai", "anthropic"});
        QStringList wrong;
        if (!problems.id.isEmpty())
            wrong << u"id"_s;
        if (!problems.baseUrl.isEmpty())
            wrong << u"url"_s;
        if (!problems.key.isEmpty())
            wrong << u"key"_s;
        for (const auto &[name, problem] : problems.variables) {
            if (!problem.isEmpty())
                wrong << QString::fromStdString(name);
        }
        QTEST(wrong.join(u' '), "wrong");
    }

    void environmentVariables()
    {
        KeyDraft key{KeyPlace::Environment, false, "OPENAI_API_KEY"};
        QVERIFY(keyProblem(key, true).isEmpty());
        QCOMPARE(referenceOf(key, "openai", "main"), "env:OPENAI_API_KEY");
        key.environment = "sk-proj-1234567890abcdef1234";
        QVERIFY(keyProblem(key, true).contains(u"a key itself"_s));
        key.environment = "MY KEY";
        QVERIFY(!keyProblem(key, true).isEmpty());
        key.environment.clear();
        QVERIFY(!keyProblem(key, true).isEmpty());
        QVERIFY(keyProblem(key, false).isEmpty());
        QCOMPARE(freeId("openai", {"openai", "openai-2"}), "openai-3");
    }
};

QTEST_MAIN(TestProviderDraft)
#include "tst_provider_draft.moc"
