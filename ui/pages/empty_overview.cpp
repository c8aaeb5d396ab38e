#include "ui/pages/empty_overview.h"

#include "ui/models/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSvgRenderer>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kModels = 6;
const QString kCommand = u"signalbox codex -- exec \"say hello\""_s;

/// The semaphore at clear beside an empty track, in the second text colour.
class Picture final : public QWidget
{
public:
    explicit Picture(QWidget *parent) : QWidget(parent) { setFixedSize(264, 128); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPixmap mask(size() * devicePixelRatioF());
        mask.setDevicePixelRatio(devicePixelRatioF());
        mask.fill(Qt::transparent);
        QPainter on(&mask);
        QSvgRenderer(u":/icons/empty-line.svg"_s).render(&on, QRectF(rect()));
        on.setCompositionMode(QPainter::CompositionMode_SourceIn);
        on.fillRect(rect(), tokensFor(palette()).text3);
        on.end();
        QPainter(this).drawPixmap(0, 0, mask);
    }
};

/// A command on a sunken ground.
class CommandLine final : public QWidget
{
public:
    CommandLine(const QString &command, QWidget *parent) : QWidget(parent)
    {
        auto *layout = new QHBoxLayout(this);
        layout->setContentsMargins(12, 0, 12, 0);
        auto *text = new Label(command, TextStep::Body, this);
        text->setCode(true);
        text->setFixed(true);
        layout->addWidget(text);
        setFixedHeight(32);
        setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokensFor(palette()).sunken);
        painter.drawRoundedRect(QRectF(rect()), 6, 6);
    }
};

Label *centred(Label *label)
{
    label->setAlignment(Qt::AlignHCenter);
    return label;
}

} // namespace

EmptyOverview::EmptyOverview(QWidget *parent)
    : QWidget(parent), m_main(new Card(QString(), this)),
      m_models(new Card(tr("Ready to be asked for"), this)),
      m_addressCard(new Card(tr("The gateway’s address"), this)), m_side(new QWidget(this)),
      m_address(new Label(TextStep::Body, this)), m_copyAddress(new CopyButton(tr("Copy"), this))
{
    auto *layout = new QBoxLayout(QBoxLayout::LeftToRight, this);
    layout->setContentsMargins({});
    layout->setSpacing(12);
    layout->addWidget(m_main, 692);
    layout->addWidget(m_side, 496);
    m_main->body()->addWidget(buildInvitation());

    auto *side = new QVBoxLayout(m_side);
    side->setContentsMargins({});
    side->setSpacing(12);
    side->addWidget(m_addressCard);
    side->addWidget(m_models);
    side->addStretch(1);

    auto *address = new QHBoxLayout;
    address->setContentsMargins(16, 0, 16, 14);
    m_address->setCode(true);
    m_address->setTone(&Tokens::text2);
    address->addWidget(m_address, 1);
    address->addWidget(m_copyAddress);
    m_addressCard->body()->addLayout(address);

    auto *list = m_models->body();
    list->setContentsMargins(16, 0, 16, 12);
    list->setSpacing(2);
    for (int i = 0; i < kModels; ++i) {
        auto *name = new Label(TextStep::Body, m_models);
        auto *targets = new Label(TextStep::Small, m_models);
        name->setWeight(QFont::Medium);
        targets->setTone(&Tokens::text2);
        list->addWidget(name);
        list->addWidget(targets);
        list->addSpacing(4);
        m_names << name;
        m_targets << targets;
    }
    setConfiguration({});
}

QWidget *EmptyOverview::buildInvitation()
{
    auto *invitation = new QWidget(m_main);
    auto *column = new QVBoxLayout(invitation);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(0);
    column->addStretch(1);
    column->addWidget(new Picture(invitation), 0, Qt::AlignHCenter);
    column->addSpacing(24);
    auto *title =
        centred(new Label(tr("The line is clear, and nothing is on it yet"), TextStep::Page, invitation));
    title->setWeight(QFont::DemiBold);
    column->addWidget(title);
    column->addSpacing(8);
    auto *first = centred(
        new Label(tr("Set it up in four steps, or send one request: it shows up here within a second,"),
                  TextStep::Body, invitation));
    auto *second =
        centred(new Label(tr("with what it cost and how long it took."), TextStep::Body, invitation));
    first->setTone(&Tokens::text2);
    second->setTone(&Tokens::text2);
    column->addWidget(first);
    column->addWidget(second);
    column->addSpacing(16);
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addStretch(1);
    line->addWidget(new CommandLine(kCommand, invitation));
    auto *copy = new CopyButton(tr("Copy command"), invitation);
    copy->setText(kCommand);
    copy->button()->setHeight(32);
    line->addWidget(copy);
    line->addStretch(1);
    column->addLayout(line);
    column->addSpacing(12);
    auto *setUp = new Button(tr("Set up…"), Button::Kind::Main, invitation);
    setUp->setHeight(32);
    setUp->setToolTip(tr("Provider, test, agent, first answer: four steps, each can be skipped"));
    connect(setUp, &QPushButton::clicked, this, &EmptyOverview::setUpWanted);
    column->addWidget(setUp, 0, Qt::AlignHCenter);
    column->addStretch(1);
    return invitation;
}

void EmptyOverview::setConfiguration(const config::Configuration &configuration)
{
    for (qsizetype i = 0; i < m_names.size(); ++i) {
        const bool there = std::size_t(i) < configuration.models.size();
        m_names[i]->setVisible(there);
        m_targets[i]->setVisible(there);
        if (!there)
            continue;
        const config::VirtualModel &model = configuration.models[std::size_t(i)];
        QStringList targets;
        for (const config::RouteTarget &target : model.targets)
            targets << text(target.provider) + u'/' + text(target.model);
        m_names[i]->setText(text(model.name));
        m_targets[i]->setText(targets.join(u", "_s));
    }
    m_models->setVisible(!configuration.models.empty());
}

void EmptyOverview::setAddress(const QString &address)
{
    m_address->setText(address.isEmpty() ? tr("None: the gateway is not serving.") : address);
    m_copyAddress->setText(address);
}

void EmptyOverview::setNarrow(bool narrow)
{
    static_cast<QBoxLayout *>(layout())->setDirection(narrow ? QBoxLayout::TopToBottom
                                                             : QBoxLayout::LeftToRight);
}

} // namespace signalbox::ui
