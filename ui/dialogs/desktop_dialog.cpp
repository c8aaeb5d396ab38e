#include "ui/dialogs/desktop_dialog.h"

#include "ui/theme/tokens.h"
#include "ui/tray/desktop_notices.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/switch_button.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <array>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize kSize(560, 300);
constexpr int kLabelWidth = 150;
/// By the order of the choices.
constexpr std::array kMeanings{"ask"_L1, "keep"_L1, "quit"_L1};

Label *newLabel(const QString &text, QWidget *parent)
{
    auto *label = new Label(text, TextStep::Body, parent);
    label->setWeight(QFont::Medium);
    label->setMinimumWidth(kLabelWidth);
    return label;
}

/// A switch and what it is of.
QLayout *lineOf(SwitchButton *button, const QString &text, QWidget *parent)
{
    auto *line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(button);
    line->addWidget(new Label(text, TextStep::Body, parent), 1);
    return line;
}

} // namespace

DesktopDialog::DesktopDialog(Tray tray, QWidget *parent) : Dialog(tr("Desktop"), parent)
{
    setMinimumSize(kSize);
    resize(kSize);
    auto *rows = new QGridLayout;
    rows->setHorizontalSpacing(12);
    rows->setVerticalSpacing(12);
    rows->setColumnStretch(1, 1);
    addNotices(*rows);
    addClosing(*rows, tray);
    addLogin(*rows);
    body()->addLayout(rows);
    body()->addStretch(1);
    auto *close = new Button(tr("Close"), Button::Kind::Main, this);
    close->setHeight(32);
    close->setDefault(true);
    foot()->addStretch(1);
    foot()->addWidget(close);
    connect(close, &QPushButton::clicked, this, &DesktopDialog::accept);
    m_notices.first()->setFocus();
}

void DesktopDialog::addNotices(QGridLayout &rows)
{
    const std::array<std::pair<NoticeKind, QString>, 4> kinds{{
        {NoticeKind::Gateway, tr("The gateway stops serving, or serves again")},
        {NoticeKind::Providers, tr("A provider stops answering, or answers again")},
        {NoticeKind::Keychain, tr("The keychain is locked, or open again")},
        {NoticeKind::Records, tr("Records of requests were lost")},
    }};
    for (const auto &[kind, words] : kinds) {
        const int row = rows.rowCount();
        if (m_notices.isEmpty())
            rows.addWidget(newLabel(tr("Show a notice when"), this), row, 0);
        auto *button = new SwitchButton(words, this);
        const QString setting = noticeSetting(kind);
        button->setChecked(m_settings.value(setting, true).toBool());
        connect(button, &QAbstractButton::toggled, this,
                [this, setting](bool on) { m_settings.setValue(setting, on); });
        rows.addLayout(lineOf(button, words, this), row, 1);
        m_notices << button;
    }
}

void DesktopDialog::addClosing(QGridLayout &rows, Tray tray)
{
    const int row = rows.rowCount();
    rows.setRowMinimumHeight(row, 40);
    const QString name = tr("Closing the window");
    rows.addWidget(newLabel(name, this), row, 0);
    m_closing = new SegmentedControl(name, {tr("Asks"), tr("Keeps it running"), tr("Quits")}, this);
    const auto it = std::ranges::find(kMeanings, m_settings.value(kCloseSetting).toString());
    m_closing->setCurrent(it != kMeanings.end() ? int(it - kMeanings.begin()) : 0);
    connect(m_closing, &SegmentedControl::currentChanged, this, [this](int choice) {
        m_settings.setValue(kCloseSetting, QString(kMeanings[std::size_t(choice)]));
    });
    rows.addWidget(m_closing, row, 1, Qt::AlignLeft | Qt::AlignVCenter);
    if (tray == Tray::There)
        return;
    m_closing->setEnabled(false);
    auto *told =
        new Label(tr("This desktop shows no tray icons: closing minimises it."), TextStep::Small, this);
    told->setTone(&Tokens::text2);
    m_closing->setToolTip(told->text());
    rows.addWidget(told, row + 1, 1);
}

void DesktopDialog::addLogin(QGridLayout &rows)
{
    const int row = rows.rowCount();
    const QString words = tr("Start Signalbox at login, in the tray");
    rows.addWidget(newLabel(tr("Login"), this), row, 0);
    m_login = new SwitchButton(words, this);
    rows.addLayout(lineOf(m_login, words, this), row, 1);
    connect(m_login, &QAbstractButton::clicked, this, &DesktopDialog::startAtLoginWanted);
}

void DesktopDialog::setStartsAtLogin(bool on)
{
    m_login->setChecked(on);
}

} // namespace signalbox::ui
