#include "base/clock.h"
#include "ui/widgets/button.h"
#include "ui/widgets/secret_field.h"
#include "ui/widgets/wiped_share.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QTest>

#include <algorithm>

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr const char *kKey = "sk-a-key-long-enough";

/// In memory of its own, as what has been typed is.
QString ownText(const char *text)
{
    return QString::fromLatin1(text);
}

bool isWiped(const QString &text)
{
    return !text.isEmpty() && std::ranges::all_of(text, [](QChar c) { return c == QChar(); });
}

} // namespace

/// A share of each text that the field's editor has had is kept here, and looked at once the field has left
/// it.
class TestSecretField : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_field = std::make_unique<SecretField>(m_clock);
    }

    void whatWasClearedIsWiped()
    {
        m_field->edit()->setText(ownText(kKey));
        const QString typed = m_field->edit()->text();
        QCOMPARE(typed, QLatin1String(kKey));
        m_field->clear();
        QVERIFY(isWiped(typed));
    }

    void whatWasThereAtTheEndIsWiped()
    {
        m_field->edit()->setText(ownText(kKey));
        const QString typed = m_field->edit()->text();
        m_field.reset();
        QVERIFY(isWiped(typed));
    }

    void whatIsTypedOnIsLeftWiped()
    {
        m_field->edit()->setText(ownText(kKey));
        const QString typed = m_field->edit()->text();
        QTest::keyClicks(m_field->edit(), u"-more"_s);
        QVERIFY(isWiped(typed));
        QCOMPARE(m_field->edit()->text(), QLatin1String(kKey) + u"-more"_s);
        QVERIFY(m_field->secret().reveal() == "sk-a-key-long-enough-more");
    }

    void whatWasShownIsWiped()
    {
        m_field->edit()->setText(ownText(kKey));
        m_field->setShown(true);
        const QString shown = m_field->edit()->displayText();
        QCOMPARE(shown, QLatin1String(kKey));
        m_field->setShown(false);
        QVERIFY(isWiped(shown));
        QCOMPARE(m_field->edit()->text(), QLatin1String(kKey));
    }

    void whiteSpaceRoundItIsLeftOut()
    {
        m_field->edit()->setText(ownText(" sk-a-key-long-enough\n"));
        QCOMPARE(m_field->edit()->text(), QLatin1String(kKey));
        m_field->edit()->setText(ownText(kKey));
        QVERIFY(m_field->secret().reveal() == kKey);
    }

    void whatWasCopiedStaysInTheClipboard()
    {
        QGuiApplication::clipboard()->setText(ownText(kKey));
        m_field->pasteButton()->click();
        QCOMPARE(m_field->edit()->text(), QLatin1String(kKey));
        m_field->clear();
        QCOMPARE(QGuiApplication::clipboard()->text(), QLatin1String(kKey));
    }

    void aLiteralIsNotWrittenTo()
    {
        const QString literal = u"sk-literal"_s;
        m_field->edit()->setText(literal);
        m_field->clear();
        QCOMPARE(literal, u"sk-literal"_s);
    }

    void everyCharacterIsTaken()
    {
        m_field->edit()->setText(u"sk-ä€🔑"_s);
        QVERIFY(m_field->secret().reveal() == "sk-ä€🔑");
        m_field->setSecret(Secret(std::string("sk-é")));
        QCOMPARE(m_field->edit()->text(), u"sk-é"_s);
        m_field->clear();
        QVERIFY(m_field->secret().isEmpty());
    }

private:
    ManualClock m_clock;
    std::unique_ptr<SecretField> m_field;
};

QTEST_MAIN(TestSecretField)
#include "tst_secret_field.moc"
