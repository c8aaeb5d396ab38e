// A key is typed in the window, saved or not, shown and hidden again. The window is a process of its own,
// this program in another part, so that its memory can be searched: nothing else there has ever held the key.
#include "app/composition.h"
#include "control/desk.h"
#include "support/agent_folder.h"
#include "support/key_search.h"
#include "support/serve_process.h"
#include "ui/dialogs/first_run_wizard.h"
#include "ui/dialogs/key_dialog.h"
#include "ui/dialogs/key_form.h"
#include "ui/dialogs/provider_step.h"
#include "ui/dialogs/provider_tile.h"
#include "ui/pages/provider_keys_tab.h"
#include "ui/pages/provider_pane.h"
#include "ui/pages/providers_page.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/button.h"
#include "ui/widgets/secret_field.h"
#include "ui/widgets/segmented_control.h"

#include <QApplication>
#include <QFile>
#include <QLineEdit>
#include <QPointer>
#include <QProcess>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <memory>

using namespace signalbox;
using namespace signalbox::test;

namespace {

constexpr const char *kPart = "SIGNALBOX_TYPED_KEY_PART";
constexpr int kPatience = 20'000;

constexpr const char *kConfiguration =
    "{\"version\":1,\"proxy\":\"none\",\"server\":{\"listen\":[\"127.0.0.1:0\"],\"auth\":\"none\","
    "\"drain_seconds\":0},\"providers\":[{\"id\":\"lab\",\"kind\":\"openai-compatible\",\"base_url\":"
    "\"http://127.0.0.1:1/v1\",\"models\":[{\"id\":\"m\"}],\"keys\":[]}]}";

/// The window over real parts, used by its widgets alone.
class TypingWindow final
{
public:
    explicit TypingWindow(QString folder) : m_folder(std::move(folder)) {}

    /// Whether everything went as it should.
    bool run(const QByteArray &part)
    {
        if (!open())
            return false;
        if (part == "given up")
            return typeInDialog() && (QTest::keyClick(dialog(), Qt::Key_Escape), isClosed());
        if (part == "shown and given up") {
            if (!typeInDialog())
                return false;
            dialog()->keyForm()->field()->showButton()->click();
            QTest::qWait(100); // it has been painted
            QTest::keyClick(dialog(), Qt::Key_Escape);
            return isClosed();
        }
        if (part == "in the wizard, and given up")
            return typeInWizard();
        if (!typeInDialog() || !save())
            return false;
        return part == "saved" || showAndHide();
    }

private:
    bool open()
    {
        app::Paths paths;
        paths.configFile = path("config.json");
        paths.dataDir = path("data");
        paths.stateDir = path("state");
        auto created =
            app::Composition::create({.paths = paths, .listen = {}, .notice = [](const std::string &) {}});
        if (!created)
            return false;
        m_composition = std::move(*created);
        bool listens = false;
        m_composition->start([&](const auto &addresses) { listens = addresses.has_value(); });
        if (!QTest::qWaitFor([&] { return listens; }, kPatience))
            return false;
        m_window = std::make_unique<ui::MainWindow>(
            control::Desk{m_composition->control(), m_composition->secrets(), m_composition->providers(),
                          m_composition->agents()},
            m_composition->clock());
        m_window->resize(1400, 900);
        m_window->show();
        m_window->showPage(ui::MainWindow::Page::Providers);
        return QTest::qWaitFor([&] { return keysTab()->addButton()->isVisible(); }, kPatience);
    }
    bool typeInDialog()
    {
        keysTab()->addButton()->click();
        if (!QTest::qWaitFor([&] { return dialog() && dialog()->isVisible(); }, kPatience))
            return false;
        dialog()->keyForm()->places()->setCurrent(int(ui::KeyPlace::Session));
        return type(*dialog()->keyForm()->field());
    }
    bool typeInWizard()
    {
        m_window->openWizard();
        ui::FirstRunWizard *wizard = m_window->wizard();
        const auto &tiles = wizard->providerStep()->tiles();
        const auto openai = std::ranges::find_if(
            tiles, [](const ui::ProviderTile *tile) { return tile->choice().kind == "openai"; });
        if (openai == tiles.end())
            return false;
        (*openai)->click();
        ui::SecretField *field = wizard->providerStep()->keyField();
        if (!QTest::qWaitFor([&] { return field->isVisible(); }, kPatience) || !type(*field))
            return false;
        wizard->close();
        return QTest::qWaitFor([&] { return m_window->wizard() == nullptr; }, kPatience);
    }
    bool save()
    {
        dialog()->saveButton()->click();
        return isClosed() && QTest::qWaitFor([&] { return keysTab()->keys()->isVisible(); }, kPatience);
    }
    bool showAndHide()
    {
        keysTab()->showKey(0);
        if (!QTest::qWaitFor([&] { return keysTab()->shownKey()->isVisible(); }, kPatience))
            return false;
        QTest::qWait(100); // it has been painted
        keysTab()->shownKey()->showButton()->click();
        return QTest::qWaitFor([&] { return !keysTab()->shownKey()->isVisible(); }, kPatience);
    }
    /// Byte for byte, as a person types: no buffer of ours holds more than one.
    bool type(ui::SecretField &field)
    {
        QFile file(m_folder + QStringLiteral("/key"));
        if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
            return false;
        for (char c = 0; file.read(&c, 1) == 1;)
            QTest::keyClick(field.edit(), c);
        return !field.isEmpty();
    }
    bool isClosed()
    {
        return QTest::qWaitFor([&] { return dialog() == nullptr; }, kPatience);
    }
    [[nodiscard]] ui::ProviderKeysTab *keysTab() const { return m_window->providers()->pane()->keysTab(); }
    [[nodiscard]] ui::KeyDialog *dialog() const { return m_window->providers()->keyDialog(); }
    [[nodiscard]] std::string path(const char *name) const
    {
        return (m_folder + QLatin1Char('/') + QLatin1String(name)).toStdString();
    }

    const QString m_folder;
    std::unique_ptr<app::Composition> m_composition;
    std::unique_ptr<ui::MainWindow> m_window;
};

int runWindow(int argc, char **argv, const QByteArray &part)
{
    QApplication application(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    TypingWindow window(QString::fromLocal8Bit(qgetenv("HOME")));
    std::puts(window.run(part) ? "done" : "failed");
    std::fflush(stdout);
    return QApplication::exec(); // until it is killed
}

} // namespace

class TestTypedKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void staysWhereItHasToBe_data()
    {
        QTest::addColumn<int>("places");
        QTest::newRow("given up") << 0;
        QTest::newRow("shown and given up") << 0;
        QTest::newRow("in the wizard, and given up") << 0;
        // The session's, and the resolver's.
        QTest::newRow("saved") << 2;
        QTest::newRow("saved, shown and hidden") << 2;
    }
    void staysWhereItHasToBe()
    {
        QFETCH(int, places);
        if (isSanitized())
            QSKIP("a sanitizer keeps what was freed");
        const KeySearch key(plantedKey("typed"));
        const QTemporaryDir folder;
        QVERIFY(
            tests::writeFile(folder.filePath(QStringLiteral("config.json")).toStdString(), kConfiguration));
        QVERIFY(
            tests::writeFile(folder.filePath(QStringLiteral("key")).toStdString(), key.key().toStdString()));
        QProcess window;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QString::fromLatin1(kPart), QString::fromLatin1(QTest::currentDataTag()));
        environment.insert(QStringLiteral("HOME"), folder.path());
        window.setProcessEnvironment(environment);
        window.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        window.start(QCoreApplication::applicationFilePath(), QStringList());
        QVERIFY(QTest::qWaitFor([&] { return window.canReadLine(); }, 3 * kPatience));
        QCOMPARE(window.readLine(), QByteArray("done\n"));
        QVERIFY(key.isHeld(window.processId(), places));
        window.kill();
        QVERIFY(window.waitForFinished());
    }
};

int main(int argc, char **argv)
{
    if (const QByteArray part = qgetenv(kPart); !part.isEmpty())
        return runWindow(argc, argv, part);
    QCoreApplication application(argc, argv);
    TestTypedKey test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_typed_key.moc"
