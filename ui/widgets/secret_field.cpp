#include "ui/widgets/secret_field.h"

#include "ui/widgets/button.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QStringEncoder>

namespace signalbox::ui {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {
constexpr int kInset = 8;
}

SecretField::SecretField(const Clock &clock, QWidget *parent)
    : QWidget(parent), m_clock(clock), m_edit(new QLineEdit(this)),
      m_show(new Button(tr("Show for 10 seconds"), Button::Kind::Plain, this)),
      m_paste(new Button(tr("Paste"), Button::Kind::Plain, this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_show);
    layout->addWidget(m_paste);
    m_paste->hide();
    setFocusProxy(m_edit);
    m_edit->setEchoMode(QLineEdit::Password);
    m_edit->setTextMargins(kInset, 0, kInset, 0);
    m_edit->setLayoutDirection(Qt::LeftToRight);
    // No word list, no prediction and no history of an input method learns a key.
    m_edit->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText |
                                Qt::ImhNoAutoUppercase);
    m_show->setIconName(u"eye"_s);
    m_show->setIconOnly(true);
    m_tick.setInterval(200ms);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (m_until && m_clock.now() >= *m_until)
            setShown(false);
    });
    connect(m_show, &QPushButton::clicked, this, [this] { setShown(!isShown()); });
    connect(m_paste, &QPushButton::clicked, this, [this] {
        QString copied = QGuiApplication::clipboard()->text();
        copied.detach(); // the clipboard's own is not ours to wipe
        m_edit->setText(copied);
        m_edit->setFocus();
    });
    connect(m_edit, &QLineEdit::textChanged, this, [this](const QString &text) {
        holdTexts();
        if (const QString trimmed = text.trimmed(); trimmed != text) {
            m_edit->setText(trimmed);
            return;
        }
        m_show->setEnabled(!text.isEmpty());
        Q_EMIT changed();
    });
    m_show->setEnabled(false);
}

Secret SecretField::secret() const
{
    // QString's own way leaves a copy behind.
    const QString typed = m_edit->text();
    QStringEncoder utf8(QStringEncoder::Utf8);
    std::string bytes(std::size_t(utf8.requiredSpace(typed.size())), '\0');
    const char *end = utf8.appendToBuffer(bytes.data(), typed);
    bytes.resize(std::size_t(end - bytes.data()));
    return Secret(std::move(bytes));
}

void SecretField::setSecret(const Secret &secret)
{
    const std::string_view text = secret.reveal();
    m_edit->setText(QString::fromUtf8(text.data(), qsizetype(text.size())));
    m_edit->setCursorPosition(0);
}

void SecretField::holdTexts()
{
    m_typed.hold(m_edit->text());
    m_drawn.hold(m_edit->displayText());
}

void SecretField::clear()
{
    setShown(false);
    m_edit->clear();
}

void SecretField::setPasteShown(bool shown)
{
    m_paste->setVisible(shown);
}

void SecretField::setHeight(int height)
{
    m_edit->setFixedHeight(height);
    m_show->setHeight(height);
    m_paste->setHeight(height);
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
    holdTexts();
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
