#include "ui/fake_control.h"
#include "ui/models/weight_changes.h"
#include "ui/sample_traffic.h"

#include <QSignalSpy>
#include <QTest>

using namespace signalbox;
using signalbox::ui::WeightChanges;
using Weights = WeightChanges::Weights;

class TestWeightChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_control = std::make_unique<tests::FakeControl>();
        tests::fillIdle(*m_control);
        m_changes = std::make_unique<WeightChanges>(*m_control);
        m_changes->setConfiguration(m_control->view);
    }
    void cleanup()
    {
        m_changes.reset();
        m_control.reset();
    }

    void manyMovesAreOneMessage()
    {
        for (int share = 49; share >= 40; --share)
            m_changes->set("coder", {double(share), 30.0 + 50 - share, 20}, 1);
        QCOMPARE(m_control->weightChanges.size(), 0U);
        QTRY_COMPARE(m_control->weightChanges.size(), 1U);
        QCOMPARE(m_control->weightChanges[0].first.weights, (Weights{40, 40, 20}));
        QCOMPARE(m_control->weightChanges[0].second, 1U);
        QTRY_VERIFY(!m_changes->isPending("coder"));
        QCOMPARE(m_changes->inForce("coder"), (Weights{40, 40, 20}));
    }

    void theNextMessageNamesTheNewRevision()
    {
        m_changes->set("coder", {40, 40, 20}, 1);
        QTRY_VERIFY(!m_changes->isPending("coder"));
        m_changes->set("fast", {1, 1}, 2);
        QTRY_COMPARE(m_control->weightChanges.size(), 2U);
        QCOMPARE(m_control->weightChanges[1].second, 2U);
    }

    void oneMessageAtATime()
    {
        m_control->holdWeights = true;
        m_changes->set("coder", {40, 40, 20}, 1);
        QTRY_COMPARE(m_control->weightChanges.size(), 1U);
        m_changes->set("coder", {10, 70, 20}, 1);
        QTRY_VERIFY(!m_changes->isWaiting());
        QCOMPARE(m_control->weightChanges.size(), 1U);
        QCOMPARE(m_changes->wanted("coder"), (Weights{10, 70, 20}));
        m_control->holdWeights = false;
        m_control->release();
        QTRY_COMPARE(m_control->weightChanges.size(), 2U);
        QCOMPARE(m_control->weightChanges[1].first.weights, (Weights{10, 70, 20}));
        QCOMPARE(m_control->weightChanges[1].second, 2U);
        QTRY_VERIFY(!m_changes->isPending("coder"));
    }

    void conflictGivesWay()
    {
        QSignalSpy conflict(m_changes.get(), &WeightChanges::conflict);
        m_control->view.revision = 7; // somebody else
        m_control->view.configuration.models[0].targets[0].weight = 90;
        m_changes->set("coder", {40, 40, 20}, 1);
        QTRY_COMPARE(conflict.size(), 1);
        QCOMPARE(conflict[0][0].toString(), QStringLiteral("coder"));
        QVERIFY(!m_changes->isPending("coder"));
        QVERIFY(!m_changes->undoStack().canUndo());
        m_changes->setConfiguration(m_control->view);
        QCOMPARE(m_changes->wanted("coder"), (Weights{90, 30, 20}));
    }

    void aChangeByOthersIsNotOverwritten()
    {
        QSignalSpy conflict(m_changes.get(), &WeightChanges::conflict);
        m_changes->set("coder", {40, 40, 20}, 1); // waits
        m_control->view.revision = 7;
        m_control->view.configuration.models[0].targets[0].weight = 90;
        m_changes->setConfiguration(m_control->view);
        QCOMPARE(conflict.size(), 1);
        QTRY_VERIFY(!m_changes->isWaiting());
        QCOMPARE(m_control->weightChanges.size(), 0U);
    }

    void aChangeElsewhereLeavesMineAlone()
    {
        QSignalSpy conflict(m_changes.get(), &WeightChanges::conflict);
        m_changes->set("coder", {40, 40, 20}, 1);
        m_control->view.revision = 7;
        m_control->view.configuration.models[1].targets[0].weight = 9;
        m_changes->setConfiguration(m_control->view);
        QTRY_COMPARE(m_control->weightChanges.size(), 1U);
        QCOMPARE(m_control->weightChanges[0].second, 7U);
        QTRY_VERIFY(!m_changes->isPending("coder"));
        QCOMPARE(conflict.size(), 0);
    }

    void failureTakesItBack()
    {
        QSignalSpy failed(m_changes.get(), &WeightChanges::failed);
        m_control->weightsError = Error{ErrorCode::Io, "disk full", {}};
        m_changes->set("coder", {40, 40, 20}, 1);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(m_changes->wanted("coder"), (Weights{50, 30, 20}));
    }

    void aGestureIsUndoneAtOnce()
    {
        m_changes->set("coder", {45, 35, 20}, 1);
        m_changes->set("coder", {40, 40, 20}, 1);
        m_changes->set("coder", {10, 70, 20}, 2);
        QCOMPARE(m_changes->undoStack().count(), 2);
        m_changes->undoStack().undo();
        QCOMPARE(m_changes->wanted("coder"), (Weights{40, 40, 20}));
        m_changes->undoStack().undo();
        QCOMPARE(m_changes->wanted("coder"), (Weights{50, 30, 20}));
        m_changes->undoStack().redo();
        QTRY_COMPARE(m_control->weightChanges.size(), 1U);
        QCOMPARE(m_control->weightChanges[0].first.weights, (Weights{40, 40, 20}));
    }

private:
    std::unique_ptr<tests::FakeControl> m_control;
    std::unique_ptr<WeightChanges> m_changes;
};

QTEST_MAIN(TestWeightChanges)
#include "tst_weight_changes.moc"
