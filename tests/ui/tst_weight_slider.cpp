#include "ui/widgets/weight_slider.h"

#include <QAccessible>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using signalbox::ui::WeightSlider;

class TestWeightSlider : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysMoveIt_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("value");
        QTest::newRow("right: one more") << int(Qt::Key_Right) << 51;
        QTest::newRow("up: one more") << int(Qt::Key_Up) << 51;
        QTest::newRow("left: one less") << int(Qt::Key_Left) << 49;
        QTest::newRow("down: one less") << int(Qt::Key_Down) << 49;
        QTest::newRow("page up: ten more") << int(Qt::Key_PageUp) << 60;
        QTest::newRow("page down: ten less") << int(Qt::Key_PageDown) << 40;
        QTest::newRow("home: nothing") << int(Qt::Key_Home) << 0;
        QTest::newRow("end: everything") << int(Qt::Key_End) << 100;
    }
    void keysMoveIt()
    {
        QFETCH(int, key);
        QFETCH(int, value);
        WeightSlider slider;
        slider.setValue(50);
        QTest::keyClick(&slider, Qt::Key(key));
        QCOMPARE(slider.value(), value);
    }

    void pointerMovesIt()
    {
        WeightSlider slider;
        slider.resize(221, 26); // 100 steps of 2 pixels between the margins
        QSignalSpy pressed(&slider, &QAbstractSlider::sliderPressed);
        QTest::mousePress(&slider, Qt::LeftButton, {}, QPoint(110, 13));
        QCOMPARE(slider.value(), 50);
        QCOMPARE(pressed.size(), 1);
        QTest::mouseMove(&slider, QPoint(10, 13));
        QCOMPARE(slider.value(), 0);
        QTest::mouseRelease(&slider, Qt::LeftButton, {}, QPoint(10, 13));
        QVERIFY(!slider.isSliderDown());
        QTest::mouseMove(&slider, QPoint(200, 13));
        QCOMPARE(slider.value(), 0);
    }

    void mirroredItCountsFromTheRight()
    {
        WeightSlider slider;
        slider.setLayoutDirection(Qt::RightToLeft);
        slider.resize(221, 26);
        QTest::mouseClick(&slider, Qt::LeftButton, {}, QPoint(10, 13));
        QCOMPARE(slider.value(), 100);
    }

    void wheelLeavesItAlone()
    {
        WeightSlider slider;
        slider.setValue(50);
        QWheelEvent wheel(QPointF(20, 10), QPointF(20, 10), {}, QPoint(0, 120), Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&slider, &wheel);
        QCOMPARE(slider.value(), 50);
    }

    void assistiveToolsFindAValue()
    {
        WeightSlider slider;
        slider.setAccessibleName(QStringLiteral("Share of steady"));
        slider.setValue(30);
        QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(&slider);
        QVERIFY(interface);
        QCOMPARE(interface->text(QAccessible::Name), QStringLiteral("Share of steady"));
        QAccessibleValueInterface *value = interface->valueInterface();
        QVERIFY(value);
        QCOMPARE(value->currentValue().toInt(), 30);
        QCOMPARE(value->maximumValue().toInt(), 100);
        value->setCurrentValue(45);
        QCOMPARE(slider.value(), 45);
    }

    void tickStandsAtTheValueInForce()
    {
        WeightSlider slider;
        slider.resize(221, 26);
        slider.setValue(80);
        const QImage without = slider.grab().toImage();
        slider.setLiveValue(20);
        const QImage with = slider.grab().toImage();
        const QPoint tick(51, 8); // 20 % of the way, above the track
        QVERIFY(without.pixelColor(tick) != with.pixelColor(tick));
        slider.setLiveValue(80); // in force: nothing to mark
        QCOMPARE(slider.grab().toImage(), without);
    }
};

QTEST_MAIN(TestWeightSlider)
#include "tst_weight_slider.moc"
