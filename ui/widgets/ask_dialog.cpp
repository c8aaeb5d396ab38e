#include "ui/widgets/ask_dialog.h"

#include "ui/theme/tokens.h"
#include "ui/theme/typography.h"
#include "ui/widgets/focus_ring.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {
constexpr int kWidth = 380;
constexpr int kButtonHeight = 32;
} // namespace

AskDialog::AskDialog(const QString &title, QWidget &window)
    : QDialog(window.isVisible() && !window.isMinimized() ? &window : nullptr),
      m_title(new Label(title, TextStep::Lead, this)), m_text(new QLabel(this)), m_middle(new QVBoxLayout),
      m_buttons(new QHBoxLayout)
{
    setWindowTitle(u"Signalbox"_s);
    setWindowIcon(window.windowIcon());
    setFont(window.font());
    QPalette palette = window.palette();
    palette.setColor(QPalette::Window, palette.color(QPalette::Base));
    setPalette(palette);
    new FocusRing(*this);

    m_title->setWeight(QFont::DemiBold);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setFixedWidth(kWidth - 32);
    QPalette quiet = palette;
    quiet.setColor(QPalette::WindowText, tokensFor(palette).text2);
    m_text->setPalette(quiet);
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(16, 16, 16, 16);
    rows->setSpacing(0);
    rows->addWidget(m_title);
    rows->addSpacing(6);
    rows->addWidget(m_text);
    rows->addSpacing(14);
    rows->addLayout(m_middle);
    m_buttons->setSpacing(8);
    m_buttons->addStretch(1);
    rows->addLayout(m_buttons);
    rows->setSizeConstraint(QLayout::SetFixedSize);
    setTitle(title);
}

void AskDialog::setTitle(const QString &title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

void AskDialog::setText(const QString &text)
{
    m_text->setText(text);
    setAccessibleDescription(text);
}

QString AskDialog::title() const
{
    return m_title->text();
}

QString AskDialog::text() const
{
    return m_text->text();
}

void AskDialog::addWidget(QWidget *widget)
{
    m_middle->addWidget(widget);
    m_middle->addSpacing(14);
}

Button *AskDialog::addButton(const QString &text, Button::Kind kind)
{
    auto *button = new Button(text, kind, this);
    button->setHeight(kButtonHeight);
    m_buttons->addWidget(button);
    if (kind == Button::Kind::Main) {
        button->setDefault(true);
        button->setFocus();
    }
    return button;
}

} // namespace signalbox::ui
