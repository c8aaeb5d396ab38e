#include "gateway/thread_answer.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <optional>

using namespace signalbox::gateway;

/// A thread that answers what it is asked.
class TestAnswerOfThread : public QObject
{
    Q_OBJECT

    QThread m_thread;
    QObject m_worker;

    template<class Answer, class Work>
    QFuture<Answer> ask(Work work)
    {
        const ThreadAnswer<Answer> answer;
        QMetaObject::invokeMethod(
            &m_worker, [answer, work = std::move(work)] { answer.give(work); }, Qt::QueuedConnection);
        return answer.future();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_worker.moveToThread(&m_thread);
        m_thread.start();
    }
    void cleanupTestCase()
    {
        m_thread.quit();
        QVERIFY(m_thread.wait());
    }

    void worksThereAndAnswersHere()
    {
        QThread *worked = nullptr;
        QThread *heard = nullptr;
        ask<int>([&] {
            worked = QThread::currentThread();
            return 7;
        }).then(this, [&](int answer) {
            QCOMPARE(answer, 7);
            heard = QThread::currentThread();
        });
        QTRY_VERIFY(heard != nullptr);
        QCOMPARE(heard, thread());
        QCOMPARE(worked, &m_thread);
    }

    void anAnswerMayBeNothingButTheEnd()
    {
        bool hasEnded = false;
        ask<void>([] {}).then(this, [&] { hasEnded = true; });
        QTRY_VERIFY(hasEnded);
    }

    /// The handler is set while the answer comes: with a promise that the worker finishes itself, this ends
    /// in a crash sooner or later.
    void eachHandlerIsCalledOnce()
    {
        constexpr int asked = 20'000;
        int called = 0;
        for (int i = 0; i < asked; ++i)
            ask<int>([i] { return i; }).then(this, [&](int) { ++called; });
        QTRY_COMPARE_WITH_TIMEOUT(called, asked, 60'000);
        QCoreApplication::sendPostedEvents();
        QCOMPARE(called, asked);
    }

    void whoIsNotAnsweredIsToldSo()
    {
        std::optional<ThreadAnswer<int>> answer(std::in_place);
        const QFuture<int> future = answer->future();
        answer.reset();
        QVERIFY(future.isCanceled() && future.isFinished());
    }
};

QTEST_GUILESS_MAIN(TestAnswerOfThread)
#include "tst_answer_of_thread.moc"
