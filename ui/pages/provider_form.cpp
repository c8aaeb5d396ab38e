#include "ui/pages/provider_form.h"

#include "ui/models/format.h"
#include "ui/models/provider_changes.h"
#include "ui/widgets/button.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/label.h"
#include "ui/widgets/status_badge.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QPointer>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kBoxWidth = 150;

/// A row of a duration that is counted in `Unit`.
template<class Unit, class Access>
ProviderForm::Row durationRow(const QString &name, const QString &hint, const QString &suffix, double least,
                              double most, Access access)
{
    return {name,
            hint,
            suffix,
            least,
            most,
            0,
            [access](const config::Provider &entry) {
                return double(access(const_cast<config::Provider &>(entry)).count());
            },
            [access](config::Provider &entry, double value) { access(entry) = Unit(qint64(value)); }};
}

} // namespace

ProviderForm::ProviderForm(ProviderChanges &changes, const QList<Group> &groups, Check check, QWidget *parent)
    : QWidget(parent), m_changes(changes), m_check(std::move(check)), m_told(new StatusLabel(this)),
      m_discard(new Button(tr("Discard"), Button::Kind::Flat, this)),
      m_save(new Button(tr("Save"), Button::Kind::Plain, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 16);
    layout->setSpacing(12);
    for (const Group &group : groups) {
        auto *title = new Label(group.title, TextStep::Body, this);
        title->setWeight(QFont::DemiBold);
        layout->addWidget(title);
        for (const Row &row : group.rows) {
            auto *box = new QDoubleSpinBox(this);
            box->setDecimals(row.decimals);
            box->setRange(row.least, row.most);
            box->setSuffix(row.suffix);
            box->setGroupSeparatorShown(true);
            box->setSingleStep(row.decimals > 0 ? 0.05 : std::max(1.0, row.most >= 10'000 ? 500.0 : 1.0));
            box->setMaximumWidth(kBoxWidth);
            auto *field = new FormField(row.name, box, this);
            field->setHint(row.hint);
            layout->addWidget(field);
            m_rows << row;
            m_boxes << box;
            m_fields << field;
            m_base << 0;
            connect(box, &QDoubleSpinBox::valueChanged, this, &ProviderForm::look);
        }
    }
    layout->addWidget(m_told);
    m_told->hide();
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_discard);
    buttons->addWidget(m_save);
    layout->addLayout(buttons);
    layout->addStretch(1);
    connect(m_discard, &QPushButton::clicked, this, [this] {
        m_told->hide();
        fill();
    });
    connect(m_save, &QPushButton::clicked, this, &ProviderForm::save);
    look();
}

void ProviderForm::setProvider(const config::Provider &entry)
{
    const bool another = entry.id != m_entry.id;
    const bool dirty = !another && isDirty();
    m_entry = entry;
    if (!dirty) {
        m_told->hide();
        fill();
        return;
    }
    for (int i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].read(entry) == m_base[i])
            continue;
        // What is typed here is not overwritten, and does not overwrite unseen.
        if (differs(i))
            m_told->setStatus(Sign::Warning, tr("Changed elsewhere meanwhile. Save replaces that."));
        m_told->setVisible(m_told->isVisible() || differs(i));
        if (!differs(i)) {
            m_filling = true;
            m_boxes[i]->setValue(m_rows[i].read(entry));
            m_filling = false;
        }
        m_base[i] = m_rows[i].read(entry);
    }
    look();
}

bool ProviderForm::differs(int row) const
{
    return m_boxes[row]->value() != m_base[row];
}

bool ProviderForm::isDirty() const
{
    for (int i = 0; i < m_rows.size(); ++i) {
        if (differs(i))
            return true;
    }
    return false;
}

void ProviderForm::fill()
{
    m_filling = true;
    for (int i = 0; i < m_rows.size(); ++i) {
        m_boxes[i]->setValue(m_rows[i].read(m_entry));
        m_base[i] = m_boxes[i]->value();
    }
    m_filling = false;
    look();
}

void ProviderForm::look()
{
    if (m_filling)
        return;
    config::Provider wanted = m_entry;
    for (int i = 0; i < m_rows.size(); ++i) {
        m_rows[i].write(wanted, m_boxes[i]->value());
        m_boxes[i]->setProperty("changed", differs(i));
        m_boxes[i]->update();
    }
    const auto wrong = m_check ? m_check(wanted) : std::nullopt;
    for (int i = 0; i < m_fields.size(); ++i)
        m_fields[i]->setProblem(wrong && wrong->first == i ? wrong->second : QString());
    const bool dirty = isDirty();
    m_save->setEnabled(dirty && !wrong && !m_entry.id.empty());
    m_save->setToolTip(!dirty ? tr("Nothing is changed") : wrong ? wrong->second : QString());
    m_discard->setEnabled(dirty);
}

void ProviderForm::save()
{
    QList<std::pair<int, double>> wanted;
    for (int i = 0; i < m_rows.size(); ++i) {
        if (differs(i))
            wanted.append({i, m_boxes[i]->value()});
    }
    m_told->setStatus(Sign::Waiting, tr("Saving…"));
    m_told->show();
    m_save->setEnabled(false);
    m_changes.edit(
        m_entry.id,
        // Its own numbers alone: whatever else was changed meanwhile stays.
        [rows = m_rows, wanted](config::Provider &entry) {
            for (const auto &[row, value] : wanted)
                rows[row].write(entry, value);
        },
        [self = QPointer(this), id = m_entry.id](const Result<void> &answer) {
            if (!self || self->m_entry.id != id)
                return;
            if (!answer) {
                const bool conflict = answer.error().code == ErrorCode::Conflict;
                self->m_told->setStatus(conflict ? Sign::Warning : Sign::Error,
                                        conflict ? tr("Changed elsewhere meanwhile. Save again.")
                                                 : tr("It was not saved."));
                self->look();
                if (!conflict)
                    Q_EMIT self->failed(text(id), answer.error());
                return;
            }
            self->m_told->setStatus(Sign::Ok, tr("In force from the next request on."));
            if (const config::Provider *entry = self->m_changes.find(id)) {
                self->m_entry = *entry;
                self->fill();
            }
        });
}

QString ProviderForm::problem(int row) const
{
    return m_fields[row]->problem();
}

QString ProviderForm::told() const
{
    return m_told->isHidden() ? QString() : m_told->text();
}

ProviderForm *newLimitsForm(ProviderChanges &changes, QWidget *parent)
{
    using std::chrono::milliseconds;
    const QString ms = u" ms"_s;
    const double day = 86'400'000;
    const auto row = [&](const QString &name, const QString &hint, auto member) {
        return durationRow<milliseconds>(
            name, hint, ms, 1, day,
            [member](config::Provider &entry) -> milliseconds & { return entry.timeouts.*member; });
    };
    using T = config::Timeouts;
    return new ProviderForm(
        changes,
        {{ProviderForm::tr("Time limits"),
          {row(ProviderForm::tr("To connect"), ProviderForm::tr("Name, connection and TLS."), &T::connect),
           row(ProviderForm::tr("To the first byte"),
               ProviderForm::tr("From the request to the answer’s head."), &T::firstByte),
           row(ProviderForm::tr("Between two pieces"),
               ProviderForm::tr("A stream that is silent for longer has died."), &T::idle),
           row(ProviderForm::tr("For the whole answer"), ProviderForm::tr("However it is going."),
               &T::total)}}},
        {}, parent);
}

ProviderForm *newFailoverForm(ProviderChanges &changes, QWidget *parent)
{
    using std::chrono::milliseconds;
    const auto wait = [](const QString &name, const QString &hint, auto member) {
        return durationRow<milliseconds>(
            name, hint, u" ms"_s, 0, 600'000,
            [member](config::Provider &entry) -> milliseconds & { return entry.retry.*member; });
    };
    const ProviderForm::Row attempts{
        ProviderForm::tr("Further attempts"),
        ProviderForm::tr("Of the last target that is left."),
        {},
        0,
        10,
        0,
        [](const config::Provider &entry) { return double(entry.retry.max); },
        [](config::Provider &entry, double value) { entry.retry.max = int(value); }};
    const auto check = [](const config::Provider &entry) -> std::optional<std::pair<int, QString>> {
        if (entry.retry.base > entry.retry.limit)
            return std::pair(1, ProviderForm::tr("Longer than the longest wait."));
        return std::nullopt;
    };
    using Retry = config::Retry;
    // The entry's breaker is left out: the gateway does not act on it yet, and a field would say it does.
    return new ProviderForm(
        changes,
        {{ProviderForm::tr("Asking again"),
          {attempts,
           wait(ProviderForm::tr("First wait"), ProviderForm::tr("It doubles with each attempt."),
                &Retry::base),
           wait(ProviderForm::tr("Longest wait"),
                ProviderForm::tr("Asked to wait for longer, it is not asked again."), &Retry::limit)}}},
        check, parent);
}

} // namespace signalbox::ui
