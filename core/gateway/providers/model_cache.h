#pragma once

#include "config/configuration.h"
#include "gateway/providers/offered_models.h"

#include <filesystem>
#include <map>
#include <string>

namespace signalbox::gateway {

/// The lists that providers gave, kept in a small file so that the next start knows them. A list belongs to
/// an entry's kind and address: once these change it is forgotten. What cannot be read or written is no
/// failure, as every list can be fetched again. Main thread.
class ModelCache final
{
public:
    /// Reads the file, if there is one.
    explicit ModelCache(std::filesystem::path file);

    /// Null where the provider was never asked. Lives until the next `keep`.
    [[nodiscard]] const FetchedModels *find(const config::Provider &entry) const;
    void keep(const config::Provider &entry, FetchedModels models);

private:
    struct Kept
    {
        std::string source; ///< kind and address
        FetchedModels fetched;
    };

    void read();
    void write() const;

    const std::filesystem::path m_file;
    std::map<std::string, Kept> m_kept; // by provider id
};

} // namespace signalbox::gateway
