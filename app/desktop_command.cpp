#include "admin/control_client.h"
#include "admin/control_socket.h"
#include "app/commands.h"
#include "app/composition.h"
#include "app/core_dumps.h"
#include "app/descriptor_limit.h"
#include "app/exit_code.h"
#include "app/signal_watcher.h"
#include "base/memory.h"
#include "ui/shell/main_window.h"
#include "ui/shell/translation.h"

#include <QApplication>

#include <cstdio>
#include <memory>
#include <optional>

namespace signalbox::app {

namespace {

/// A second start: the first one's window comes to the front.
bool raiseRunning(const Paths &paths)
{
    const auto socket = admin::controlSocketPath(paths.dataDir);
    if (!socket)
        return false;
    const auto client = admin::ControlClient::connect(*socket);
    return client && (*client)->raiseWindow();
}

} // namespace

int runDesktop(const Arguments &arguments, int &argc, char **argv)
{
    tuneAllocator();
    forbidCoreDumps();
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("signalbox"));
    QApplication::setApplicationDisplayName(QStringLiteral("Signalbox"));
    QApplication::setOrganizationName(QStringLiteral("signalbox"));
    QApplication::setQuitOnLastWindowClosed(false);
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
        if (created.error().code == ErrorCode::Conflict && raiseRunning(arguments.paths()))
            return kDone;
        return complain(describe(created.error()),
                        created.error().code == ErrorCode::InvalidInput ? kWrongUsage : kFailed);
    }
    const auto composition = std::move(*created);
    std::optional<ui::MainWindow> window;
    window.emplace(composition->control(), composition->clock());

    bool stopping = false;
    const auto stop = [&] {
        if (std::exchange(stopping, true))
            return;
        window.reset(); // it asks control, which ends first
        composition->shutdown([] { QApplication::exit(kDone); });
    };
    SignalWatcher signals;
    QObject::connect(&signals, &SignalWatcher::terminateRequested, &application, stop);
    QObject::connect(&application, &QGuiApplication::lastWindowClosed, &application, stop);
    QObject::connect(&composition->controlServer(), &admin::ControlServer::raiseRequested, &application, [&] {
        if (!window)
            return;
        window->showNormal();
        window->raise();
        window->activateWindow();
    });
    composition->start([](const Result<std::vector<std::string>> &addresses) {
        if (addresses)
            std::printf("signalbox listening on %s\n", addresses->front().c_str());
        else
            std::fprintf(stderr, "signalbox: %s\n", addresses.error().message.c_str());
        std::fflush(stdout);
    });
    if (arguments.has("minimized"))
        window->showMinimized();
    else
        window->show();
    return QApplication::exec();
}

} // namespace signalbox::app
