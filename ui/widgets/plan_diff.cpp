#include "ui/widgets/plan_diff.h"

#include "ui/models/agent_words.h"
#include "ui/models/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/button.h"
#include "ui/widgets/diff_view.h"
#include "ui/widgets/label.h"
#include "ui/widgets/status_badge.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QScrollBar>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kContext = 4;
constexpr int kHeader = 34;
constexpr int kIcon = 16;
constexpr QChar kMinus(0x2212);

class FileHeader final : public QWidget
{
public:
    FileHeader(const control::AgentFileChange &file, const LineDiff &diff, PlanDiff &plan, QWidget *parent)
        : QWidget(parent)
    {
        setFixedHeight(kHeader);
        auto *layout = new QHBoxLayout(this);
        layout->setContentsMargins(8, 0, 8, 0);
        layout->setSpacing(8);
        layout->addSpacing(12 + kIcon + 8); // before the name, on whichever side that is
        auto *name = new Label(shortPath(file.file), TextStep::Small, this);
        name->setCode(true);
        layout->addWidget(name, 1);
        if (!file.exists) {
            auto *badge = new Badge(Sign::Active, this);
            badge->setText(PlanDiff::tr("new"));
            layout->addWidget(badge);
        }
        const auto count = [&](Sign sign, const QString &text, const QString &spoken) {
            auto *badge = new Badge(sign, this);
            badge->setText(text);
            badge->setAccessibleName(spoken);
            layout->addWidget(badge);
        };
        if (diff.added > 0)
            count(Sign::Ok, u"+ %1"_s.arg(formatCount(diff.added)),
                  PlanDiff::tr("%n lines added", nullptr, diff.added));
        if (diff.removed > 0)
            count(Sign::Error, u"%1 %2"_s.arg(kMinus).arg(formatCount(diff.removed)),
                  PlanDiff::tr("%n lines removed", nullptr, diff.removed));
        if (file.exists) {
            auto *open = new Button(PlanDiff::tr("Open file"), Button::Kind::Flat, this);
            open->setHeight(24);
            open->setFont(fontFor(TextStep::Small, QFont::Medium));
            open->setAccessibleDescription(shortPath(file.file));
            QObject::connect(open, &QPushButton::clicked, &plan,
                             [&plan, path = file.file] { Q_EMIT plan.openWanted(path); });
            layout->addWidget(open);
        }
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Tokens &t = tokensFor(palette());
        painter.fillRect(rect(), t.alt);
        painter.fillRect(QRect(0, 0, width(), 1), t.line);
        painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
        const bool mirrored = layoutDirection() == Qt::RightToLeft;
        painter.drawPixmap(mirrored ? width() - 20 - kIcon : 20, (height() - kIcon) / 2,
                           iconPixmap(u"file"_s, t.text2, kIcon, devicePixelRatioF()));
    }
};

} // namespace

PlanDiff::PlanDiff(QWidget *parent)
    : QScrollArea(parent), m_content(new QWidget), m_layout(new QVBoxLayout(m_content))
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("What changes"));
    viewport()->setAutoFillBackground(false);
    m_layout->setContentsMargins({});
    m_layout->setSpacing(0);
    m_layout->addStretch(1);
    setWidget(m_content);
    m_content->setAutoFillBackground(false);
}

void PlanDiff::setFiles(const std::vector<control::AgentFileChange> &files, Mode mode)
{
    if (files == m_files && mode == m_mode)
        return;
    m_files = files;
    m_mode = mode;
    m_views.clear();
    while (m_layout->count() > 1) {
        QLayoutItem *item = m_layout->takeAt(0);
        item->widget()->hide();
        item->widget()->deleteLater(); // a press on one of its buttons may be what led here
        delete item;
    }
    int place = 0;
    for (const control::AgentFileChange &file : files) {
        LineDiff diff = folded(lineDiff(file.before, file.after), kContext);
        auto *header = new FileHeader(file, diff, *this, m_content);
        auto *view = new DiffView(m_content);
        view->setAccessibleName(tr("Changes of %1").arg(shortPath(file.file)));
        if (mode == Mode::LinesAlone)
            std::erase_if(diff.lines,
                          [](const DiffLine &line) { return line.kind != DiffLine::Kind::Added; });
        view->setLines(std::move(diff.lines));
        connect(view, &DiffView::lineReached, this, [this, view](const QRect &where) {
            ensureVisible(0, view->mapTo(m_content, where.center()).y(), 0, where.height() * 2);
        });
        m_layout->insertWidget(place++, header);
        m_layout->insertWidget(place++, view);
        m_views << view;
    }
    verticalScrollBar()->setValue(0);
}

QString PlanDiff::linesToCopy(const std::vector<control::AgentFileChange> &files)
{
    QString lines;
    for (const control::AgentFileChange &file : files) {
        const QString added = addedText(lineDiff(file.before, file.after));
        if (added.isEmpty())
            continue;
        if (files.size() > 1)
            lines += (lines.isEmpty() ? QString() : u"\n"_s) + shortPath(file.file) + u":\n"_s;
        lines += added;
    }
    return lines;
}

} // namespace signalbox::ui
