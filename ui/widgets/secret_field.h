#pragma once

#include "base/clock.h"
#include "base/secret.h"
#include "ui/widgets/wiped_share.h"

#include <QLineEdit>
#include <QTimer>
#include <QWidget>

#include <optional>

namespace signalbox::ui {

class Button;

/// Where a key is typed or pasted, by a button too where that is wanted. Hidden but for ten seconds after
/// Show. White space round a pasted key goes, as none belongs to one. What its editor has held is wiped.
/// Lives on the main thread.
class SecretField final : public QWidget
{
    Q_OBJECT

public:
    static constexpr std::chrono::seconds kShown{10};

    /// `clock` must outlive this.
    explicit SecretField(const Clock &clock, QWidget *parent = nullptr);

    [[nodiscard]] bool isEmpty() const { return m_edit->text().isEmpty(); }
    /// A copy of what is typed.
    [[nodiscard]] Secret secret() const;
    void setSecret(const Secret &secret);
    void clear();
    void setReadOnly(bool readOnly);
    void setShown(bool shown);
    [[nodiscard]] bool isShown() const { return m_until.has_value(); }
    /// A button that puts in what was copied.
    void setPasteShown(bool shown);
    void setHeight(int height);
    [[nodiscard]] QLineEdit *edit() const { return m_edit; }
    [[nodiscard]] Button *showButton() const { return m_show; }
    [[nodiscard]] Button *pasteButton() const { return m_paste; }

Q_SIGNALS:
    void changed();
    /// The ten seconds are over, or it was hidden by hand.
    void hidden();

private:
    void holdTexts();

    const Clock &m_clock;
    QLineEdit *m_edit;
    Button *m_show;
    Button *m_paste;
    QTimer m_tick;
    std::optional<MonotonicTime> m_until; ///< shown until then
    WipedShare m_typed;                   ///< the editor's text
    WipedShare m_drawn;                   ///< what it draws: a copy while it is shown
};

} // namespace signalbox::ui
