#include "ui/shell/translation.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

bool installTranslations(QCoreApplication &application, const QLocale &wanted)
{
    // In the locale C nobody has asked for a language: English, with its plurals.
    const QLocale locale = wanted.language() == QLocale::C ? QLocale(QLocale::English) : wanted;
    // Qt's own texts (context menus of fields) come from Qt, if its translations are on this machine.
    auto *qt = new QTranslator(&application);
    if (qt->load(locale, u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        application.installTranslator(qt);
    else
        delete qt;
    auto *own = new QTranslator(&application);
    if (!own->load(locale, u"signalbox"_s, u"_"_s, u":/i18n"_s)) {
        delete own;
        return false;
    }
    return application.installTranslator(own);
}

} // namespace signalbox::ui
