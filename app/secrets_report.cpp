#include "app/secrets_report.h"

#include "app/paths.h"
#include "app/secrets_access.h"
#include "base/clock.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>

namespace signalbox::app {

SecretsReport lookAtSecrets(const Paths &paths, std::set<std::string> references)
{
    const SystemClock clock;
    SecretsAccess access(clock, paths, [](const std::shared_ptr<const secrets::SecretValues> &) {});
    SecretsReport report;
    for (const std::string &name : access.keychain().names().all())
        report.stored.insert(secrets::SecretRef{secrets::Scheme::Keychain, name}.toString());
    references.insert(report.stored.begin(), report.stored.end());
    access.resolve(std::move(references));
    access.openKeychain();
    bool tried = false;
    access.probe([&tried](const Result<void> &) { tried = true; });

    bool toldOfWaiting = false;
    QTimer look;
    const auto isOver = [&] {
        const bool stuck = access.keychain().state() == secrets::KeychainState::Waiting;
        if (stuck && !std::exchange(toldOfWaiting, true))
            std::fprintf(stderr, "signalbox: %s\n", access.keychain().message().c_str());
        return !access.resolver().isWaiting() && (tried || stuck);
    };
    QObject::connect(&look, &QTimer::timeout, &look, [&] {
        if (isOver())
            QCoreApplication::quit();
    });
    look.start(20);
    if (!isOver())
        QCoreApplication::exec();
    report.keychain = access.keychain().state();
    report.keychainMessage = access.keychain().message();
    report.values = access.resolver().values();
    return report;
}

} // namespace signalbox::app
