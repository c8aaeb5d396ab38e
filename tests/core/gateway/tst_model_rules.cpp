#include "catalog/catalog.h"
#include "gateway/model_rules.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::gateway;

class TestModelRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCataloguesRowsHoldRulesOnly()
    {
        const auto catalog = catalog::Catalog::builtIn();
        QVERIFY(catalog->families().size() > 10);
        for (const catalog::ModelFamily &family : catalog->families()) {
            const std::vector<std::string> wrong = wrongRules(family.rules);
            QVERIFY2(wrong.empty(), wrong.empty() ? "" : wrong.front().c_str());
        }
    }

    void aRuleOfAnotherNameOrTypeIsFound()
    {
        QCOMPARE(wrongRules({{"prefil", true}, {"sampling", std::string("no")}, {"prefill", true}}),
                 (std::vector<std::string>{"prefil", "sampling"}));
    }

    void whatIsSaidOfAModelReachesTheFormats()
    {
        const auto catalog = catalog::Catalog::builtIn();
        const wire::ModelRules opus = modelRulesFrom(catalog->rules("us.anthropic.claude-opus-4-6-v1:0"));
        QVERIFY(opus.adaptiveThinking && opus.budgetThinking && opus.sampling);
        QVERIFY(!opus.prefill);
        QCOMPARE(opus.efforts, (std::vector<std::string>{"low", "medium", "high", "max"}));
        QCOMPARE(opus.mostOutput, 128'000);
        QVERIFY(modelRulesFrom(catalog->rules("claude-sonnet-4-5@20250929")).prefill);
        QVERIFY(modelRulesFrom(catalog->rules("models/gemini-3.1-pro-preview")).signedCalls);
        QVERIFY(!modelRulesFrom(catalog->rules("gemini-2.5-flash")).signedCalls);
        QCOMPARE(modelRulesFrom(catalog->rules("nobody-knows-it")), wire::ModelRules());
    }
};

QTEST_GUILESS_MAIN(TestModelRules)
#include "tst_model_rules.moc"
