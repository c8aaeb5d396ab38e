#include "ui/pages/empty_providers.h"

#include "ui/models/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/paragraph.h"
#include "ui/widgets/preset_list.h"

#include <QHBoxLayout>
#include <QPainter>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kListWidth = 320;

/// An icon on a tile.
class Emblem final : public QWidget
{
public:
    Emblem(const QString &icon, QWidget *parent) : QWidget(parent), m_icon(icon) { setFixedSize(48, 48); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Tokens &t = tokensFor(palette());
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.sunken);
        painter.drawRoundedRect(QRectF(rect()), 8, 8);
        painter.drawPixmap(12, 12, iconPixmap(m_icon, t.text2, 24, devicePixelRatioF()));
    }

private:
    QString m_icon;
};

} // namespace

EmptyProviders::EmptyProviders(std::shared_ptr<const catalog::Catalog> catalog, QWidget *parent)
    : Card(QString(), parent), m_presets(new PresetList(std::move(catalog), this)),
      m_add(new Button(tr("Add provider"), Button::Kind::Main, this)),
      m_look(new Button(tr("Look for keys"), Button::Kind::Plain, this)),
      m_told(new Paragraph(QString(), TextStep::Small, this))
{
    setAccessibleName(tr("No providers"));
    auto *columns = new QHBoxLayout;
    columns->setContentsMargins(24, 24, 16, 16);
    columns->setSpacing(24);
    body()->addLayout(columns, 1);
    auto *invitation = new QVBoxLayout;
    invitation->setSpacing(8);
    columns->addLayout(invitation, 1);
    auto *title = new Label(tr("No providers"), TextStep::Lead, this);
    title->setWeight(QFont::DemiBold);
    title->setAlignment(Qt::AlignHCenter);
    auto *sentence = new Paragraph(tr("Add one, or read keys from the environment. You are asked first."),
                                   TextStep::Small, this);
    sentence->setCentred(true);
    m_told->setCentred(true);
    m_told->hide();
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(m_add);
    buttons->addWidget(m_look);
    buttons->addStretch(1);
    invitation->addStretch(1);
    invitation->addWidget(new Emblem(u"providers"_s, this), 0, Qt::AlignHCenter);
    invitation->addSpacing(4);
    invitation->addWidget(title);
    invitation->addWidget(sentence);
    invitation->addSpacing(8);
    invitation->addLayout(buttons);
    invitation->addWidget(m_told);
    invitation->addStretch(2);
    m_presets->setFixedWidth(kListWidth);
    columns->addWidget(m_presets);
    connect(m_add, &QPushButton::clicked, this, [this] { Q_EMIT addWanted({}); });
    connect(m_look, &QPushButton::clicked, this, &EmptyProviders::lookWanted);
    connect(m_presets, &PresetList::chosen, this, [this] {
        if (const catalog::ProviderRow *row = m_presets->current())
            Q_EMIT addWanted(text(row->id));
    });
}

void EmptyProviders::setTold(const QString &told)
{
    m_told->setText(told);
    m_told->setVisible(!told.isEmpty());
}

} // namespace signalbox::ui
