#pragma once

#include "base/clock.h"
#include "base/wiped_text.h"
#include "http/message.h"

#include <cstdint>
#include <span>
#include <string_view>

/// Signature Version 4 of AWS ("Create a signed AWS API request", IAM user guide): proves that a request
/// comes from whoever has the secret key, without sending it. Pure.
namespace signalbox::upstream {

/// Who signs. Views: the secret stays where it is kept.
struct AwsCredentials
{
    std::string_view accessKeyId;
    std::string_view secretAccessKey;
    std::string_view sessionToken; ///< of temporary credentials; empty where there is none
};

/// Where a signature counts.
struct AwsScope
{
    std::string_view region;  ///< "eu-central-1"
    std::string_view service; ///< "bedrock"
};

/// A request as it will be sent.
struct AwsRequest
{
    std::string_view method;
    std::string_view target; ///< path and query as sent, in origin form
    /// Those to sign, Host among them. Fields that proxies on the way may change are better left out.
    const http::Fields *fields = nullptr;
    std::span<const std::string_view> body; ///< in pieces
};

enum class AwsPath : std::uint8_t {
    Normalised, ///< "." and ".." resolved, several slashes one: every service but S3
    AsSent,
};
enum class AwsBodyHash : std::uint8_t {
    Sent,    ///< told in X-Amz-Content-Sha256 too
    Implied, ///< signed, and computed again by the service
};

/// The fields to add to the request: X-Amz-Date, X-Amz-Security-Token and X-Amz-Content-Sha256 where they
/// apply, all of them signed, and Authorization. The request must have none of these yet. `time` counts in
/// whole seconds; services take signatures that are up to five minutes old.
[[nodiscard]] http::Fields awsSignature(const AwsRequest &request, const AwsCredentials &credentials,
                                        const AwsScope &scope, WallTime time,
                                        AwsPath path = AwsPath::Normalised,
                                        AwsBodyHash bodyHash = AwsBodyHash::Implied);

/// What awsSignature signs, for who looks for a difference: the canonical request of a request that has the
/// fields but Authorization already.
[[nodiscard]] WipedText awsCanonicalRequest(const AwsRequest &request, AwsPath path = AwsPath::Normalised);

} // namespace signalbox::upstream
