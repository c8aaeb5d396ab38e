#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <optional>
#include <string_view>

namespace signalbox::gateway {

/// Credentials of AWS that sign requests, each part in memory of its own that is wiped.
struct AwsKey
{
    Secret accessKeyId; ///< sent with each request
    Secret secretAccessKey;
    Secret sessionToken; ///< of temporary credentials; empty where there is none
};

/// Reads what people keep as their key of an AWS service: a key of the service's own, which is sent as it is
/// (Amazon Bedrock user guide, "API keys"), and then there is nothing to sign with; or credentials, as
/// "ID:SECRET" or "ID:SECRET:SESSION-TOKEN", or as the JSON that `aws configure export-credentials` prints.
/// InvalidInput where it is none of these, or half of one: says what to store, and never what was stored.
[[nodiscard]] Result<std::optional<AwsKey>> readAwsKey(std::string_view text);

} // namespace signalbox::gateway
