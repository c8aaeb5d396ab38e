#pragma once

#include "control/desk.h"
#include "control/providers.h"
#include "control/secrets.h"
#include "ui/fake_agents.h"
#include "ui/fake_control.h"

#include <algorithm>
#include <chrono>
#include <map>

namespace signalbox::tests {

/// HeldAnswers each question as soon as it is asked, or when the test says so.
class HeldAnswers
{
public:
    bool hold = false;

    void release()
    {
        std::deque<std::function<void()>> held;
        held.swap(m_held);
        for (const auto &answer : held)
            answer();
    }

    template<class T, class Answer>
    QFuture<Result<T>> answered(Answer answer)
    {
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        const auto give = [promise, answer] {
            promise->addResult(Result<T>(answer()));
            promise->finish();
        };
        if (hold)
            m_held.push_back(give);
        else
            give();
        return promise->future();
    }

private:
    std::deque<std::function<void()>> m_held;
};

/// A keychain in memory.
class DeskSecrets final : public control::Secrets
{
public:
    HeldAnswers answers;
    control::SecretsView current{control::KeychainState::Ready, {}, {}};
    std::optional<Error> setError; ///< of the keychain; memory always takes it
    std::map<std::string, std::string> kept;
    std::vector<std::pair<std::string, control::SecretPlace>> sets;

    QFuture<Result<control::SecretsView>> view() override
    {
        return answers.answered<control::SecretsView>([this] { return current; });
    }
    QFuture<Result<void>> set(std::string reference, Secret secret, control::SecretPlace place) override
    {
        sets.emplace_back(reference, place);
        const std::string text(secret.reveal());
        return answers.answered<void>([this, reference, text, place]() -> Result<void> {
            if (setError && place == control::SecretPlace::Keychain)
                return std::unexpected(*setError);
            kept[reference] = text;
            return {};
        });
    }
    QFuture<Result<void>> remove(std::string reference) override
    {
        kept.erase(reference);
        return answers.answered<void>([]() -> Result<void> { return {}; });
    }
    QFuture<Result<Secret>> reveal(std::string reference) override
    {
        return answers.answered<Secret>(
            [this, reference]() -> Result<Secret> { return Secret(std::string(kept[reference])); });
    }
    QFuture<Result<void>> retry() override
    {
        return answers.answered<void>([]() -> Result<void> { return {}; });
    }
};

/// Providers over the configuration of a FakeControl.
class DeskProviders final : public control::Providers
{
public:
    explicit DeskProviders(FakeControl &control) : m_control(control) {}

    HeldAnswers answers;
    HeldAnswers testAnswers; ///< of fetchModels() and test()
    std::vector<control::Finding> findings;
    control::OfferedModels offered;
    std::optional<Error> fetchError;
    std::optional<Error> putError; ///< once
    control::ProviderTest testAnswer;

    std::vector<config::Provider> puts;
    std::vector<config::VirtualModel> models_;
    std::vector<std::pair<std::string, std::string>> tests;
    std::vector<control::Finding> taken;

    QFuture<Result<std::uint64_t>> put(config::Provider entry, std::uint64_t basedOn) override
    {
        return answers.answered<std::uint64_t>([this, entry, basedOn]() -> Result<std::uint64_t> {
            if (putError)
                return std::unexpected(*std::exchange(putError, std::nullopt));
            if (basedOn != m_control.view.revision)
                return fail(ErrorCode::Conflict, "The configuration was changed meanwhile.");
            puts.push_back(entry);
            replaceOrAdd(m_control.view.configuration.providers, entry, &config::Provider::id);
            return bumped();
        });
    }
    QFuture<Result<std::uint64_t>> remove(std::string, std::uint64_t) override
    {
        return answers.answered<std::uint64_t>([this]() -> Result<std::uint64_t> { return bumped(); });
    }
    QFuture<Result<std::uint64_t>> putModel(config::VirtualModel model, std::uint64_t basedOn) override
    {
        return answers.answered<std::uint64_t>([this, model, basedOn]() -> Result<std::uint64_t> {
            if (putError)
                return std::unexpected(*std::exchange(putError, std::nullopt));
            if (basedOn != m_control.view.revision)
                return fail(ErrorCode::Conflict, "The configuration was changed meanwhile.");
            models_.push_back(model);
            replaceOrAdd(m_control.view.configuration.models, model, &config::VirtualModel::name);
            return bumped();
        });
    }
    QFuture<Result<control::ProviderTest>> test(std::string provider, std::string key) override
    {
        tests.emplace_back(provider, key);
        return testAnswers.answered<control::ProviderTest>(
            [this, provider, key]() -> Result<control::ProviderTest> {
                control::ProviderTest answer = testAnswer;
                answer.provider = provider;
                answer.key = key;
                return answer;
            });
    }
    std::vector<control::ProviderTest> lastTests() const override { return {}; }
    QFuture<Result<control::OfferedModels>> models(std::string) override
    {
        return answers.answered<control::OfferedModels>([this] { return offered; });
    }
    QFuture<Result<control::OfferedModels>> fetchModels(std::string) override
    {
        return testAnswers.answered<control::OfferedModels>([this]() -> Result<control::OfferedModels> {
            if (fetchError)
                return std::unexpected(*fetchError);
            return offered;
        });
    }
    QFuture<Result<std::vector<control::Finding>>> look() override
    {
        return answers.answered<std::vector<control::Finding>>([this] { return findings; });
    }
    QFuture<Result<std::uint64_t>> take(control::Finding finding, std::uint64_t) override
    {
        taken.push_back(finding);
        return answers.answered<std::uint64_t>([this, finding]() -> Result<std::uint64_t> {
            config::Provider entry;
            entry.id = entry.kind = finding.kind;
            entry.keys.push_back({.id = "main", .secret = "keychain:" + finding.kind + "/main"});
            m_control.view.configuration.providers.push_back(entry);
            return bumped();
        });
    }

private:
    std::uint64_t bumped() { return m_control.liveAnswer.status.revision = ++m_control.view.revision; }
    template<class T, class Name>
    static void replaceOrAdd(std::vector<T> &all, const T &one, Name name)
    {
        const auto it = std::ranges::find(all, one.*name, name);
        if (it != all.end())
            *it = one;
        else
            all.push_back(one);
    }

    FakeControl &m_control;
};

/// All that a window asks, as a first start finds it: what the wizard needs.
struct FirstRunDesk
{
    FakeControl control;
    DeskSecrets secrets;
    DeskProviders providers{control};
    FakeAgents agents;

    [[nodiscard]] control::Desk desk() { return {control, secrets, providers, agents}; }
};

} // namespace signalbox::tests
