#include "ui/pages/provider_keys_tab.h"

#include "control/when_answered.h"
#include "ui/models/format.h"
#include "ui/models/key_tests_model.h"
#include "ui/models/provider_changes.h"
#include "ui/models/provider_keys_model.h"
#include "ui/models/provider_poller.h"
#include "ui/models/provider_tests.h"
#include "ui/pages/provider_models_section.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"
#include "ui/widgets/paragraph.h"
#include "ui/widgets/provider_delegate.h"
#include "ui/widgets/secret_field.h"
#include "ui/widgets/section.h"
#include "ui/widgets/status_badge.h"
#include "ui/widgets/table_sizing.h"

#include <QKeyEvent>
#include <QMenu>
#include <QPointer>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kKeyRow = 44;
constexpr int kRow = 28;
constexpr int kMostKeys = 6;

} // namespace

ProviderKeysTab::ProviderKeysTab(const ProviderWork &work, QWidget *parent)
    : QWidget(parent), m_work(work), m_keys(new ProviderKeysModel(this)), m_tests(new KeyTestsModel(this)),
      m_models(new ProviderModelsSection(work, this))
{
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 16);
    rows->setSpacing(0);
    buildKeys(*rows);
    buildTests(*rows);
    rows->addWidget(m_models);
    rows->addStretch(1);
    connect(&work.tests, &ProviderTests::changed, this, &ProviderKeysTab::showTests);
    connect(m_models, &ProviderModelsSection::priceWanted, this, &ProviderKeysTab::priceWanted);
    connect(m_keys, &ProviderKeysModel::weightWanted, this, [this](const QString &key, double weight) {
        editKey(key.toStdString(), [key = key.toStdString(), weight](config::Provider &entry) {
            for (config::ProviderKey &each : entry.keys) {
                if (each.id == key)
                    each.weight = weight;
            }
        });
    });
}

void ProviderKeysTab::buildKeys(QVBoxLayout &rows)
{
    QHBoxLayout *head = newSectionHead(rows);
    head->addWidget(newSectionTitle(tr("Keys"), this), 1);
    m_keyMenu = new Button(tr("What may be done with the key"), Button::Kind::Flat, this);
    m_keyMenu->setIconName(u"more"_s);
    m_keyMenu->setIconOnly(true);
    m_keyMenu->setHeight(24);
    m_addKey = new Button(tr("Add key…"), Button::Kind::Plain, this);
    m_addKey->setIconName(u"plus"_s);
    m_addKey->setHeight(24);
    head->addWidget(m_keyMenu);
    head->addWidget(m_addKey);
    m_keysView = new QTableView(this);
    setUpTable(*m_keysView);
    m_keysView->setSelectionMode(QAbstractItemView::SingleSelection);
    m_keysView->setModel(m_keys);
    m_keysView->setItemDelegate(new ProviderDelegate(kKeyRow, m_keysView));
    m_keysView->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::DoubleClicked);
    m_keysView->setAccessibleName(tr("Keys"));
    setUpRows(*m_keysView, kKeyRow);
    setWidths(*m_keysView, ProviderKeysModel::Name,
              {{ProviderKeysModel::State, 112}, {ProviderKeysModel::Weight, 72}});
    m_keysView->installEventFilter(this);
    // By the menu key too: then the point is the current cell's.
    m_keysView->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_keysView, &QTableView::customContextMenuRequested, this,
            [this](const QPoint &at) { openKeyMenu(m_keysView->viewport()->mapToGlobal(at)); });
    rows.addWidget(m_keysView);
    m_noKeys = new Label(TextStep::Small, this);
    m_noKeys->setTone(&Tokens::text2);
    rows.addWidget(padded(m_noKeys, {16, 4, 16, 4}, this));
    m_shownKey = new SecretField(m_work.clock, this);
    m_shownKey->setReadOnly(true);
    m_shownKey->edit()->setAccessibleName(tr("The key, shown for 10 seconds"));
    rows.addWidget(padded(m_shownKey, {16, 8, 16, 0}, this));
    m_shownKey->parentWidget()->hide();
    connect(m_shownKey, &SecretField::hidden, this, &ProviderKeysTab::hideKey);
    connect(m_addKey, &QPushButton::clicked, this, &ProviderKeysTab::addKeyWanted);
    connect(m_keyMenu, &QPushButton::clicked, this,
            [this] { openKeyMenu(m_keyMenu->mapToGlobal(QPoint(0, m_keyMenu->height()))); });
}

void ProviderKeysTab::buildTests(QVBoxLayout &rows)
{
    auto *margins = new QVBoxLayout;
    margins->setContentsMargins(16, 12, 16, 4);
    m_testsCard = new Card(QString(), this);
    m_testsCard->setAccessibleName(tr("Tests"));
    margins->addWidget(m_testsCard);
    rows.addLayout(margins);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(16, 8, 8, 4);
    head->setSpacing(6);
    m_testsState = new StatusLabel(m_testsCard);
    m_testsAt = new Label(TextStep::Small, m_testsCard);
    m_testsAt->setTone(&Tokens::text2);
    m_testAgain = new Button(tr("Test"), Button::Kind::Plain, m_testsCard);
    m_testAgain->setIconName(u"test"_s);
    m_testAgain->setHeight(24);
    head->addWidget(m_testsState);
    head->addWidget(m_testsAt, 1);
    head->addWidget(m_testAgain);
    m_testsCard->body()->addLayout(head);
    m_testsView = new QTableView(m_testsCard);
    setUpTable(*m_testsView);
    m_testsView->setModel(m_tests);
    m_testsView->setItemDelegate(new ProviderDelegate(kRow, m_testsView));
    m_testsView->setAccessibleName(tr("Last test of each key"));
    setUpRows(*m_testsView, kRow);
    setWidths(*m_testsView, KeyTestsModel::Outcome,
              {{KeyTestsModel::Key, 80}, {KeyTestsModel::FirstToken, 74}, {KeyTestsModel::Total, 74}});
    m_testsCard->body()->addWidget(m_testsView);
    m_testsProblem = new Paragraph(QString(), TextStep::Small, m_testsCard);
    m_testsCard->body()->addWidget(padded(m_testsProblem, {16, 6, 16, 10}, m_testsCard));
    connect(m_testAgain, &QPushButton::clicked, this,
            [this] { m_work.tests.start(testTargets(m_view.entry)); });
}

void ProviderKeysTab::setProvider(const ProviderView &view)
{
    const bool another = view.entry.id != m_view.entry.id;
    m_view = view;
    if (another)
        hideKey();
    m_keys->setKeys(view.entry.keys, m_work.poller.figures().secrets);
    const bool any = !view.entry.keys.empty();
    if (any && !m_keysView->currentIndex().isValid())
        m_keysView->setCurrentIndex(m_keys->index(0, 0));
    m_keysView->setVisible(any);
    m_keyMenu->setVisible(any);
    m_noKeys->parentWidget()->setVisible(!any);
    m_noKeys->setText(view.needsKey ? tr("It needs a key. Without one it is left out.")
                                    : tr("None: it is asked without a key."));
    fitRows(*m_keysView, kMostKeys);
    showTests();
    m_models->setProvider(view.entry.id);
}

void ProviderKeysTab::showTests()
{
    std::vector<KeyTestsModel::Row> rows;
    WallTime newest{};
    QString problem;
    for (const ProviderTests::Target &target : testTargets(m_view.entry)) {
        KeyTestsModel::Row row{target.key, m_work.tests.isRunning(target), {}};
        if (const auto *test = testOf(m_work.poller.figures().tests, target.provider, target.key)) {
            row.test = *test;
            newest = std::max(newest, test->at);
            if (problem.isEmpty())
                problem = text(test->problem);
        }
        rows.push_back(std::move(row));
    }
    const RequestState summary = testsSummary(rows);
    const bool running = std::ranges::any_of(rows, &KeyTestsModel::Row::running);
    m_testsState->setStatus(summary.sign, summary.word);
    m_testsAt->setText(newest == WallTime() || running
                           ? QString()
                           : tr("at %1").arg(localTime(newest).toString(u"HH:mm"_s)));
    const bool tested = newest != WallTime();
    const QString label = tested ? tr("Test again") : tr("Test");
    m_testAgain->setText(label);
    m_testAgain->setAccessibleName(label);
    m_testAgain->setEnabled(!running && !rows.empty());
    m_testsView->setVisible(tested || running);
    m_testsProblem->setText(running ? QString() : problem);
    m_testsProblem->parentWidget()->setVisible(!m_testsProblem->text().isEmpty());
    m_tests->setRows(std::move(rows));
    fitRows(*m_testsView, kMostKeys);
}

void ProviderKeysTab::editKey(const std::string &key, const std::function<void(config::Provider &)> &edit)
{
    m_work.changes.edit(m_view.entry.id, edit, [self = QPointer(this), key](const Result<void> &answer) {
        if (self && !answer && answer.error().code != ErrorCode::Conflict)
            Q_EMIT self->failed(tr("The key “%1” was not changed.").arg(text(key)), answer.error());
    });
}

void ProviderKeysTab::removeKey(const config::ProviderKey &key)
{
    // Its secret stays in the keychain, so that putting the reference back undoes it.
    m_work.changes.edit(
        m_view.entry.id,
        [id = key.id](config::Provider &entry) {
            std::erase_if(entry.keys, [&](const config::ProviderKey &each) { return each.id == id; });
        },
        [self = QPointer(this), key, provider = text(m_view.entry.id)](const Result<void> &answer) {
            if (!self)
                return;
            if (answer)
                Q_EMIT self->keyTakenOut(provider, key);
            else if (answer.error().code != ErrorCode::Conflict)
                Q_EMIT self->failed(tr("The key “%1” was not taken out.").arg(text(key.id)), answer.error());
        });
}

void ProviderKeysTab::showKey(int row)
{
    if (row < 0 || row >= m_keys->rowCount())
        return;
    const config::ProviderKey key = m_keys->at(row);
    const int question = ++m_revealing;
    control::whenAnswered<Secret>(
        m_work.desk.secrets.reveal(key.secret), this, [this, key, question](const Result<Secret> &answer) {
            if (question != m_revealing)
                return; // it has been hidden, or another was asked for
            if (!answer) {
                Q_EMIT failed(tr("The key “%1” cannot be shown.").arg(text(key.id)), answer.error());
                return;
            }
            m_shownKey->setSecret(*answer);
            m_shownKey->parentWidget()->setVisible(true);
            m_shownKey->setShown(true);
        });
}

void ProviderKeysTab::hideKey()
{
    ++m_revealing;
    m_shownKey->parentWidget()->setVisible(false);
    if (!m_shownKey->isEmpty())
        m_shownKey->clear();
}

QMenu *ProviderKeysTab::newKeyMenu(int row, QWidget *parent)
{
    const config::ProviderKey key = m_keys->at(row);
    auto *menu = new QMenu(parent);
    menu->setPalette(palette());
    menu->addAction(tr("Test"), this, [this, key] { m_work.tests.start({{m_view.entry.id, key.id}}); })
        ->setEnabled(key.enabled);
    menu->addAction(tr("Show for 10 seconds"), this, [this, row] { showKey(row); });
    menu->addAction(tr("Replace…"), this, [this, key] { Q_EMIT replaceKeyWanted(text(key.id)); });
    menu->addAction(key.enabled ? tr("Turn off") : tr("Turn on"), this, [this, key] {
        editKey(key.id, [key](config::Provider &entry) {
            for (config::ProviderKey &each : entry.keys) {
                if (each.id == key.id)
                    each.enabled = !key.enabled;
            }
        });
    });
    menu->addSeparator();
    menu->addAction(tr("Take out"), this, [this, key] { removeKey(key); });
    return menu;
}

void ProviderKeysTab::openKeyMenu(const QPoint &globalPosition)
{
    const QModelIndex index = m_keysView->currentIndex();
    if (!index.isValid())
        return;
    QMenu *menu = newKeyMenu(index.row(), this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(globalPosition);
}

bool ProviderKeysTab::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_keysView && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Delete && m_keysView->currentIndex().isValid()) {
        removeKey(m_keys->at(m_keysView->currentIndex().row()));
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

QString ProviderKeysTab::testsText() const
{
    return m_testsState->text();
}

Button *ProviderKeysTab::fetchButton() const
{
    return m_models->fetchButton();
}

Button *ProviderKeysTab::priceButton() const
{
    return m_models->priceButton();
}

QString ProviderKeysTab::priceNotice() const
{
    return m_models->priceNotice();
}

} // namespace signalbox::ui
