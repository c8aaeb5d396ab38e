// Pictures of the running program: the real gateway, ledger and window. What the charts show is simulated
// traffic, of the simulated provider: a day of it is written into the ledger first, then requests run while
// the picture is taken.
#include "app/composition.h"
#include "base/ids.h"
#include "base/random.h"
#include "catalog/catalog.h"
#include "control/desk.h"
#include "support/http_load.h"
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>

#include <cmath>
#include <cstdio>
#include <memory>
#include <numbers>

using namespace signalbox;

namespace {

constexpr const char *kKey = "sk-sbx-of-the-pictures";

app::Paths writeConfiguration(const QTemporaryDir &folder)
{
    app::Paths paths;
    paths.configFile = folder.filePath(QStringLiteral("config.json")).toStdString();
    paths.dataDir = folder.filePath(QStringLiteral("data")).toStdString();
    paths.stateDir = folder.filePath(QStringLiteral("state")).toStdString();
    qputenv("SIGNALBOX_PICTURES_KEY", kKey);
    QFile file(QString::fromStdString(paths.configFile.string()));
    if (file.open(QIODevice::WriteOnly)) {
        file.write(R"({"version":1,"server":{"listen":["127.0.0.1:0"],"drain_seconds":0},
            "providers":[{"id":"sim","kind":"simulated"},{"id":"lab","kind":"simulated","tokens_per_second":160}],
            "models":[{"name":"coder","strategy":"weighted","targets":[{"provider":"sim","model":"reasoner","weight":60},
                                                                         {"provider":"sim","model":"steady","weight":30},
                                                                         {"provider":"lab","model":"tools","weight":10}]},
                      {"name":"fast","strategy":"weighted","targets":[{"provider":"sim","model":"fast","weight":80},
                                                                        {"provider":"lab","model":"steady","weight":20}]}],
            "virtual_keys":[{"id":"me","secret":"env:SIGNALBOX_PICTURES_KEY"}]})");
    }
    return paths;
}

/// A working day: busier towards noon and the afternoon, a few failures.
void writeDay(const app::Paths &paths)
{
    QDir().mkpath(QString::fromStdString(paths.dataDir.string()));
    const SystemClock clock;
    auto ledger = ledger::Ledger::open({.database = paths.database(), .spill = paths.spillFile()}, clock,
                                       [](const auto &) {});
    if (!ledger)
        return;
    const auto catalog = catalog::Catalog::builtIn();
    SeededRandom random(11);
    const char *const models[] = {"reasoner", "steady", "fast", "tools"};
    const char *const agents[] = {"codex", "opencode", "openai-sdk"};
    const WallTime now = clock.wallNow();
    std::uint64_t ticket = 1;
    for (auto ago = std::chrono::minutes(9 * 60); ago.count() > 0; ago -= std::chrono::minutes(1)) {
        const double hour = static_cast<double>(ago.count()) / 60;
        const double busy = 2.2 + 1.6 * std::sin(hour * std::numbers::pi / 4) + random.unit();
        for (int i = 0; i < static_cast<int>(busy); ++i) {
            record::RequestRecord record;
            record.id = randomId("req_");
            record.startedAt = now - ago + std::chrono::microseconds(random.next() % 60'000'000);
            record.surface = "responses";
            record.agent = agents[random.next() % 3];
            record.keyId = "me";
            record.askedModel = record.virtualModel = "coder";
            record.provider = "sim";
            record.model = models[static_cast<std::size_t>(random.unit() * random.unit() * 4)];
            record.streamed = true;
            record.httpStatus = 200;
            if (random.unit() < 0.006) {
                record.outcome = record::Outcome::Failed;
                record.httpStatus = 502;
            } else {
                record::Usage usage;
                usage.inputTokens = 4'000 + static_cast<std::int64_t>(random.next() % 40'000);
                usage.cachedInputTokens = usage.inputTokens * 7 / 10;
                usage.outputTokens = 100 + static_cast<std::int64_t>(random.next() % 1'500);
                record.usage = usage;
                record.cost = catalog->priceOf(usage, "simulated", record.model, record.startedAt);
            }
            const double slow = record.model == "fast" ? 0.3 : record.model == "reasoner" ? 9 : 4;
            record.firstToken =
                std::chrono::microseconds(static_cast<std::int64_t>((0.2 + random.unit()) * slow * 150'000));
            record.total = std::chrono::microseconds(
                static_cast<std::int64_t>((0.3 + random.unit() + random.unit()) * slow * 1'000'000));
            (*ledger)->settle(ticket++, std::move(record));
        }
    }
    (*ledger)->close();
}

class Photographer : public QObject
{
public:
    Photographer(QString folder, bool busy, QString theme)
        : m_out(std::move(folder)), m_busy(busy), m_theme(std::move(theme))
    {
    }

    void begin()
    {
        qputenv("SIGNALBOX_THEME", m_theme.toLatin1());
        m_paths = writeConfiguration(m_folder);
        if (m_busy)
            writeDay(m_paths);
        auto created =
            app::Composition::create({.paths = m_paths, .listen = {}, .notice = [](const std::string &) {}});
        if (!created) {
            std::fprintf(stderr, "pictures: %s\n", created.error().message.c_str());
            QApplication::exit(1);
            return;
        }
        m_composition = std::move(*created);
        m_composition->start([this](const Result<std::vector<std::string>> &addresses) {
            if (addresses && m_busy)
                startLoad(addresses->front());
            m_window = std::make_unique<ui::MainWindow>(
                control::Desk{m_composition->control(), m_composition->secrets(), m_composition->providers(),
                              m_composition->agents()},
                m_composition->clock());
            m_window->resize(1440, 900);
            m_window->show();
            QTimer::singleShot(m_busy ? 12'000 : 2'500, this, [this] { takeOverview(); });
        });
    }

private:
    void startLoad(const std::string &address)
    {
        const auto port = static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
        m_load = std::make_unique<test::HttpLoad>(
            port, kKey, R"({"model":"coder","input":"Explain this function"})", 2, 3);
        m_fast = std::make_unique<test::HttpLoad>(port, kKey, R"({"model":"fast","input":"A title"})", 1, 1);
    }

    void takeOverview()
    {
        save(QStringLiteral("overview"));
        m_window->showPage(ui::MainWindow::Page::Routing);
        QTimer::singleShot(2'000, this, [this] {
            save(QStringLiteral("routing"));
            m_load.reset();
            m_fast.reset();
            m_window.reset();
            m_composition->shutdown([] { QApplication::exit(0); });
        });
    }

    void save(const QString &page)
    {
        const QString name =
            (m_busy ? page : QStringLiteral("empty-") + page) + u'-' + m_theme + QStringLiteral(".png");
        m_window->grab().save(m_out + u'/' + name);
        std::printf("%s\n", qPrintable(name));
    }

    const QString m_out;
    const bool m_busy;
    const QString m_theme;
    QTemporaryDir m_folder;
    app::Paths m_paths;
    std::unique_ptr<app::Composition> m_composition;
    std::unique_ptr<test::HttpLoad> m_load;
    std::unique_ptr<test::HttpLoad> m_fast;
    std::unique_ptr<ui::MainWindow> m_window;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (argc != 4) {
        std::fprintf(stderr, "usage: signalbox_photograph FOLDER empty|busy light|dark\n");
        return 2;
    }
    QStandardPaths::setTestModeEnabled(true);
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    Photographer photographer(QString::fromLocal8Bit(argv[1]), qstrcmp(argv[2], "busy") == 0,
                              QString::fromLocal8Bit(argv[3]));
    QTimer::singleShot(0, &photographer, [&] { photographer.begin(); });
    return QApplication::exec();
}
