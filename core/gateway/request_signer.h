#pragma once

#include "base/clock.h"
#include "gateway/aws_key.h"
#include "upstream/http_client.h"

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace signalbox::gateway {

/// Signs requests to AWS with one key, for one region. Immutable; any thread. Owned by the keys of a provider
/// line.
class RequestSigner final
{
public:
    RequestSigner(AwsKey key, std::string region) : m_key(std::move(key)), m_region(std::move(region)) {}

    /// Adds the fields that sign `request` for `service` ("bedrock"). It has to be complete, for method,
    /// target, host, media type, fields of AWS and the whole body are signed. A signature is taken for five
    /// minutes: who asks again signs again.
    void sign(upstream::HttpRequest &request, std::string_view service, WallTime now) const;
    /// Where a provider quotes a part of the key: overwrites it with stars.
    void maskIn(std::span<char> answer) const;

private:
    AwsKey m_key;
    std::string m_region;
};

} // namespace signalbox::gateway
