#include "app/secrets_desk.h"

#include "app/secrets_access.h"

#include <QPromise>
#include <QTimer>

#include <memory>

namespace signalbox::app {

namespace {

/// A person who wants to see a key may have to unlock the keychain first.
constexpr std::chrono::seconds kReadPatience{60};
/// A service account's JSON is 2 KB; more is no key.
constexpr std::size_t kMostBytes = 64 * 1024;

/// A promise that is kept once, by whichever answer comes first.
template<class T>
class Answer
{
public:
    Answer() : m_promise(std::make_shared<QPromise<Result<T>>>()) { m_promise->start(); }

    [[nodiscard]] QFuture<Result<T>> future() const { return m_promise->future(); }
    void give(Result<T> result) const
    {
        if (m_promise->future().isFinished())
            return;
        m_promise->addResult(std::move(result));
        m_promise->finish();
    }

private:
    std::shared_ptr<QPromise<Result<T>>> m_promise;
};

template<class T>
QFuture<Result<T>> refused(Error error)
{
    const Answer<T> answer;
    answer.give(std::unexpected(std::move(error)));
    return answer.future();
}

Result<secrets::SecretRef> keychainRef(const std::string &reference)
{
    auto ref = secrets::SecretRef::parse(reference);
    if (ref && ref->scheme != secrets::Scheme::Keychain)
        return fail(
            ErrorCode::InvalidInput,
            "only \"keychain:NAME\" is kept by Signalbox; env: and file: belong to whoever sets them");
    return ref;
}

control::KeychainState toControl(secrets::KeychainState state)
{
    switch (state) {
    case secrets::KeychainState::Probing:
        return control::KeychainState::Probing;
    case secrets::KeychainState::Ready:
        return control::KeychainState::Ready;
    case secrets::KeychainState::Waiting:
        return control::KeychainState::Waiting;
    case secrets::KeychainState::Locked:
        return control::KeychainState::Locked;
    case secrets::KeychainState::Unavailable:
        return control::KeychainState::Unavailable;
    case secrets::KeychainState::Failed:
        return control::KeychainState::Failed;
    }
    return control::KeychainState::Failed;
}

control::SecretState toControl(secrets::SecretState state)
{
    switch (state) {
    case secrets::SecretState::Ready:
        return control::SecretState::Ready;
    case secrets::SecretState::Pending:
        return control::SecretState::Pending;
    case secrets::SecretState::Missing:
        return control::SecretState::Missing;
    case secrets::SecretState::Locked:
        return control::SecretState::Locked;
    case secrets::SecretState::Failed:
        return control::SecretState::Failed;
    }
    return control::SecretState::Failed;
}

} // namespace

SecretsDesk::SecretsDesk(SecretsAccess &access, QObject *parent) : QObject(parent), m_access(access)
{
}

QFuture<Result<control::SecretsView>> SecretsDesk::view()
{
    m_access.probeOnce();
    control::SecretsView view;
    view.keychain = toControl(m_access.keychain().state());
    view.keychainMessage = m_access.keychain().message();
    for (const auto &[reference, value] : m_access.resolver().values()->all()) {
        const auto ref = secrets::SecretRef::parse(reference);
        view.references.push_back({.reference = reference,
                                   .state = toControl(value.state),
                                   .message = value.message,
                                   .forThisSession = ref && ref->scheme == secrets::Scheme::Keychain &&
                                                     m_access.session().holds(*ref)});
    }
    const Answer<control::SecretsView> answer;
    answer.give(std::move(view));
    return answer.future();
}

QFuture<Result<void>> SecretsDesk::set(std::string reference, Secret secret, control::SecretPlace place)
{
    const auto ref = keychainRef(reference);
    if (!ref)
        return refused<void>(ref.error());
    if (secret.isEmpty() || secret.reveal().size() > kMostBytes)
        return refused<void>({ErrorCode::InvalidInput,
                              "a secret has between 1 and " + std::to_string(kMostBytes) + " bytes",
                              {}});
    const Answer<void> answer;
    if (place == control::SecretPlace::Session) {
        m_access.session().keep(*ref, std::move(secret));
        m_access.askAgain(*ref);
        answer.give({});
        return answer.future();
    }
    m_access.write(*ref, std::move(secret), [this, ref = *ref, answer](Result<void> written) {
        // What was kept for the session was a makeshift, and would hide the new one.
        if (written && m_access.session().forget(ref))
            m_access.askAgain(ref);
        answer.give(std::move(written));
    });
    return answer.future();
}

QFuture<Result<void>> SecretsDesk::remove(std::string reference)
{
    const auto ref = keychainRef(reference);
    if (!ref)
        return refused<void>(ref.error());
    const bool wasInSession = m_access.session().forget(*ref);
    const Answer<void> answer;
    if (wasInSession && !m_access.keychain().names().contains(ref->name)) {
        m_access.askAgain(*ref);
        answer.give({});
        return answer.future();
    }
    m_access.remove(*ref, [this, ref = *ref, answer](Result<void> removed) {
        m_access.askAgain(ref); // also where it failed: the session's is gone, or it was not there
        answer.give(std::move(removed));
    });
    return answer.future();
}

QFuture<Result<Secret>> SecretsDesk::reveal(std::string reference)
{
    const auto ref = secrets::SecretRef::parse(reference);
    if (!ref)
        return refused<Secret>(ref.error());
    const Answer<Secret> answer;
    // What requests are sent with, also where its keeper does not answer just now.
    if (const auto &known = m_access.resolver().values()->find(reference); known.secret) {
        answer.give(known.secret->clone());
        return answer.future();
    }
    if (ref->scheme != secrets::Scheme::Keychain)
        return refused<Secret>({ErrorCode::NotFound, "nothing is known of it yet", reference});
    QTimer::singleShot(kReadPatience, this, [answer, reference] {
        answer.give(fail(ErrorCode::Timeout, "the keychain has not answered", reference));
    });
    m_access.read(*ref, [answer](Result<Secret> secret) { answer.give(std::move(secret)); });
    return answer.future();
}

QFuture<Result<void>> SecretsDesk::retry()
{
    const Answer<void> answer;
    // The keychain first: trying it out makes it ask its owner, and then the entries can be read.
    m_access.probe([this, answer](Result<void> probed) {
        m_access.askAgain();
        answer.give(std::move(probed));
    });
    return answer.future();
}

} // namespace signalbox::app
