#include "ui/dialogs/add_provider_dialog.h"

#include "ui/dialogs/key_form.h"
#include "ui/models/format.h"
#include "ui/models/provider_facts.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/label.h"
#include "ui/widgets/paragraph.h"
#include "ui/widgets/preset_list.h"
#include "ui/widgets/secret_field.h"
#include "ui/widgets/status_badge.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize kSize(760, 560);
constexpr QSize kSmallest(620, 400);
constexpr int kListWidth = 250;

} // namespace

AddProviderDialog::AddProviderDialog(const control::Desk &desk, ProviderChanges &changes, const Clock &clock,
                                     std::shared_ptr<const catalog::Catalog> catalog,
                                     std::vector<std::string> takenIds, QWidget *parent)
    : Dialog(tr("Add a provider"), parent), m_catalog(catalog), m_taken(std::move(takenIds)),
      m_trial(new ProviderTrial(desk, changes, this)), m_presets(new PresetList(std::move(catalog), this))
{
    setMinimumSize(kSmallest);
    resize(kSize.boundedTo(parent ? parent->window()->size() - QSize(40, 40) : kSize));
    auto *columns = new QHBoxLayout;
    columns->setSpacing(20);
    m_presets->setFixedWidth(kListWidth);
    columns->addWidget(m_presets);
    columns->addWidget(buildForm(clock), 1);
    body()->addLayout(columns, 1);
    buildFoot();

    connect(m_presets, &PresetList::currentChanged, this, &AddProviderDialog::showKind);
    connect(m_presets, &PresetList::chosen, this, [this] {
        QWidget *first = m_addressField->isVisible() ? m_address : m_key->field()->edit();
        first->setFocus(Qt::TabFocusReason);
    });
    connect(m_trial, &ProviderTrial::stepChanged, this, &AddProviderDialog::showStep);
    connect(m_trial, &ProviderTrial::failed, this, &AddProviderDialog::showFailure);
    connect(m_trial, &ProviderTrial::tested, this, &AddProviderDialog::showTest);
    connect(m_trial, &ProviderTrial::keyKept, this, [this] { m_keyKept = true; });
    connect(m_trial, &ProviderTrial::saved, this, [this] {
        Q_EMIT added(m_id->text());
        accept();
    });
    showKind();
    m_presets->search()->setFocus();
}

QWidget *AddProviderDialog::buildForm(const Clock &clock)
{
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_form = new QWidget(scroll);
    auto *rows = new QVBoxLayout(m_form);
    rows->setContentsMargins(4, 4, 8, 4);
    rows->setSpacing(12);
    m_title = new Label(TextStep::Lead, m_form);
    m_title->setWeight(QFont::DemiBold);
    m_notes = new Paragraph(QString(), TextStep::Small, m_form);
    m_id = new QLineEdit(m_form);
    m_idField = new FormField(tr("Name"), m_id, m_form);
    m_idField->setHint(tr("As “name/model” it is asked for, and stands in records."));
    m_address = new QLineEdit(m_form);
    m_address->setLayoutDirection(Qt::LeftToRight);
    m_addressField = new FormField(tr("Address"), m_address, m_form);
    m_variableRows = new QVBoxLayout;
    m_variableRows->setSpacing(12);
    m_wire = new QComboBox(m_form);
    m_wireField = new FormField(tr("Spoken to in the format of"), m_wire, m_form);
    m_key = new KeyForm(clock, m_form);
    rows->addWidget(m_title);
    rows->addWidget(m_notes);
    rows->addWidget(m_idField);
    rows->addWidget(m_addressField);
    rows->addLayout(m_variableRows);
    rows->addWidget(m_key);
    rows->addWidget(m_wireField);
    rows->addStretch(1);
    scroll->setWidget(m_form);
    scroll->viewport()->setAutoFillBackground(false);
    m_form->setAutoFillBackground(false);

    const auto recheck = [this] {
        if (m_checked)
            check();
    };
    const auto keyAndCheck = [this, recheck] {
        m_keyKept = false; // it is another one, or its name is
        recheck();
    };
    connect(m_id, &QLineEdit::textChanged, this, keyAndCheck);
    connect(m_address, &QLineEdit::textChanged, this, recheck);
    connect(m_key, &KeyForm::changed, this, keyAndCheck);
    return scroll;
}

void AddProviderDialog::buildFoot()
{
    auto *told = new QVBoxLayout;
    told->setSpacing(2);
    m_result = new StatusLabel(this);
    m_detail = new Paragraph(QString(), TextStep::Small, this);
    told->addWidget(m_result);
    told->addWidget(m_detail);
    m_result->hide();
    m_detail->hide();
    body()->addLayout(told);
    m_test = new Button(tr("Test"), Button::Kind::Plain, this);
    m_test->setIconName(u"test"_s);
    m_cancel = new Button(tr("Cancel"), Button::Kind::Plain, this);
    m_save = new Button(tr("Save"), Button::Kind::Main, this);
    for (Button *button : {m_test, m_cancel, m_save})
        button->setHeight(32);
    foot()->addWidget(m_test);
    foot()->addStretch(1);
    foot()->addWidget(m_cancel);
    foot()->addWidget(m_save);
    m_save->setDefault(true);
    connect(m_test, &QPushButton::clicked, this, [this] {
        if (m_trial->step() != ProviderTrial::Step::Testing) {
            test();
            return;
        }
        m_trial->stopTest();
        say(Sign::Off, tr("The test was stopped."));
    });
    connect(m_cancel, &QPushButton::clicked, this, &AddProviderDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &AddProviderDialog::save);
}

void AddProviderDialog::setKeychain(const control::SecretsView &view)
{
    m_key->setKeychain(view.keychain, text(view.keychainMessage));
}

void AddProviderDialog::choose(const std::string &kind)
{
    m_presets->setCurrent(kind);
}

void AddProviderDialog::showKind()
{
    const catalog::ProviderRow *row = m_presets->current();
    if (row == m_row && m_row)
        return;
    m_row = row;
    m_form->setVisible(row);
    m_test->setEnabled(row);
    m_save->setEnabled(row);
    if (!row)
        return;
    m_checked = false;
    m_title->setText(text(row->name));
    m_notes->setText(text(row->notes));
    m_notes->setVisible(!row->notes.empty());
    m_id->setText(text(freeId(row->id, m_taken)));
    m_idField->setProblem({});
    m_address->clear();
    m_address->setPlaceholderText(row->baseUrl.empty() ? u"https://llm.example.com/v1"_s
                                                       : text(row->baseUrl));
    m_addressField->setVisible(asksForAddress(*row));
    m_addressField->setProblem({});
    m_addressField->setHint(row->local ? tr("Empty: %1").arg(text(row->baseUrl)) : QString());
    fillVariables(*row);
    m_wire->clear();
    m_wire->addItem(tr("Best for each request"), QString());
    for (const std::string &format : row->wire)
        m_wire->addItem(wireName(format), text(format));
    m_wireField->setVisible(row->wire.size() > 1);
    m_key->clear();
    m_key->setNeeded(asksForKey(*row));
    m_key->setVariables(row->environment);
    m_key->setVisible(!row->simulated);
    m_result->hide();
    m_detail->hide();
}

void AddProviderDialog::fillVariables(const catalog::ProviderRow &row)
{
    for (const auto &[name, variable] : m_variables)
        delete variable.field;
    m_variables.clear();
    for (const std::string &name : row.variables()) {
        auto *edit = new QLineEdit(m_form);
        edit->setLayoutDirection(Qt::LeftToRight);
        auto *field = new FormField(tr("“%1” of the address").arg(text(name)), edit, m_form);
        field->setHint(text(row.baseUrl));
        m_variableRows->addWidget(field);
        m_variables[name] = {edit, field};
        connect(edit, &QLineEdit::textChanged, this, [this] {
            if (m_checked)
                check();
        });
    }
}

ProviderDraft AddProviderDialog::draft() const
{
    ProviderDraft draft;
    draft.id = m_id->text().trimmed().toStdString();
    draft.baseUrl = m_address->text().trimmed().toStdString();
    draft.wire = m_wire->currentData().toString().toStdString();
    for (const auto &[name, variable] : m_variables)
        draft.variables[name] = variable.edit->text().trimmed().toStdString();
    if (!m_row->simulated)
        draft.key = m_key->draft();
    return draft;
}

bool AddProviderDialog::check()
{
    m_checked = true;
    const DraftProblems problems = problemsOf(draft(), *m_row, m_taken);
    m_idField->setProblem(problems.id);
    m_addressField->setProblem(problems.baseUrl);
    m_key->setProblem(problems.key);
    for (const auto &[name, variable] : m_variables) {
        const auto it = problems.variables.find(name);
        variable.field->setProblem(it != problems.variables.end() ? it->second : QString());
    }
    if (problems.any())
        say(Sign::Error, tr("Look at the marked fields first."));
    else if (m_trial->step() == ProviderTrial::Step::Idle)
        m_result->hide();
    return !problems.any();
}

void AddProviderDialog::save()
{
    if (!m_row || m_trial->step() != ProviderTrial::Step::Idle || !check())
        return;
    const ProviderDraft wanted = draft();
    std::optional<ProviderTrial::TypedKey> key;
    if (isTyped(wanted.key) && !m_keyKept)
        key = ProviderTrial::TypedKey{referenceOf(wanted.key, wanted.id, kFirstKey), m_key->secret(),
                                      m_key->place()};
    m_trial->save(entryOf(wanted, *m_row), std::move(key));
}

void AddProviderDialog::test()
{
    if (!m_row || m_trial->step() != ProviderTrial::Step::Idle || !check())
        return;
    const ProviderDraft wanted = draft();
    m_trial->test(entryOf(wanted, *m_row), {},
                  isTyped(wanted.key) ? std::optional(m_key->secret()) : std::nullopt);
}

void AddProviderDialog::showStep()
{
    const ProviderTrial::Step step = m_trial->step();
    const bool busy = step != ProviderTrial::Step::Idle;
    m_presets->setEnabled(!busy);
    m_form->setEnabled(!busy);
    m_save->setEnabled(!busy);
    m_test->setEnabled(!busy || step == ProviderTrial::Step::Testing);
    const QString label = step == ProviderTrial::Step::Testing ? tr("Stop") : tr("Test");
    m_test->setText(label);
    m_test->setAccessibleName(label);
    if (step == ProviderTrial::Step::KeepingKey)
        say(Sign::Waiting, m_key->place() == control::SecretPlace::Keychain
                               ? tr("The key goes to the keychain…")
                               : tr("The key is kept for this session…"));
    else if (step == ProviderTrial::Step::Saving)
        say(Sign::Waiting, tr("The entry is saved…"));
    else if (step == ProviderTrial::Step::Testing)
        say(Sign::Waiting, tr("Waiting for its answer to one small request…"));
}

void AddProviderDialog::showFailure(ProviderTrial::Step at, const Error &error)
{
    if (at == ProviderTrial::Step::KeepingKey) {
        m_key->setProblem(tr("The key could not be kept."));
        say(Sign::Error, tr("Nothing was saved. Choose another place, or try again."), text(describe(error)));
    } else if (at == ProviderTrial::Step::Saving && error.code == ErrorCode::Conflict) {
        say(Sign::Warning, tr("The configuration was changed elsewhere meanwhile."),
            tr("Nothing you have typed is lost. Save again."));
    } else if (at == ProviderTrial::Step::Saving) {
        say(Sign::Error, tr("It was not saved."), text(describe(error)));
    } else {
        say(Sign::Error, tr("The test could not be made."), text(describe(error)));
    }
}

void AddProviderDialog::showTest(const control::ProviderTest &test)
{
    const RequestState state = testWord(test.verdict);
    if (test.verdict != control::ProviderTest::Verdict::Answered) {
        say(state.sign, state.word, text(test.problem));
        return;
    }
    const auto time = [](const std::optional<std::chrono::microseconds> &duration) {
        return duration ? formatDuration(double(duration->count()) / 1000) : u"–"_s;
    };
    say(Sign::Ok, tr("%1 answered after %2.").arg(text(test.model), time(test.total)),
        tr("First token after %1. Save keeps the provider.").arg(time(test.firstToken)));
}

void AddProviderDialog::say(Sign sign, const QString &word, const QString &detail)
{
    m_result->setStatus(sign, word);
    m_result->show();
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
}

void AddProviderDialog::reject()
{
    m_trial->giveUp();
    Dialog::reject();
}

QLineEdit *AddProviderDialog::variableEdit(const std::string &name) const
{
    const auto it = m_variables.find(name);
    return it != m_variables.end() ? it->second.edit : nullptr;
}

QString AddProviderDialog::idProblem() const
{
    return m_idField->problem();
}

QString AddProviderDialog::addressProblem() const
{
    return m_addressField->problem();
}

QString AddProviderDialog::resultText() const
{
    return m_result->isHidden() ? QString() : m_result->text() + u' ' + m_detail->text();
}

} // namespace signalbox::ui
