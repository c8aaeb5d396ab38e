#pragma once

#include "base/clock.h"
#include "base/money.h"
#include "base/result.h"
#include "config/configuration.h"
#include "record/request_record.h"

#include <QFuture>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What a window, the command line and the admin API may ask of a gateway. Interfaces and values, no logic:
/// the gateway asked may be in this process or behind a socket.
namespace signalbox::control {

enum class GatewayState { Starting, Running, Draining, NotServing, Stopped };

struct Status
{
    GatewayState state = GatewayState::Starting;
    bool paused = false;                ///< takes no requests because setPaused() said so
    std::vector<std::string> addresses; ///< "http://127.0.0.1:7717"
    std::string problem;                ///< why it is not serving, in English; empty otherwise
    std::string version;
    std::int64_t pid = 0;
    std::int64_t inFlight = 0;
    std::int64_t ledgerQueue = 0;
    std::int64_t ledgerLost = 0;      ///< records that could not be kept anywhere
    std::uint64_t revision = 0;       ///< of the configuration in force
    std::string configurationProblem; ///< a newer document is wrong; the last good one runs
    WallTime startedAt{};

    bool operator==(const Status &) const = default;
};

/// The configuration in force, and the revision a save has to name.
struct ConfigurationView
{
    config::Configuration configuration;
    std::uint64_t revision = 0;
    std::string file; ///< for people

    bool operator==(const ConfigurationView &) const = default;
};

/// Weights of one virtual model's targets, in their order.
struct WeightChange
{
    std::string model;
    std::vector<double> weights;
};

enum class Grouping { None, Model, Provider, Key, Team, Day };

struct UsageQuery
{
    WallTime since{};
    WallTime until{}; ///< exclusive
    Grouping by = Grouping::None;
    bool utc = false; ///< days of Grouping::Day; else local
};

struct UsageRow
{
    std::string key; ///< the group's; empty for the total
    std::int64_t requests = 0;
    std::int64_t failed = 0;
    std::int64_t inputTokens = 0;
    std::int64_t cachedInputTokens = 0;
    std::int64_t outputTokens = 0;
    std::int64_t reasoningTokens = 0;
    Money cost;
    std::int64_t unpricedRequests = 0;
    /// Of the time to the whole answer; absent under 20 requests.
    std::optional<double> p50Ms;
    std::optional<double> p95Ms;
    std::optional<double> p99Ms;
    /// Of the time to the first token.
    std::optional<double> firstTokenP50Ms;
    std::optional<double> firstTokenP95Ms;

    bool operator==(const UsageRow &) const = default;
};

struct UsageReport
{
    WallTime since{};
    WallTime until{};
    UsageRow total;
    std::vector<UsageRow> rows;

    bool operator==(const UsageReport &) const = default;
};

/// A chart: `groups` lines over buckets of equal width. A bucket without data has no point in any group.
struct SeriesQuery
{
    WallTime since{};
    WallTime until{};
    std::chrono::seconds bucket{60};
    Grouping by = Grouping::Model;
};

struct SeriesPoint
{
    WallTime start{};
    Money cost;
    std::int64_t requests = 0;
    std::int64_t failed = 0;
    std::int64_t tokens = 0;
    std::optional<double>
        p50Ms; ///< given for any number of requests here: the chart shows how many there were
    std::optional<double> p95Ms;

    bool operator==(const SeriesPoint &) const = default;
};

struct SeriesGroup
{
    std::string key;
    std::vector<SeriesPoint> points; ///< by time

    bool operator==(const SeriesGroup &) const = default;
};

struct Series
{
    WallTime since{};
    WallTime until{};
    std::chrono::seconds bucket{60};
    std::vector<SeriesGroup> groups; ///< by cost, then requests, the largest first

    bool operator==(const Series &) const = default;
};

struct RequestQuery
{
    WallTime since{};
    WallTime until{};
    std::string model; ///< asked or served; empty: all
    std::string provider;
    std::string key;
    std::optional<record::Outcome> outcome;
    int limit = 200;
    std::string before; ///< id of the last row of the page before; NotFound where it is not there (any more)
    bool whole = false; ///< with attempts and route, which are read one by one: for short lists
};

/// A request that is not settled yet, for the lists of a window.
struct RunningRequest
{
    std::string id;
    WallTime startedAt{};
    std::string agent;
    std::string askedModel;
    std::string provider;
    std::string model;
    bool streaming = false;

    bool operator==(const RunningRequest &) const = default;
};

/// What is served just now, from counters of the last minutes, for the live parts of a window.
struct TargetShare
{
    std::string virtualModel;
    std::string provider;
    std::string model;
    std::int64_t requests = 0; ///< first attempts that went to it within the window

    bool operator==(const TargetShare &) const = default;
};

struct Live
{
    Status status;
    std::vector<RunningRequest> running; ///< at most 50, the newest first
    std::vector<TargetShare> shares;
    std::chrono::seconds shareWindow{30};
    double requestsPerMinute = 0;
    Money spentToday; ///< since local midnight

    bool operator==(const Live &) const = default;
};

/// A key that lives in memory and ends with the connection that asked for it.
struct EphemeralKey
{
    std::string id;
    std::string key; ///< shown to nobody else

    bool operator==(const EphemeralKey &) const = default;
};

struct NewVirtualKey
{
    std::string id;
    std::vector<std::string> models{"*"};
};

/// A gateway, asked from the main thread. No call blocks; answers come on the caller's thread through the
/// future.
class GatewayControl
{
public:
    virtual ~GatewayControl() = default;

    [[nodiscard]] virtual QFuture<Result<Live>> live() = 0;
    [[nodiscard]] virtual QFuture<Result<ConfigurationView>> configuration() = 0;
    /// Takes effect for the next request and is saved. Conflict where `basedOn` is no longer the revision in
    /// force; the answer is the new one.
    [[nodiscard]] virtual QFuture<Result<std::uint64_t>> setWeights(WeightChange change,
                                                                    std::uint64_t basedOn) = 0;
    [[nodiscard]] virtual QFuture<Result<UsageReport>> usage(UsageQuery query) = 0;
    [[nodiscard]] virtual QFuture<Result<Series>> series(SeriesQuery query) = 0;
    [[nodiscard]] virtual QFuture<Result<std::vector<record::RequestRecord>>>
    requests(RequestQuery query) = 0;
    /// Stops and starts accepting requests ("Pause").
    [[nodiscard]] virtual QFuture<Result<void>> setPaused(bool paused) = 0;
    /// A new key, told once; its hash is saved.
    [[nodiscard]] virtual QFuture<Result<std::string>> createKey(NewVirtualKey key) = 0;
    [[nodiscard]] virtual QFuture<Result<void>> revokeKey(std::string id) = 0;
};

} // namespace signalbox::control
