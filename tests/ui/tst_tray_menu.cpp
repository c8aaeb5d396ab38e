#include "ui/sample_traffic.h"
#include "ui/tray/tray_icon.h"
#include "ui/tray/tray_menu.h"

#include <QAction>
#include <QLocale>
#include <QPalette>
#include <QSignalSpy>
#include <QTest>

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::StringLiterals;

namespace {

const TrayEntry *find(const std::vector<TrayEntry> &entries, TrayCommand command)
{
    const auto found = std::ranges::find(entries, command, &TrayEntry::command);
    return found == entries.end() ? nullptr : &*found;
}

const TrayEntry *modelEntry(const std::vector<TrayEntry> &entries, const std::string &model)
{
    for (const TrayEntry &entry : entries) {
        if (entry.hasChildren && entry.subject == model)
            return &entry;
    }
    return nullptr;
}

} // namespace

class TestTrayMenu : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void theStateIsTold_data()
    {
        QTest::addColumn<TrayFacts>("facts");
        QTest::addColumn<TrayState>("state");
        QTest::addColumn<QString>("line");
        const auto row = [](const char *name, auto change, TrayState state, const QByteArray &line) {
            TrayFacts facts = busy();
            change(facts);
            QTest::newRow(name) << facts << state << QString::fromUtf8(line);
        };
        const auto figures = " · 8.4 req/min · $50.98 today";
        const auto with = [figures](const char *word) { return QByteArray(word) + figures; };
        row("running", [](TrayFacts &) {}, TrayState::Running, with("Running"));
        row(
            "paused",
            [](TrayFacts &facts) {
                facts.live.status.paused = true;
                facts.live.status.state = control::GatewayState::Stopped; // as the engine says it
            },
            TrayState::Paused, with("Paused"));
        row("not yet asked", [](TrayFacts &facts) { facts = {}; }, TrayState::Running, "Starting");
        row(
            "not yet listening",
            [](TrayFacts &facts) { facts.live.status.state = control::GatewayState::NotServing; },
            TrayState::Running, with("Not serving"));
        row(
            "port taken",
            [](TrayFacts &facts) {
                facts.live.status.state = control::GatewayState::NotServing;
                facts.live.status.problem = "127.0.0.1:7717 is taken by node";
            },
            TrayState::Error, with("Not serving"));
        row("no answer", [](TrayFacts &facts) { facts.lost = true; }, TrayState::Error, "No answer");
        row(
            "a provider fails", [](TrayFacts &facts) { failLab(facts); }, TrayState::Attention,
            with("Running"));
        row(
            "paused, and a provider fails",
            [](TrayFacts &facts) {
                failLab(facts);
                facts.live.status.paused = true;
            },
            TrayState::Paused, with("Paused"));
        row(
            "records lost", [](TrayFacts &facts) { facts.live.status.ledgerLost = 2; }, TrayState::Attention,
            with("Running"));
        row(
            "keychain locked",
            [](TrayFacts &facts) {
                facts.secrets = control::SecretsView{.keychain = control::KeychainState::Locked};
            },
            TrayState::Attention, with("Running"));
        row(
            "no keychain on this system",
            [](TrayFacts &facts) {
                facts.secrets = control::SecretsView{.keychain = control::KeychainState::Unavailable};
            },
            TrayState::Running, with("Running"));
    }
    void theStateIsTold()
    {
        QFETCH(TrayFacts, facts);
        QFETCH(TrayState, state);
        QFETCH(QString, line);
        QCOMPARE(trayState(facts), state);
        QCOMPARE(trayStatusLine(facts), line);
        QCOMPARE(trayEntries(facts).front().label, line);
        QVERIFY(!trayEntries(facts).front().enabled);
    }

    void theToolTipHasFigures()
    {
        TrayFacts facts = busy();
        failLab(facts);
        QCOMPARE(trayToolTip(facts), u"Signalbox · Running\n8.4 req/min, 3 in flight\n$50.98 today\n"
                                     "lab: the last 4 attempts failed"_s);
    }

    void openIsTheFirstThatActs()
    {
        for (const TrayEntry &entry : trayEntries(busy())) {
            if (entry.command == TrayCommand::None || entry.command == TrayCommand::Separator) {
                QVERIFY(!entry.enabled || entry.command == TrayCommand::Separator);
                continue;
            }
            QCOMPARE(entry.command, TrayCommand::Open);
            break;
        }
    }

    void modelsNameTheirHeaviestTarget()
    {
        const auto entries = trayEntries(busy());
        QCOMPARE(modelEntry(entries, "coder")->label, u"coder · steady 50\u00a0%"_s);
        QCOMPARE(modelEntry(entries, "fast")->label, u"fast · fast 80\u00a0%"_s);
        QCOMPARE(modelEntry(entries, "review")->label, u"review · reasoner"_s);
        // Nothing to switch where the order is not by weights.
        QCOMPARE(modelEntry(entries, "review")->children.size(), 1u);
        QCOMPARE(modelEntry(entries, "review")->children[0].command, TrayCommand::ChooseShares);
    }

    void targetsTellWhatIsKnown()
    {
        TrayFacts facts = busy();
        facts.today.rows = {control::UsageRow{.key = "sim/steady", .p50Ms = 6100}};
        failLab(facts);
        facts.view.configuration.models[1].targets[0].provider = "gone";
        const auto coder = modelEntry(trayEntries(facts), "coder")->children;
        QCOMPARE(coder[0].label, u"50 / 30 / 20 as set"_s);
        QCOMPARE(coder[0].checked, std::optional(true));
        QCOMPARE(coder[1].label, u"All steady · p50 6.1\u00a0s"_s);
        QCOMPARE(coder[2].label, u"All reasoner"_s);
        QCOMPARE(coder.back().label, u"Choose weights…"_s);
        const auto fast = modelEntry(trayEntries(facts), "fast")->children;
        QCOMPARE(fast[1].label, u"All fast · switched off"_s);
        QVERIFY(!fast[1].enabled);
        QCOMPARE(fast[2].label, u"All qwen3-coder · does not answer"_s);
        QVERIFY(fast[2].enabled);
    }

    void whatWasSetIsOfferedAfterASwitch()
    {
        TrayFacts facts = busy();
        facts.asSet["coder"] = {50, 30, 20};
        auto &targets = facts.view.configuration.models[0].targets;
        targets[0].weight = targets[2].weight = 0;
        targets[1].weight = 100;
        const auto entries = trayEntries(facts);
        const TrayEntry *coder = modelEntry(entries, "coder");
        QCOMPARE(coder->label, u"coder · reasoner 100\u00a0%"_s);
        QCOMPARE(coder->children[0].label, u"50 / 30 / 20 as set"_s);
        QCOMPARE(coder->children[0].checked, std::optional(false));
        QCOMPARE(coder->children[1].checked, std::optional(false));
        QCOMPARE(coder->children[2].checked, std::optional(true));
    }

    void equalNamesTellWhoseTheyAre()
    {
        TrayFacts facts = busy();
        facts.view.configuration.models[1].targets = {{"sim", "m", 1}, {"lab", "m", 1}};
        const auto entries = trayEntries(facts);
        QCOMPARE(modelEntry(entries, "fast")->children[1].label, u"All m (sim)"_s);
        QCOMPARE(modelEntry(entries, "fast")->children[2].label, u"All m (lab)"_s);
    }

    void namesAreNoMnemonics()
    {
        TrayFacts facts = busy();
        facts.view.configuration.models[0].name = "this & that";
        QVERIFY(modelEntry(trayEntries(facts), "this & that")->label.startsWith(u"this && that"_s));
    }

    void errorsAreListed()
    {
        TrayFacts facts = busy();
        QVERIFY(!std::ranges::any_of(trayEntries(facts), [](const TrayEntry &entry) {
            return entry.enabled && entry.label.startsWith(u"Errors"_s);
        }));
        record::RequestRecord failed;
        failed.startedAt = tests::sampleNow();
        failed.askedModel = "coder";
        failed.provider = "lab";
        failed.model = "qwen3-coder";
        failed.outcome = record::Outcome::Failed;
        failed.httpStatus = 502;
        facts.today.total.failed = 1;
        facts.errors = {failed};
        const auto entries = trayEntries(facts);
        const auto errors = std::ranges::find(entries, u"Errors today · 1"_s, &TrayEntry::label);
        QVERIFY(errors != entries.end() && errors->enabled);
        QCOMPARE(errors->children[0].label, u"14:31 · coder → lab/qwen3-coder · 502"_s);
        QVERIFY(errors->children[0].visible);
        QVERIFY(!errors->children[1].visible);
    }

    void whatCannotBeDoneIsNotOffered()
    {
        TrayFacts facts = busy();
        QVERIFY(!find(trayEntries(facts), TrayCommand::TestProviders));
        facts.canTest = true;
        QVERIFY(find(trayEntries(facts), TrayCommand::TestProviders)->enabled);
        facts.testing = true;
        QVERIFY(!find(trayEntries(facts), TrayCommand::TestProviders)->enabled);
        facts.lost = true;
        QVERIFY(!find(trayEntries(facts), TrayCommand::TogglePause)->enabled);
        QVERIFY(!find(trayEntries(facts), TrayCommand::Copy)->enabled);
    }

    void textsChangeInPlace()
    {
        TrayMenu menu;
        TrayFacts facts = busy();
        menu.setEntries(trayEntries(facts));
        QCOMPARE(menu.builds(), 1);
        const QList<QAction *> actions = menu.menu().actions();
        facts.live.requestsPerMinute = 12;
        facts.asSet["coder"] = {1, 2, 3};
        facts.today.total.failed = 3;
        facts.errors.resize(3);
        failLab(facts);
        menu.setEntries(trayEntries(facts));
        QCOMPARE(menu.builds(), 1);
        QCOMPARE(menu.menu().actions(), actions);
        QCOMPARE(actions[0]->text(), u"Running · 12.0 req/min · $50.98 today"_s);
        QCOMPARE(actions[1]->text(), u"lab: the last 4 attempts failed"_s);
        QVERIFY(actions[1]->isVisible() && !actions[1]->isEnabled() && !actions[1]->icon().isNull());
        facts.health.clear();
        menu.setEntries(trayEntries(facts));
        QVERIFY(!actions[1]->isVisible());
        // Another set of models is another menu.
        facts.view.configuration.models.pop_back();
        menu.setEntries(trayEntries(facts));
        QCOMPARE(menu.builds(), 2);
        QCOMPARE(menu.menu().findChildren<QMenu *>(Qt::FindDirectChildrenOnly).size(), 4);
    }

    void aClickTellsWhatWasMeant()
    {
        TrayMenu menu;
        menu.setEntries(trayEntries(busy()));
        QSignalSpy chosen(&menu, &TrayMenu::chosen);
        QAction *coder = nullptr;
        for (QAction *action : menu.menu().actions()) {
            if (action->text().startsWith(u"coder"_s))
                coder = action;
        }
        QVERIFY(coder);
        QAction *all = coder->menu<QMenu *>()->actions()[2];
        all->trigger();
        QCOMPARE(chosen.size(), 1);
        const auto entry = chosen[0][0].value<TrayEntry>();
        QCOMPARE(entry.command, TrayCommand::AllTo);
        QCOMPARE(entry.subject, std::string("coder"));
        QCOMPARE(entry.index, 1u);
        QVERIFY(!all->isChecked()); // until it is so
    }

    void panelsAreWrittenOnInTheirInk_data()
    {
        QTest::addColumn<QString>("desktop");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("light ink");
        QTest::newRow("light desktop") << u"KDE"_s << false << false;
        QTest::newRow("dark desktop") << u"KDE"_s << true << true;
        QTest::newRow("GNOME's panel is always dark") << u"ubuntu:GNOME"_s << false << true;
        QTest::newRow("nothing known") << QString() << false << false;
    }
    void panelsAreWrittenOnInTheirInk()
    {
        QFETCH(bool, dark);
        QFETCH(QString, desktop);
        const QPalette palette = dark ? QPalette(Qt::white, Qt::black, {}, {}, {}, Qt::white, Qt::black)
                                      : QPalette(Qt::black, Qt::white, {}, {}, {}, Qt::black, Qt::white);
        QTEST(panelInk(desktop, palette).lightness() > 127, "light ink");
    }

    void shapesTellTheStates()
    {
        QList<QImage> seen;
        for (const TrayState state :
             {TrayState::Running, TrayState::Paused, TrayState::Attention, TrayState::Error}) {
            const QIcon icon = trayPicture(state, Qt::white);
            QCOMPARE(icon.availableSizes().size(), 5);
            const QImage picture = icon.pixmap(16).toImage();
            int inked = 0;
            for (int y = 0; y < picture.height(); ++y) {
                for (int x = 0; x < picture.width(); ++x) {
                    const QColor at = picture.pixelColor(x, y);
                    inked += at.alpha() > 127;
                    QVERIFY(at.alpha() < 200 || at.lightness() > 200); // filled with the ink
                }
            }
            QVERIFY(inked > 40 && inked < 200);
            QVERIFY(!seen.contains(picture));
            seen << picture;
        }
    }

private:
    static TrayFacts busy()
    {
        tests::FakeControl control;
        tests::fillBusy(control, tests::sampleNow());
        TrayFacts facts;
        facts.known = true;
        facts.live = control.liveAnswer;
        facts.live.requestsPerMinute = 8.4;
        facts.live.spentToday = Money::fromNano(50'980'000'000);
        facts.live.status.inFlight = 3;
        facts.view = control.view;
        return facts;
    }
    static void failLab(TrayFacts &facts)
    {
        facts.health = {{.provider = "lab",
                         .state = ProviderHealth::State::Failing,
                         .failures = 4,
                         .since = {},
                         .reason = {}}};
    }
};

QTEST_MAIN(TestTrayMenu)
#include "tst_tray_menu.moc"
