#include "routing/plan.h"

#include <QTest>

#include <cmath>
#include <map>

using namespace signalbox;
using namespace signalbox::routing;

class TestPlan : public QObject
{
    Q_OBJECT

private:
    static std::shared_ptr<const config::Configuration> configuration()
    {
        auto configuration = std::make_shared<config::Configuration>();
        for (const char *id : {"a", "b", "c", "off"}) {
            config::Provider provider;
            provider.id = id;
            provider.enabled = provider.id != "off";
            configuration->providers.push_back(provider);
        }
        return configuration;
    }
    static RoutingTable table()
    {
        return {configuration(),
                {{.provider = "a", .model = "m", .tools = true, .images = true},
                 {.provider = "b", .model = "m", .tools = false, .images = true},
                 {.provider = "c", .model = "m", .tools = true, .images = false}}};
    }
    static std::string order(const Plan &plan)
    {
        std::string text;
        for (const PlannedTarget &target : plan.targets)
            text += (text.empty() ? "" : " ") + target.provider;
        return text;
    }
    static config::VirtualModel model(config::Strategy strategy, std::vector<config::RouteTarget> targets,
                                      std::vector<config::RouteTarget> fallbacks = {})
    {
        config::VirtualModel model;
        model.name = "v";
        model.strategy = strategy;
        model.targets = std::move(targets);
        model.fallbacks = std::move(fallbacks);
        return model;
    }

private Q_SLOTS:
    void sharesFollowTheWeights()
    {
        const RoutingTable routes = table();
        const auto virtualModel =
            model(config::Strategy::Weighted, {{"a", "m", 70}, {"b", "m", 25}, {"c", "m", 5}});
        SeededRandom random(3);
        std::map<std::string, int> first;
        std::map<std::string, int> second;
        constexpr int rounds = 100'000;
        for (int i = 0; i < rounds; ++i) {
            const Plan plan = planTargets(routes, {.resolved = {.virtualModel = &virtualModel}}, random);
            QCOMPARE(plan.targets.size(), std::size_t(3));
            ++first[plan.targets[0].provider];
            ++second[plan.targets[1].provider];
        }
        QVERIFY(std::abs(first["a"] / double(rounds) - 0.70) < 0.01);
        QVERIFY(std::abs(first["b"] / double(rounds) - 0.25) < 0.01);
        QVERIFY(std::abs(first["c"] / double(rounds) - 0.05) < 0.01);
        // Second places, drawn without replacement: P(a) = 0.25·70/75 + 0.05·70/95
        QVERIFY(std::abs(second["a"] / double(rounds) - (0.25 * 70 / 75 + 0.05 * 70 / 95)) < 0.01);
    }

    void orders_data()
    {
        using config::Strategy;
        QTest::addColumn<int>("strategy");
        QTest::addColumn<bool>("tools");
        QTest::addColumn<bool>("images");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("priority keeps the order, fallbacks behind")
            << int(Strategy::Priority) << false << false << QByteArray("a b c");
        QTest::newRow("a target without tools is left out")
            << int(Strategy::Priority) << true << false << QByteArray("a c");
        QTest::newRow("a fallback without images is left out")
            << int(Strategy::Priority) << false << true << QByteArray("a b");
        QTest::newRow("round-robin turns")
            << int(Strategy::RoundRobin) << false << false << QByteArray("b a c");
        QTest::newRow("least busy first")
            << int(Strategy::LeastBusy) << false << false << QByteArray("b a c");
        QTest::newRow("lowest latency first, unknown last")
            << int(Strategy::LowestLatency) << false << false << QByteArray("b a c");
        QTest::newRow("lowest cost first")
            << int(Strategy::LowestCost) << false << false << QByteArray("a b c");
    }
    void orders()
    {
        QFETCH(int, strategy);
        QFETCH(bool, tools);
        QFETCH(bool, images);
        QFETCH(QByteArray, expected);
        const auto virtualModel =
            model(config::Strategy(strategy), {{"a", "m", 1}, {"b", "m", 1}}, {{"c", "m", 1}, {"a", "m", 1}});
        SeededRandom random(1);
        const PlanInput input{.resolved = {.virtualModel = &virtualModel},
                              .needsTools = tools,
                              .needsImages = images,
                              .affinityKey = {},
                              .turn = 5,
                              .clientFallbacks = {},
                              .state = [](const std::string &provider, const std::string &) {
                                  TargetState state;
                                  state.inFlight = provider == "a" ? 3 : 1;
                                  if (provider == "b")
                                      state.latency = std::chrono::milliseconds(900);
                                  state.pricePerMtok = Money::fromNano(provider == "a" ? 1 : 2);
                                  return state;
                              }};
        QCOMPARE(QByteArray::fromStdString(order(planTargets(table(), input, random))), expected);
    }

    void weightZeroAndProvidersOffAreOut()
    {
        const auto virtualModel =
            model(config::Strategy::Weighted, {{"a", "m", 0}, {"off", "m", 5}, {"b", "m", 1}});
        SeededRandom random(1);
        const Plan plan = planTargets(table(), {.resolved = {.virtualModel = &virtualModel}}, random);
        QCOMPARE(order(plan), std::string("b"));
        QCOMPARE(plan.targets[0].reason, std::string("weight"));
        QVERIFY(plan.trace.size() >= 3);
    }

    void whatNobodyCanDoIsTriedAllTheSame()
    {
        const auto virtualModel = model(config::Strategy::Priority, {{"b", "m", 1}});
        SeededRandom random(1);
        QCOMPARE(order(planTargets(table(), {.resolved = {.virtualModel = &virtualModel}, .needsTools = true},
                                   random)),
                 std::string("b"));
    }

    void aConversationStaysAndSharesHold()
    {
        auto virtualModel = model(config::Strategy::Weighted, {{"a", "m", 60}, {"b", "m", 40}});
        virtualModel.affinity = config::Affinity::Conversation;
        SeededRandom random(1);
        const RoutingTable routes = table();
        int first = 0;
        constexpr int conversations = 10'000;
        for (int i = 0; i < conversations; ++i) {
            const PlanInput input{.resolved = {.virtualModel = &virtualModel},
                                  .affinityKey = "thread-" + std::to_string(i)};
            const std::string once = order(planTargets(routes, input, random));
            QCOMPARE(order(planTargets(routes, input, random)), once);
            first += once.starts_with("a") ? 1 : 0;
        }
        QVERIFY(std::abs(first / double(conversations) - 0.6) < 0.02);
    }

    void directNamesAndClientFallbacks()
    {
        SeededRandom random(1);
        const PlanInput input{.resolved = {.virtualModel = nullptr, .provider = "a", .model = "m"},
                              .clientFallbacks = {"b/m", "a/m", "nothing", "c/x"}};
        const Plan plan = planTargets(table(), input, random);
        QCOMPARE(order(plan), std::string("a b c"));
        QCOMPARE(plan.targets[0].reason, std::string("direct"));
        QCOMPARE(plan.targets[1].reason, std::string("client-fallback"));
    }
};

QTEST_APPLESS_MAIN(TestPlan)
#include "tst_plan.moc"
