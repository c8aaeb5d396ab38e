// What the control socket tells of providers is read back as it was.
#include "admin/provider_json.h"

#include <nlohmann/json.hpp>

#include <QTest>

using namespace signalbox;
using namespace std::chrono_literals;
using control::ProviderTest;
using Verdict = control::ProviderTest::Verdict;

namespace {

template<class T>
nlohmann::json sent(const T &value)
{
    return nlohmann::json::parse(admin::toJson(value).dump());
}

} // namespace

class TestProviderJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void testsAreReadBack()
    {
        ProviderTest test{.provider = "p",
                          .key = "main",
                          .model = "m",
                          .at = WallTime(1'800'000'000'123'456us),
                          .verdict = Verdict::Answered,
                          .status = 200,
                          .connected = 1'234us,
                          .firstToken = 500'001us,
                          .total = 1'000'000us,
                          .cost = Money::parse("0.000021"),
                          .said = "Clear line ahead.",
                          .problem = {}};
        QVERIFY(admin::readProviderTest(sent(test)) == test);
        test = {.provider = "p", .at = WallTime(1'800'000'000s), .problem = "why"};
        for (int verdict = 0; verdict <= int(Verdict::NotSupported); ++verdict) {
            test.verdict = Verdict(verdict);
            QVERIFY(!admin::toString(test.verdict).empty());
            QVERIFY(admin::readProviderTest(sent(test)) == test);
        }
    }

    void viewsAreReadBack()
    {
        control::ProviderView view{.id = "p", .kind = "groq", .name = "Groq"};
        QVERIFY(admin::readProviderView(sent(view)) == view);
        view.enabled = false;
        view.wire = {"openai-chat"};
        view.problem = "why";
        view.models = 3;
        view.keys = {{.id = "a", .reference = "env:A", .enabled = false, .usable = true},
                     {.id = "b", .reference = "env:B", .problem = "gone"}};
        QVERIFY(admin::readProviderView(sent(view)) == view);
    }

    void aNewerGatewaysWordsAreNoSuccess()
    {
        QVERIFY(admin::readProviderTest({{"verdict", "delighted"}}).verdict != Verdict::Answered);
        QVERIFY(admin::readProviderTest(nlohmann::json::object()).verdict != Verdict::Answered);
    }
};

QTEST_APPLESS_MAIN(TestProviderJson)
#include "tst_provider_json.moc"
