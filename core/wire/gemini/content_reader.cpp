#include "base/ids.h"
#include "base/json_writer.h"
#include "wire/gemini/carried_signature.h"
#include "wire/gemini/media_reader.h"
#include "wire/gemini/member_names.h"
#include "wire/gemini/request_reader.h"

#include <algorithm>

namespace signalbox::wire::gemini {

namespace {

constexpr json::Names kPart{
    "text",         "thought",          "thoughtSignature", "inlineData",          "fileData",
    "functionCall", "functionResponse", "executableCode",   "codeExecutionResult", "toolCall",
    "toolResponse"};
enum PartMember { kText, kThought, kSignature, kInlineData, kFileData, kCall, kResponse, kFirstHosted };
constexpr json::Names kContent{"role", "parts"};
constexpr json::Names kCallNames{"id", "name", "args"};
constexpr json::Names kResponseNames{"id", "name", "response", "parts"};

class ContentReader
{
public:
    explicit ContentReader(ir::Request &request) : m_request(request) {}

    Result<void> read(json::Value content, std::string place)
    {
        m_place = std::move(place);
        if (!content.isObject())
            return wrongType(m_place, "an object");
        const auto [role, parts] = membersOf(content, kContent);
        ir::Turn &turn = m_request.turns.emplace_back();
        if (role.is("model"))
            turn.role = ir::Role::Assistant;
        else if (role.isPresent() && !role.is("user") && !role.is("function"))
            return fail(ErrorCode::InvalidInput, "unknown role", m_place + ".role");
        std::string scratch;
        for (const json::Value member : content) {
            if (kContent.indexOf(camelKey(member, scratch)) == kContent.size() && !member.isNull())
                turn.extras.emplace_back(member.key(), RawJson{member.raw()});
        }
        return readParts(parts, turn);
    }

private:
    Result<void> readParts(json::Value parts, ir::Turn &turn)
    {
        if (parts.isObject())
            return readPart(parts, turn, 0);
        if (parts.isPresent() && !parts.isArray())
            return wrongType(m_place + ".parts", "an array");
        std::size_t index = 0;
        for (const json::Value part : parts) {
            if (auto read = readPart(part, turn, index++); !read)
                return read;
        }
        return {};
    }

    Result<void> readPart(json::Value part, ir::Turn &turn, std::size_t index)
    {
        const auto place = [&] { return m_place + ".parts[" + std::to_string(index) + "]"; };
        if (!part.isObject())
            return wrongType(place(), "an object");
        std::array<json::Value, kPart.size()> found;
        ir::Block block;
        std::string scratch;
        for (const json::Value member : part) {
            if (member.isNull())
                continue;
            if (const std::size_t at = kPart.indexOf(camelKey(member, scratch)); at != kPart.size())
                found[at] = member;
            else
                block.extras.emplace_back(member.key(), RawJson{member.raw()});
        }
        const Text signature = openSignature(found[kSignature].text(), turn);
        if (found[kCall].isPresent()) {
            if (auto read = call(found[kCall], signature, block); !read)
                return within(place(), std::move(read.error()));
        } else if (found[kResponse].isPresent()) {
            if (auto read = response(found[kResponse], block); !read)
                return within(place(), std::move(read.error()));
        } else if (found[kInlineData].isPresent() || found[kFileData].isPresent()) {
            readMedia(found[kInlineData], found[kFileData], block);
            keepSignature(signature, block);
        } else if (found[kText].isPresent()) {
            if (!found[kText].isString())
                return wrongType(place() + ".text", "a string");
            if (!text(found, part, signature, block))
                return {};
        } else {
            other(found, part, block);
        }
        turn.blocks.push_back(std::move(block));
        return {};
    }

    static std::unexpected<Error> within(std::string place, Error error)
    {
        error.place = std::move(place) + '.' + error.place;
        return std::unexpected(std::move(error));
    }

    /// Carriers of ours come before the part they stand on, as those of other clients do. Answers what is
    /// left: a signature of Google's own.
    Text openSignature(Text signature, ir::Turn &turn)
    {
        const std::vector<std::string> carriers = unpackCarriers(signature);
        for (const std::string &carrier : carriers) {
            ir::ReasoningBlock thought;
            thought.token = Text{m_request.arena.keep(carrier)};
            turn.blocks.emplace_back().value = std::move(thought);
        }
        return carriers.empty() ? signature : Text();
    }

    void keepSignature(Text signature, ir::Block &block)
    {
        if (signature.isEmpty())
            return;
        std::string raw = "\"";
        raw += signature.escaped;
        raw += '"';
        block.extras.emplace_back(Text{"thoughtSignature"}, RawJson{m_request.arena.keep(std::move(raw))});
    }

    /// False where nothing is left of the part.
    bool text(const std::array<json::Value, kPart.size()> &found, json::Value part, Text signature,
              ir::Block &block)
    {
        const Text words = found[kText].text();
        if (found[kThought].boolean() == true) {
            ir::ReasoningBlock thought;
            thought.summary.push_back(words);
            thought.token = signature;
            block.value = std::move(thought);
            return true;
        }
        if (words.isEmpty() && !signature.isEmpty()) {
            // Google alone can read it, and it has no words.
            block.extras.clear();
            block.value =
                ir::OpaqueBlock{Format::Gemini, Text{"thoughtSignature"}, RawJson{part.raw()}, true};
            return true;
        }
        std::get<ir::TextBlock>(block.value).text = words;
        keepSignature(signature, block);
        return !words.isEmpty() || !found[kSignature].isPresent();
    }

    static void other(const std::array<json::Value, kPart.size()> &found, json::Value part, ir::Block &block)
    {
        block.extras.clear();
        for (std::size_t at = kFirstHosted; at < kPart.size(); ++at) {
            if (found[at].isPresent()) {
                block.value = ir::HostedBlock{Text{kPart[at]}, RawJson{part.raw()}};
                return;
            }
        }
        const Text type = part.size() > 0 ? (*part.begin()).key() : Text{"part"};
        block.value = ir::OpaqueBlock{Format::Gemini, type, RawJson{part.raw()}, true};
    }

    Result<void> call(json::Value value, Text signature, ir::Block &block)
    {
        const auto [id, name, args] = membersOf(value, kCallNames);
        if (!name.isString() || name.text().isEmpty())
            return wrongType("functionCall.name", "a string");
        if (args.isPresent() && !args.isObject())
            return wrongType("functionCall.args", "an object");
        ir::CallBlock read;
        read.id = id.text();
        if (read.id.isEmpty())
            read.id = madeId(unescape(name.text()));
        read.name = name.text();
        read.object = RawJson{args.isPresent() ? args.raw() : "{}"};
        read.token = signature;
        m_calls.push_back({read.id, read.name, false});
        block.value = std::move(read);
        return {};
    }

    /// The same conversation gives the same ids on each turn.
    Text madeId(const std::string &name)
    {
        return m_request.arena.text(
            derivedId(kMadeCallId, std::to_string(m_calls.size() + m_orphans) + name));
    }

    Result<void> response(json::Value value, ir::Block &block)
    {
        const auto [id, name, response, parts] = membersOf(value, kResponseNames);
        if (!name.isString())
            return wrongType("functionResponse.name", "a string");
        ir::ResultBlock result;
        result.callId = matching(id.text(), name.text());
        result.wasString = !parts.isPresent();
        words(response, result);
        for (const json::Value part : parts) {
            ir::Block media;
            readMedia(memberOf(part, "inlineData"), memberOf(part, "fileData"), media);
            result.content.push_back(std::move(media));
        }
        block.value = std::move(result);
        // What the client wrote, for hosts of its own format.
        block.extras.emplace_back(Text{"name"}, RawJson{name.raw()});
        if (response.isPresent())
            block.extras.emplace_back(Text{"response"}, RawJson{response.raw()});
        std::string scratch;
        for (const json::Value member : value) {
            if (kResponseNames.indexOf(camelKey(member, scratch)) == kResponseNames.size() &&
                !member.isNull())
                block.extras.emplace_back(member.key(), RawJson{member.raw()});
        }
        return {};
    }

    /// By id, else the oldest call of that name that has no result yet.
    Text matching(Text id, Text name)
    {
        const auto byId = std::ranges::find_if(
            m_calls, [&](const Call &call) { return !call.isAnswered && !id.isEmpty() && call.id == id; });
        const auto byName = std::ranges::find_if(m_calls, [&](const Call &call) {
            return !call.isAnswered && call.name == name &&
                   (id.isEmpty() || call.id.escaped.starts_with(kMadeCallId));
        });
        const auto found = byId != m_calls.end() ? byId : byName;
        if (found != m_calls.end()) {
            found->isAnswered = true;
            return found->id;
        }
        ++m_orphans;
        return id.isEmpty() ? madeId(unescape(name)) : id;
    }

    /// What the tool said, out of the object that this API wants round it: `output` by Google's own words,
    /// `result` and `content` by what SDKs do. Anything else is told as JSON.
    void words(json::Value response, ir::ResultBlock &result)
    {
        if (!response.isPresent())
            return;
        json::Value said;
        std::size_t others = 0;
        for (const json::Value member : response) {
            const std::string_view key = member.key().escaped;
            if (key == "output" || key == "result" || key == "content" || key == "error")
                said = member;
            else if (key != "name")
                ++others;
        }
        result.isError = said.isPresent() && said.key().escaped == "error";
        ir::TextBlock text;
        if (said.isString() && others == 0 && response.size() <= 2) {
            text.text = said.text();
        } else {
            std::string escaped;
            appendJsonEscaped(escaped, response.raw());
            text.text = Text{m_request.arena.keep(std::move(escaped))};
        }
        result.content.emplace_back().value = text;
    }

    struct Call
    {
        Text id;
        Text name;
        bool isAnswered = false;
    };

    ir::Request &m_request;
    std::string m_place;
    std::vector<Call> m_calls;
    std::size_t m_orphans = 0;
};

} // namespace

Result<void> readSystem(json::Value instruction, ir::Request &request)
{
    const auto add = [&](json::Value part) {
        const json::Value text = part.isString() ? part : memberOf(part, "text");
        ir::Block &block = request.system.emplace_back();
        if (text.isString())
            std::get<ir::TextBlock>(block.value).text = text.text();
        else
            block.value =
                ir::OpaqueBlock{Format::Gemini, Text{"systemInstruction"}, RawJson{part.raw()}, true};
    };
    const json::Value parts = memberOf(instruction, "parts");
    if (!instruction.isString() && !instruction.isObject())
        return wrongType("systemInstruction", "a string or an object");
    if (parts.isArray()) {
        for (const json::Value part : parts)
            add(part);
    } else if (parts.isPresent()) {
        add(parts);
    } else if (instruction.isString() || instruction.size() > 0) {
        add(instruction);
    }
    return {};
}

Result<void> readContents(json::Value contents, ir::Request &request)
{
    ContentReader reader(request);
    if (contents.isObject())
        return reader.read(contents, "contents");
    if (!contents.isArray())
        return wrongType("contents", "an array");
    request.turns.reserve(contents.size());
    std::size_t index = 0;
    for (const json::Value content : contents) {
        if (auto read = reader.read(content, "contents[" + std::to_string(index++) + "]"); !read)
            return read;
    }
    return {};
}

} // namespace signalbox::wire::gemini
