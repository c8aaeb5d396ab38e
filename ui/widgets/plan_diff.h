#pragma once

#include "control/agents.h"

#include <QScrollArea>

#include <string>
#include <vector>

class QVBoxLayout;

namespace signalbox::ui {

class DiffView;

/// The files of a plan, one below the other: name, how many lines come and go, the difference. Scrolls what
/// does not fit.
class PlanDiff final : public QScrollArea
{
    Q_OBJECT

public:
    enum class Mode {
        Whole,      ///< what stays, goes and comes
        LinesAlone, ///< only what comes, to be typed in by hand
    };

    explicit PlanDiff(QWidget *parent = nullptr);

    void setFiles(const std::vector<control::AgentFileChange> &files, Mode mode);
    [[nodiscard]] const QList<DiffView *> &views() const { return m_views; }
    /// The lines that come, file by file; a file's name stands before its lines where there are several.
    [[nodiscard]] static QString linesToCopy(const std::vector<control::AgentFileChange> &files);

Q_SIGNALS:
    /// A person wants to see the whole file.
    void openWanted(const std::string &file);

private:
    QWidget *m_content;
    QVBoxLayout *m_layout;
    std::vector<control::AgentFileChange> m_files;
    Mode m_mode = Mode::Whole;
    QList<DiffView *> m_views;
};

} // namespace signalbox::ui
