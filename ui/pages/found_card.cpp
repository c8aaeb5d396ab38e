#include "ui/pages/found_card.h"

#include "ui/models/format.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QPainter>

#include <algorithm>

namespace signalbox::ui {

using Source = control::Finding::Source;

namespace {

constexpr int kRow = 36;
constexpr int kPlaceWidth = 236;

/// A row with a line above it.
class Row final : public QWidget
{
public:
    explicit Row(QWidget *parent) : QWidget(parent) { setFixedHeight(kRow); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter(this).fillRect(QRect(0, 0, width(), 1), tokensFor(palette()).grid);
    }
};

} // namespace

FoundCard::FoundCard(const catalog::Catalog &catalog, QWidget *parent)
    : Card(tr("Found on this computer"), parent), m_catalog(catalog)
{
    auto *told = new Label(tr("Nothing is read into Signalbox until you say so."), TextStep::Small, this);
    told->setTone(&Tokens::text3);
    addHeaderWidget(told);
    hide();
}

void FoundCard::setFindings(const std::vector<control::Finding> &findings,
                            const config::Configuration &configuration)
{
    std::vector<control::Finding> open;
    std::ranges::copy_if(findings, std::back_inserter(open),
                         [&](const control::Finding &finding) { return !isTaken(finding, configuration); });
    if (open == m_findings)
        return;
    m_findings = std::move(open);
    build();
}

void FoundCard::setBusy(bool busy)
{
    m_busy = busy;
    for (QWidget *row : m_rows) {
        for (Button *button : row->findChildren<Button *>())
            button->setEnabled(!busy);
    }
}

void FoundCard::build()
{
    for (QWidget *row : m_rows) {
        row->hide();
        row->deleteLater(); // one of its buttons may have asked for this
    }
    m_rows.clear();
    for (const control::Finding &finding : m_findings) {
        const catalog::ProviderRow *kind = m_catalog.provider(finding.kind);
        const QString name = kind ? text(kind->name) : text(finding.kind);
        const bool moves = finding.source == Source::AgentFile && finding.reference.empty();
        const QString what =
            finding.source == Source::EnvironmentVariable ? tr("Environment variable; a key of %1").arg(name)
            : finding.source == Source::LocalServer
                ? (finding.models > 0 ? tr("%1 answers here, with %2 models").arg(name).arg(finding.models)
                                      : tr("%1 answers here").arg(name))
            : moves ? tr("Has a provider “%1” with a key in clear text").arg(text(finding.name))
                    : tr("Has a provider “%1”").arg(text(finding.name));
        auto *row = new Row(this);
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(16, 0, 12, 0);
        layout->setSpacing(12);
        auto *place = new Label(text(finding.place), TextStep::Small, row);
        place->setCode(true);
        place->setFixedWidth(kPlaceWidth);
        auto *told = new Label(what, TextStep::Small, row);
        told->setTone(&Tokens::text2);
        auto *button =
            new Button(moves ? tr("Move key here") : tr("Add %1").arg(name), Button::Kind::Plain, row);
        button->setHeight(24);
        button->setAccessibleDescription(tr("%1: %2").arg(text(finding.place), what));
        button->setEnabled(!m_busy);
        layout->addWidget(place);
        layout->addWidget(told, 1);
        layout->addWidget(button);
        body()->addWidget(row);
        m_rows << row;
        connect(button, &QPushButton::clicked, this, [this, finding] { Q_EMIT takeWanted(finding); });
    }
    setVisible(!m_findings.empty());
}

bool isTaken(const control::Finding &finding, const config::Configuration &configuration)
{
    return std::ranges::any_of(configuration.providers, [&](const config::Provider &provider) {
        if (!finding.reference.empty())
            return std::ranges::find(provider.keys, finding.reference, &config::ProviderKey::secret) !=
                   provider.keys.end();
        // The agent's file keeps its own copy, so that it still stands there says nothing.
        if (finding.source != Source::LocalServer)
            return provider.id == finding.name || (provider.kind == finding.kind && !provider.keys.empty());
        return !finding.baseUrl.empty() && !provider.baseUrl.empty() ? provider.baseUrl == finding.baseUrl
                                                                     : provider.kind == finding.kind;
    });
}

} // namespace signalbox::ui
