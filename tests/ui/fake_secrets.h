#pragma once

#include "control/secrets.h"
#include "ui/answers.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace signalbox::tests {

/// A keychain for tests of the window: in memory, and as ready or locked as a test wants it.
class FakeSecrets final : public control::Secrets
{
public:
    control::SecretsView answer{control::KeychainState::Ready, {}, {}};
    std::map<std::string, std::string> kept;
    std::map<std::string, control::SecretPlace> places;
    std::optional<Error> setError; ///< of the keychain; memory takes what it is given
    std::optional<Error> retryError;
    std::optional<Error> viewError;
    bool holdSet = false;
    bool holdReveal = false;

    int asked = 0; ///< to keep something
    int retries = 0;
    std::vector<std::string> removed;

    void release() { m_answers.release(); }

    void setState(const std::string &reference, control::SecretState state)
    {
        const auto it = std::ranges::find(answer.references, reference, &control::SecretStatus::reference);
        if (it != answer.references.end())
            it->state = state;
        else
            answer.references.push_back({reference, state, {}, false});
    }

    QFuture<Result<control::SecretsView>> view() override
    {
        return m_answers.give<control::SecretsView>([this] {
            return viewError ? Result<control::SecretsView>(std::unexpected(*viewError)) : answer;
        });
    }

    QFuture<Result<void>> set(std::string reference, Secret secret, control::SecretPlace place) override
    {
        const auto text = std::string(secret.reveal());
        ++asked;
        return m_answers.give<void>(
            [this, reference, text, place]() -> Result<void> {
                if (setError && place == control::SecretPlace::Keychain)
                    return std::unexpected(*setError);
                kept[reference] = text;
                places[reference] = place;
                setState(reference, control::SecretState::Ready);
                return {};
            },
            holdSet);
    }

    QFuture<Result<void>> remove(std::string reference) override
    {
        removed.push_back(reference);
        kept.erase(reference);
        return m_answers.give<void>([] { return Result<void>(); });
    }

    QFuture<Result<Secret>> reveal(std::string reference) override
    {
        return m_answers.give<Secret>(
            [this, reference]() -> Result<Secret> {
                const auto it = kept.find(reference);
                if (it == kept.end())
                    return fail(ErrorCode::NotFound, "There is no key of that name.");
                return Secret(std::string(it->second));
            },
            holdReveal);
    }

    QFuture<Result<void>> retry() override
    {
        ++retries;
        return m_answers.give<void>([this]() -> Result<void> {
            if (retryError)
                return std::unexpected(*retryError);
            answer.keychain = control::KeychainState::Ready;
            for (control::SecretStatus &status : answer.references) {
                if (status.state == control::SecretState::Locked)
                    status.state = control::SecretState::Ready;
            }
            return {};
        });
    }

private:
    Answers m_answers;
};

} // namespace signalbox::tests
