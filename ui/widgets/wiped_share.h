#pragma once

#include <QString>

namespace signalbox::ui {

/// A share of a text that belongs to Qt. While it is held, whoever changes the text does so in a copy and
/// leaves the old one here, where it is wiped: Qt gives memory back as it is. A literal is never written to.
/// Wipes what it holds when it goes. Main thread.
class WipedShare final
{
public:
    WipedShare() = default;
    ~WipedShare() { wipe(); }
    WipedShare(const WipedShare &) = delete;
    WipedShare &operator=(const WipedShare &) = delete;

    /// Wipes the one before, for all who still share it, and holds this one from now on.
    void hold(const QString &text);

private:
    void wipe();

    QString m_text;
};

} // namespace signalbox::ui
