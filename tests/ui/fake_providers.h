#pragma once

#include "control/providers.h"
#include "ui/answers.h"
#include "ui/fake_control.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace signalbox::tests {

/// Providers for tests of the window: changes go into the FakeControl's configuration, tests answer what a
/// test has put in.
class FakeProviders final : public control::Providers
{
public:
    explicit FakeProviders(FakeControl &control) : m_control(control) {}

    using Verdict = control::ProviderTest::Verdict;

    std::map<std::string, Verdict> verdicts;         ///< by provider; others answer
    std::optional<control::ProviderTest> testAnswer; ///< of every test, instead of a sample
    std::map<std::string, control::OfferedModels> offered;
    std::vector<control::Finding> findings;
    std::vector<control::ProviderTest> last;
    std::optional<Error> putError; ///< once
    std::optional<Error> removeError;
    std::optional<Error> fetchError;
    bool holdPut = false;
    bool holdTest = false;
    bool holdFetch = false;

    /// A test of what need not be configured.
    struct Draft
    {
        config::Provider entry;
        std::string key;
        std::optional<std::string> secret;
    };

    std::vector<config::Provider> puts;
    std::vector<std::string> removes;
    std::vector<config::VirtualModel> modelPuts;
    std::vector<std::pair<std::string, std::string>> tests;
    std::vector<Draft> drafts;
    std::vector<control::Finding> taken;
    int looks = 0;
    int fetches = 0;

    void release() { m_answers.release(); }

    QFuture<Result<std::uint64_t>> put(config::Provider entry, std::uint64_t basedOn) override
    {
        return m_answers.give<std::uint64_t>(
            [this, entry, basedOn]() -> Result<std::uint64_t> {
                if (putError)
                    return std::unexpected(*std::exchange(putError, std::nullopt));
                if (basedOn != m_control.view.revision)
                    return conflict();
                puts.push_back(entry);
                replaceOrAdd(m_control.view.configuration.providers, entry, &config::Provider::id);
                return next();
            },
            holdPut);
    }

    QFuture<Result<std::uint64_t>> remove(std::string id, std::uint64_t basedOn) override
    {
        return m_answers.give<std::uint64_t>([this, id, basedOn]() -> Result<std::uint64_t> {
            if (removeError)
                return std::unexpected(*removeError);
            if (basedOn != m_control.view.revision)
                return conflict();
            removes.push_back(id);
            std::erase_if(m_control.view.configuration.providers,
                          [&](const config::Provider &entry) { return entry.id == id; });
            return next();
        });
    }

    QFuture<Result<std::uint64_t>> putModel(config::VirtualModel model, std::uint64_t basedOn) override
    {
        return m_answers.give<std::uint64_t>([this, model, basedOn]() -> Result<std::uint64_t> {
            if (putError)
                return std::unexpected(*std::exchange(putError, std::nullopt));
            if (basedOn != m_control.view.revision)
                return conflict();
            modelPuts.push_back(model);
            replaceOrAdd(m_control.view.configuration.models, model, &config::VirtualModel::name);
            return next();
        });
    }

    QFuture<Result<control::ProviderTest>> test(std::string provider, std::string key) override
    {
        tests.emplace_back(provider, key);
        return m_answers.give<control::ProviderTest>(
            [this, provider, key] {
                const control::ProviderTest test = outcome(provider, key);
                std::erase_if(last, [&](const control::ProviderTest &old) {
                    return old.provider == provider && old.key == key;
                });
                last.push_back(test);
                return Result<control::ProviderTest>(test);
            },
            holdTest);
    }

    QFuture<Result<control::ProviderTest>> testDraft(config::Provider entry, std::string key,
                                                     std::optional<Secret> secret) override
    {
        drafts.push_back({entry, key, secret ? std::optional(std::string(secret->reveal())) : std::nullopt});
        return m_answers.give<control::ProviderTest>(
            [this, provider = entry.id, key] {
                return Result<control::ProviderTest>(outcome(provider, key));
            },
            holdTest);
    }

    std::vector<control::ProviderTest> lastTests() const override { return last; }

    QFuture<Result<control::OfferedModels>> models(std::string provider) override
    {
        return m_answers.give<control::OfferedModels>([this, provider] {
            control::OfferedModels answer = offered[provider];
            answer.provider = provider;
            return Result<control::OfferedModels>(answer);
        });
    }

    QFuture<Result<control::OfferedModels>> fetchModels(std::string provider) override
    {
        ++fetches;
        return m_answers.give<control::OfferedModels>(
            [this, provider]() -> Result<control::OfferedModels> {
                if (fetchError)
                    return std::unexpected(*fetchError);
                control::OfferedModels answer = offered[provider];
                answer.provider = provider;
                answer.fetchedAt = when;
                return answer;
            },
            holdFetch);
    }

    QFuture<Result<std::vector<control::Finding>>> look() override
    {
        ++looks;
        return m_answers.give<std::vector<control::Finding>>([this] { return findings; });
    }

    QFuture<Result<std::uint64_t>> take(control::Finding finding, std::uint64_t basedOn) override
    {
        return m_answers.give<std::uint64_t>([this, finding, basedOn]() -> Result<std::uint64_t> {
            if (basedOn != m_control.view.revision)
                return conflict();
            taken.push_back(finding);
            config::Provider entry;
            entry.id = entry.kind = finding.kind;
            const bool moved =
                finding.reference.empty() && finding.source == control::Finding::Source::AgentFile;
            if (moved || !finding.reference.empty())
                entry.keys.push_back(
                    {.id = "main",
                     .secret = moved ? "keychain:" + finding.kind + "/main" : finding.reference});
            m_control.view.configuration.providers.push_back(entry);
            return next();
        });
    }

    WallTime when{}; ///< of tests and lists

    control::ProviderTest sample(const std::string &provider, const std::string &key, Verdict verdict,
                                 std::uint64_t number = 0) const
    {
        using std::chrono::microseconds;
        control::ProviderTest test;
        test.provider = provider;
        test.key = key;
        test.model = "gpt-5.4-mini";
        test.at = when;
        test.verdict = verdict;
        if (verdict == Verdict::Answered) {
            test.status = 200;
            test.connected = microseconds(38'000);
            test.firstToken = microseconds(440'000 + 3'000 * std::int64_t(number % 20));
            test.total = microseconds(558'000 + 5'000 * std::int64_t(number % 20));
            test.said = "ok";
        } else {
            test.status = verdict == Verdict::RefusedKey ? 401 : 0;
            test.problem = verdict == Verdict::RefusedKey
                               ? "The provider answered 401. Replace the key, then test it again."
                               : "Nothing answers at this address. Start the server, then test again.";
        }
        return test;
    }

private:
    control::ProviderTest outcome(const std::string &provider, const std::string &key) const
    {
        if (testAnswer) {
            control::ProviderTest test = *testAnswer;
            test.provider = provider;
            test.key = key;
            return test;
        }
        const auto it = verdicts.find(provider);
        return sample(provider, key, it != verdicts.end() ? it->second : Verdict::Answered,
                      m_control.view.revision);
    }
    template<class T, class Name>
    static void replaceOrAdd(std::vector<T> &all, const T &one, Name name)
    {
        const auto it = std::ranges::find(all, one.*name, name);
        if (it != all.end())
            *it = one;
        else
            all.push_back(one);
    }
    Result<std::uint64_t> conflict() const
    {
        return fail(ErrorCode::Conflict, "The configuration was changed meanwhile.");
    }
    std::uint64_t next()
    {
        m_control.liveAnswer.status.revision = ++m_control.view.revision;
        return m_control.view.revision;
    }

    FakeControl &m_control;
    Answers m_answers;
};

} // namespace signalbox::tests
