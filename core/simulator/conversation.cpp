#include "simulator/conversation.h"

#include "base/digest.h"

#include <variant>
#include <vector>

namespace signalbox::simulator {

namespace {

using namespace wire;

constexpr std::size_t kQuotedCharacters = 80;
constexpr std::size_t kOutputCharacters = 160;
constexpr std::size_t kReadBytes = 4096; // of a text that will be shortened anyway

/// Gathers the request's meaning as one text; parts are told apart by a byte that no UTF-8 text has.
class Meaning final
{
public:
    void add(std::string_view name, std::string_view plain)
    {
        m_text += name;
        m_text += '\xff';
        m_text += plain;
        m_text += '\xff';
    }
    void add(std::string_view name, Text text)
    {
        m_text += name;
        m_text += '\xff';
        appendUnescaped(m_text, text);
        m_text += '\xff';
    }

    void addBlock(const ir::Block &block)
    {
        if (const auto *text = std::get_if<ir::TextBlock>(&block.value)) {
            add("text", text->text);
        } else if (const auto *image = std::get_if<ir::ImageBlock>(&block.value)) {
            add("image", image->source.data.escaped);
        } else if (const auto *file = std::get_if<ir::FileBlock>(&block.value)) {
            add("file", file->source.data.escaped);
        } else if (const auto *call = std::get_if<ir::CallBlock>(&block.value)) {
            add("call", call->name);
            add("arguments", call->arguments);
            add("object", call->object.text);
        } else if (const auto *result = std::get_if<ir::ResultBlock>(&block.value)) {
            add("result", result->raw.text);
            for (const ir::Block &part : result->content)
                addBlock(part);
        }
        // Reasoning is left out: it comes back sealed by whoever carried it, differently each time.
    }

    [[nodiscard]] std::uint64_t seed() const
    {
        const Sha256 digest = sha256(m_text);
        std::uint64_t seed = 0;
        for (std::size_t i = 0; i < sizeof seed; ++i)
            seed = seed << 8U | digest[i];
        return seed;
    }

private:
    std::string m_text;
};

/// The text's begin, cut neither within a character nor within an escape (a surrogate pair has twelve bytes
/// of them).
std::string start(Text text)
{
    std::string_view inside = text.escaped;
    if (inside.size() > kReadBytes) {
        std::size_t end = kReadBytes;
        while (end > 0 && (static_cast<unsigned char>(inside[end]) & 0xC0U) == 0x80U)
            --end;
        const std::size_t escape = inside.find('\\', end - 12);
        if (escape < end) {
            end = escape;
            while (end > 0 && inside[end - 1] == '\\')
                --end;
        }
        inside = inside.substr(0, end);
    }
    return unescape(Text{inside});
}

std::string outputOf(const ir::ResultBlock &result)
{
    std::string output(result.raw.text.substr(0, kReadBytes));
    for (const ir::Block &part : result.content) {
        if (const auto *text = std::get_if<ir::TextBlock>(&part.value); text && !text->text.isEmpty()) {
            output = start(text->text);
            break;
        }
    }
    // Codex's shell tells of time, exit code and token count first.
    constexpr std::string_view kMark = "\nOutput:\n";
    if (const std::size_t mark = output.find(kMark); mark != std::string::npos)
        output.erase(0, mark + kMark.size());
    return output;
}

} // namespace

std::string harmlessLine(std::string_view text, std::size_t characters)
{
    std::string line;
    bool gap = false;
    std::size_t count = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool continuation = (byte & 0xC0U) == 0x80U;
        if (byte <= 0x20 || byte == 0x7f ||
            std::string_view("<>\"'`\\{}[]").find(c) != std::string_view::npos) {
            gap = !line.empty();
            continue;
        }
        if (!continuation && count >= characters)
            return line + "…";
        if (gap && !continuation) {
            line += ' ';
            ++count;
        }
        gap = false;
        count += continuation ? 0 : 1;
        line += c;
    }
    return line;
}

Conversation readConversation(const ir::Request &request, std::string_view model)
{
    Conversation conversation;
    Meaning meaning;
    meaning.add("model", model);
    for (const ir::Block &block : request.system)
        meaning.addBlock(block);
    for (const ir::Turn &turn : request.turns) {
        meaning.add("turn", turn.role == ir::Role::User        ? "user"
                            : turn.role == ir::Role::Assistant ? "assistant"
                                                               : "operator");
        for (const ir::Block &block : turn.blocks)
            meaning.addBlock(block);
    }
    for (const ir::Tool &tool : request.tools) {
        meaning.add("namespace", tool.nameSpace);
        meaning.add("tool", tool.name);
        meaning.add("parameters", tool.parameters.text);
    }
    meaning.add("schema", request.output.schema.text);
    meaning.add("limit", std::to_string(request.maxOutputTokens.value_or(0)));
    meaning.add("seed", request.sampling.seed.text);
    conversation.seed = meaning.seed();

    bool ended = false; // behind the last user's or assistant's turn, going back
    for (auto turn = request.turns.rbegin(); turn != request.turns.rend() && conversation.asked.empty();
         ++turn) {
        if (turn->role == ir::Role::Operator)
            continue;
        for (auto block = turn->blocks.rbegin(); block != turn->blocks.rend(); ++block) {
            const auto *result = std::get_if<ir::ResultBlock>(&block->value);
            const auto *text = std::get_if<ir::TextBlock>(&block->value);
            if (result && !ended && !conversation.toolOutput)
                conversation.toolOutput = harmlessLine(outputOf(*result), kOutputCharacters);
            if (text && turn->role == ir::Role::User && conversation.asked.empty())
                conversation.asked = harmlessLine(start(text->text), kQuotedCharacters);
        }
        if (turn->role == ir::Role::Assistant || !conversation.asked.empty())
            ended = true;
    }
    return conversation;
}

} // namespace signalbox::simulator
