#pragma once

#include "base/result.h"
#include "config/configuration.h"

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace signalbox::config {

/// The document as text that people wrote, for changes by the program: what a change does not name stays as
/// it is, members keep their order, and only the white space is brought into one form (two spaces; what is
/// short stands on one line). Checks nothing but the place of the change; the reader checks the result. A
/// value, used on any thread.
class Document final
{
public:
    /// InvalidInput where the text is no JSON object.
    [[nodiscard]] static Result<Document> parse(std::string_view text);
    Document(Document &&) noexcept;
    Document &operator=(Document &&) noexcept;
    ~Document();

    [[nodiscard]] std::string text() const;

    /// One weight for each target of the virtual model, in the targets' order.
    [[nodiscard]] Result<void> setWeights(std::string_view model, std::span<const double> weights);
    /// Adds the entry at the end, or brings the one of that id to what `entry` says: what it says already
    /// stays as it was written (member order, spelt-out defaults), and defaults are not written.
    [[nodiscard]] Result<void> putProvider(const Provider &entry);
    /// NotFound; InvalidInput where virtual models name it, which the message tells.
    [[nodiscard]] Result<void> removeProvider(std::string_view id);
    /// As putProvider, by its name.
    [[nodiscard]] Result<void> putModel(const VirtualModel &model);
    /// Conflict where the id is taken.
    [[nodiscard]] Result<void> addVirtualKey(const VirtualKey &key);
    [[nodiscard]] Result<void> removeVirtualKey(std::string_view id);
    /// The key is found by reference from now on, instead of by a hash or another reference.
    [[nodiscard]] Result<void> setVirtualKeySecret(std::string_view id, std::string_view reference);

private:
    explicit Document(nlohmann::ordered_json json);
    [[nodiscard]] Result<void> putIn(const char *list, const char *name, nlohmann::ordered_json sparse,
                                     const nlohmann::ordered_json &full);

    std::unique_ptr<nlohmann::ordered_json> m_json; // never null but in a moved-from document
};

/// What is written on the first start: the simulated provider "sim", a virtual model "demo" on it, and one
/// key.
[[nodiscard]] std::string defaultDocument(const VirtualKey &key);

/// Two-space form of any document; what has no lists or objects inside and is short stands on one line.
[[nodiscard]] std::string formatted(const nlohmann::ordered_json &json);

/// RFC 3339 in UTC: "2027-01-31T12:00:00Z".
[[nodiscard]] std::string formatTimestamp(std::chrono::sys_seconds moment);

} // namespace signalbox::config
