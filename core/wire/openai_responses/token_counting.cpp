#include "wire/openai_responses/token_counting.h"

#include "base/json_writer.h"
#include "wire/json/names.h"
#include "wire/openai_responses/request_reader.h"
#include "wire/openai_responses/request_writer.h"

namespace signalbox::wire::responses {

namespace {

/// What a request to count may hold; anything else is refused there.
constexpr json::Names kCounted{"model",       "input",     "instructions",        "previous_response_id",
                               "tools",       "text",      "parallel_tool_calls", "conversation",
                               "tool_choice", "reasoning", "truncation"};

class ResponseCounting final : public TokenCounting
{
public:
    [[nodiscard]] std::string path(const Target &target) const override
    {
        return target.dialect.responsesCountPath;
    }
    [[nodiscard]] Result<ir::Request> readRequest(const json::Document &document) const override
    {
        return responses::readRequest(document);
    }
    [[nodiscard]] Result<WrittenRequest> writeRequest(const ir::Request &request,
                                                      const Target &target) const override
    {
        return writeCountRequest(request, target);
    }
    [[nodiscard]] Result<std::int64_t> readCount(std::string_view body) const override
    {
        json::Document document;
        if (auto done = document.parseCopy(body); !done)
            return std::unexpected(done.error());
        const auto count = document.root()["input_tokens"].integer();
        if (!count || *count < 0)
            return fail(ErrorCode::InvalidInput, "the provider told no count", "input_tokens");
        return *count;
    }
    [[nodiscard]] std::string writeCount(std::int64_t tokens) const override
    {
        std::string body;
        JsonWriter json(body);
        json.beginObject().key("object").string("response.input_tokens");
        json.key("input_tokens").number(tokens).endObject();
        return body;
    }
};

} // namespace

Result<WrittenRequest> writeCountRequest(const ir::Request &request, const Target &target)
{
    auto written = writeRequest(request, target);
    if (!written)
        return written;
    json::Document document;
    if (auto parsed = document.parseCopy(written->body); !parsed)
        return std::unexpected(parsed.error());
    std::string counted;
    JsonWriter json(counted);
    json.beginObject();
    for (const json::Value member : document.root()) {
        if (kCounted.indexOf(document.root(), member) != kCounted.size())
            json.key(member.key().escaped).raw(member.raw());
    }
    json.endObject();
    written->body = std::move(counted);
    return written;
}

const TokenCounting &tokenCounting()
{
    static const ResponseCounting counting;
    return counting;
}

} // namespace signalbox::wire::responses
