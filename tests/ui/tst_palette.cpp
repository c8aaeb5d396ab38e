#include "ui/theme/model_slots.h"
#include "ui/theme/theme.h"
#include "ui/theme/tokens.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QWidget>

using namespace signalbox::ui;
using namespace Qt::StringLiterals;

class TestPalette : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textCanBeRead_data()
    {
        using Colour = QColor Tokens::*;
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QColor>("text");
        QTest::addColumn<QColor>("ground");
        QTest::addColumn<double>("least");
        struct Pair
        {
            const char *name;
            Colour over;
            Colour under;
            double least;
        };
        const std::vector<Pair> pairs{
            {"text on base", &Tokens::text, &Tokens::base, 4.5},
            {"text on window", &Tokens::text, &Tokens::window, 4.5},
            {"text on a selected row", &Tokens::text, &Tokens::intentBg, 4.5},
            {"second text on base", &Tokens::text2, &Tokens::base, 4.5},
            {"second text on rail", &Tokens::text2, &Tokens::rail, 4.5},
            {"second text on a warning", &Tokens::text2, &Tokens::warnBg, 4.5},
            {"second text on an error", &Tokens::text2, &Tokens::errBg, 4.5},
            {"third text on base", &Tokens::text3, &Tokens::base, 4.5},
            {"third text on a second row", &Tokens::text3, &Tokens::alt, 4.5},
            {"third text on hover", &Tokens::text3, &Tokens::hover, 4.5},
            {"third text on sunken", &Tokens::text3, &Tokens::sunken, 4.5},
            {"main button", &Tokens::onInk, &Tokens::ink, 4.5},
            {"selection", &Tokens::onIntent, &Tokens::intent, 4.5},
            {"tooltip", &Tokens::onTip, &Tokens::tip, 4.5},
            {"ok on base", &Tokens::ok, &Tokens::base, 4.5},
            {"ok on its ground", &Tokens::ok, &Tokens::okBg, 4.5},
            {"warning on base", &Tokens::warn, &Tokens::base, 4.5},
            {"warning on its ground", &Tokens::warn, &Tokens::warnBg, 4.5},
            {"error on base", &Tokens::err, &Tokens::base, 4.5},
            {"error on its ground", &Tokens::err, &Tokens::errBg, 4.5},
            {"violet on base", &Tokens::intent, &Tokens::base, 4.5},
            {"off on its ground", &Tokens::off, &Tokens::offBg, 4.5},
            {"link on base", &Tokens::link, &Tokens::base, 4.5},
            {"edge of a control on base", &Tokens::control, &Tokens::base, 3},
            {"edge of a control on window", &Tokens::control, &Tokens::window, 3},
        };
        for (const bool dark : {false, true}) {
            const Tokens &t = dark ? darkTokens() : lightTokens();
            for (const Pair &pair : pairs)
                QTest::addRow("%s, %s", pair.name, dark ? "dark" : "light")
                    << dark << t.*pair.over << t.*pair.under << pair.least;
            for (int slot = 0; slot <= kModelSlots; ++slot)
                QTest::addRow("stroke of slot %d, %s", slot, dark ? "dark" : "light")
                    << dark << modelColour(slot, t).stroke << t.base << 3.0;
        }
    }
    void textCanBeRead()
    {
        QFETCH(QColor, text);
        QFETCH(QColor, ground);
        QFETCH(double, least);
        const double ratio = contrastRatio(text, ground);
        QVERIFY2(ratio >= least, qPrintable(u"%1 on %2: %3"_s.arg(text.name(), ground.name()).arg(ratio)));
    }

    void contrastIsThatOfTheStandard()
    {
        QCOMPARE(contrastRatio(Qt::white, Qt::black), 21.0);
        QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
    }

    void paletteCarriesItsTokens()
    {
        QCOMPARE(&tokensFor(paletteFor(lightTokens())), &lightTokens());
        QCOMPARE(&tokensFor(paletteFor(darkTokens())), &darkTokens());
        const QPalette palette = paletteFor(darkTokens());
        QCOMPARE(palette.color(QPalette::Inactive, QPalette::Text), darkTokens().text);
        QCOMPARE(palette.color(QPalette::Disabled, QPalette::Text), darkTokens().text3);
    }

    void windowFollowsThePlatform()
    {
        const QPalette before = QApplication::palette();
        QApplication::setPalette(
            QPalette(Qt::white, Qt::white, Qt::white, Qt::black, Qt::gray, Qt::black, Qt::white));
        QWidget window;
        Theme theme(window);
        QVERIFY(!theme.isDark());
        QCOMPARE(window.palette().color(QPalette::Window), lightTokens().window);

        QPalette night;
        night.setColor(QPalette::Window, QColor(20, 20, 20));
        night.setColor(QPalette::WindowText, QColor(240, 240, 240));
        QApplication::setPalette(night);
        QTRY_VERIFY(theme.isDark());
        QCOMPARE(window.palette().color(QPalette::Window), darkTokens().window);

        theme.setScheme(Scheme::Light);
        QCOMPARE(window.palette().color(QPalette::Window), lightTokens().window);
        QApplication::setPalette(before);
    }

    void modelsKeepTheirSlots()
    {
        const QTemporaryDir directory;
        const QString file = directory.filePath(u"slots.ini"_s);
        {
            QSettings store(file, QSettings::IniFormat);
            ModelSlots slotsOnce(&store);
            QCOMPARE(slotsOnce.slotFor(u"a/b"_s), 1);
            QCOMPARE(slotsOnce.slotFor(u"c"_s), 2);
            QCOMPARE(slotsOnce.slotFor(u"a/b"_s), 1);
        }
        QSettings store(file, QSettings::IniFormat);
        ModelSlots later(&store);
        QCOMPARE(later.slotFor(u"new"_s), 3);
        QCOMPARE(later.slotFor(u"c"_s), 2);
        for (const QString &name : {u"4"_s, u"5"_s, u"6"_s, u"7"_s})
            QVERIFY(later.slotFor(name) != kOtherSlot);
        QCOMPARE(later.slotFor(u"eighth"_s), kOtherSlot);
        QCOMPARE(later.slotFor(QString()), kOtherSlot);
    }
};

QTEST_MAIN(TestPalette)
#include "tst_palette.moc"
