#pragma once

#include "base/result.h"

#include <filesystem>
#include <set>
#include <string>

namespace signalbox::secrets {

/// The names of what this data directory has put into the keychain, never the secrets: without it, a locked
/// keychain cannot be told from one that has no such entry. A file of lines "+ name" and "- name", mode 0600.
/// Lines are only appended, and a line is written by one call, so that a gateway and the command line can
/// both write. Reads the file at each question: it is small, and the other one may have written.
class StoredNames final
{
public:
    explicit StoredNames(std::filesystem::path file) : m_file(std::move(file)) {}

    [[nodiscard]] std::set<std::string> all() const;
    [[nodiscard]] bool contains(const std::string &name) const { return all().contains(name); }
    /// Io where it cannot be written.
    [[nodiscard]] Result<void> add(const std::string &name);
    [[nodiscard]] Result<void> remove(const std::string &name);

private:
    [[nodiscard]] Result<void> append(char sign, const std::string &name);

    std::filesystem::path m_file;
};

} // namespace signalbox::secrets
