#pragma once

#include <QObject>

#include <optional>

namespace signalbox::ui {

/// The moment under the pointer, the same in all charts of a page.
class Crosshair final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] std::optional<qint64> moment() const { return m_moment; }
    void setMoment(std::optional<qint64> millisecondsSinceEpoch)
    {
        if (millisecondsSinceEpoch == m_moment)
            return;
        m_moment = millisecondsSinceEpoch;
        Q_EMIT moved();
    }

Q_SIGNALS:
    void moved();

private:
    std::optional<qint64> m_moment;
};

} // namespace signalbox::ui
