#pragma once

#include "agents/toml_reader.h"

namespace signalbox::agents {

/// A TOML file's text. A new key goes where its table is written: under its [header], beside dotted keys,
/// into an inline table; where there is none, a [header] is put at the end of the file.
class TomlText final : public SettingsText
{
public:
    [[nodiscard]] static Result<std::unique_ptr<SettingsText>> parse(std::string text);

    [[nodiscard]] std::optional<std::string> raw(const KeyPath &path) const override;
    [[nodiscard]] std::optional<std::string> value(const KeyPath &path) const override;
    [[nodiscard]] bool contains(const KeyPath &path) const override { return find(path) != nullptr; }
    [[nodiscard]] std::vector<std::string> names(const KeyPath &path) const override;
    [[nodiscard]] std::string literal(const SettingsValue &value) const override;
    [[nodiscard]] Result<std::optional<Insertion>> setRaw(const KeyPath &path, std::string_view raw) override;
    [[nodiscard]] Result<void> remove(const KeyPath &path,
                                      const std::optional<Insertion> &insertion) override;

private:
    struct Place;

    TomlText(std::string text, toml::Tree tree);
    [[nodiscard]] const toml::Node *find(const KeyPath &path) const;
    [[nodiscard]] Result<Place> placeFor(const KeyPath &path) const;
    [[nodiscard]] Insertion addToInline(const toml::Node &table, const std::string &statement,
                                        std::string &text) const;
    [[nodiscard]] Insertion addToSection(std::size_t section, const std::string &statement,
                                         std::size_t behind, std::string &text) const;
    [[nodiscard]] Insertion addTable(const KeyPath &table, const std::string &statement,
                                     std::string &text) const;
    void removeMember(const toml::Node &table, const toml::Node &value,
                      const std::optional<Insertion> &insertion, std::string &text) const;
    void removeEmptyTable(const KeyPath &table, const Insertion &insertion);
    [[nodiscard]] Result<void> take(std::string text);

    toml::Tree m_tree;
};

} // namespace signalbox::agents
