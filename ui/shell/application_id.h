#pragma once

#include <QString>

namespace signalbox::ui {

/// The program's name towards the desktop: of its entry in packaging/linux, its icon and its windows.
inline const QString kApplicationId = QStringLiteral("org.signalbox.Signalbox");

} // namespace signalbox::ui
