#pragma once

#include "base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Settings files of other programs, changed by one key at a time: every byte that does not belong to the key
/// stays as it is. Pure: files are read and written elsewhere.
namespace signalbox::agents {

/// Names from the root to a value: {"model_providers", "signalbox", "name"}. Lists are not entered.
using KeyPath = std::vector<std::string>;

/// What we write: nothing else is needed of any agent.
using SettingsValue = std::variant<std::string, std::int64_t>;

enum class SettingsFormat {
    Toml,
    Json, ///< with comments and trailing commas, which several agents take
    Env,  ///< NAME=value lines; a path has one name
    Key,  ///< the whole file is one value; its path is empty
};

/// What setting a key that was not there put around it, so that taking it away again can be exact.
struct Insertion
{
    int made = 0;      ///< how many tables or objects above the value were made for it
    std::string lead;  ///< bytes put in front of the outermost thing made
    std::string trail; ///< bytes put behind it

    bool operator==(const Insertion &) const = default;
};

/// A file larger than this is nobody's settings.
inline constexpr std::size_t kMostSettingsBytes = std::size_t(4) * 1024 * 1024;

/// One settings file's text. A value of one thread.
class SettingsText
{
public:
    /// InvalidInput with "line N: reason" where the text cannot be read: such a file is never written.
    [[nodiscard]] static Result<std::unique_ptr<SettingsText>> parse(SettingsFormat format, std::string text);
    virtual ~SettingsText() = default;

    [[nodiscard]] const std::string &text() const { return m_text; }
    /// The value's own bytes, quotes included; nothing where there is none. For a table made of several
    /// lines, nothing either.
    [[nodiscard]] virtual std::optional<std::string> raw(const KeyPath &path) const = 0;
    /// What a string says, or another value's bytes.
    [[nodiscard]] virtual std::optional<std::string> value(const KeyPath &path) const = 0;
    /// Whether there is a value or table of that name.
    [[nodiscard]] virtual bool contains(const KeyPath &path) const = 0;
    /// What a table or object holds, in its order; empty for everything else.
    [[nodiscard]] virtual std::vector<std::string> names(const KeyPath &path) const = 0;
    /// The bytes that `setRaw` would take for this value.
    [[nodiscard]] virtual std::string literal(const SettingsValue &value) const = 0;
    /// Puts `raw` in the place of a value, or adds the key (the answer says how). InvalidInput where the file
    /// has something else in that place: a list, or a table where a value is to be.
    [[nodiscard]] virtual Result<std::optional<Insertion>> setRaw(const KeyPath &path,
                                                                  std::string_view raw) = 0;
    /// Takes the key away, and what was made for it where nobody else has put anything there. `insertion` is
    /// what setting it answered. A key that is not there is no error.
    [[nodiscard]] virtual Result<void> remove(const KeyPath &path,
                                              const std::optional<Insertion> &insertion) = 0;

protected:
    explicit SettingsText(std::string text) : m_text(std::move(text)) {}
    /// How lines of this text end: as its first one does.
    [[nodiscard]] std::string lineEnd() const;

    std::string m_text;
};

/// "line N: reason", for a place in a text.
[[nodiscard]] std::unexpected<Error> unreadable(std::string_view text, std::size_t at,
                                                const std::string &reason);
/// Where the text is no UTF-8; nothing where it is.
[[nodiscard]] std::optional<std::size_t> invalidUtf8At(std::string_view text);
/// 3 where the text begins with a byte order mark, else 0.
[[nodiscard]] std::size_t byteOrderMark(std::string_view text);
/// "model_providers.signalbox.name", for people.
[[nodiscard]] std::string toText(const KeyPath &path);

} // namespace signalbox::agents
