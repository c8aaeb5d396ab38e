#include "base/secret.h"

#include <QTest>

#include <type_traits>

using namespace signalbox;

class TestSecret : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wipesWhatItTakes()
    {
        std::string source = "sk-short";
        const char *where = source.data();
        const Secret secret(std::move(source));
        QVERIFY(secret.reveal() == "sk-short");
        QVERIFY(std::string_view(where, 8).find("sk") == std::string_view::npos);
    }

    void movesWithoutLeavingACopy()
    {
        Secret first(std::string("sk-another-key-of-some-length"));
        Secret second(std::move(first));
        QVERIFY(first.isEmpty()); // NOLINT: that it is empty is the point
        QVERIFY(second.reveal() == "sk-another-key-of-some-length");
        QVERIFY(second.clone().reveal() == second.reveal());
        static_assert(!std::is_copy_constructible_v<Secret>);
    }
};

QTEST_APPLESS_MAIN(TestSecret)
#include "tst_secret.moc"
