#pragma once

#include "wire/format.h"

namespace signalbox::wire {

/// The half of a codec that no client can ask for: formats that only providers speak. Nothing leads a request
/// of a client here, for no surface has these formats; who asks all the same is told so.
class UpstreamCodec : public FormatCodec
{
public:
    [[nodiscard]] Result<RequestSummary> summarize(const json::Document &) const final { return noClient(); }
    [[nodiscard]] Result<ir::Request> readRequest(const json::Document &) const final { return noClient(); }
    /// Null.
    [[nodiscard]] std::unique_ptr<AnswerWriter> answerWriter(AnswerContext, bool) const final
    {
        return nullptr;
    }
    /// Empty.
    [[nodiscard]] std::string writeError(const ApiError &) const final { return {}; }

private:
    [[nodiscard]] std::unexpected<Error> noClient() const
    {
        return fail(ErrorCode::Unavailable,
                    "no client speaks " + std::string(toString(format())) + " to this gateway");
    }
};

/// The half of counting that no client can ask for, likewise.
class UpstreamTokenCounting : public TokenCounting
{
public:
    [[nodiscard]] Result<ir::Request> readRequest(const json::Document &) const final
    {
        return fail(ErrorCode::Unavailable, "no client asks this gateway to count in this format");
    }
    /// Empty.
    [[nodiscard]] std::string writeCount(std::int64_t) const final { return {}; }
};

} // namespace signalbox::wire
