#include "simulator/speech.h"

#include "base/json_writer.h"

#include <array>
#include <span>

namespace signalbox::simulator {

namespace {

constexpr std::array<std::string_view, 12> kSentences{
    "The points are set and the line ahead is clear.",
    "A real model would have something to say here; this one only keeps time.",
    "The words come at the pace that was set for this provider.",
    "Ask the same again and the same answer will come.",
    "Nothing was sent over any network to write this.",
    "The express has right of way, the goods train waits on the loop.",
    "Give this route a real provider, and its trains will carry something.",
    "The bell rings twice, the lever moves, the signal drops.",
    "Every token here is counted as if it had cost something.",
    "The timetable has been read to the end and found correct.",
    "Somewhere down the line a lamp turns from red to green.",
    "The night shift notes the time and puts the kettle on.",
};

constexpr std::array<std::string_view, 6> kThoughts{
    "First I look at what is being asked.",
    "Then I look for what could be meant by it.",
    "There are two ways to go; the shorter one will do.",
    "I check the way back, in case the points are set wrong.",
    "Nothing here needs a second look.",
    "That settles it.",
};

/// `count` sentences in the order of the list, beginning anywhere: no sentence comes twice.
void addSentences(std::string &out, std::span<const std::string_view> from, std::size_t count, Random &random)
{
    const std::size_t first = random.next() % from.size();
    for (std::size_t i = 0; i < count; ++i) {
        out += ' ';
        out += from[(first + i) % from.size()];
    }
}

} // namespace

std::string answerWords(const Conversation &conversation, Random &random)
{
    std::string out = "This is a simulated answer: no model was asked.";
    if (conversation.toolOutput) {
        out += conversation.toolOutput->empty() ? " The tool said nothing."
                                                : " The tool said: “" + *conversation.toolOutput + "”.";
        addSentences(out, kSentences, 1, random);
        return out;
    }
    if (!conversation.asked.empty())
        out += " You wrote: “" + conversation.asked + "”.";
    addSentences(out, kSentences, 3 + random.next() % 4, random);
    return out;
}

std::string thoughts(const Conversation &conversation, Random &random)
{
    std::string out = "**Simulated thinking**\n\nThese are simulated thoughts.";
    if (!conversation.asked.empty())
        out += " The question was: “" + conversation.asked + "”.";
    addSentences(out, kThoughts, 3 + random.next() % 3, random);
    return out;
}

std::string announceCall(std::string_view tool)
{
    return "This is a simulated answer: it calls " + std::string(tool) + ".";
}

std::string asJsonObject(std::string_view words)
{
    std::string out;
    JsonWriter(out).beginObject().key("simulated").boolean(true).key("answer").string(words).endObject();
    return out;
}

} // namespace signalbox::simulator
