#include "ui/dialogs/price_dialog.h"

#include "ui/models/format.h"
#include "ui/models/provider_changes.h"
#include "ui/widgets/button.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/paragraph.h"
#include "ui/widgets/status_badge.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPointer>

#include <algorithm>

namespace signalbox::ui {

namespace {

constexpr QSize kSize(420, 360);
constexpr std::int64_t kMost = 1'000'000'000'000'000; ///< a million dollars, as the configuration has it

} // namespace

std::optional<Money> typedPrice(const QString &text)
{
    QString plain = text.trimmed();
    plain.replace(u',', u'.');
    const auto price = Money::parse(plain.toStdString());
    if (!price || *price < Money() || *price > Money::fromNano(kMost))
        return std::nullopt;
    return price;
}

PriceDialog::PriceDialog(ProviderChanges &changes, std::string provider, std::string model, QWidget *parent)
    : Dialog(tr("Price of %1").arg(text(model)), parent), m_changes(changes), m_provider(std::move(provider)),
      m_model(std::move(model)), m_input(new QLineEdit(this)), m_cached(new QLineEdit(this)),
      m_output(new QLineEdit(this)), m_inputField(new FormField(tr("Input"), m_input, this)),
      m_cachedField(new FormField(tr("Cached input"), m_cached, this)),
      m_outputField(new FormField(tr("Output"), m_output, this)), m_result(new StatusLabel(this)),
      m_save(new Button(tr("Save"), Button::Kind::Main, this))
{
    setMinimumSize(kSize);
    body()->setSpacing(12);
    body()->addWidget(new Paragraph(
        tr("Dollars for a million tokens. Requests that were made before stay without a price."),
        TextStep::Small, this));
    m_cachedField->setHint(tr("Empty: as the input."));
    for (FormField *field : {m_inputField, m_cachedField, m_outputField})
        body()->addWidget(field);
    body()->addStretch(1);
    body()->addWidget(m_result);
    m_result->hide();
    auto *cancel = new Button(tr("Cancel"), Button::Kind::Plain, this);
    foot()->addStretch(1);
    foot()->addWidget(cancel);
    foot()->addWidget(m_save);
    cancel->setHeight(32);
    m_save->setHeight(32);
    m_save->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &PriceDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &PriceDialog::save);
}

void PriceDialog::save()
{
    const QString wrong = tr("A price is a number such as 2.5.");
    config::Price price;
    price.inputPerMtok = typedPrice(m_input->text());
    price.outputPerMtok = typedPrice(m_output->text());
    price.cacheReadPerMtok = typedPrice(m_cached->text());
    const bool cachedWrong = !price.cacheReadPerMtok && !m_cached->text().trimmed().isEmpty();
    m_inputField->setProblem(price.inputPerMtok ? QString() : wrong);
    m_outputField->setProblem(price.outputPerMtok ? QString() : wrong);
    m_cachedField->setProblem(cachedWrong ? wrong : QString());
    if (!price.inputPerMtok || !price.outputPerMtok || cachedWrong)
        return;
    m_save->setEnabled(false);
    m_changes.edit(
        m_provider,
        [model = m_model, price](config::Provider &entry) {
            auto it = std::ranges::find(entry.models, model, &config::ModelEntry::id);
            if (it == entry.models.end()) {
                config::ModelEntry added;
                added.id = model;
                it = entry.models.insert(it, std::move(added));
            }
            it->price = price;
        },
        [self = QPointer(this)](const Result<void> &answer) {
            if (!self)
                return;
            if (answer) {
                Q_EMIT self->saved();
                self->accept();
                return;
            }
            self->m_save->setEnabled(true);
            self->m_result->setStatus(
                Sign::Error, answer.error().code == ErrorCode::Conflict
                                 ? tr("The configuration was changed elsewhere meanwhile. Save again.")
                                 : text(describe(answer.error())));
            self->m_result->show();
        });
}

QString PriceDialog::problems() const
{
    return m_inputField->problem() + m_cachedField->problem() + m_outputField->problem();
}

} // namespace signalbox::ui
