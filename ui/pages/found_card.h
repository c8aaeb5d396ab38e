#pragma once

#include "catalog/catalog.h"
#include "control/providers.h"
#include "ui/widgets/card.h"

#include <QList>

#include <vector>

namespace signalbox::ui {

class Button;

/// What lies about on this computer and could become a provider or a key of one. Nothing is taken over before
/// its button is pressed. Shows what it is given; hidden where there is nothing.
class FoundCard final : public Card
{
    Q_OBJECT

public:
    explicit FoundCard(const catalog::Catalog &catalog, QWidget *parent = nullptr);

    /// Those of them that the configuration does not have yet.
    void setFindings(const std::vector<control::Finding> &findings,
                     const config::Configuration &configuration);
    [[nodiscard]] const std::vector<control::Finding> &findings() const { return m_findings; }
    /// While one is being taken over, by its place in the list.
    void setBusy(bool busy);

Q_SIGNALS:
    void takeWanted(const signalbox::control::Finding &finding);

private:
    void build();

    const catalog::Catalog &m_catalog;
    std::vector<control::Finding> m_findings;
    QList<QWidget *> m_rows;
    bool m_busy = false;
};

/// Whether the configuration has it already.
[[nodiscard]] bool isTaken(const control::Finding &finding, const config::Configuration &configuration);

} // namespace signalbox::ui
