#pragma once

#include "agents/settings_text.h"

#include <vector>

namespace signalbox::agents {

/// A text of NAME=value lines, as dotenv libraries read them: `export`, quotes, values over several lines in
/// quotes, comments. A path is one name; a new one goes to the end.
class EnvText final : public SettingsText
{
public:
    [[nodiscard]] static Result<std::unique_ptr<SettingsText>> parse(std::string text);

    [[nodiscard]] std::optional<std::string> raw(const KeyPath &path) const override;
    [[nodiscard]] std::optional<std::string> value(const KeyPath &path) const override;
    [[nodiscard]] bool contains(const KeyPath &path) const override { return raw(path).has_value(); }
    [[nodiscard]] std::vector<std::string> names(const KeyPath &) const override { return {}; }
    [[nodiscard]] std::string literal(const SettingsValue &value) const override;
    /// InvalidInput where the name is there twice: which of the two counts depends on who reads it.
    [[nodiscard]] Result<std::optional<Insertion>> setRaw(const KeyPath &path, std::string_view raw) override;
    [[nodiscard]] Result<void> remove(const KeyPath &path,
                                      const std::optional<Insertion> &insertion) override;
    /// The text with every value replaced by dots: who shows it need not know which ones are secret.
    [[nodiscard]] std::string masked() const;

private:
    struct Entry
    {
        std::string name;
        std::size_t line = 0; ///< where its line begins
        std::size_t begin = 0;
        std::size_t end = 0; ///< of the value, quotes included
    };

    EnvText(std::string text, std::vector<Entry> entries);
    [[nodiscard]] static Result<std::vector<Entry>> read(std::string_view text);
    [[nodiscard]] const Entry *find(const KeyPath &path) const;
    [[nodiscard]] Result<void> checkOnce(const KeyPath &path) const;
    [[nodiscard]] Result<void> take(std::string text);

    std::vector<Entry> m_entries;
};

} // namespace signalbox::agents
