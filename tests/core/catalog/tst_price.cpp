#include "catalog/model_row.h"

#include <QTest>

using namespace signalbox;
using namespace signalbox::catalog;
using record::Usage;
using std::chrono::sys_days;
using std::chrono::year;

namespace {

Money usd(const char *decimal)
{
    return *Money::parse(decimal);
}

/// Wednesday noon.
const WallTime kNoon{sys_days(year(2026) / 9 / 23) + std::chrono::hours(12)};

std::vector<PriceRow> fullPrice()
{
    PriceRow row;
    row.asOf = "2026-09-23";
    row.rates = {usd("3"), usd("15"), usd("0.3"), usd("3.75"), usd("6")};
    row.tiers = {{200'000, {usd("6"), usd("22.5"), usd("0.6"), usd("7.5"), usd("12")}}};
    return {row};
}

} // namespace

Q_DECLARE_METATYPE(Usage)

class TestPrice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pricesEachKindOfToken_data()
    {
        QTest::addColumn<Usage>("usage");
        QTest::addColumn<QByteArray>("total");
        QTest::newRow("nothing") << Usage{} << QByteArray("0");
        QTest::newRow("input") << Usage{.inputTokens = 1'000} << QByteArray("0.003");
        QTest::newRow("cached input is part of the input")
            << Usage{.inputTokens = 1'000, .cachedInputTokens = 900} << QByteArray("0.00057");
        QTest::newRow("cache writes, both lifetimes")
            << Usage{.inputTokens = 1'000, .cacheWriteTokens = 100, .cacheWrite1hTokens = 100}
            << QByteArray("0.003375");
        QTest::newRow("reasoning is part of the output")
            << Usage{.outputTokens = 1'000, .reasoningTokens = 900} << QByteArray("0.015");
        QTest::newRow("at the tier's edge") << Usage{.inputTokens = 200'000} << QByteArray("0.6");
        QTest::newRow("over the edge: the whole request, output too")
            << Usage{.inputTokens = 200'001, .outputTokens = 1'000} << QByteArray("1.222506");
        QTest::newRow("cached tokens count for the tier")
            << Usage{.inputTokens = 300'000, .cachedInputTokens = 300'000} << QByteArray("0.18");
        QTest::newRow("more cached than there was: clamped")
            << Usage{.inputTokens = 100, .cachedInputTokens = 500} << QByteArray("0.00003");
        QTest::newRow("negative counts: clamped")
            << Usage{.inputTokens = -5, .cachedInputTokens = -5, .outputTokens = -5} << QByteArray("0");
    }
    void pricesEachKindOfToken()
    {
        QFETCH(Usage, usage);
        QFETCH(QByteArray, total);
        const record::Cost cost = costOf(usage, fullPrice(), kNoon);
        QVERIFY(cost.total.has_value());
        QCOMPARE(QByteArray::fromStdString(cost.total->toDecimal()), total);
        QCOMPARE(cost.pricedAsOf, std::string("2026-09-23"));
    }

    void unknownIsNeverZero_data()
    {
        QTest::addColumn<Usage>("usage");
        QTest::addColumn<bool>("known");
        // The row knows the input's rate only.
        QTest::newRow("input only") << Usage{.inputTokens = 10} << true;
        QTest::newRow("output without a rate") << Usage{.inputTokens = 10, .outputTokens = 1} << false;
        QTest::newRow("cache read without a rate: input's")
            << Usage{.inputTokens = 10, .cachedInputTokens = 5} << true;
        QTest::newRow("cache write without a rate")
            << Usage{.inputTokens = 10, .cacheWriteTokens = 5} << false;
        QTest::newRow("one-hour write without a rate")
            << Usage{.inputTokens = 10, .cacheWrite1hTokens = 5} << false;
    }
    void unknownIsNeverZero()
    {
        QFETCH(Usage, usage);
        QFETCH(bool, known);
        PriceRow row;
        row.asOf = "2026-09-23";
        row.rates.input = usd("1");
        const record::Cost cost = costOf(usage, {&row, 1}, kNoon);
        QCOMPARE(cost.total.has_value(), known);
        if (known)
            QCOMPARE(qint64(cost.total->nano()), qint64(10'000));
        const record::Cost none = costOf(usage, {}, kNoon);
        QVERIFY(!none.total && none.pricedAsOf.empty());
    }

    void roundsOnceHalfUp_data()
    {
        QTest::addColumn<qint64>("tokens");
        QTest::addColumn<qint64>("nano");
        // 0.0005 USD for a million: half a nano-dollar a token.
        QTest::newRow("half: up") << qint64(1) << qint64(1);
        QTest::newRow("whole") << qint64(2) << qint64(1);
        QTest::newRow("three halves: up") << qint64(3) << qint64(2);
    }
    void roundsOnceHalfUp()
    {
        QFETCH(qint64, tokens);
        QFETCH(qint64, nano);
        PriceRow row;
        row.rates.input = Money::fromNano(500'000);
        row.rates.output = row.rates.input;
        QCOMPARE(qint64(costOf({.inputTokens = tokens}, {&row, 1}, kNoon).total->nano()), nano);
    }
    void doesNotRoundEachKindByItself()
    {
        PriceRow row;
        row.rates.input = Money::fromNano(500'000);
        row.rates.output = Money::fromNano(500'000);
        QCOMPARE(qint64(costOf({.inputTokens = 1, .outputTokens = 1}, {&row, 1}, kNoon).total->nano()),
                 qint64(1));
    }
    void doesNotOverflow()
    {
        PriceRow row;
        row.rates.input = usd("1000000");
        const record::Cost cost = costOf({.inputTokens = 1'000'000'000}, {&row, 1}, kNoon);
        QCOMPARE(cost.total->toDecimal(), std::string("1000000000"));
    }

    void usesTheRowOfTheDay_data()
    {
        QTest::addColumn<int>("day");
        QTest::addColumn<QByteArray>("asOf");
        QTest::newRow("before the first dated row") << 1 << QByteArray("old");
        QTest::newRow("the day it begins") << 10 << QByteArray("middle");
        QTest::newRow("between") << 15 << QByteArray("middle");
        QTest::newRow("after the last") << 25 << QByteArray("new");
    }
    void usesTheRowOfTheDay()
    {
        QFETCH(int, day);
        QFETCH(QByteArray, asOf);
        const auto row = [](const char *name, std::optional<sys_days> from) {
            PriceRow price;
            price.asOf = name;
            price.from = from;
            return price;
        };
        const std::vector<PriceRow> rows{row("new", sys_days(year(2026) / 8 / 20)), row("old", std::nullopt),
                                         row("middle", sys_days(year(2026) / 8 / 10))};
        const WallTime at{sys_days(year(2026) / 8 / std::chrono::day(unsigned(day)))};
        QCOMPARE(QByteArray::fromStdString(rowAt(rows, at)->asOf), asOf);
    }
    void hasNoRowBeforeItsTime()
    {
        PriceRow row;
        row.from = sys_days(year(2030) / 1 / 1);
        QVERIFY(rowAt({&row, 1}, kNoon) == nullptr);
    }

    void usesTheRatesOfTheHour_data()
    {
        QTest::addColumn<int>("day");
        QTest::addColumn<int>("minute");
        QTest::addColumn<bool>("dear");
        QTest::newRow("weekday, window begins") << 23 << 60 << true;
        QTest::newRow("weekday, minute before") << 23 << 59 << false;
        QTest::newRow("weekday, window has ended") << 23 << 240 << false;
        QTest::newRow("Friday") << 25 << 100 << true;
        QTest::newRow("Saturday") << 26 << 100 << false;
        QTest::newRow("Sunday") << 27 << 100 << false;
    }
    void usesTheRatesOfTheHour()
    {
        QFETCH(int, day);
        QFETCH(int, minute);
        QFETCH(bool, dear);
        PriceRow row;
        row.rates.input = usd("1");
        PriceWindow window;
        window.begin = std::chrono::minutes(60);
        window.end = std::chrono::minutes(240);
        window.firstDay = 1;
        window.lastDay = 5;
        window.rates.input = usd("2");
        row.windows = {window};
        const WallTime at{sys_days(year(2026) / 9 / std::chrono::day(unsigned(day))) +
                          std::chrono::minutes(minute)};
        QCOMPARE(qint64(ratesFor(row, 0, at).input->nano()),
                 dear ? qint64(2'000'000'000) : qint64(1'000'000'000));
    }

    void configurationReplacesWholePrices()
    {
        ModelRow row;
        row.id = "m";
        row.name = "M";
        row.context = 1000;
        row.toolCall = true;
        row.prices = fullPrice();
        ModelOverride over;
        over.context = 5;
        over.rates = Rates{usd("1"), usd("1"), {}, {}, {}};
        const ModelRow merged = catalog::merged(&row, "m-2026-01-01", over);
        QCOMPARE(merged.id, std::string("m-2026-01-01"));
        QCOMPARE(merged.context, std::optional<std::int64_t>(5));
        QCOMPARE(merged.toolCall, std::optional(true));
        QCOMPARE(merged.prices.size(), size_t(1));
        QVERIFY(merged.prices[0].tiers.empty());
        QCOMPARE(costOf({.inputTokens = 1}, merged.prices, kNoon).pricedAsOf, std::string(kConfiguredPrice));
        const ModelRow alone = catalog::merged(nullptr, "x", {});
        QCOMPARE(alone.name, std::string("x"));
        QVERIFY(!alone.context && alone.prices.empty());
    }

    void comparesByInputAndOutput()
    {
        QVERIFY(comparablePrice(fullPrice(), kNoon) == usd("5.4"));
        PriceRow row;
        row.rates.input = usd("1");
        QVERIFY(!comparablePrice({&row, 1}, kNoon));
    }
};

QTEST_APPLESS_MAIN(TestPrice)
#include "tst_price.moc"
