#pragma once

#include "ui/pages/provider_keys_tab.h"

#include <QWidget>

class QStackedWidget;

namespace signalbox::ui {

class PaneTabs;
class ProviderForm;
class SwitchButton;

/// One provider in detail, at the page's end: what it is, whether it is on, and its tabs. Asks the page for
/// what concerns more than itself. Owned by the providers page.
class ProviderPane final : public QWidget
{
    Q_OBJECT

public:
    explicit ProviderPane(const ProviderWork &work, QWidget *parent = nullptr);

    void setProvider(const ProviderView &view);
    [[nodiscard]] QString providerId() const;

    [[nodiscard]] ProviderKeysTab *keysTab() const { return m_keys; }
    [[nodiscard]] ProviderForm *limits() const { return m_limits; }
    [[nodiscard]] ProviderForm *failover() const { return m_failover; }
    [[nodiscard]] PaneTabs *tabs() const { return m_tabs; }
    [[nodiscard]] SwitchButton *onSwitch() const { return m_on; }
    [[nodiscard]] Button *closeButton() const { return m_close; }

Q_SIGNALS:
    void enabledWanted(const QString &provider, bool enabled);
    void deleteWanted(const QString &provider);
    void closeWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    ProviderView m_view;
    QWidget *m_tile;
    Label *m_name;
    Label *m_address;
    SwitchButton *m_on;
    Button *m_close;
    PaneTabs *m_tabs;
    QStackedWidget *m_pages;
    ProviderKeysTab *m_keys;
    ProviderForm *m_limits;
    ProviderForm *m_failover;
};

} // namespace signalbox::ui
