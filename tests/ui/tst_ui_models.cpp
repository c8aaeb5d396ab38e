#include "ui/models/cell_roles.h"
#include "ui/models/last_requests_model.h"
#include "ui/models/routing_model.h"
#include "ui/models/weight_changes.h"
#include "ui/sample_traffic.h"
#include "ui/theme/model_slots.h"
#include "ui/widgets/table_support.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include <random>

using namespace signalbox;
using namespace signalbox::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestUiModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        m_control = std::make_unique<tests::FakeControl>();
        tests::fillBusy(*m_control, tests::sampleNow());
    }

    void newestFirstAndBounded()
    {
        ModelSlots modelSlots;
        LastRequestsModel model(modelSlots);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRecords(m_control->requestsAnswer);
        model.setRunning(m_control->liveAnswer.running);
        QCOMPARE(model.rowCount(), LastRequestsModel::kRows);
        QCOMPARE(cell(model, 0, LastRequestsModel::Status), u"Streaming"_s);
        QCOMPARE(cell(model, 0, LastRequestsModel::Cost), u"…"_s);
        QCOMPARE(cell(model, 2, LastRequestsModel::Status), u"Waiting"_s);
        QCOMPARE(cell(model, 2, LastRequestsModel::ServedBy), u"not yet, asked for coder"_s);
        QCOMPARE(cell(model, 3, LastRequestsModel::Time), u"14:31:32"_s);
        QCOMPARE(model.index(0, LastRequestsModel::ServedBy).data(ShapeRole).toInt(),
                 modelSlots.slotFor(u"steady"_s));
    }

    void aSettledRequestReplacesItsRunningOne()
    {
        ModelSlots modelSlots;
        LastRequestsModel model(modelSlots);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRunning(m_control->liveAnswer.running);
        QCOMPARE(model.rowCount(), 3);
        const QPersistentModelIndex first(model.index(0, 0));
        record::RequestRecord record;
        record.id = "run_1";
        record.startedAt = m_control->liveAnswer.running[0].startedAt;
        record.model = "steady";
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        model.setRecords({record});
        QCOMPARE(inserted.size(), 0);
        QCOMPARE(first.row(), 0);
        QCOMPARE(cell(model, 0, LastRequestsModel::Status), u"Done"_s);
    }

    void rowsKeepTheirIdentityWhateverComes()
    {
        ModelSlots modelSlots;
        LastRequestsModel model(modelSlots);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::mt19937 random(11);
        for (int round = 0; round < 200; ++round) {
            std::vector<record::RequestRecord> records;
            for (int i = 0; i < 16; ++i) {
                if (random() % 3 == 0)
                    continue;
                record::RequestRecord record;
                record.id = std::to_string(i);
                record.askedModel = record.id;
                record.startedAt = WallTime(std::chrono::seconds(random() % 20));
                records.push_back(record);
            }
            QHash<QString, QPersistentModelIndex> before;
            for (int row = 0; row < model.rowCount(); ++row)
                before.insert(cell(model, row, LastRequestsModel::ServedBy),
                              model.index(row, LastRequestsModel::ServedBy));
            model.setRecords(records);
            for (auto it = before.cbegin(); it != before.cend(); ++it) {
                if (it->isValid())
                    QCOMPARE(it->data().toString(), it.key());
            }
            QVERIFY(model.rowCount() <= LastRequestsModel::kRows);
        }
    }

    void equalRowsSignalNothing()
    {
        ModelSlots modelSlots;
        LastRequestsModel model(modelSlots);
        model.setRecords(m_control->requestsAnswer);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setRecords(m_control->requestsAnswer);
        QCOMPARE(changed.size(), 0);
    }

    void routingShowsWantedBesideServed()
    {
        ModelSlots modelSlots;
        WeightChanges changes(*m_control);
        RoutingModel model(modelSlots, changes);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        changes.setConfiguration(m_control->view);
        model.setConfiguration(m_control->view.configuration);
        model.setShares(m_control->liveAnswer.shares);
        QCOMPARE(model.rowCount(), 3);
        const QModelIndex coder = model.index(0, 0);
        QCOMPARE(model.rowCount(coder), 4);
        QCOMPARE(at(model, coder, 0, RoutingModel::Wanted), u"50\u00a0%"_s);
        QCOMPARE(at(model, coder, 0, RoutingModel::Served), u"58\u00a0%"_s); // 93 of 159
        QCOMPARE(at(model, coder, 0, RoutingModel::Requests), u"93"_s);
        QCOMPARE(at(model, coder, 3, RoutingModel::Wanted), u"–"_s); // a fallback
        QCOMPARE(at(model, coder, 3, RoutingModel::State), u"Waiting"_s);
        QVERIFY(model.isWeightedTarget(model.index(2, 0, coder)));
        QVERIFY(!model.isWeightedTarget(model.index(3, 0, coder)));
        QVERIFY(!model.isWeightedTarget(model.index(0, 0, model.index(2, 0)))); // in order
        QCOMPARE(model.index(0, RoutingModel::Served, coder).data(WantedRole).toDouble(), 0.5);
    }

    void weightsChangeWithoutReset()
    {
        ModelSlots modelSlots;
        WeightChanges changes(*m_control);
        RoutingModel model(modelSlots, changes);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        changes.setConfiguration(m_control->view);
        model.setConfiguration(m_control->view.configuration);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        m_control->view.configuration.models[0].targets[1].weight = 0;
        m_control->view.configuration.providers[0].enabled = true;
        m_control->view.revision = 2;
        changes.setConfiguration(m_control->view);
        model.setConfiguration(m_control->view.configuration);
        QCOMPARE(reset.size(), 0);
        const QModelIndex coder = model.index(0, 0);
        QCOMPARE(at(model, coder, 1, RoutingModel::State), u"Out"_s);
        m_control->view.configuration.providers[0].enabled = false;
        model.setConfiguration(m_control->view.configuration);
        QCOMPARE(at(model, coder, 0, RoutingModel::State), u"Provider off"_s);
        m_control->view.configuration.models.pop_back();
        model.setConfiguration(m_control->view.configuration);
        QCOMPARE(reset.size(), 1);
        QCOMPARE(model.rowCount(), 2);
    }

    void rowsAreCopiedAsText()
    {
        ModelSlots modelSlots;
        LastRequestsModel model(modelSlots);
        model.setRecords(m_control->requestsAnswer);
        QTableView view;
        setUpTable(view);
        view.setModel(&model);
        QCOMPARE(selectedRowsAsText(view), QString());
        view.selectRow(1);
        view.selectionModel()->select(model.index(0, 0),
                                      QItemSelectionModel::Select | QItemSelectionModel::Rows);
        const QStringList lines = selectedRowsAsText(view).split(u'\n');
        QCOMPARE(lines.size(), 2);
        QVERIFY2(lines[0].startsWith(u"14:31:32\t"_s), qPrintable(lines[0]));
        QCOMPARE(lines[1].split(u'\t').size(), int(LastRequestsModel::ColumnCount));
    }

private:
    static QString cell(const QAbstractItemModel &model, int row, int column)
    {
        return model.index(row, column).data().toString();
    }
    static QString at(const QAbstractItemModel &model, const QModelIndex &parent, int row, int column)
    {
        return model.index(row, column, parent).data().toString();
    }

    std::unique_ptr<tests::FakeControl> m_control;
};

QTEST_MAIN(TestUiModels)
#include "tst_ui_models.moc"
