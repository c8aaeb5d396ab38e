#include "ui/widgets/secret_field.h"

#include "ui/widgets/button.h"

#include <QHBoxLayout>

namespace signalbox::ui {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

SecretField::SecretField(const Clock &clock, QWidget *parent)
    : QWidget(parent), m_clock(clock), m_edit(new QLineEdit(this)),
      m_show(new Button(tr("Show for 10 seconds"), Button::Kind::Plain, this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_show);
    setFocusProxy(m_edit);
    m_edit->setEchoMode(QLineEdit::Password);
    m_edit->setLayoutDirection(Qt::LeftToRight);
    m_edit->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    m_show->setIconName(u"eye"_s);
    m_show->setIconOnly(true);
    m_tick.setInterval(200ms);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (m_until && m_clock.now() >= *m_until)
            setShown(false);
    });
    connect(m_show, &QPushButton::clicked, this, [this] { setShown(!isShown()); });
    connect(m_edit, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (const QString trimmed = text.trimmed(); trimmed != text)
            m_edit->setText(trimmed);
        else
            Q_EMIT changed();
    });
}

Secret SecretField::secret() const
{
    return Secret(m_edit->text().toStdString());
}

void SecretField::setSecret(const Secret &secret)
{
    const std::string_view text = secret.reveal();
    m_edit->setText(QString::fromUtf8(text.data(), qsizetype(text.size())));
    m_edit->setCursorPosition(0);
}

void SecretField::clear()
{
    setShown(false);
    m_edit->clear();
}

void SecretField::setReadOnly(bool readOnly)
{
    m_edit->setReadOnly(readOnly);
}

void SecretField::setShown(bool shown)
{
    if (shown == isShown())
        return;
    m_edit->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
    m_show->setText(shown ? tr("Hide") : tr("Show for 10 seconds"));
    m_show->setAccessibleName(m_show->text());
    m_show->setToolTip(m_show->text());
    if (shown) {
        m_until = m_clock.now() + kShown;
        m_tick.start();
    } else {
        m_until.reset();
        m_tick.stop();
        Q_EMIT hidden();
    }
}

} // namespace signalbox::ui
