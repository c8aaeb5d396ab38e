#include "ui/models/format.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr QChar kMinus(0x2212);
constexpr QChar kNoBreakSpace(0x00a0);

/// Every locale's own minus is replaced by the sign that is as wide as a digit.
QString withMinus(QString number)
{
    return number.replace(u'-', kMinus);
}

QString dollars(double value, int decimals)
{
    // Locales write what is owed in brackets, or hide the minus behind the sign.
    const QString size = QLocale().toCurrencyString(std::abs(value), u"$"_s, decimals);
    return value < 0 ? kMinus + size : size;
}

/// Two significant digits below ten cents, and never fewer than two decimals.
int decimalsFor(double value)
{
    const double size = std::abs(value);
    if (size == 0 || size >= 0.1)
        return 2;
    return std::clamp(1 - int(std::floor(std::log10(size))), 2, 9);
}

} // namespace

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

QString formatMoney(Money money)
{
    const double value = money.toDouble();
    return dollars(value, decimalsFor(value));
}

QString formatCost(Money money)
{
    const double value = money.toDouble();
    return dollars(value, std::abs(value) >= 10 ? 2 : std::max(4, decimalsFor(value)));
}

QString formatMoneyTick(double value, double step)
{
    const int decimals = step >= 1 ? 0 : std::clamp(int(std::ceil(-std::log10(step) - 1e-9)), 2, 9);
    return dollars(value, decimals);
}

QString formatCount(std::int64_t count)
{
    return withMinus(QLocale().toString(qlonglong(count)));
}

QString formatShortCount(std::int64_t count)
{
    const auto scaled = [](double value, QChar unit) {
        return QLocale().toString(value, 'f', value < 9.95 ? 1 : 0) + kNoBreakSpace + unit;
    };
    if (count < 1'000)
        return formatCount(count);
    if (count < 999'500)
        return scaled(double(count) / 1e3, u'k');
    return scaled(double(count) / 1e6, u'M');
}

QString formatPercent(double share, int decimals)
{
    return withMinus(QLocale().toString(share * 100, 'f', decimals)) + kNoBreakSpace + u'%';
}

Figure durationFigure(double milliseconds)
{
    if (milliseconds < 999.5)
        return {QLocale().toString(milliseconds, 'f', 0), u"ms"_s};
    const double seconds = milliseconds / 1000;
    if (seconds < 99.95)
        return {QLocale().toString(seconds, 'f', 1), u"s"_s};
    const auto whole = qint64(std::llround(seconds));
    return {u"%1:%2"_s.arg(whole / 60).arg(whole % 60, 2, 10, QChar(u'0')), u"min"_s};
}

QString formatDuration(double milliseconds)
{
    const Figure figure = durationFigure(milliseconds);
    return figure.number + kNoBreakSpace + figure.unit;
}

QString formatDuration(std::optional<double> milliseconds)
{
    return milliseconds ? formatDuration(*milliseconds) : u"–"_s;
}

QDateTime localTime(WallTime time)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

WallTime wallTime(const QDateTime &time)
{
    return WallTime(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

QString shortModelName(std::string_view key)
{
    const auto slash = key.find('/');
    return text(slash == std::string_view::npos ? key : key.substr(slash + 1));
}

} // namespace signalbox::ui
