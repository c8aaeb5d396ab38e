#include "app/commands.h"
#include "app/composition.h"
#include "app/core_dumps.h"
#include "app/descriptor_limit.h"
#include "app/exit_code.h"
#include "app/signal_watcher.h"
#include "base/memory.h"

#include <QCoreApplication>

#include <cstdio>

namespace signalbox::app {

namespace {

int exitCodeOf(const Error &error)
{
    return error.code == ErrorCode::InvalidInput ? kWrongUsage : kFailed;
}

} // namespace

int runServe(const Arguments &arguments, int &argc, char **argv)
{
    tuneAllocator();
    forbidCoreDumps();
    QCoreApplication application(argc, argv);
    const std::string levelName = arguments.value("log-level").value_or("info");
    const auto level = telemetry::logLevel(levelName);
    if (!level)
        return complain("--log-level is error, warning, info or debug, not \"" + levelName + '"',
                        kWrongUsage);
    Composition::Options options{
        .paths = arguments.paths(),
        .listen = arguments.value("listen"),
        .logLevel = *level,
        .notice = [](const std::string &text) { std::fprintf(stderr, "signalbox: %s\n", text.c_str()); }};
    raiseDescriptorLimit();
    auto created = Composition::create(std::move(options));
    if (!created)
        return complain(describe(created.error()), exitCodeOf(created.error()));
    const auto composition = std::move(*created);

    const auto stop = [&](int code) { composition->shutdown([code] { QCoreApplication::exit(code); }); };
    SignalWatcher signals;
    QObject::connect(&signals, &SignalWatcher::terminateRequested, &application,
                     [&, asked = false]() mutable {
                         if (!std::exchange(asked, true))
                             stop(kDone);
                     });
    composition->start([&](const Result<std::vector<std::string>> &addresses) {
        if (!addresses) {
            const bool taken = addresses.error().code == ErrorCode::Conflict;
            stop(complain(addresses.error().message, taken ? kAddressTaken : kFailed));
            return;
        }
        std::printf("signalbox listening on %s\n", addresses->front().c_str());
        std::fflush(stdout);
    });
    return QCoreApplication::exec();
}

} // namespace signalbox::app
