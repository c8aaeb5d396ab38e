// The window over the real gateway with planted keys: no page has one in any text of its widgets, models or
// what it tells to those who cannot see, and no picture shows a glyph of a masked one.
#include "app/composition.h"
#include "control/desk.h"
#include "integration/planted_session.h"
#include "ui/dialogs/first_run_wizard.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/secret_field.h"

#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMetaProperty>
#include <QPointer>
#include <QStandardPaths>

using namespace signalbox;
using namespace signalbox::test;

namespace {

/// Tables, all of them: none has rows within rows.
void addModel(const QAbstractItemModel &model, QString &all)
{
    for (int row = 0; row < model.rowCount(); ++row) {
        for (int column = 0; column < model.columnCount(); ++column) {
            for (int role = 0; role < Qt::UserRole + 20; ++role)
                all += model.index(row, column).data(role).toString() + QLatin1Char('\n');
        }
    }
}

void addAccessible(QAccessibleInterface *interface, QString &all)
{
    if (interface == nullptr)
        return;
    for (const auto text :
         {QAccessible::Name, QAccessible::Description, QAccessible::Value, QAccessible::Help})
        all += interface->text(text) + QLatin1Char('\n');
    for (int i = 0; i < interface->childCount(); ++i)
        addAccessible(interface->child(i), all);
}

/// Every text of every object below, shown or not.
QString textsOf(const QObject &root)
{
    QString all;
    // Reading a property may make objects, or end them.
    QList<QPointer<QObject>> objects;
    for (QObject *each : root.findChildren<QObject *>())
        objects.append(each);
    for (const QPointer<QObject> &object : std::as_const(objects)) {
        for (int i = 0; object && i < object->metaObject()->propertyCount(); ++i)
            all += object->metaObject()->property(i).read(object).toString() + QLatin1Char('\n');
        if (const auto *view = qobject_cast<const QAbstractItemView *>(object.get()); view && view->model())
            addModel(*view->model(), all);
    }
    return all;
}

QImage pictureOf(const QByteArray &key, bool isShown)
{
    const SystemClock clock;
    ui::SecretField field(clock);
    field.resize(900, 40);
    field.setSecret(Secret(key.toStdString()));
    if (isShown)
        field.setShown(true);
    return field.grab().toImage();
}

} // namespace

class TestPlantedWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void noPageTellsAKey()
    {
        const KeySearch inEnvironment(plantedKey("environment"));
        const KeySearch inFile(plantedKey("file"));
        QuotingProvider provider;
        const QTemporaryDir folder;
        qputenv("PLANTED_KEY", inEnvironment.key());
        qputenv("PLANTED_CLIENT", inFile.key());
        app::Paths paths;
        paths.configFile = folder.filePath(QStringLiteral("config.json")).toStdString();
        paths.dataDir = folder.filePath(QStringLiteral("data")).toStdString();
        paths.stateDir = folder.filePath(QStringLiteral("state")).toStdString();
        QVERIFY(tests::writeFile(folder.filePath(QStringLiteral("planted")).toStdString(),
                                 inFile.key().toStdString()));
        QVERIFY(
            tests::writeFile(paths.configFile.string(), configuration(provider.plainUrl()).toStdString()));
        auto created =
            app::Composition::create({.paths = paths, .listen = {}, .notice = [](const std::string &) {}});
        QVERIFY2(created, created ? "" : created.error().message.c_str());
        const auto composition = std::move(*created);
        quint16 port = 0;
        composition->start([&](const Result<std::vector<std::string>> &addresses) {
            if (addresses)
                port = quint16(std::stoi(addresses->front().substr(addresses->front().rfind(':') + 1)));
        });
        QTRY_VERIFY(port != 0);
        auto window =
            std::make_unique<ui::MainWindow>(control::Desk{composition->control(), composition->secrets(),
                                                           composition->providers(), composition->agents()},
                                             composition->clock());
        window->resize(1400, 900);
        window->show();
        ask(port, "said/refused", inFile.key());
        ask(port, "disk/refused", inFile.key());
        ask(port, "said/m", inFile.key());
        QTRY_VERIFY(provider.keys.contains(inEnvironment.key()) && provider.keys.contains(inFile.key()));
        test(composition->providers(), "said");
        test(composition->providers(), "disk");
        QString all;
        for (const auto page : {ui::MainWindow::Page::Overview, ui::MainWindow::Page::Routing,
                                ui::MainWindow::Page::Providers, ui::MainWindow::Page::Agents}) {
            window->showPage(page);
            QTest::qWait(1'200); // what it polls for has come
            all += textsOf(*window);
            addAccessible(QAccessible::queryAccessibleInterface(window.get()), all);
        }
        window->openWizard();
        QTest::qWait(300);
        all += textsOf(*window);
        QVERIFY2(all.contains(QLatin1String("said")), "the search has not seen the pages");
        for (const KeySearch *each : {&inEnvironment, &inFile})
            QCOMPARE(QByteArray(each->in(all.toUtf8())), QByteArray());
        window.reset();
        bool isDown = false;
        composition->shutdown([&] { isDown = true; });
        QTRY_VERIFY_WITH_TIMEOUT(isDown, 20'000);
    }

    void theSearchSeesAShownKey()
    {
        const KeySearch search(plantedKey("shown"));
        const SystemClock clock;
        QWidget window;
        auto *field = new ui::SecretField(clock, &window);
        field->setSecret(Secret(search.key().toStdString()));
        field->setShown(true);
        QVERIFY(search.in(textsOf(window).toUtf8()) != nullptr);
    }

    void aMaskedFieldShowsNoGlyph()
    {
        const QByteArray one = plantedKey("one");
        const QByteArray two = plantedKey("two");
        QCOMPARE(one.size(), two.size());
        QVERIFY(pictureOf(one, false) == pictureOf(two, false));
        QVERIFY(pictureOf(one, true) != pictureOf(two, true));
        const SystemClock clock;
        ui::SecretField field(clock);
        field.setSecret(Secret(one.toStdString()));
        QString told;
        addAccessible(QAccessible::queryAccessibleInterface(&field), told);
        QVERIFY(KeySearch(one).in(told.toUtf8()) == nullptr);
    }

private:
    static QByteArray configuration(const QByteArray &url)
    {
        QJsonArray providers;
        for (const auto &[id, secret] :
             {std::pair("said", "env:PLANTED_KEY"), std::pair("disk", "file:planted")})
            providers.append(
                QJsonObject{{QStringLiteral("id"), QLatin1String(id)},
                            {QStringLiteral("kind"), QStringLiteral("openai-compatible")},
                            {QStringLiteral("wire"), QStringLiteral("openai-chat")},
                            {QStringLiteral("base_url"), QString::fromUtf8(url)},
                            {QStringLiteral("models"),
                             QJsonArray{QJsonObject{{QStringLiteral("id"), QStringLiteral("refused")}},
                                        QJsonObject{{QStringLiteral("id"), QStringLiteral("m")}}}},
                            {QStringLiteral("keys"),
                             QJsonArray{QJsonObject{{QStringLiteral("id"), QStringLiteral("main")},
                                                    {QStringLiteral("secret"), QLatin1String(secret)}}}}});
        const QJsonObject server{{QStringLiteral("listen"), QJsonArray{QStringLiteral("127.0.0.1:0")}},
                                 {QStringLiteral("drain_seconds"), 0}};
        const QJsonObject key{{QStringLiteral("id"), QStringLiteral("client")},
                              {QStringLiteral("secret"), QStringLiteral("env:PLANTED_CLIENT")}};
        return QJsonDocument(QJsonObject{{QStringLiteral("version"), 1},
                                         {QStringLiteral("proxy"), QStringLiteral("none")},
                                         {QStringLiteral("server"), server},
                                         {QStringLiteral("providers"), providers},
                                         {QStringLiteral("virtual_keys"), QJsonArray{key}}})
            .toJson();
    }
    static void ask(quint16 port, const QByteArray &model, const QByteArray &key)
    {
        const auto socket = RawSocket::connectTo(port);
        const QByteArray body =
            "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
        socket->send(
            "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: "
            "application/json\r\nAuthorization: Bearer " +
            key + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        QTRY_VERIFY_WITH_TIMEOUT(socket->isClosed, 20'000);
    }
    /// A test whose answer quotes the key: what the page shows of it later.
    static void test(control::Providers &providers, const char *id)
    {
        auto tested = providers.test(id, "main");
        QTRY_VERIFY_WITH_TIMEOUT(tested.isFinished(), 20'000);
    }
};

QTEST_MAIN(TestPlantedWindow)
#include "tst_planted_window.moc"
