#pragma once

#include "ui/pages/provider_work.h"

#include <QWidget>

#include <string>

class QTableView;

namespace signalbox::ui {

class Button;
class Label;
class OfferedModelsModel;
class Paragraph;

/// The models that a provider offers, and what they cost. Owned by the first tab of the pane.
class ProviderModelsSection final : public QWidget
{
    Q_OBJECT

public:
    explicit ProviderModelsSection(const ProviderWork &work, QWidget *parent = nullptr);

    /// Shows what is known of it now.
    void setProvider(const std::string &id);

    [[nodiscard]] Button *fetchButton() const { return m_fetch; }
    [[nodiscard]] Button *priceButton() const { return m_setPrice; }
    [[nodiscard]] QString priceNotice() const;

Q_SIGNALS:
    void priceWanted(const QString &model);

private:
    void buildNotes();
    void showModels();
    void showPrices();

    ProviderWork m_work;
    std::string m_provider;
    OfferedModelsModel *m_models;
    QTableView *m_modelsView;
    Label *m_modelsTold;
    Button *m_fetch;
    Paragraph *m_unpriced;
    Button *m_setPrice;
    Paragraph *m_priceDate;
};

} // namespace signalbox::ui
