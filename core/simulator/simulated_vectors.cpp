#include "simulator/simulated_vectors.h"

#include "base/digest.h"
#include "wire/ir/usage_estimate.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace signalbox::simulator {

namespace {

constexpr std::size_t kNumbersOfDigest = 8; // of four bytes each

/// Between −1 and 1.
double numberAt(const Sha256 &digest, std::size_t index)
{
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 4; ++i)
        bits = bits << 8 | digest[index * 4 + i];
    return static_cast<double>(bits) / UINT32_MAX * 2 - 1;
}

std::vector<double> numbersOf(std::string_view text, std::size_t length)
{
    std::vector<double> numbers;
    double squares = 0;
    Sha256 digest{};
    for (std::size_t i = 0; i < length; ++i) {
        if (i % kNumbersOfDigest == 0) {
            const std::string round = std::to_string(i);
            digest = sha256(std::array<std::string_view, 2>{round, text});
        }
        numbers.push_back(numberAt(digest, i % kNumbersOfDigest));
        squares += numbers.back() * numbers.back();
    }
    for (double &number : numbers)
        number /= std::sqrt(squares);
    return numbers;
}

/// As a JSON list, to six digits: as many as a 32-bit float keeps.
std::string listOf(const std::vector<double> &numbers)
{
    std::string list;
    for (const double number : numbers) {
        list += list.empty() ? '[' : ',';
        std::array<char, 32> text{};
        const auto end =
            std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed, 6);
        list.append(text.data(), end.ptr);
    }
    return list + ']';
}

} // namespace

Result<std::string> simulatedVectors(const wire::FormatCodec &codec, std::string_view body)
{
    wire::json::Document document;
    if (auto parsed = document.parse(body); !parsed)
        return std::unexpected(std::move(parsed.error()));
    auto request = codec.readRequest(document);
    if (!request)
        return std::unexpected(std::move(request.error()));
    wire::AnswerContext context;
    context.model = wire::unescape(request->model) + " (simulated)";
    context.request = &*request;
    const auto writer = codec.answerWriter(std::move(context), false);
    for (const wire::ir::EmbeddingInput &input : request->embedding->inputs) {
        const std::int64_t length = input.dimensions.value_or(kVectorLength);
        if (length < 1 || length > static_cast<std::int64_t>(kMostVectorLength))
            return fail(ErrorCode::InvalidInput,
                        "simulated vectors have from 1 to " + std::to_string(kMostVectorLength) + " numbers",
                        "dimensions");
        const std::string_view text = input.tokens.isEmpty() ? input.text.escaped : input.tokens.text;
        const std::string list = listOf(numbersOf(text, static_cast<std::size_t>(length)));
        writer->on(wire::ir::Vector{.numbers = {list}, .base64 = {}});
    }
    record::Usage usage;
    usage.inputTokens = wire::ir::estimateInput(*request);
    writer->on(wire::ir::UsageUpdate{usage});
    writer->on(wire::ir::Finish{});
    return writer->body();
}

} // namespace signalbox::simulator
