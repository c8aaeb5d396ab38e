#include "ui/pages/provider_pane.h"

#include "ui/models/format.h"
#include "ui/pages/provider_form.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/pane_tabs.h"
#include "ui/widgets/switch_button.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

class Tile final : public QWidget
{
public:
    explicit Tile(QWidget *parent) : QWidget(parent) { setFixedSize(32, 32); }
    void setLetters(const QString &letters)
    {
        m_letters = letters;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        drawTile(painter, QRectF(rect()), m_letters, tokensFor(palette()));
    }

private:
    QString m_letters;
};

} // namespace

ProviderPane::ProviderPane(const ProviderWork &work, QWidget *parent)
    : QWidget(parent), m_tile(new Tile(this)), m_name(new Label(TextStep::Lead, this)),
      m_address(new Label(TextStep::Caption, this)), m_on(new SwitchButton(tr("On"), this)),
      m_close(new Button(tr("Close the pane"), Button::Kind::Flat, this)),
      m_tabs(new PaneTabs(tr("What of the provider"), this)), m_pages(new QStackedWidget(this)),
      m_keys(new ProviderKeysTab(work)), m_limits(newLimitsForm(work.changes, nullptr)),
      m_failover(newFailoverForm(work.changes, nullptr))
{
    setAccessibleName(tr("Provider"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 0, 0);
    layout->setSpacing(0);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(16, 12, 12, 12);
    head->setSpacing(12);
    auto *names = new QVBoxLayout;
    names->setSpacing(1);
    m_name->setWeight(QFont::DemiBold);
    m_address->setCode(true);
    m_address->setTone(&Tokens::text3);
    names->addWidget(m_name);
    names->addWidget(m_address);
    auto *remove = new Button(tr("Delete"), Button::Kind::Flat, this);
    remove->setHeight(24);
    m_close->setIconName(u"close"_s);
    m_close->setIconOnly(true);
    m_close->setHeight(24);
    head->addWidget(m_tile);
    head->addLayout(names, 1);
    head->addWidget(m_on);
    head->addWidget(remove);
    head->addWidget(m_close);
    layout->addLayout(head);
    auto *tabs = new QHBoxLayout;
    tabs->setContentsMargins(6, 0, 0, 0);
    tabs->addWidget(m_tabs);
    layout->addLayout(tabs);
    layout->addWidget(m_pages, 1);
    const QList<std::pair<QString, QWidget *>> pages{
        {tr("Keys and models"), m_keys}, {tr("Limits"), m_limits}, {tr("Failover"), m_failover}};
    for (const auto &[title, page] : pages) {
        m_tabs->addTab(title);
        auto *scroll = new QScrollArea(m_pages);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setWidgetResizable(true);
        scroll->setFocusPolicy(Qt::NoFocus);
        scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        scroll->setAccessibleName(title);
        scroll->setWidget(page);
        scroll->viewport()->setAutoFillBackground(false);
        page->setAutoFillBackground(false);
        m_pages->addWidget(scroll);
    }
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_tabs, &QTabBar::currentChanged, m_keys, &ProviderKeysTab::hideKey);
    connect(m_close, &QPushButton::clicked, this, &ProviderPane::closeWanted);
    connect(m_on, &QAbstractButton::clicked, this,
            [this](bool on) { Q_EMIT enabledWanted(providerId(), on); });
    connect(remove, &QPushButton::clicked, this, [this] { Q_EMIT deleteWanted(providerId()); });
}

void ProviderPane::setProvider(const ProviderView &view)
{
    m_view = view;
    static_cast<Tile *>(m_tile)->setLetters(view.tile);
    m_name->setText(view.name);
    m_address->setText(view.address);
    m_on->setChecked(view.entry.enabled);
    m_on->setAccessibleName(tr("%1 is on").arg(view.name));
    m_keys->setProvider(view);
    m_limits->setProvider(view.entry);
    m_failover->setProvider(view.entry);
}

QString ProviderPane::providerId() const
{
    return text(m_view.entry.id);
}

void ProviderPane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Tokens &t = tokensFor(palette());
    painter.fillRect(rect(), t.base);
    const int x = layoutDirection() == Qt::RightToLeft ? width() - 1 : 0;
    painter.fillRect(QRect(x, 0, 1, height()), t.line);
}

void ProviderPane::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT closeWanted();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace signalbox::ui
