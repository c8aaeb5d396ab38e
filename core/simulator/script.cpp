#include "simulator/script.h"

#include "simulator/harmless_tools.h"
#include "simulator/schema_instance.h"
#include "simulator/speech.h"
#include "simulator/token_count.h"

#include "base/ids.h"
#include "base/random.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace signalbox::simulator {

namespace {

using namespace wire;
using std::chrono::microseconds;

constexpr double kFlakyFails = 0.25;
constexpr double kFlakyStalls = 0.05;
constexpr double kFlakyCuts = 0.15;
constexpr std::int64_t kNoLimit = std::numeric_limits<std::int64_t>::max();

/// Lays the answer's tokens out in time and stops at the limit, as a model does: in the middle of whatever it
/// says.
class Writer final
{
public:
    Writer(Script &script, const SimulationSettings &settings, bool atOnce, std::int64_t limit)
        : m_script(script), m_left(limit)
    {
        if (atOnce)
            return;
        m_now = settings.firstToken;
        if (settings.tokensPerSecond > 0)
            m_perToken =
                microseconds(static_cast<std::int64_t>(1e6 / std::max(settings.tokensPerSecond, 0.001)));
    }

    [[nodiscard]] Text text(std::string_view plain) { return m_script.arena.text(plain); }
    [[nodiscard]] std::int64_t said() const { return m_said; }
    [[nodiscard]] std::int64_t left() const { return m_left; }

    void add(ir::Event event) { m_script.steps.push_back({m_now, std::move(event)}); }

    /// One block, a delta for each token. False where the limit came first: then the block is not complete.
    template<class Delta>
    bool block(ir::BlockStart start, std::string_view words, Delta &&delta)
    {
        start.index = m_blocks++;
        add(start);
        bool complete = true;
        for (const std::string_view token : splitTokens(words)) {
            if (m_left == 0) {
                complete = false;
                break;
            }
            add(delta(text(token)));
            m_now += m_perToken;
            ++m_said;
            --m_left;
        }
        if (complete && m_beforeEnd)
            add(*std::exchange(m_beforeEnd, std::nullopt));
        add(ir::BlockEnd{start.index, complete});
        return complete;
    }

    /// An event for the end of the next block that is complete.
    void setBeforeEnd(ir::Event event) { m_beforeEnd = std::move(event); }

private:
    Script &m_script;
    std::int64_t m_left;
    std::int64_t m_said = 0;
    microseconds m_now{0};
    microseconds m_perToken{0};
    int m_blocks = 0;
    std::optional<ir::Event> m_beforeEnd;
};

/// What one answer says, decided before it is laid out.
struct Content
{
    std::string thoughts;
    std::string text;
    std::vector<PlannedCall> calls;
    std::optional<Text> stopSequence; ///< the text ended before it
};

bool mustCall(const ir::ToolChoice &choice)
{
    using Mode = ir::ToolChoice::Mode;
    return choice.mode == Mode::Required || choice.mode == Mode::One ||
           (choice.mode == Mode::Subset && choice.subsetRequired);
}

std::vector<PlannedCall> chooseCalls(const ir::Request &request, const Conversation &conversation,
                                     bool likesTools)
{
    // After a tool's output comes text, or a client that runs what it is told would never end.
    if (conversation.toolOutput || (!likesTools && !mustCall(request.toolChoice)))
        return {};
    std::vector<PlannedCall> calls = harmlessCalls(request);
    if (calls.empty())
        return calls;
    const bool two = request.parallelToolCalls == true && conversation.seed % 2 == 1;
    if (two && calls.size() == 1)
        calls.push_back(calls.front());
    calls.resize(two ? 2 : 1);
    return calls;
}

std::string saySchema(const ir::Request &request, const std::string &words)
{
    if (request.output.kind == ir::OutputFormat::Kind::JsonObject)
        return asJsonObject(words);
    auto instance = smallestInstance(request.output.schema.text, "simulated");
    return instance ? *instance : asJsonObject(words);
}

void obeyStops(const ir::Request &request, Content &content)
{
    std::size_t first = content.text.size();
    for (const Text &stop : request.sampling.stop) {
        const std::string plain = unescape(stop);
        if (const std::size_t at = content.text.find(plain); !plain.empty() && at < first) {
            first = at;
            content.stopSequence = stop;
        }
    }
    content.text.resize(first);
}

Content decide(const ir::Request &request, std::string_view model, const Conversation &conversation,
               SeededRandom &random)
{
    Content content;
    content.calls = chooseCalls(request, conversation, model == "tools" || model == "reasoner");
    if (model == "reasoner" && !request.reasoning.off)
        content.thoughts = thoughts(conversation, random);
    const bool formatted = request.output.kind == ir::OutputFormat::Kind::JsonObject ||
                           request.output.kind == ir::OutputFormat::Kind::JsonSchema;
    if (!content.calls.empty())
        content.text = announceCall(content.calls.front().name);
    else if (formatted)
        content.text = saySchema(request, answerWords(conversation, random));
    else
        content.text = answerWords(conversation, random);
    obeyStops(request, content);
    return content;
}

ir::StopReason lay(Writer &writer, const ir::Request &request, const Content &content,
                   const std::string &seedText, std::int64_t &thoughtTokens)
{
    if (!content.thoughts.empty()) {
        if (request.includeEncryptedReasoning)
            writer.setBeforeEnd(
                ir::Signature{.token = writer.text(derivedId("sim-", seedText, 48)), .details = {}});
        ir::BlockStart start;
        start.kind = ir::BlockKind::Reasoning;
        start.id = writer.text(derivedId("rs_", seedText));
        const bool whole = writer.block(start, content.thoughts,
                                        [](Text text) { return ir::ReasoningDelta{text, true, 0}; });
        thoughtTokens = writer.said();
        if (!whole || writer.left() == 0)
            return ir::StopReason::Length;
    }
    if (!content.text.empty()) {
        const bool whole = writer.block({}, content.text, [](Text text) { return ir::TextDelta{text}; });
        if (!whole)
            return ir::StopReason::Length;
    }
    if (content.stopSequence)
        return ir::StopReason::StopSequence;
    int place = 0;
    for (const PlannedCall &call : content.calls) {
        if (static_cast<std::int64_t>(splitTokens(call.arguments).size()) > writer.left())
            return ir::StopReason::Length; // half a call is of no use to anybody
        ir::BlockStart start;
        start.kind = ir::BlockKind::Call;
        start.callKind = call.kind;
        start.id = writer.text(derivedId("call_", seedText + std::to_string(place++)));
        start.nameSpace = writer.text(call.nameSpace);
        start.name = writer.text(call.name);
        (void)writer.block(start, call.arguments, [](Text text) { return ir::ArgumentsDelta{text}; });
    }
    return content.calls.empty() ? ir::StopReason::Stop : ir::StopReason::ToolCalls;
}

Refusal chooseRefusal(SeededRandom &random)
{
    static const std::array<Refusal, 3> kRefusals{{
        {429, "requests", "rate_limit_exceeded", "This is a simulated failure: too many requests.", 1},
        {500, "server_error", "server_error", "This is a simulated failure: something broke.", std::nullopt},
        {503, "service_unavailable_error", "server_is_overloaded", "This is a simulated failure: overloaded.",
         std::nullopt},
    }};
    return kRefusals[random.next() % kRefusals.size()];
}

/// Decides what becomes of a flaky answer, and takes away what will not be said.
void meetFate(Script &script, const SimulationSettings &settings, SeededRandom &random)
{
    const bool own = settings.failRate <= 0 && settings.stallRate <= 0 && settings.cutRate <= 0;
    if (random.unit() < (own ? kFlakyFails : settings.failRate)) {
        script.fate = Fate::Refuses;
        script.refusal = chooseRefusal(random);
        script.refusalDue = script.steps.empty() ? microseconds(0) : script.steps.front().due;
        script.steps.clear();
    } else if (random.unit() < (own ? kFlakyStalls : settings.stallRate)) {
        script.fate = Fate::Stalls;
        script.steps.resize(random.next() % (script.steps.size() / 2 + 1)); // 0: not even a head
    } else if (random.unit() < (own ? kFlakyCuts : settings.cutRate)) {
        script.fate = Fate::Cuts;
        script.steps.resize(1 + random.next() % (script.steps.size() - 1));
    }
}

} // namespace

const std::vector<std::string> &modelNames()
{
    static const std::vector<std::string> kNames{"fast", "steady", "reasoner", "tools", "flaky"};
    return kNames;
}

Script writeScript(const ir::Request &request, const Conversation &conversation, std::string_view model,
                   const SimulationSettings &settings, std::uint64_t attempt)
{
    const std::string seedText = std::to_string(conversation.seed);
    SeededRandom random(conversation.seed);
    Content content = decide(request, model, conversation, random);

    Script script;
    Writer writer(script, settings, model == "fast", request.maxOutputTokens.value_or(kNoLimit));
    writer.add(ir::Start{{}, writer.text(model)});
    record::Usage usage = inputUsage(request);
    ir::Finish finish;
    finish.reason = lay(writer, request, content, seedText, usage.reasoningTokens);
    if (finish.reason == ir::StopReason::StopSequence)
        finish.stopSequence = writer.text(unescape(*content.stopSequence));
    usage.outputTokens = writer.said();
    writer.add(ir::UsageUpdate{usage});
    writer.add(finish);

    if (model == "flaky") {
        SeededRandom luck(conversation.seed + attempt * 0x9e3779b97f4a7c15ULL);
        meetFate(script, settings, luck);
    }
    return script;
}

} // namespace signalbox::simulator
