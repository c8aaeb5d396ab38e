#pragma once

class QCoreApplication;
class QLocale;

namespace signalbox::ui {

/// Puts the window's texts into the locale's language, where there are some; else they stay English. Plural
/// forms need it for English too. To be called before a window is made; the translators belong to the
/// application.
bool installTranslations(QCoreApplication &application, const QLocale &locale);

} // namespace signalbox::ui
