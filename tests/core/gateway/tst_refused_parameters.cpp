#include "gateway/refused_parameters.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::gateway;

class TestRefusedParameters : public QObject
{
    Q_OBJECT

private:
    /// What a candidate refers to, and itself.
    struct Made
    {
        explicit Made(const std::string &host, const std::string &model = "m", std::uint16_t port = 443)
        {
            endpoint.endpoint.host = host;
            endpoint.endpoint.port = port;
            wire::Target target;
            target.model = model;
            candidate.endpoint = &endpoint;
            candidate.target = std::make_shared<const wire::Target>(std::move(target));
        }
        FormatEndpoint endpoint;
        Candidate candidate;
    };

private Q_SLOTS:
    void whatOneHostRefusesIsNotHeldAgainstOthers()
    {
        RefusedParameters refused;
        const Made learnt("a");
        QVERIFY(refused.of(learnt.candidate) == nullptr);
        refused.learn(learnt.candidate, "store");
        refused.learn(learnt.candidate, "store");
        refused.learn(learnt.candidate, "top_p");
        QVERIFY(refused.of(Made("a").candidate) != nullptr);
        QCOMPARE(*refused.of(Made("a").candidate), (std::vector<std::string>{"store", "top_p"}));
        QVERIFY(refused.of(Made("b").candidate) == nullptr);
        QVERIFY(refused.of(Made("a", "other").candidate) == nullptr);
        QVERIFY(refused.of(Made("a", "m", 444).candidate) == nullptr);
    }

    void memoryIsBounded()
    {
        RefusedParameters refused;
        for (std::size_t i = 0; i < 2 * RefusedParameters::kMostNames; ++i)
            refused.learn(Made("a").candidate, "p" + std::to_string(i));
        QCOMPARE(refused.of(Made("a").candidate)->size(), RefusedParameters::kMostNames);
        for (std::size_t i = 0; i < RefusedParameters::kMostTargets; ++i)
            refused.learn(Made("b", std::to_string(i)).candidate, "store");
        QVERIFY(refused.of(Made("a").candidate) == nullptr);
        QVERIFY(refused.of(Made("b", "255").candidate) != nullptr);
    }
};

QTEST_APPLESS_MAIN(TestRefusedParameters)
#include "tst_refused_parameters.moc"
