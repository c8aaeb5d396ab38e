#include "agents/toml_reader.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <cmath>
#include <cstdlib>

using namespace signalbox;
using namespace signalbox::agents;
using toml::Kind;
using toml::Node;

namespace {

QString plain(QString number)
{
    return number.remove(u'_');
}

/// Moments are written in several ways: the letter between date and time, seconds left out, zeros at the end.
QString canonicalMoment(QString moment)
{
    moment = moment.toUpper().replace(u' ', u'T');
    const qsizetype colon = moment.indexOf(u':');
    if (colon >= 0 && (moment.size() <= colon + 3 || moment[colon + 3] != u':'))
        moment.insert(colon + 3, QStringLiteral(":00"));
    static const QRegularExpression zeros(QStringLiteral("(\\.\\d*?)0+(?=\\D|$)"));
    moment.replace(zeros, QStringLiteral("\\1"));
    moment.replace(QStringLiteral("+00:00"), QStringLiteral("Z"));
    return moment.remove(QRegularExpression(QStringLiteral("\\.(?=\\D|$)")));
}

double toDouble(const QString &text)
{
    return std::strtod(plain(text).toUtf8().constData(), nullptr);
}

bool matchesScalar(const Node &node, const QString &raw, const QString &type, const QString &value)
{
    switch (node.kind) {
    case Kind::String:
        return type == u"string" && QString::fromStdString(node.text) == value;
    case Kind::Integer: {
        QString digits = plain(raw);
        int base = 10;
        for (const auto &[prefix, of] : {std::pair(u"0x", 16), std::pair(u"0o", 8), std::pair(u"0b", 2)}) {
            if (digits.startsWith(QStringView(prefix)))
                base = of;
        }
        return type == u"integer" &&
               (base == 10 ? digits : digits.mid(2)).toLongLong(nullptr, base) == value.toLongLong();
    }
    case Kind::Float: {
        const double mine = toDouble(raw);
        const double theirs = toDouble(value);
        return type == u"float" && ((std::isnan(mine) && std::isnan(theirs)) || mine == theirs);
    }
    case Kind::Boolean:
        return type == u"bool" && raw == value;
    case Kind::OffsetDateTime:
        return type == u"datetime" && canonicalMoment(raw) == canonicalMoment(value);
    case Kind::LocalDateTime:
        return type == u"datetime-local" && canonicalMoment(raw) == canonicalMoment(value);
    case Kind::LocalDate:
        return type == u"date-local" && raw == value;
    case Kind::LocalTime:
        return type == u"time-local" && canonicalMoment(raw) == canonicalMoment(value);
    default:
        return false;
    }
}

bool matches(const std::string &text, const Node &node, const QJsonValue &expected)
{
    if (expected.isArray()) {
        const QJsonArray items = expected.toArray();
        if (node.kind != Kind::Array || static_cast<qsizetype>(node.items.size()) != items.size())
            return false;
        for (qsizetype i = 0; i < items.size(); ++i) {
            if (!matches(text, *node.items[static_cast<std::size_t>(i)], items[i]))
                return false;
        }
        return true;
    }
    const QJsonObject object = expected.toObject();
    if (object.size() == 2 && object[u"type"].isString() && object[u"value"].isString())
        return matchesScalar(
            node, QString::fromStdString(text.substr(node.value.begin, node.value.end - node.value.begin)),
            object[u"type"].toString(), object[u"value"].toString());
    if (node.kind != Kind::Table || static_cast<qsizetype>(node.members.size()) != object.size())
        return false;
    for (const auto &[name, member] : node.members) {
        const auto found = object.constFind(QString::fromStdString(name));
        if (found == object.constEnd() || !matches(text, *member, *found))
            return false;
    }
    return true;
}

} // namespace

class TestTomlReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("a key twice") << QByteArray("a = 1\nb = 2\na = 3\n")
                                     << QByteArray("line 3: \"a\" is there twice");
        QTest::newRow("a table twice")
            << QByteArray("[a]\n[b]\n[a]\n") << QByteArray("line 3: \"a\" is there already");
        QTest::newRow("no value") << QByteArray("model =\n") << QByteArray("line 1: a value is missing");
        QTest::newRow("an open string")
            << QByteArray("\nmodel = \"gpt\n") << QByteArray("line 2: a string is not closed on its line");
        QTest::newRow("a bare word") << QByteArray("model = gpt\n") << QByteArray("line 1: this is no value");
        QTest::newRow("an open header")
            << QByteArray("[tui\n") << QByteArray("line 1: a table's name is not closed");
        QTest::newRow("no equals") << QByteArray("model\n") << QByteArray("line 1: = is expected here");
        QTest::newRow("two values on a line")
            << QByteArray("a = 1 b = 2\n")
            << QByteArray("line 1: something stands behind a value on its line");
        QTest::newRow("deep brackets")
            << "a = " + QByteArray(100'000, '[') << QByteArray("line 1: too many brackets in brackets");
    }
    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, message);
        const auto tree = toml::read(text.toStdString());
        QVERIFY(!tree);
        QCOMPARE(QByteArray::fromStdString(tree.error().message), message);
    }

    /// toml-test, where it is at hand: TOML 1.1, because Codex may begin to read it at any time and what it
    /// reads must not be refused here.
    void publicCorpus()
    {
        QFile file(QStringLiteral(SIGNALBOX_SHARED_DIR "/corpora/toml/toml-test.json"));
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("toml-test is not at hand");
        const QJsonArray cases = QJsonDocument::fromJson(file.readAll())[u"cases"].toArray();
        int accepted = 0;
        int refused = 0;
        QStringList wrong;
        for (const auto &value : cases) {
            const QJsonObject one = value.toObject();
            const std::string text =
                QByteArray::fromBase64(one[u"bytes_base64"].toString().toLatin1()).toStdString();
            const bool reject = one[u"expect"].toString() == u"reject";
            if (reject && !one[u"toml_versions"].toArray().contains(QStringLiteral("1.1.0")))
                continue;
            const bool isText = !invalidUtf8At(text);
            const auto tree =
                isText ? toml::read(text) : Result<toml::Tree>(fail(ErrorCode::InvalidInput, "bytes"));
            const bool good = reject ? !tree : tree && matches(text, tree->root, one[u"tagged_json"]);
            if (!good)
                wrong << one[u"id"].toString() +
                             (tree ? QString() : u' ' + QString::fromStdString(tree.error().message));
            ++(reject ? refused : accepted);
        }
        qInfo("%d valid, %d invalid", accepted, refused);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
        QVERIFY(accepted > 150 && refused > 250);
    }
};

QTEST_APPLESS_MAIN(TestTomlReader)
#include "tst_toml_reader.moc"
