#pragma once

#include "control/secrets.h"

#include <QObject>

namespace signalbox::app {

class SecretsAccess;

/// What the window and the command line ask of secrets, answered by the stores. Lives on the main thread,
/// owned by the composition, outlived by the stores. A future that the keychain leaves open is answered when
/// its time is over.
class SecretsDesk final : public QObject, public control::Secrets
{
    Q_OBJECT

public:
    explicit SecretsDesk(SecretsAccess &access, QObject *parent = nullptr);

    [[nodiscard]] QFuture<Result<control::SecretsView>> view() override;
    [[nodiscard]] QFuture<Result<void>> set(std::string reference, Secret secret,
                                            control::SecretPlace place) override;
    [[nodiscard]] QFuture<Result<void>> remove(std::string reference) override;
    [[nodiscard]] QFuture<Result<Secret>> reveal(std::string reference) override;
    [[nodiscard]] QFuture<Result<void>> retry() override;

private:
    SecretsAccess &m_access;
};

} // namespace signalbox::app
