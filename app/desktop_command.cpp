#include "admin/control_client.h"
#include "admin/control_socket.h"
#include "app/commands.h"
#include "app/composition.h"
#include "app/core_dumps.h"
#include "app/descriptor_limit.h"
#include "app/exit_code.h"
#include "app/session_end.h"
#include "app/signal_watcher.h"
#include "base/memory.h"
#include "control/desk.h"
#include "ui/shell/application_id.h"
#include "ui/shell/desktop_presence.h"
#include "ui/shell/main_window.h"
#include "ui/shell/translation.h"

#include <QApplication>

#include <cstdio>
#include <memory>
#include <optional>

namespace signalbox::app {

namespace {

/// A second start: the first one's window comes to the front, unless this start wants none. NotFound where
/// nobody answers; Unavailable where who runs has no window.
Result<void> handOver(const Arguments &arguments)
{
    const auto socket = admin::controlSocketPath(arguments.paths().dataDir);
    if (!socket)
        return std::unexpected(socket.error());
    const auto client = admin::ControlClient::connect(*socket);
    if (!client)
        return std::unexpected(client.error());
    if (!arguments.has("minimized"))
        return (*client)->raiseWindow();
    const auto status = (*client)->status();
    return status ? Result<void>() : std::unexpected(status.error());
}

/// As the desktop shall start it at login: this program, on the same files.
QStringList loginCommand(const Arguments &arguments)
{
    // An AppImage is mounted somewhere else each time.
    const QString image = qEnvironmentVariable("APPIMAGE");
    QStringList command{image.isEmpty() ? QApplication::applicationFilePath() : image,
                        QStringLiteral("--minimized")};
    for (const char *option : {"config", "data-dir"}) {
        if (const auto value = arguments.value(option))
            command << QStringLiteral("--%1").arg(QLatin1String(option))
                    << QString::fromStdString(std::filesystem::absolute(*value).string());
    }
    return command;
}

void nameApplication()
{
    QApplication::setApplicationName(QStringLiteral("signalbox"));
    QApplication::setApplicationDisplayName(QStringLiteral("Signalbox"));
    QApplication::setOrganizationName(QStringLiteral("signalbox"));
    QApplication::setDesktopFileName(ui::kApplicationId);
    QApplication::setQuitOnLastWindowClosed(false);
}

} // namespace

int runDesktop(const Arguments &arguments, int &argc, char **argv)
{
    tuneAllocator();
    forbidCoreDumps();
    QApplication application(argc, argv);
    nameApplication();
    if (!ui::installTranslations(application, QLocale()))
        std::fprintf(stderr, "signalbox: no translation for %s; the window speaks English\n",
                     qPrintable(QLocale().name()));
    Composition::Options options{
        .paths = arguments.paths(), .listen = {}, .notice = [](const std::string &text) {
            std::fprintf(stderr, "signalbox: %s\n", text.c_str());
        }};
    raiseDescriptorLimit();
    auto created = Composition::create(std::move(options));
    if (!created) {
        if (created.error().code == ErrorCode::Conflict) {
            const auto handed = handOver(arguments);
            if (handed)
                return kDone;
            if (handed.error().code == ErrorCode::Unavailable)
                return complain(describe(created.error()) + "; " + describe(handed.error()), kFailed);
        }
        return complain(describe(created.error()),
                        created.error().code == ErrorCode::InvalidInput ? kWrongUsage : kFailed);
    }
    const auto composition = std::move(*created);
    std::optional<ui::MainWindow> window;
    const control::Desk desk{composition->control(), composition->secrets(), composition->providers(),
                             composition->agents()};
    window.emplace(desk, composition->clock());
    std::optional<ui::DesktopPresence> presence;
    presence.emplace(ui::DesktopPresence::Parts{.window = *window,
                                                .gateway = composition->control(),
                                                .clock = composition->clock(),
                                                .providers = &composition->providers(),
                                                .secrets = &composition->secrets(),
                                                .autostart = ui::Autostart(loginCommand(arguments))});

    bool stopping = false;
    const auto stop = [&](ui::Ending ending) {
        if (std::exchange(stopping, true))
            return;
        window->keepPlace();
        presence.reset(); // both ask control, which ends first
        window.reset();
        composition->shutdown([] { QApplication::exit(kDone); }, ending == ui::Ending::Cut
                                                                     ? Composition::Running::Cut
                                                                     : Composition::Running::Drained);
    };
    SignalWatcher signals;
    QObject::connect(&signals, &SignalWatcher::terminateRequested, &application,
                     [&] { stop(ui::Ending::Drain); });
    SessionEnd session;
    QObject::connect(&session, &SessionEnd::ended, &application, [&] { stop(ui::Ending::Drain); });
    QObject::connect(
        &application, &QGuiApplication::commitDataRequest, &application,
        [&] {
            if (window)
                window->keepPlace();
        },
        Qt::DirectConnection);
    // Queued: the one who decides goes with it.
    QObject::connect(&*presence, &ui::DesktopPresence::quitDecided, &application, stop, Qt::QueuedConnection);
    QObject::connect(&composition->controlServer(), &admin::ControlServer::raiseRequested, &application, [&] {
        if (presence)
            presence->raiseWindow();
    });
    composition->start([](const Result<std::vector<std::string>> &addresses) {
        if (addresses)
            std::printf("signalbox listening on %s\n", addresses->front().c_str());
        else
            std::fprintf(stderr, "signalbox: %s\n", addresses.error().message.c_str());
        std::fflush(stdout);
    });
    presence->start(arguments.has("minimized"));
    if (!arguments.has("minimized"))
        window->openWizardOnce();
    return QApplication::exec();
}

} // namespace signalbox::app
