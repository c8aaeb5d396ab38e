#pragma once

#include "base/error.h"
#include "config/configuration.h"

#include <QList>
#include <QString>
#include <QWidget>

#include <functional>
#include <optional>

class QDoubleSpinBox;

namespace signalbox::ui {

class Button;
class FormField;
class ProviderChanges;
class StatusLabel;

/// Numbers of a provider's entry that are changed together and take effect with Save. What is typed stays
/// until it is saved or discarded, also where the entry is changed elsewhere meanwhile; then that is said.
class ProviderForm final : public QWidget
{
    Q_OBJECT

public:
    struct Row
    {
        QString name;
        QString hint;
        QString suffix;
        double least = 0;
        double most = 0;
        int decimals = 0;
        std::function<double(const config::Provider &)> read;
        std::function<void(config::Provider &, double)> write;
    };
    /// A group begins with a title.
    struct Group
    {
        QString title;
        QList<Row> rows;
    };
    /// What is wrong with the entry as it would be, by the place of the row; nothing where it is right.
    using Check = std::function<std::optional<std::pair<int, QString>>(const config::Provider &)>;

    ProviderForm(ProviderChanges &changes, const QList<Group> &groups, Check check,
                 QWidget *parent = nullptr);

    void setProvider(const config::Provider &entry);
    [[nodiscard]] bool isDirty() const;
    [[nodiscard]] QDoubleSpinBox *box(int row) const { return m_boxes[row]; }
    [[nodiscard]] Button *saveButton() const { return m_save; }
    [[nodiscard]] QString problem(int row) const;
    [[nodiscard]] QString told() const;

Q_SIGNALS:
    void failed(const QString &provider, const signalbox::Error &error);

private:
    void fill();
    void look();
    void save();
    [[nodiscard]] bool differs(int row) const;

    ProviderChanges &m_changes;
    Check m_check;
    config::Provider m_entry; ///< as in force
    QList<Row> m_rows;
    QList<QDoubleSpinBox *> m_boxes;
    QList<FormField *> m_fields;
    QList<double> m_base; ///< values that the boxes were filled with
    StatusLabel *m_told;
    Button *m_discard;
    Button *m_save;
    bool m_filling = false;
};

/// The forms of the two tabs.
[[nodiscard]] ProviderForm *newLimitsForm(ProviderChanges &changes, QWidget *parent);
[[nodiscard]] ProviderForm *newFailoverForm(ProviderChanges &changes, QWidget *parent);

} // namespace signalbox::ui
