#pragma once

#include "ui/fake_desk.h"
#include "ui/models/providers_model.h"
#include "ui/pages/provider_table.h"
#include "ui/pages/providers_page.h"
#include "ui/sample_providers.h"
#include "ui/sample_traffic.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/button.h"

#include <QGuiApplication>
#include <QLocale>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace signalbox::tests {

/// The providers page in its window.
class ProvidersFixture
{
protected:
    void prepareSettings()
    {
        QVERIFY(m_settings.isValid());
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
        QCoreApplication::setOrganizationName(QStringLiteral("signalbox-test"));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    }
    void begin()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        QSettings().clear();
        m_clock = std::make_unique<ManualClock>(sampleNow());
        m_desk = std::make_unique<FakeDesk>();
        fillProviders(*m_desk, m_clock->wallNow());
    }
    void end()
    {
        m_window.reset();
        m_desk.reset();
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
    }
    void open(QSize size = {1440, 900})
    {
        m_window = std::make_unique<ui::MainWindow>(m_desk->desk(), *m_clock);
        m_window->resize(size);
        m_window->showPage(ui::MainWindow::Page::Providers);
        m_window->show();
    }
    ui::ProvidersPage *page() { return m_window->providers(); }
    QString cell(int row, int column)
    {
        return page()->table()->model()->index(row, column).data().toString();
    }
    ui::Button *button(const QString &text)
    {
        for (ui::Button *candidate : m_window->findChildren<ui::Button *>()) {
            if (candidate->text() == text && candidate->isVisible())
                return candidate;
        }
        QTest::qFail(qPrintable(QStringLiteral("no button “%1”").arg(text)), __FILE__, __LINE__);
        return nullptr;
    }

    QTemporaryDir m_settings;
    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<FakeDesk> m_desk;
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace signalbox::tests
