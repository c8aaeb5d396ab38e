#include "ui/tray/tray_menu.h"

#include "ui/theme/tokens.h"

#include <QAction>
#include <QGuiApplication>
#include <QIcon>
#include <QPainter>
#include <QPalette>
#include <QPixmap>

namespace signalbox::ui {

namespace {

QIcon signIcon(Sign sign)
{
    constexpr int size = 16;
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    drawSign(painter, sign, pixmap.rect(), tokensFor(QGuiApplication::palette()));
    return QIcon(pixmap);
}

constexpr auto kSign = "sign"; // property of an action: whose icon it has

/// What is as it was is not set again: each change of an action is a message to the panel.
void fill(QAction &action, const TrayEntry &entry)
{
    if (entry.command == TrayCommand::Separator)
        return;
    action.setText(entry.label);
    action.setEnabled(entry.enabled);
    action.setVisible(entry.visible);
    if (entry.checked)
        action.setChecked(*entry.checked);
    const QVariant sign = entry.sign ? QVariant(int(*entry.sign)) : QVariant();
    if (sign != action.property(kSign)) {
        action.setProperty(kSign, sign);
        action.setIcon(entry.sign ? signIcon(*entry.sign) : QIcon());
    }
}

} // namespace

TrayMenu::TrayMenu(QObject *parent) : QObject(parent)
{
}

void TrayMenu::setEntries(const std::vector<TrayEntry> &entries)
{
    const bool sameShape = m_builds > 0 && haveSameShape(entries, m_entries);
    if (sameShape) {
        update(m_menu, entries);
    } else {
        const auto submenus = m_menu.findChildren<QMenu *>(Qt::FindDirectChildrenOnly);
        m_menu.clear();
        qDeleteAll(submenus); // clear() leaves them
        build(m_menu, entries, {});
        ++m_builds;
    }
    m_entries = entries;
}

void TrayMenu::build(QMenu &menu, const std::vector<TrayEntry> &entries, const Path &path)
{
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const TrayEntry &entry = entries[i];
        Path here = path;
        here.push_back(i);
        if (entry.command == TrayCommand::Separator) {
            menu.addSeparator();
            continue;
        }
        if (entry.hasChildren) {
            QMenu *submenu = menu.addMenu(entry.label);
            build(*submenu, entry.children, here);
            fill(*submenu->menuAction(), entry);
            continue;
        }
        QAction *action = menu.addAction(entry.label);
        action->setCheckable(entry.checked.has_value());
        if (entry.command == TrayCommand::Quit) {
            // To be read; the key itself is the window's.
            action->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Q));
            action->setShortcutContext(Qt::WidgetShortcut);
        }
        connect(action, &QAction::triggered, this, [this, here] { tell(here); });
        fill(*action, entry);
    }
}

void TrayMenu::update(const QMenu &menu, const std::vector<TrayEntry> &entries)
{
    const QList<QAction *> actions = menu.actions();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        QAction &action = *actions[qsizetype(i)];
        fill(action, entries[i]);
        if (entries[i].hasChildren)
            update(*action.menu<QMenu *>(), entries[i].children);
    }
}

void TrayMenu::tell(const Path &path)
{
    const std::vector<TrayEntry> *entries = &m_entries;
    for (std::size_t depth = 0; depth + 1 < path.size(); ++depth)
        entries = &(*entries)[path[depth]].children;
    const TrayEntry entry = (*entries)[path.back()];
    // A click has ticked the entry; whether it is so is for the gateway to say.
    update(m_menu, m_entries);
    Q_EMIT chosen(entry);
}

} // namespace signalbox::ui
