#pragma once

#include "ui/tray/tray_menu_content.h"

#include <QMenu>
#include <QObject>

#include <vector>

namespace signalbox::ui {

/// The tray's menu. Texts and states change in place, so an open menu stays open; it is only built anew where
/// the set of entries changes. Lives on the main thread.
class TrayMenu final : public QObject
{
    Q_OBJECT

public:
    explicit TrayMenu(QObject *parent = nullptr);

    void setEntries(const std::vector<TrayEntry> &entries);
    [[nodiscard]] QMenu &menu() { return m_menu; }
    /// How often it was built, for tests.
    [[nodiscard]] int builds() const { return m_builds; }

Q_SIGNALS:
    void chosen(const signalbox::ui::TrayEntry &entry);

private:
    /// Where an entry stands: places in the menus from the outermost in.
    using Path = std::vector<std::size_t>;

    void build(QMenu &menu, const std::vector<TrayEntry> &entries, const Path &path);
    void update(const QMenu &menu, const std::vector<TrayEntry> &entries);
    void tell(const Path &path);

    QMenu m_menu;
    std::vector<TrayEntry> m_entries;
    int m_builds = 0;
};

} // namespace signalbox::ui
