#include "gateway/request_signer.h"

#include "base/wiped_text.h"
#include "http/syntax.h"
#include "upstream/aws_signature.h"
#include "upstream/request_head.h"

namespace signalbox::gateway {

namespace {

constexpr std::string_view kAwsPrefix = "x-amz";

/// The others may be changed by proxies on the way.
bool isSigned(std::string_view name)
{
    return http::equalNoCase(name, "content-type") ||
           http::equalNoCase(name.substr(0, kAwsPrefix.size()), kAwsPrefix);
}

} // namespace

void RequestSigner::sign(upstream::HttpRequest &request, std::string_view service, WallTime now) const
{
    http::Fields fields;
    fields.add("Host", upstream::authority(request.endpoint));
    for (const auto [name, value] : request.fields.all()) {
        if (isSigned(name))
            fields.add(name, value);
    }
    const http::Fields signature = upstream::awsSignature(
        {.method = request.method, .target = request.target, .fields = &fields, .body = request.body},
        {.accessKeyId = m_key.accessKeyId.reveal(),
         .secretAccessKey = m_key.secretAccessKey.reveal(),
         .sessionToken = m_key.sessionToken.reveal()},
        {.region = m_region, .service = service}, now);
    for (const auto [name, value] : signature.all())
        request.fields.add(name, value);
}

void RequestSigner::maskIn(std::span<char> answer) const
{
    mask(answer, m_key.secretAccessKey.reveal());
    mask(answer, m_key.sessionToken.reveal());
}

} // namespace signalbox::gateway
