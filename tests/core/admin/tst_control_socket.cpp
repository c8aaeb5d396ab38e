// Both ends of the control socket: the client waits in a thread of its own, as the command line's process
// does.
#include "core/agents/key_mint.h"
#include "support/agent_folder.h"

#include "admin/control_client.h"
#include "admin/control_server.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <functional>
#include <future>
#include <thread>

using namespace signalbox;
using namespace signalbox::admin;

namespace {

constexpr int kPatience = 10'000;

/// One key, and whether it has been ended.
class MemoryKey final : public control::EphemeralKeys
{
public:
    QFuture<Result<control::EphemeralKey>> create(std::string purpose) override
    {
        QPromise<Result<control::EphemeralKey>> promise;
        promise.start();
        promise.addResult(Result<control::EphemeralKey>({.id = purpose + "-1", .key = "sk-sbx-in_memory-1"}));
        promise.finish();
        return promise.future();
    }
    void end(const std::string &id) override { ended = id; }

    std::string ended;
};

} // namespace

class TestControlSocket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>(tests::temporaryFolder());
        m_mint = std::make_unique<tests::KeyMint>();
        m_keys = std::make_unique<MemoryKey>();
        m_server = std::make_unique<ControlServer>(*m_mint, *m_keys);
        QVERIFY(m_server->listen(path()));
    }

    void aNewKeyReachesWhoAsked()
    {
        const auto made = asked([](ControlClient &client) { return client.createKey({.id = "laptop"}); });
        QVERIFY2(made, made ? "" : describe(made.error()).c_str());
        QVERIFY(made->reveal().starts_with("sk-sbx-"));
        QCOMPARE(m_mint->keys, (std::vector<std::string>{"laptop"}));
    }

    void aRefusalSaysWhy()
    {
        m_mint->makeError = Error{ErrorCode::Conflict, "there is a key \"laptop\" already", {}};
        const auto made = asked([](ControlClient &client) { return client.createKey({.id = "laptop"}); });
        QVERIFY(!made && made.error().code == ErrorCode::Conflict);
        QVERIFY(made.error().message.find("there is a key") != std::string::npos);
    }

    void aKeyInMemoryEndsWithItsClient()
    {
        const auto made = asked([](ControlClient &client) { return client.ephemeralKey("codex"); });
        QVERIFY(made);
        QVERIFY(made->reveal() == "sk-sbx-in_memory-1");
        QTRY_COMPARE(m_keys->ended, std::string("codex-1"));
    }

    void severalAnswersComeInTheirOrder()
    {
        const auto last = asked([](ControlClient &client) -> Result<Secret> {
            for (const char *id : {"one", "two"}) {
                if (const auto made = client.createKey({.id = id}); !made)
                    return std::unexpected(made.error());
                if (const auto status = client.status(); !status)
                    return std::unexpected(status.error());
            }
            return client.createKey({.id = "three"});
        });
        QVERIFY2(last, last ? "" : describe(last.error()).c_str());
        QCOMPARE(m_mint->keys, (std::vector<std::string>{"one", "two", "three"}));
    }

    void aGatewayThatGoesIsTold()
    {
        auto answer = std::async(std::launch::async, [this]() -> Result<Secret> {
            const auto client = ControlClient::connect(path());
            if (!client)
                return std::unexpected(client.error());
            m_connected = true;
            while (!m_gone)
                std::this_thread::yield();
            return (*client)->ephemeralKey("codex");
        });
        QTRY_VERIFY_WITH_TIMEOUT(m_connected, kPatience);
        m_server.reset();
        m_gone = true;
        const auto made = answer.get();
        QVERIFY(!made && made.error().code == ErrorCode::Unavailable);
    }

private:
    using Asking = std::function<Result<Secret>(ControlClient &)>;

    [[nodiscard]] std::string path() const { return m_folder->path().toStdString() + "/control"; }
    Result<Secret> asked(const Asking &ask)
    {
        auto answer = std::async(std::launch::async, [this, ask]() -> Result<Secret> {
            const auto client = ControlClient::connect(path());
            return client ? ask(**client) : Result<Secret>(std::unexpected(client.error()));
        });
        (void)QTest::qWaitFor(
            [&] { return answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }, kPatience);
        return answer.get();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<tests::KeyMint> m_mint;
    std::unique_ptr<MemoryKey> m_keys;
    std::unique_ptr<ControlServer> m_server;
    std::atomic<bool> m_connected = false;
    std::atomic<bool> m_gone = false;
};

QTEST_GUILESS_MAIN(TestControlSocket)
#include "tst_control_socket.moc"
