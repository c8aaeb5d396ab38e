#include "ui/widgets/form_field.h"

#include "ui/theme/tokens.h"
#include "ui/widgets/label.h"
#include "ui/widgets/status_badge.h"

#include <QLineEdit>
#include <QVBoxLayout>

namespace signalbox::ui {

namespace {
constexpr int kInset = 6; ///< of a text from its field's border
}

FormField::FormField(const QString &name, QWidget *editor, QWidget *parent)
    : QWidget(parent), m_name(new Label(name, TextStep::Small, this)), m_editor(editor),
      m_wrong(new StatusLabel(this)), m_hintLabel(new Label(TextStep::Caption, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    m_name->setTone(&Tokens::text2);
    m_hintLabel->setTone(&Tokens::text3);
    layout->addWidget(m_name);
    layout->addWidget(editor);
    layout->addWidget(m_hintLabel);
    layout->addWidget(m_wrong);
    m_wrong->hide();
    m_hintLabel->hide();
    editor->setAccessibleName(name);
    QList<QLineEdit *> lines = editor->findChildren<QLineEdit *>(Qt::FindDirectChildrenOnly);
    if (auto *line = qobject_cast<QLineEdit *>(editor))
        lines << line;
    if (editor->inherits("QAbstractSpinBox") || editor->inherits("QComboBox"))
        lines.clear(); // theirs have their room from the style
    for (QLineEdit *line : lines)
        line->setTextMargins(kInset, 0, kInset, 0);
}

void FormField::setName(const QString &name)
{
    m_name->setText(name);
    m_editor->setAccessibleName(name);
}

void FormField::setHint(const QString &hint)
{
    m_hint = hint;
    m_hintLabel->setText(hint);
    describe();
}

void FormField::setProblem(const QString &problem)
{
    if (problem == m_problem)
        return;
    m_problem = problem;
    m_wrong->setStatus(Sign::Error, problem);
    m_wrong->setToolTip(problem);
    describe();
    // The style draws the border by this.
    QList<QWidget *> fields = m_editor->findChildren<QWidget *>();
    fields << m_editor;
    for (QWidget *field : fields) {
        field->setProperty("wrong", !problem.isEmpty());
        field->update();
    }
}

void FormField::describe()
{
    m_wrong->setVisible(!m_problem.isEmpty());
    m_hintLabel->setVisible(m_problem.isEmpty() && !m_hint.isEmpty());
    m_editor->setAccessibleDescription(m_problem.isEmpty() ? m_hint : m_problem);
}

} // namespace signalbox::ui
