#include "app/time_argument.h"

#include <QDateTime>
#include <QTimeZone>

#include <charconv>

namespace signalbox::app {

namespace {

WallTime wallTime(const QDateTime &time)
{
    return WallTime(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

QDateTime dateTime(WallTime time)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

} // namespace

Result<WallTime> parseSince(std::string_view text, WallTime now)
{
    std::int64_t amount = 0;
    const auto number = std::from_chars(text.data(), text.data() + text.size(), amount);
    if (number.ec == std::errc() && number.ptr == text.data() + text.size() - 1 && amount >= 0 &&
        amount <= 1'000'000) {
        switch (text.back()) {
        case 's':
            return now - std::chrono::seconds(amount);
        case 'm':
            return now - std::chrono::minutes(amount);
        case 'h':
            return now - std::chrono::hours(amount);
        case 'd':
            return now - std::chrono::days(amount);
        case 'w':
            return now - std::chrono::weeks(amount);
        default:
            break;
        }
    }
    const QString name = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    if (const QDate day = QDate::fromString(name, Qt::ISODate); day.isValid() && name.size() == 10)
        return wallTime(day.startOfDay());
    if (const QDateTime time = QDateTime::fromString(name, Qt::ISODateWithMs); time.isValid())
        return wallTime(time);
    return fail(ErrorCode::InvalidInput,
                "\"" + std::string(text) +
                    "\" is no time: use 30m, 24h, 7d, 2026-11-20 or 2026-11-20T14:00:00Z");
}

std::string localTime(WallTime time)
{
    return dateTime(time).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")).toStdString();
}

} // namespace signalbox::app
