#include "ui/pages/providers_page.h"

#include "control/when_answered.h"
#include "ui/charts/crosshair.h"
#include "ui/charts/failures_chart.h"
#include "ui/models/format.h"
#include "ui/models/provider_changes.h"
#include "ui/models/provider_poller.h"
#include "ui/models/provider_tests.h"
#include "ui/models/providers_model.h"
#include "ui/pages/empty_providers.h"
#include "ui/pages/found_card.h"
#include "ui/pages/provider_actions.h"
#include "ui/pages/provider_dialogs.h"
#include "ui/pages/provider_form.h"
#include "ui/pages/provider_notices.h"
#include "ui/pages/provider_pane.h"
#include "ui/pages/provider_table.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/pane_splitter.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int kChartHeight = 190;

/// An empty list that nobody has fetched says nothing.
std::optional<int> knownModels(const control::OfferedModels *models)
{
    if (!models || (models->models.empty() && !models->fetchedAt))
        return std::nullopt;
    return int(models->models.size());
}
} // namespace

ProvidersPage::ProvidersPage(const control::Desk &desk, const Clock &clock, ModelSlots &modelSlots,
                             QWidget *parent)
    : QWidget(parent), m_desk(desk), m_clock(clock), m_catalog(catalog::Catalog::builtIn()),
      m_changes(new ProviderChanges(desk.providers, this)), m_tests(new ProviderTests(desk.providers, this)),
      m_poller(new ProviderPoller(desk, clock, this)), m_notices(new NoticeBar(this)),
      m_actions(new ProviderActions(*m_changes, *m_notices, this)),
      m_dialogs(new ProviderDialogs({desk, clock, m_catalog, *m_changes, *m_poller, *this}, this)),
      m_splitter(new PaneSplitter(this))
{
    setAccessibleName(tr("Providers"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_splitter);
    QWidget *body = buildBody();
    m_pane =
        new ProviderPane({desk, clock, modelSlots, *m_catalog, *m_changes, *m_tests, *m_poller}, m_splitter);
    m_splitter->setParts(body, m_pane);
    connectParts();
    connectPane();
    showAll();
}

ProvidersPage::~ProvidersPage()
{
    // Models that end tell their views, and those would tell a page whose members have gone.
    for (QObject *part : findChildren<QObject *>())
        part->disconnect(this);
}

QWidget *ProvidersPage::buildBody()
{
    auto *content = new QWidget; // a splitter would take it for a part of its own
    auto *rows = new QVBoxLayout(content);
    rows->setSpacing(12);
    m_table = new ProviderTable(content);
    m_found = new FoundCard(*m_catalog, content);
    m_failuresCard = new Card(tr("Health"), content);
    auto *told = new Label(tr("Failed requests per 15 minutes, today"), TextStep::Small, m_failuresCard);
    told->setTone(&Tokens::text3);
    m_failuresCard->addHeaderWidget(told);
    m_failures = new FailuresChart(m_failuresCard);
    m_failures->setMinimumHeight(kChartHeight);
    m_failures->setCrosshair(new Crosshair(this));
    auto *plot = new QVBoxLayout;
    plot->setContentsMargins(16, 0, 16, 10);
    plot->addWidget(m_failures);
    m_failuresCard->body()->addLayout(plot);
    m_empty = new EmptyProviders(m_catalog, content);
    rows->addWidget(m_notices);
    rows->addWidget(m_table);
    rows->addWidget(m_empty, 1);
    rows->addWidget(m_found);
    rows->addWidget(m_failuresCard);
    rows->addStretch(0);
    m_empty->hide();
    return content;
}

void ProvidersPage::connectParts()
{
    connect(m_poller, &ProviderPoller::figuresChanged, this, &ProvidersPage::showAll);
    connect(m_poller, &ProviderPoller::modelsChanged, this, &ProvidersPage::showAll);
    connect(m_poller, &ProviderPoller::failed, this, [this](const Error &error) {
        m_actions->tellFailure(kFiguresNotice, tr("The figures cannot be read."), error);
    });
    connect(m_poller, &ProviderPoller::recovered, this, [this] { m_notices->removeNotice(kFiguresNotice); });
    connect(m_poller, &ProviderPoller::fetchFailed, this, [this](const QString &id, const Error &error) {
        m_actions->tellFailure(kFetchNotice, tr("The list of models of %1 could not be fetched.").arg(id),
                               error);
    });
    connect(m_changes, &ProviderChanges::applied, this, [this] {
        m_notices->removeNotice(kConflictNotice);
        showAll();
        m_poller->refresh();
        Q_EMIT configurationNeeded();
    });
    connect(m_changes, &ProviderChanges::conflict, this, [this](const QString &provider) {
        m_notices->setNotice(conflictNotice(provider));
        Q_EMIT configurationNeeded();
    });
    connect(m_tests, &ProviderTests::changed, this, [this] {
        m_table->setTesting(m_tests->isRunning() ? std::optional(std::pair(m_tests->done(), m_tests->all()))
                                                 : std::nullopt);
        m_poller->refresh(); // what a test found out stands among the last ones
    });
    connect(m_tests, &ProviderTests::failed, this, [this](const QString &id, const Error &error) {
        m_actions->tellFailure(kTestNotice, tr("%1 could not be tested.").arg(id), error);
    });
    connect(m_table, &ProviderTable::currentChanged, this, &ProvidersPage::showPane);
    connect(m_table, &ProviderTable::openWanted, this, &ProvidersPage::openPane);
    connect(m_table, &ProviderTable::addWanted, this, [this] { openAddDialog(); });
    connect(m_table, &ProviderTable::enabledWanted, m_actions, &ProviderActions::setEnabled);
    connect(m_table, &ProviderTable::deleteWanted, m_actions, &ProviderActions::remove);
    connect(m_dialogs, &ProviderDialogs::added, this,
            [this](const QString &provider) { m_table->setCurrent(provider.toStdString()); });
    connect(m_actions, &ProviderActions::settled, this, &ProvidersPage::showAll);
    connect(m_actions, &ProviderActions::putBack, this,
            [this](const QString &id) { m_table->setCurrent(id.toStdString()); });
    connect(m_actions, &ProviderActions::taken, this, [this] { m_found->setBusy(false); });
    connect(m_table, &ProviderTable::testWanted, this, [this](const QString &id) {
        if (const config::Provider *entry = m_changes->find(id.toStdString()))
            m_tests->start(testTargets(*entry));
    });
    connect(m_table, &ProviderTable::testAllWanted, this, [this] {
        if (m_tests->isRunning())
            m_tests->cancel();
        else
            m_tests->start(testTargets(m_changes->configuration()));
    });
    connect(m_empty, &EmptyProviders::addWanted, this, &ProvidersPage::openAddDialog);
    connect(m_empty, &EmptyProviders::lookWanted, this, [this] { look(true); });
    connect(m_found, &FoundCard::takeWanted, this, [this](const control::Finding &finding) {
        m_found->setBusy(true);
        m_actions->take(finding);
    });
    connect(m_notices, &NoticeBar::actionTriggered, this, &ProvidersPage::act);
    connect(m_notices, &NoticeBar::alternativeTriggered, this, &ProvidersPage::useForThisSession);

    const auto onKey = [this](const QKeySequence &key, auto action) {
        auto *shortcut = new QShortcut(key, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    onKey(QKeySequence::New, [this] { openAddDialog(); });
    onKey(QKeySequence::Find, [this] {
        m_table->search()->setFocus(Qt::ShortcutFocusReason);
        m_table->search()->selectAll();
    });
}

void ProvidersPage::connectPane()
{
    connect(m_pane, &ProviderPane::enabledWanted, m_actions, &ProviderActions::setEnabled);
    connect(m_pane, &ProviderPane::deleteWanted, m_actions, &ProviderActions::remove);
    connect(m_pane, &ProviderPane::closeWanted, this, &ProvidersPage::closePane);
    ProviderKeysTab *keys = m_pane->keysTab();
    connect(keys, &ProviderKeysTab::addKeyWanted, this, [this] { openKeyDialog({}); });
    connect(keys, &ProviderKeysTab::replaceKeyWanted, this, &ProvidersPage::openKeyDialog);
    connect(keys, &ProviderKeysTab::priceWanted, this, [this](const QString &model) {
        m_dialogs->openPrice(m_pane->providerId().toStdString(), model);
    });
    connect(keys, &ProviderKeysTab::failed, this, [this](const QString &fact, const Error &error) {
        m_actions->tellFailure(kChangeNotice, fact, error);
    });
    connect(keys, &ProviderKeysTab::keyTakenOut, m_actions, &ProviderActions::offerKeyBack);
    for (ProviderForm *form : {m_pane->limits(), m_pane->failover()}) {
        connect(form, &ProviderForm::failed, this, [this](const QString &id, const Error &error) {
            m_actions->tellFailure(kChangeNotice, tr("%1 was not changed.").arg(id), error);
        });
    }
}

void ProvidersPage::setWatched(bool watched)
{
    m_watched = watched;
    updatePace();
}

void ProvidersPage::setActive(bool active)
{
    m_active = active;
    updatePace();
    if (!active) {
        m_tests->cancel();
        m_pane->keysTab()->hideKey();
        return;
    }
    if (!m_looked)
        look(false);
}

void ProvidersPage::setPaused(bool paused)
{
    m_paused = paused;
    updatePace();
}

void ProvidersPage::updatePace()
{
    m_poller->setAsksKeychain(m_active || namesKeychain(m_changes->configuration().providers));
    m_poller->setPace(m_paused    ? ProviderPoller::Pace::Off
                      : m_active  ? ProviderPoller::Pace::Live
                      : m_watched ? ProviderPoller::Pace::Slow
                                  : ProviderPoller::Pace::Off);
}

void ProvidersPage::refresh()
{
    if (!m_active)
        return;
    m_poller->refresh();
    look(false);
}

void ProvidersPage::setConfiguration(const control::ConfigurationView &view)
{
    const std::vector<config::Provider> before = m_changes->configuration().providers;
    m_changes->setConfiguration(view);
    const bool first = !m_configured;
    m_configured = true;
    if (first || before != m_changes->configuration().providers)
        m_poller->askModels(m_changes->configuration().providers);
    updatePace();
    showAll();
}

void ProvidersPage::showAll()
{
    const config::Configuration &configuration = m_changes->configuration();
    const ProviderFigures &figures = m_poller->figures();
    std::vector<ProviderView> views;
    for (const config::Provider &entry : configuration.providers) {
        const control::OfferedModels *models = m_poller->models(entry.id);
        views.push_back(providerView(entry, *m_catalog, figures, knownModels(models)));
    }
    const bool any = !views.empty();
    const auto troubled = std::ranges::count_if(
        views, [&](const ProviderView &view) { return needsALook(view, figures.secrets.keychain); });
    if (std::exchange(m_troubled, int(troubled)) != troubled)
        Q_EMIT troubledChanged(m_troubled);
    m_table->setProviders(std::move(views));
    m_table->setVisible(any);
    m_failuresCard->setVisible(any);
    m_empty->setVisible(m_configured && !any);
    m_failures->setSeries(figures.series);
    m_found->setFindings(m_findings, configuration);
    showKeychain();
    showPane();
    m_dialogs->setKeychain(figures.secrets);
}

void ProvidersPage::showPane()
{
    if (const ProviderView *view = m_table->current())
        m_pane->setProvider(*view);
    m_splitter->setAny(m_table->current() != nullptr);
}

void ProvidersPage::openPane()
{
    m_splitter->openPane();
    m_pane->keysTab()->keys()->setFocus(Qt::OtherFocusReason);
}

void ProvidersPage::closePane()
{
    m_pane->keysTab()->hideKey();
    m_splitter->closePane();
    m_table->view()->setFocus(Qt::OtherFocusReason);
}

AddProviderDialog *ProvidersPage::openAddDialog(const QString &kind)
{
    return m_dialogs->add(kind);
}

void ProvidersPage::openKeyDialog(const QString &replaces)
{
    if (const ProviderView *view = m_table->current())
        m_dialogs->openKey(view->entry, replaces);
}

void ProvidersPage::useForThisSession()
{
    // The first key that cannot be read: of the provider that is shown, else of any.
    std::vector<config::Provider> providers = m_changes->configuration().providers;
    if (const ProviderView *view = m_table->current())
        providers.insert(providers.begin(), view->entry);
    const auto unreadable = firstUnreadableKey(providers, m_poller->figures().secrets);
    if (!unreadable)
        return;
    m_table->setCurrent(unreadable->provider);
    openKeyDialog(text(unreadable->key));
}

void ProvidersPage::look(bool asked)
{
    m_looked = true;
    control::whenAnswered<std::vector<control::Finding>>(
        m_desk.providers.look(), this, [this, asked](const Result<std::vector<control::Finding>> &answer) {
            if (!answer) {
                m_looked = false;
                m_actions->tellFailure(kLookNotice, tr("This computer could not be looked through."),
                                       answer.error());
                return;
            }
            m_findings = *answer;
            showAll();
            m_empty->setTold(
                asked && m_found->findings().empty()
                    ? tr("Nothing was found: no known variable, no agent’s file, no local server.")
                    : QString());
        });
}

void ProvidersPage::showKeychain()
{
    const auto &providers = m_changes->configuration().providers;
    const auto notice = ui::keychainNotice(m_poller->figures().secrets, providers, *m_catalog);
    // What keys in use depend on is told on all pages; what only a new key would meet is told here.
    const bool everywhere = notice && namesKeychain(providers);
    if (notice && !everywhere)
        m_notices->setNotice(*notice);
    else
        m_notices->removeNotice(kKeychainNotice);
    const std::optional<Notice> told = everywhere ? notice : std::nullopt;
    if (std::exchange(m_keychainNotice, told) != told)
        Q_EMIT keychainChanged();
}

void ProvidersPage::openKeychain()
{
    control::whenAnswered<void>(m_desk.secrets.retry(), this, [this](const Result<void> &answer) {
        if (!answer)
            m_actions->tellFailure(kChangeNotice, tr("The keychain did not open."), answer.error());
        m_poller->refresh();
    });
}

void ProvidersPage::act(const QString &notice)
{
    if (m_actions->undo(notice))
        return;
    if (notice == kConflictNotice) {
        m_notices->removeNotice(notice);
        Q_EMIT configurationNeeded();
    } else if (notice == kKeychainNotice) {
        openKeychain();
    }
}

void ProvidersPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_pane->isVisible()) {
        closePane();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace signalbox::ui
