#pragma once

#include "gateway/candidate.h"

#include <map>
#include <string>
#include <vector>

namespace signalbox::gateway {

/// Which parameters hosts have refused, by host and model, so that each is sent in vain once only. In memory:
/// a host learns, and a start forgets. Gateway thread, owned by the engine.
class RefusedParameters final
{
public:
    /// More hosts and models than that are not remembered: all are forgotten, and learnt again.
    static constexpr std::size_t kMostTargets = 256;
    /// More names of one are not: it refuses for another reason than their names.
    static constexpr std::size_t kMostNames = 16;

    void learn(const Candidate &candidate, const std::string &name);
    /// Names in the host's spelling; null where nothing is known. Good until the next `learn`.
    [[nodiscard]] const std::vector<std::string> *of(const Candidate &candidate) const;

private:
    std::map<std::string, std::vector<std::string>, std::less<>> m_names;
};

} // namespace signalbox::gateway
