#include "wire/ir/carrier.h"

#include <utility>

namespace signalbox::wire::ir {

namespace {

/// Whether the client keeps this upstream's own tokens in their own form.
bool isNative(Format upstream, Format client, std::string_view family)
{
    if (upstream == client)
        return client == Format::OpenAiChat || client == Format::Gemini || client == Format::Cohere ||
               client == Format::Ollama || (client == Format::OpenAiResponses && family == "openai") ||
               (client == Format::AnthropicMessages && family == "anthropic") ||
               client == Format::BedrockConverse;
    // Converse has Claude's tokens as Claude gives them.
    return client == Format::AnthropicMessages && upstream == Format::BedrockConverse &&
           family == "anthropic";
}

} // namespace

CarrierSealer::CarrierSealer(Options options, EventSink &next)
    : m_options(std::move(options)), m_next(next),
      m_family(carrierFamily(m_options.dialect, m_options.model)),
      m_enabled(!isNative(m_options.upstream, m_options.client, m_options.dialect.family)),
      m_carriesText(!m_options.dialect.reasoningField.empty())
{
}

void CarrierSealer::on(const Event &event)
{
    if (!m_enabled) {
        m_next.on(event);
        return;
    }
    if (const auto *signature = std::get_if<Signature>(&event)) {
        onSignature(*signature);
        return;
    }
    releaseCall();
    if (const auto *start = std::get_if<BlockStart>(&event)) {
        onBlockStart(*start);
    } else if (const auto *end = std::get_if<BlockEnd>(&event)) {
        onBlockEnd(*end);
    } else if (const auto *delta = std::get_if<ReasoningDelta>(&event)) {
        m_block.text += delta->text.escaped;
        m_next.on(event);
    } else if (std::holds_alternative<Finish>(event) || std::holds_alternative<Failure>(event)) {
        for (CarriedBlock &block : std::exchange(m_trailing, {}))
            emitCarrierBlock(CarrierKind::Signature, std::move(block));
        m_next.on(event);
    } else {
        m_next.on(event);
    }
}

void CarrierSealer::onBlockStart(const BlockStart &start)
{
    for (CarriedBlock &block : std::exchange(m_trailing, {}))
        emitCarrierBlock(CarrierKind::Signature, std::move(block));
    m_open = start.kind;
    m_isOpen = true;
    m_block = {};
    if (start.kind == BlockKind::Call && m_options.client != Format::OpenAiChat) {
        // Its signature may come next, and the carrier of that stands before the call.
        m_heldCall = start;
        m_heldCall.phase = {};
        m_heldCall.raw = {};
        m_heldId = start.id.escaped;
        m_heldNameSpace = start.nameSpace.escaped;
        m_heldName = start.name.escaped;
        m_callHeld = true;
        return;
    }
    if (start.kind == BlockKind::Reasoning)
        m_block.id = start.id.escaped;
    BlockStart numbered = start;
    numbered.index = m_index;
    m_next.on(numbered);
}

void CarrierSealer::releaseCall()
{
    if (!m_callHeld)
        return;
    m_callHeld = false;
    m_heldCall.index = m_index;
    m_heldCall.id = Text{m_heldId};
    m_heldCall.nameSpace = Text{m_heldNameSpace};
    m_heldCall.name = Text{m_heldName};
    m_next.on(m_heldCall);
}

void CarrierSealer::onSignature(const Signature &signature)
{
    CarriedBlock block;
    block.token = signature.token.escaped;
    block.details = signature.details.text;
    block.redacted = signature.redacted;
    if (m_isOpen && !signature.forAnswer && m_open == BlockKind::Reasoning) {
        m_block.token += block.token; // providers send long ones in pieces
        if (!block.details.empty())
            m_block.details = std::move(block.details);
        m_block.redacted |= block.redacted;
        return;
    }
    if (m_isOpen && !signature.forAnswer && m_open == BlockKind::Call) {
        block.place = CarriedBlock::Place::Next;
        if (m_options.client == Format::OpenAiChat) {
            const std::string sealed = seal(CarrierKind::Signature, std::move(block));
            m_next.on(Signature{.token = Text{sealed}, .details = {}});
        } else if (m_callHeld) {
            emitCarrierBlock(CarrierKind::Signature, std::move(block));
        } else {
            block.place = CarriedBlock::Place::Previous; // the call has begun: its state can only follow it
            m_trailing.push_back(std::move(block));
        }
        return;
    }
    block.place = CarriedBlock::Place::Previous;
    m_trailing.push_back(std::move(block));
}

void CarrierSealer::onBlockEnd(const BlockEnd &end)
{
    if (m_open == BlockKind::Reasoning) {
        // A signature is of its words. Words alone are carried only for hosts that want them back; else the
        // carrier says no more than whose thoughts they were.
        if (m_block.token.empty() && m_block.details.empty() && !m_carriesText)
            m_block.text.clear();
        const std::string sealed = seal(CarrierKind::Reasoning, std::exchange(m_block, {}));
        m_next.on(Signature{.token = Text{sealed}, .details = {}});
    }
    BlockEnd numbered = end;
    numbered.index = m_index++;
    m_isOpen = false;
    m_next.on(numbered);
}

void CarrierSealer::emitCarrierBlock(CarrierKind kind, CarriedBlock block)
{
    const std::string sealed = seal(kind, std::move(block));
    BlockStart start;
    start.index = m_index;
    start.kind = BlockKind::Reasoning;
    m_next.on(start);
    m_next.on(Signature{.token = Text{sealed}, .details = {}});
    m_next.on(BlockEnd{.index = m_index++});
}

std::string CarrierSealer::seal(CarrierKind kind, CarriedBlock block) const
{
    Carrier carrier{kind, m_family, m_options.model, {}};
    if (!block.text.empty() || !block.token.empty() || !block.details.empty())
        carrier.blocks.push_back(std::move(block));
    return sealCarrier(carrier, m_options.key);
}

} // namespace signalbox::wire::ir
