#include "routing/plan.h"

#include "base/digest.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>

namespace signalbox::routing {

namespace {

using config::RouteTarget;
using config::Strategy;

/// Of the configuration, never copied.
using Targets = std::vector<const RouteTarget *>;

/// What a sentence of a trace fits into, so that memory is asked for once.
constexpr std::size_t kUsualTextBytes = 160;

void appendName(std::string &text, const RouteTarget &target)
{
    text.append(target.provider).append("/").append(target.model);
}

std::string nameOf(const RouteTarget &target)
{
    std::string name;
    appendName(name, target);
    return name;
}

Targets all(const std::vector<RouteTarget> &targets)
{
    Targets pointers;
    for (const RouteTarget &target : targets)
        pointers.push_back(&target);
    return pointers;
}

std::string shareText(double weight, double sum)
{
    return std::to_string(std::lround(weight / sum * 100)) + " %";
}

/// In [0, 1), the same for the same text.
double unitOf(std::string_view text)
{
    const Sha256 digest = sha256(text);
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 8; ++i)
        bits = bits << 8U | digest[i];
    return static_cast<double>(bits >> 11U) * 0x1.0p-53;
}

double sumOfWeights(const Targets &targets)
{
    return std::accumulate(targets.begin(), targets.end(), 0.0,
                           [](double sum, const RouteTarget *target) { return sum + target->weight; });
}

/// Without replacement. What is left of the draw within the chosen share is uniform again and serves for the
/// next, so one number decides the whole order.
Targets drawn(Targets targets, double draw)
{
    Targets order;
    order.reserve(targets.size());
    while (!targets.empty()) {
        const double sum = sumOfWeights(targets);
        double at = draw * sum;
        std::size_t chosen = 0;
        while (chosen + 1 < targets.size() && at >= targets[chosen]->weight)
            at -= targets[chosen++]->weight;
        draw = std::clamp(at / targets[chosen]->weight, 0.0, std::nextafter(1.0, 0.0));
        order.push_back(targets[chosen]);
        targets.erase(targets.begin() + static_cast<std::ptrdiff_t>(chosen));
    }
    return order;
}

/// By rising key, what has none last; equal ones stay in the order of the configuration.
template<class Key>
void sortBy(Targets &targets, Key key)
{
    std::vector<std::size_t> order(targets.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const auto left = key(*targets[a]);
        const auto right = key(*targets[b]);
        if (left.has_value() != right.has_value())
            return left.has_value();
        return left == right ? a < b : *left < *right;
    });
    Targets sorted;
    for (const std::size_t index : order)
        sorted.push_back(targets[index]);
    targets = std::move(sorted);
}

std::string_view reasonOf(Strategy strategy)
{
    switch (strategy) {
    case Strategy::Weighted:
        return "weight";
    case Strategy::Priority:
        return "priority";
    case Strategy::RoundRobin:
        return "round-robin";
    case Strategy::LeastBusy:
        return "least-busy";
    case Strategy::LowestLatency:
        return "lowest-latency";
    case Strategy::LowestCost:
        return "lowest-cost";
    case Strategy::Hash:
        return "hash";
    }
    return "weight";
}

class Planner
{
public:
    Planner(const RoutingTable &table, const PlanInput &input, Random &random)
        : m_table(table), m_input(input), m_random(random)
    {
    }

    Plan plan()
    {
        if (m_input.resolved.virtualModel == nullptr) {
            say("Asked for " + m_input.resolved.provider + '/' + m_input.resolved.model + " by name.");
            add(m_input.resolved.provider, m_input.resolved.model, "direct");
        } else {
            planVirtual(*m_input.resolved.virtualModel);
        }
        for (const std::string &name : m_input.clientFallbacks) {
            const auto resolved = m_table.resolve(name);
            if (resolved && resolved->virtualModel == nullptr &&
                add(resolved->provider, resolved->model, "client-fallback"))
                say("The client adds " + name + " as a fallback.");
        }
        return std::move(m_plan);
    }

private:
    void planVirtual(const config::VirtualModel &model)
    {
        std::string text;
        text.reserve(kUsualTextBytes);
        text.append("\"").append(model.name).append("\" chooses by ").append(reasonOf(model.strategy)) += '.';
        say(std::move(text));
        for (const RouteTarget *target : ordered(model, capable(withWeight(model))))
            add(target->provider, target->model, reasonOf(model.strategy));
        for (const RouteTarget *target : capable(all(model.fallbacks), !m_plan.targets.empty())) {
            if (add(target->provider, target->model, "fallback"))
                say("If all fail: " + nameOf(*target) + '.');
        }
    }

    Targets withWeight(const config::VirtualModel &model)
    {
        Targets targets;
        targets.reserve(model.targets.size());
        for (const RouteTarget &target : model.targets) {
            if (!m_table.hasProvider(target.provider))
                say(nameOf(target) + " is left out: its provider is off.");
            else if (model.strategy == Strategy::Weighted && !(target.weight > 0))
                say(nameOf(target) + " is left out: its weight is 0.");
            else
                targets.push_back(&target);
        }
        return targets;
    }

    Targets capable(Targets targets, bool othersExist = false)
    {
        Targets fit;
        fit.reserve(targets.size());
        std::vector<std::string> why;
        for (const RouteTarget *target : targets) {
            const ServedModel *served = m_table.served(target->provider, target->model);
            if (served != nullptr && m_input.needsTools && !served->tools)
                why.push_back(nameOf(*target) + " is left out: it has no tools.");
            else if (served != nullptr && m_input.needsImages && !served->images)
                why.push_back(nameOf(*target) + " is left out: it has no images.");
            else if (m_table.hasProvider(target->provider))
                fit.push_back(target);
        }
        if (fit.empty() && !why.empty() && !othersExist) {
            say("No target can do all that is asked; they are tried all the same.");
            return targets;
        }
        for (std::string &text : why)
            say(std::move(text));
        return fit;
    }

    Targets ordered(const config::VirtualModel &model, Targets targets)
    {
        if (targets.empty())
            return targets;
        switch (model.strategy) {
        case Strategy::Weighted:
            return weighted(model, std::move(targets));
        case Strategy::Hash:
            return drawn(std::move(targets), unitOf(model.name + '\n' + m_input.affinityKey));
        case Strategy::RoundRobin:
            std::rotate(targets.begin(),
                        targets.begin() + static_cast<std::ptrdiff_t>(m_input.turn % targets.size()),
                        targets.end());
            return targets;
        case Strategy::Priority:
            return targets;
        case Strategy::LeastBusy:
            sortBy(targets, [this](const RouteTarget &t) { return std::optional(state(t).inFlight); });
            return targets;
        case Strategy::LowestLatency:
            sortBy(targets, [this](const RouteTarget &t) { return state(t).latency; });
            return targets;
        case Strategy::LowestCost:
            sortBy(targets, [this](const RouteTarget &t) { return state(t).pricePerMtok; });
            return targets;
        }
        return targets;
    }

    Targets weighted(const config::VirtualModel &model, Targets targets)
    {
        const bool stays = model.affinity == config::Affinity::Conversation && !m_input.affinityKey.empty();
        const double draw = stays ? unitOf(model.name + '\n' + m_input.affinityKey) : m_random.unit();
        const double sum = sumOfWeights(targets);
        std::string text;
        text.reserve(kUsualTextBytes);
        for (const RouteTarget *target : targets) {
            text += text.empty() ? "Shares: " : ", ";
            appendName(text, *target);
            text.append(" ").append(shareText(target->weight, sum));
        }
        Targets order = drawn(std::move(targets), draw);
        text += stays ? ". This conversation stays with " : ". Drawn: ";
        appendName(text, *order.front());
        text += '.';
        say(std::move(text));
        return order;
    }

    [[nodiscard]] TargetState state(const RouteTarget &target) const
    {
        return m_input.state ? m_input.state(target.provider, target.model) : TargetState{};
    }

    bool add(const std::string &provider, const std::string &model, std::string_view reason)
    {
        for (const PlannedTarget &target : m_plan.targets) {
            if (target.provider == provider && target.model == model)
                return false;
        }
        m_plan.targets.push_back({provider, model, reason});
        return true;
    }

    void say(std::string text) { m_plan.trace.push_back({std::move(text)}); }

    const RoutingTable &m_table;
    const PlanInput &m_input;
    Random &m_random;
    Plan m_plan;
};

} // namespace

Plan planTargets(const RoutingTable &table, const PlanInput &input, Random &random)
{
    return Planner(table, input, random).plan();
}

} // namespace signalbox::routing
