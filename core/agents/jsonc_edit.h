#pragma once

#include "agents/jsonc_reader.h"

namespace signalbox::agents {

/// A JSON file's text, comments and trailing commas included. A new member goes to the end of its object, in
/// the form that the object's members have: one a line with their indent, or all on one line.
class JsoncText final : public SettingsText
{
public:
    /// The root has to be an object, or the text empty.
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
    JsoncText(std::string text, std::optional<jsonc::Node> root);
    [[nodiscard]] const jsonc::Node *find(const KeyPath &path) const;
    [[nodiscard]] Result<void> checkWay(const KeyPath &path) const;
    /// White space in front of the members of this object, where they stand on lines of their own.
    [[nodiscard]] std::optional<std::string> memberIndent(const jsonc::Node &object) const;
    [[nodiscard]] std::string indentStep() const;
    [[nodiscard]] Insertion addMember(const jsonc::Node &object, const KeyPath &names, std::string_view raw,
                                      std::string &text) const;
    void eraseMember(const jsonc::Node &object, std::size_t index, const Insertion *insertion,
                     std::string &text) const;
    [[nodiscard]] Result<void> take(std::string text);

    std::optional<jsonc::Node> m_root;
};

} // namespace signalbox::agents
