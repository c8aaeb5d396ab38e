#pragma once

#include "ui/models/provider_facts.h"
#include "ui/pages/provider_work.h"

#include <QWidget>

#include <functional>
#include <string>

class QMenu;
class QTableView;
class QVBoxLayout;

namespace signalbox::ui {

class Button;
class Card;
class KeyTestsModel;
class Label;
class Paragraph;
class ProviderKeysModel;
class ProviderModelsSection;
class SecretField;
class StatusLabel;

/// The first tab of the pane: keys, how their last tests went, models and what they cost. Owned by the pane.
class ProviderKeysTab final : public QWidget
{
    Q_OBJECT

public:
    explicit ProviderKeysTab(const ProviderWork &work, QWidget *parent = nullptr);

    void setProvider(const ProviderView &view);
    /// A key that is shown is hidden.
    void hideKey();

    [[nodiscard]] QTableView *keys() const { return m_keysView; }
    [[nodiscard]] SecretField *shownKey() const { return m_shownKey; }
    [[nodiscard]] Button *testButton() const { return m_testAgain; }
    [[nodiscard]] Button *addButton() const { return m_addKey; }
    [[nodiscard]] Button *fetchButton() const;
    [[nodiscard]] Button *priceButton() const;
    [[nodiscard]] QString testsText() const;
    [[nodiscard]] QString priceNotice() const;
    /// What may be done with the current key; the caller shows and owns it.
    [[nodiscard]] QMenu *newKeyMenu(int row, QWidget *parent);
    void showKey(int row);

Q_SIGNALS:
    void addKeyWanted();
    void replaceKeyWanted(const QString &key);
    void priceWanted(const QString &model);
    void keyTakenOut(const QString &provider, const signalbox::config::ProviderKey &key);
    void failed(const QString &fact, const signalbox::Error &error);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildKeys(QVBoxLayout &rows);
    void buildTests(QVBoxLayout &rows);
    void showTests();
    void editKey(const std::string &key, const std::function<void(config::Provider &)> &edit);
    void removeKey(const config::ProviderKey &key);
    void openKeyMenu(const QPoint &globalPosition);

    ProviderWork m_work;
    ProviderView m_view;
    ProviderKeysModel *m_keys;
    KeyTestsModel *m_tests;
    ProviderModelsSection *m_models;
    QTableView *m_keysView = nullptr;
    QTableView *m_testsView = nullptr;
    Label *m_noKeys = nullptr;
    Button *m_addKey = nullptr;
    Button *m_keyMenu = nullptr;
    SecretField *m_shownKey = nullptr;
    Card *m_testsCard = nullptr;
    StatusLabel *m_testsState = nullptr;
    Label *m_testsAt = nullptr;
    Paragraph *m_testsProblem = nullptr;
    Button *m_testAgain = nullptr;
    int m_revealing = 0; ///< answers to older questions are too late
};

} // namespace signalbox::ui
