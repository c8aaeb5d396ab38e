#pragma once

#include "control/providers.h"
#include "control/secrets.h"
#include "ui/dialogs/wizard_step.h"
#include "ui/models/provider_choices.h"

class QButtonGroup;
class QGridLayout;
class QMenu;

namespace signalbox::ui {

class Button;
class ProviderTile;
class SecretField;
class SignLine;

/// Which provider, and its key. The key goes on to the keychain and stays in no field.
class ProviderStep final : public WizardStep
{
    Q_OBJECT

public:
    ProviderStep(WizardContext &context, QWidget *parent);

    void enter() override;
    [[nodiscard]] QString nextText() const override;
    [[nodiscard]] bool canGoOn() const override;
    void goOn() override;
    [[nodiscard]] QWidget *firstFocus() const override;

    [[nodiscard]] const QList<ProviderTile *> &tiles() const { return m_tiles; }
    [[nodiscard]] SecretField *keyField() const { return m_key; }
    [[nodiscard]] QMenu *others() const { return m_others; }
    /// What stands below the key's field.
    [[nodiscard]] QString hint() const;

private:
    void buildTiles();
    void buildKey();
    void look();
    void offer();
    void takeOther(const ProviderChoice &choice);
    void showKeyField();
    void showHint();
    void showKeychain();
    [[nodiscard]] bool keychainReady() const { return m_keychain == control::KeychainState::Ready; }
    [[nodiscard]] const ProviderChoice *chosen() const;

    QList<ProviderTile *> m_tiles;
    QButtonGroup *m_group;
    QGridLayout *m_grid;
    Button *m_more;
    QMenu *m_others;
    QWidget *m_keyBox;
    SecretField *m_key;
    SignLine *m_hint;
    control::KeychainState m_keychain = control::KeychainState::Probing;
    std::string m_keychainMessage;
    std::vector<control::Finding> m_findings;
    config::Configuration m_configuration;
    int m_open = 0; ///< questions that are not answered yet
    bool m_chosenByHand = false;
};

} // namespace signalbox::ui
