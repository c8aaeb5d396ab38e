#pragma once

#include "base/clock.h"
#include "control/desk.h"
#include "ui/models/provider_facts.h"
#include "ui/pages/provider_dialogs.h"
#include "ui/widgets/notice_bar.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace signalbox::ui {

class Card;
class EmptyProviders;
class FailuresChart;
class FoundCard;
class ModelSlots;
class PaneSplitter;
class ProviderActions;
class ProviderChanges;
class ProviderPane;
class ProviderPoller;
class ProviderTable;
class ProviderTests;

/// Which providers there are, how they do, with which keys and at what price. Asks and changes through
/// `control` alone; every change can be undone or is asked for by a dialog. Lives on the main thread, owned
/// by the window.
class ProvidersPage final : public QWidget
{
    Q_OBJECT

public:
    /// References must outlive the page.
    ProvidersPage(const control::Desk &desk, const Clock &clock, ModelSlots &modelSlots,
                  QWidget *parent = nullptr);
    ~ProvidersPage() override;

    /// Whether the window can be seen: then it asks slowly, also while another page is in front.
    void setWatched(bool watched);
    /// Whether it can be seen itself: else it gives up tests that have not answered.
    void setActive(bool active);
    /// F5: asks for all of it now, if it can be seen.
    void refresh();
    /// Figures stand still.
    void setPaused(bool paused);
    void setConfiguration(const control::ConfigurationView &view);
    /// Ctrl+N. `kind`: of the catalogue; empty: none is chosen yet.
    AddProviderDialog *openAddDialog(const QString &kind = {});

    [[nodiscard]] ProviderTable *table() const { return m_table; }
    [[nodiscard]] ProviderPane *pane() const { return m_pane; }
    [[nodiscard]] EmptyProviders *empty() const { return m_empty; }
    [[nodiscard]] FoundCard *found() const { return m_found; }
    [[nodiscard]] FailuresChart *failures() const { return m_failures; }
    [[nodiscard]] NoticeBar *notices() const { return m_notices; }
    [[nodiscard]] ProviderTests *tests() const { return m_tests; }
    [[nodiscard]] AddProviderDialog *addDialog() const { return m_dialogs->addDialog(); }
    [[nodiscard]] KeyDialog *keyDialog() const { return m_dialogs->keyDialog(); }
    /// What all pages have to say of the keychain: keys in use depend on it. Nothing: it is as it should be.
    [[nodiscard]] const std::optional<Notice> &keychainNotice() const { return m_keychainNotice; }
    /// "Unlock…": a failure is told on this page.
    void openKeychain();
    /// The first key that cannot be read is asked for, to be kept in memory.
    void useForThisSession();

Q_SIGNALS:
    /// The configuration in force has to be asked for.
    void configurationNeeded();
    /// So many providers need a look.
    void troubledChanged(int count);
    /// keychainNotice() is another one.
    void keychainChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QWidget *buildBody();
    void connectParts();
    void connectPane();
    void showAll();
    void showPane();
    void openPane();
    void closePane();
    void updatePace();
    void openKeyDialog(const QString &replaces);
    void look(bool asked);
    void showKeychain();
    void act(const QString &notice);

    control::Desk m_desk;
    const Clock &m_clock;
    std::shared_ptr<const catalog::Catalog> m_catalog;
    ProviderChanges *m_changes;
    ProviderTests *m_tests;
    ProviderPoller *m_poller;
    NoticeBar *m_notices;
    ProviderActions *m_actions;
    ProviderDialogs *m_dialogs;
    PaneSplitter *m_splitter;
    EmptyProviders *m_empty = nullptr;
    ProviderTable *m_table = nullptr;
    FoundCard *m_found = nullptr;
    Card *m_failuresCard = nullptr;
    FailuresChart *m_failures = nullptr;
    ProviderPane *m_pane = nullptr;
    std::vector<control::Finding> m_findings;
    bool m_configured = false; ///< the configuration has come
    bool m_looked = false;
    std::optional<Notice> m_keychainNotice;
    int m_troubled = 0;
    bool m_watched = false;
    bool m_active = false;
    bool m_paused = false;
};

} // namespace signalbox::ui
