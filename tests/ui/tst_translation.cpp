#include "ui/models/model_facts.h"
#include "ui/pages/overview_figures.h"
#include "ui/shell/main_window.h"
#include "ui/shell/translation.h"

#include <QFile>
#include <QLocale>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::StringLiterals;

class TestTranslation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        for (QTranslator *translator : qApp->findChildren<QTranslator *>()) {
            QCoreApplication::removeTranslator(translator);
            delete translator;
        }
    }

    void germanIsSpoken()
    {
        QVERIFY(installTranslations(*qApp, QLocale(QLocale::German)));
        QCOMPARE(requestState({}).word, u"Fertig"_s);
        QCOMPARE(MainWindow::tr("Overview"), u"Übersicht"_s);
        OverviewData data;
        QCOMPARE(latencyText(data).label, u"95 % antworten binnen"_s);
    }

    void plurals_data()
    {
        QTest::addColumn<QLocale>("locale");
        QTest::addColumn<int>("count");
        QTest::addColumn<QString>("written");
        const QLocale german(QLocale::German);
        const QLocale english(QLocale::English, QLocale::UnitedStates);
        QTest::newRow("one, German") << german << 1 << u"Kein Preis für 1 Anfrage"_s;
        QTest::newRow("two, German") << german << 2 << u"Kein Preis für 2 Anfragen"_s;
        QTest::newRow("one, English") << english << 1 << u"No price for 1 request"_s;
        QTest::newRow("two, English") << english << 2 << u"No price for 2 requests"_s;
    }
    void plurals()
    {
        QFETCH(QLocale, locale);
        QFETCH(int, count);
        QVERIFY(installTranslations(*qApp, locale));
        OverviewData data;
        data.usage.total.requests = data.usage.total.unpricedRequests = count;
        QTEST(spendText(data).context, "written");
    }

    void nothingIsLeftUntranslated_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("German") << u"signalbox_de.ts"_s;
        QTest::newRow("English plurals") << u"signalbox_en.ts"_s;
    }
    void nothingIsLeftUntranslated()
    {
        QFETCH(QString, file);
        QFile source(QStringLiteral(SIGNALBOX_SOURCE_DIR) + u"/translations/"_s + file);
        QVERIFY(source.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&source);
        int messages = 0;
        QString text;
        while (!xml.atEnd()) {
            xml.readNext();
            if (!xml.isStartElement())
                continue;
            if (xml.name() == "source"_L1)
                text = xml.readElementText();
            if (xml.name() == "translation"_L1) {
                ++messages;
                QVERIFY2(!xml.attributes().hasAttribute("type"_L1), qPrintable(text));
            }
        }
        QVERIFY(!xml.hasError());
        QVERIFY(messages > 3);
    }

    void nobodyAskedForALanguage()
    {
        QVERIFY(installTranslations(*qApp, QLocale::c()));
        QCOMPARE(MainWindow::tr("Overview"), u"Overview"_s);
        OverviewData data;
        data.usage.total.requests = data.usage.total.unpricedRequests = 1;
        QCOMPARE(spendText(data).context, u"No price for 1 request"_s);
    }

    void unknownLanguagesStayEnglish()
    {
        QVERIFY(!installTranslations(*qApp, QLocale(QLocale::Icelandic)));
        QCOMPARE(MainWindow::tr("Overview"), u"Overview"_s);
    }
};

QTEST_MAIN(TestTranslation)
#include "tst_translation.moc"
