#pragma once

#include "agents/settings_text.h"

namespace signalbox::agents {

/// A file that holds one key and nothing else. The path to it is empty.
class KeyFile final : public SettingsText
{
public:
    explicit KeyFile(std::string text) : SettingsText(std::move(text)) {}

    [[nodiscard]] std::optional<std::string> raw(const KeyPath &path) const override;
    [[nodiscard]] std::optional<std::string> value(const KeyPath &path) const override;
    [[nodiscard]] bool contains(const KeyPath &path) const override { return raw(path).has_value(); }
    [[nodiscard]] std::vector<std::string> names(const KeyPath &) const override { return {}; }
    [[nodiscard]] std::string literal(const SettingsValue &value) const override;
    [[nodiscard]] Result<std::optional<Insertion>> setRaw(const KeyPath &path, std::string_view raw) override;
    [[nodiscard]] Result<void> remove(const KeyPath &path,
                                      const std::optional<Insertion> &insertion) override;
};

} // namespace signalbox::agents
