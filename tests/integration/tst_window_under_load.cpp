// The window over the real gateway, ledger and simulator, under 200 requests a second.
#include "app/composition.h"
#include "control/desk.h"
#include "support/http_load.h"
#include "ui/charts/chart_legend.h"
#include "ui/charts/spend_chart.h"
#include "ui/pages/routing_page.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/weight_slider.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;

class TestWindowUnderLoad : public QObject
{
    Q_OBJECT

private:
    static constexpr int kPerSecond = 200;

    QTemporaryDir m_folder;
    app::Paths m_paths;
    std::unique_ptr<app::Composition> m_composition;
    std::unique_ptr<ui::MainWindow> m_window;
    std::string m_key = "sk-sbx-of-the-window-test";
    quint16 m_port = 0;

    void startGateway()
    {
        m_paths.configFile = m_folder.filePath(QStringLiteral("config.json")).toStdString();
        m_paths.dataDir = m_folder.filePath(QStringLiteral("data")).toStdString();
        m_paths.stateDir = m_folder.filePath(QStringLiteral("state")).toStdString();
        qputenv("SIGNALBOX_WINDOW_TEST_KEY", QByteArray::fromStdString(m_key));
        QFile file(QString::fromStdString(m_paths.configFile.string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"version":1,"server":{"listen":["127.0.0.1:0"],"drain_seconds":2},
            "providers":[{"id":"east","kind":"simulated"},{"id":"west","kind":"simulated"}],
            "models":[{"name":"demo","strategy":"weighted","targets":[{"provider":"east","model":"fast","weight":50},
                                                                        {"provider":"west","model":"fast","weight":50}]}],
            "virtual_keys":[{"id":"test","secret":"env:SIGNALBOX_WINDOW_TEST_KEY"}]})");
        file.close();
        auto created =
            app::Composition::create({.paths = m_paths, .listen = {}, .notice = [](const std::string &) {}});
        QVERIFY2(created, created ? "" : created.error().message.c_str());
        m_composition = std::move(*created);
        m_composition->start([this](const Result<std::vector<std::string>> &addresses) {
            if (addresses)
                m_port = static_cast<quint16>(
                    std::stoi(addresses->front().substr(addresses->front().rfind(':') + 1)));
        });
        QTRY_VERIFY(m_port != 0);
    }

    [[nodiscard]] double shareOfEast(std::map<std::string, int> shares) const
    {
        const double sum = shares["east/fast"] + shares["west/fast"];
        return sum > 0 ? 100.0 * shares["east/fast"] / sum : -1;
    }

    [[nodiscard]] QJsonObject usageTotal() const
    {
        QProcess program;
        const QString since = QDate::currentDate().startOfDay().toUTC().toString(Qt::ISODate);
        program.start(qEnvironmentVariable("SIGNALBOX_PROGRAM"),
                      {QStringLiteral("usage"), QStringLiteral("--json"), QStringLiteral("--since"), since,
                       QStringLiteral("--config"), QString::fromStdString(m_paths.configFile.string()),
                       QStringLiteral("--data-dir"), QString::fromStdString(m_paths.dataDir.string())});
        if (!program.waitForFinished() || program.exitCode() != 0)
            return {};
        return QJsonDocument::fromJson(program.readAllStandardOutput())
            .object()
            .value(QLatin1String("total"))
            .toObject();
    }

    [[nodiscard]] Money spentInChart() const
    {
        Money sum;
        for (const auto &band : m_window->findChild<ui::SpendChart *>()->bands())
            sum += band.total;
        return sum;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        startGateway();
        m_window = std::make_unique<ui::MainWindow>(
            control::Desk{m_composition->control(), m_composition->secrets(), m_composition->providers(),
                          m_composition->agents()},
            m_composition->clock());
        m_window->resize(1440, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }

    void cleanupTestCase()
    {
        m_window.reset();
        bool done = false;
        m_composition->shutdown([&] { done = true; });
        QTRY_VERIFY(done);
        m_composition.reset();
    }

    void aSliderMovedByKeyboardMovesTheTraffic()
    {
        test::HttpLoad load(m_port, m_key, R"({"model":"demo","input":"hello"})", kPerSecond);
        QTRY_VERIFY(load.answered() > kPerSecond);
        QVERIFY(std::abs(shareOfEast(load.takeShares()) - 50) < 3);

        m_window->showPage(ui::MainWindow::Page::Routing);
        ui::WeightSlider *slider = nullptr;
        QTRY_VERIFY((slider = m_window->routing()->findChild<ui::WeightSlider *>()) != nullptr &&
                    slider->isVisible());
        slider->setFocus(Qt::TabFocusReason);
        const int before = slider->value();
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(slider, Qt::Key_PageUp); // ten points each
        QCOMPARE(slider->value(), before + 30);

        // Five seconds after the keys, the last second's traffic is as wanted.
        QElapsedTimer since;
        since.start();
        double share = 0;
        while (since.elapsed() < 5000) {
            (void)load.takeShares();
            QTRY_VERIFY_WITH_TIMEOUT(load.answered() >= 0, 1);
            const int target = load.answered() + kPerSecond;
            QTRY_VERIFY(load.answered() >= target);
            share = shareOfEast(load.takeShares());
            if (std::abs(share - 80) <= 3)
                break;
        }
        QVERIFY2(std::abs(share - 80) <= 3, qPrintable(QString::number(share)));
        QVERIFY(since.elapsed() <= 5000);
        QCOMPARE(load.failed(), 0);
    }

    void theChartsSumsAreTheLedgers()
    {
        m_window->showPage(ui::MainWindow::Page::Overview);
        m_window->setRange(ui::TimeRange::Today);
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        const QJsonObject total = usageTotal();
        QVERIFY(total.value(QLatin1String("requests")).toInt() > kPerSecond);
        const double spent = total.value(QLatin1String("cost_usd")).toDouble();
        QVERIFY(spent > 0);
        QTRY_COMPARE(spentInChart().toDouble(), spent);
    }
};

QTEST_MAIN(TestWindowUnderLoad)
#include "tst_window_under_load.moc"
