#include "admin/control_client.h"
#include "admin/control_socket.h"
#include "admin/provider_json.h"
#include "app/commands.h"
#include "app/composition.h"
#include "app/exit_code.h"
#include "app/provider_report.h"

#include <QCoreApplication>
#include <QTimer>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <deque>
#include <functional>
#include <memory>
#include <utility>

namespace signalbox::app {

namespace {

using Json = nlohmann::ordered_json;
using Views = std::vector<control::ProviderView>;

struct KeyToTest
{
    std::string provider;
    std::string key; ///< empty: the only way to ask
};

int failed(const Error &error)
{
    return complain(describe(error), error.code == ErrorCode::InvalidInput ? kWrongUsage : kFailed);
}

/// Every enabled key of every enabled provider; of the one that was named, also while it is switched off.
Result<std::deque<KeyToTest>> keysToTest(const Views &views, const std::string &id)
{
    std::deque<KeyToTest> keys;
    bool known = id.empty();
    for (const control::ProviderView &view : views) {
        if (id.empty() ? !view.enabled : view.id != id)
            continue;
        known = true;
        const std::size_t before = keys.size();
        for (const control::ProviderKeyView &key : view.keys) {
            if (key.enabled)
                keys.push_back({view.id, key.id});
        }
        if (keys.size() == before)
            keys.push_back({view.id, {}});
    }
    if (!known)
        return fail(ErrorCode::InvalidInput,
                    "there is no provider \"" + id + "\"; `signalbox providers list` shows them");
    return keys;
}

int printList(const Views &views, bool asJson)
{
    Json json = Json::array();
    for (const control::ProviderView &view : views)
        json.push_back(admin::toJson(view));
    std::fputs(asJson ? (json.dump(2) + '\n').c_str() : providersText(views).c_str(), stdout);
    return kDone;
}

/// Prints tests as they come, as one document at the end where JSON is wanted.
class TestPrinter
{
public:
    explicit TestPrinter(bool asJson) : m_asJson(asJson) {}

    void add(const control::ProviderTest &test)
    {
        m_well = m_well && test.verdict == control::ProviderTest::Verdict::Answered;
        if (m_asJson) {
            m_json.push_back(admin::toJson(test));
            return;
        }
        std::fputs(testText(test).c_str(), stdout);
        std::fflush(stdout);
    }
    [[nodiscard]] int finish() const
    {
        if (m_asJson)
            std::fputs((m_json.dump(2) + '\n').c_str(), stdout);
        return m_well ? kDone : kFailed;
    }

private:
    const bool m_asJson;
    bool m_well = true;
    Json m_json = Json::array();
};

int askRunning(admin::ControlClient &gateway, bool test, const std::string &id, bool asJson)
{
    const auto views = gateway.providers();
    if (!views)
        return failed(views.error());
    if (!test)
        return printList(*views, asJson);
    const auto keys = keysToTest(*views, id);
    if (!keys)
        return failed(keys.error());
    TestPrinter printer(asJson);
    for (const KeyToTest &key : *keys) {
        const auto result = gateway.testProvider(key.provider, key.key);
        if (!result)
            return failed(result.error());
        printer.add(*result);
    }
    return printer.finish();
}

/// The same by an engine in this process, which listens nowhere. Ends the event loop with the exit code.
class OwnEngine final : public QObject
{
public:
    OwnEngine(std::unique_ptr<Composition> composition, bool test, std::string id, bool asJson)
        : m_composition(std::move(composition)), m_test(test), m_id(std::move(id)), m_asJson(asJson),
          m_printer(asJson)
    {
        if (m_composition->waitsForSecrets())
            m_composition->openKeychain();
        m_secretsKnown.setInterval(50);
        connect(&m_secretsKnown, &QTimer::timeout, this, &OwnEngine::begin);
        m_secretsKnown.start();
    }

private:
    /// A keychain may have to be asked first; whoever it keeps waiting too long is told as missing.
    void begin()
    {
        if (m_composition->waitsForSecrets())
            return;
        m_secretsKnown.stop();
        m_composition->providers().list().then(this, [this](const Result<Views> &views) {
            if (!views) {
                end(failed(views.error()));
            } else if (!m_test) {
                end(printList(*views, m_asJson));
            } else if (auto keys = keysToTest(*views, m_id)) {
                m_keys = std::move(*keys);
                next();
            } else {
                end(failed(keys.error()));
            }
        });
    }

    void next()
    {
        if (m_keys.empty()) {
            end(m_printer.finish());
            return;
        }
        const KeyToTest key = m_keys.front();
        m_keys.pop_front();
        m_composition->providers()
            .test(key.provider, key.key)
            .then(this, [this](const Result<control::ProviderTest> &test) {
                if (!test) {
                    end(failed(test.error()));
                    return;
                }
                m_printer.add(*test);
                next();
            });
    }

    void end(int code)
    {
        m_composition->shutdown([code] { QCoreApplication::exit(code); });
    }

    std::unique_ptr<Composition> m_composition;
    const bool m_test;
    const std::string m_id;
    const bool m_asJson;
    TestPrinter m_printer;
    std::deque<KeyToTest> m_keys;
    QTimer m_secretsKnown;
};

} // namespace

int runProviders(const Arguments &arguments, int &argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const auto &words = arguments.words();
    const bool test = !words.empty() && words[0] == "test";
    if (words.empty() || (!test && words[0] != "list") || words.size() > (test ? 2U : 1U))
        return complain("say what to do: `signalbox providers list` or `signalbox providers test [ID]`",
                        kWrongUsage);
    const std::string id = words.size() > 1 ? words[1] : std::string();
    const bool asJson = arguments.has("json");
    const Paths paths = arguments.paths();
    if (const auto path = admin::controlSocketPath(paths.dataDir)) {
        if (const auto gateway = admin::ControlClient::connect(*path))
            return askRunning(**gateway, test, id, asJson);
    }
    Composition::Options options{.paths = paths, .listen = {}, .notice = [](const std::string &text) {
                                     std::fprintf(stderr, "signalbox: %s\n", text.c_str());
                                 }};
    auto created = Composition::create(std::move(options));
    if (!created)
        return failed(created.error());
    const OwnEngine engine(std::move(*created), test, id, asJson);
    return QCoreApplication::exec();
}

} // namespace signalbox::app
