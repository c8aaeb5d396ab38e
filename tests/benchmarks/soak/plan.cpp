#include "plan.h"

#include "gateway_process.h"
#include "http_client.h"

#include <nlohmann/json.hpp>

#include <zlib.h>
#include <zstd.h>

#include <array>
#include <string_view>

namespace signalbox::soak {

namespace {

using Json = nlohmann::json;

Manner chooseManner(std::mt19937_64 &random)
{
    switch (random() % 40) {
    case 0:
    case 1:
    case 2:
        return Manner::LeaveEarly;
    case 3:
        return Manner::LeaveAtOnce;
    case 4:
    case 5:
        return Manner::BadKey;
    case 6:
    case 7:
        return Manner::BadJson;
    case 8:
    case 9:
        return Manner::UnknownModel;
    case 10:
    case 11:
        return Manner::ReadSlowly;
    case 12:
        return Manner::SendSlowly;
    case 13:
        return Manner::BadCoding;
    default:
        return Manner::ReadWhole;
    }
}

std::string bodyOf(const Plan &plan, std::mt19937_64 &random)
{
    const std::string text =
        "Count the trains, number " + std::to_string(random()) + std::string(plan.textBytes, '.');
    Json body{{"model", plan.manner == Manner::UnknownModel ? "no-such-model" : plan.model},
              {"stream", plan.stream}};
    if (plan.chat) {
        body["messages"] = Json::array({{{"role", "user"}, {"content", text}}});
        if (plan.stream)
            body["stream_options"] = {{"include_usage", true}};
    } else {
        body["input"] = Json::array({{{"type", "message"},
                                      {"role", "user"},
                                      {"content", Json::array({{{"type", "input_text"}, {"text", text}}})}}});
    }
    std::string bytes = body.dump();
    if (plan.manner == Manner::BadJson)
        bytes.resize(bytes.size() / 2);
    return bytes;
}

std::string gzipped(std::string_view plain)
{
    constexpr int kGzipWindow = 15 + 16; // zlib's way to say: gzip
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, static_cast<uLong>(plain.size())) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

std::string zstdPacked(std::string_view plain)
{
    std::string packed(ZSTD_compressBound(plain.size()), '\0');
    packed.resize(ZSTD_compress(packed.data(), packed.size(), plain.data(), plain.size(), 1));
    return packed;
}

} // namespace

std::string Plan::kind() const
{
    static constexpr std::array<std::string_view, 3> kPackings{"", "gzip ", "zstd "};
    return std::string(kPackings[static_cast<std::size_t>(packing)])
        .append(chat ? "chat" : "responses")
        .append(stream ? " stream to " : " whole to ")
        .append(model);
}

bool Plan::isBad() const
{
    return isRefusedUnread() || manner == Manner::BadJson || manner == Manner::UnknownModel;
}

Plan choosePlan(std::mt19937_64 &random)
{
    // Both formats, by which half of the requests is translated; the one that fails over; a share of each.
    static constexpr std::array kModels{"chat",     "responses", "chat",    "responses",
                                        "sim/fast", "shared",    "fallback"};
    Plan plan;
    plan.chat = random() % 2 == 0;
    plan.stream = random() % 3 != 0;
    plan.model = kModels[random() % kModels.size()];
    plan.manner = chooseManner(random);
    if (plan.manner == Manner::LeaveEarly)
        plan.stream = true;
    const auto packing = random() % 16;
    plan.packing = packing == 0 ? Packing::Gzip : packing == 1 ? Packing::Zstd : Packing::None;
    if (plan.manner == Manner::BadCoding)
        plan.packing = Packing::None;
    const bool isBig = random() % 500 == 0;
    plan.textBytes = isBig ? 500'000 + random() % 2'000'000 : random() % 3'000;
    return plan;
}

std::string requestOf(const Plan &plan, std::mt19937_64 &random)
{
    std::string body = bodyOf(plan, random);
    std::string_view coding;
    if (plan.packing == Packing::Gzip)
        body = gzipped(body);
    else if (plan.packing == Packing::Zstd)
        body = zstdPacked(body);
    if (plan.packing == Packing::Gzip || plan.manner == Manner::BadCoding)
        coding = "gzip";
    else if (plan.packing == Packing::Zstd)
        coding = "zstd";
    return postRequest(plan.chat ? "/v1/chat/completions" : "/v1/responses",
                       plan.manner == Manner::BadKey ? "sk-sbx-wrong" : kClientKey, coding, body);
}

} // namespace signalbox::soak
