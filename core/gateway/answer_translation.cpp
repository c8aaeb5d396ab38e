#include "gateway/answer_translation.h"

#include "wire/ir/carrier.h"
#include "wire/ir/compaction.h"
#include "wire/ir/surrogate_joiner.h"
#include "wire/ir/tool_restorer.h"

namespace signalbox::gateway {

/// In the order in which an event passes them, the last one first: each refers to the next.
struct AnswerTranslation::Filters
{
    Filters(const wire::ir::Request &request, wire::Format upstream, const wire::Target &target,
            wire::ir::EventSink &writer)
        : packer(wire::ir::needsSummary(request, upstream, target.dialect)
                     ? std::make_unique<wire::ir::CompactionPacker>(target.model, target.carrierKey, writer)
                     : nullptr),
          sealer({.upstream = upstream,
                  .client = request.source,
                  .dialect = target.dialect,
                  .model = target.model,
                  .key = target.carrierKey},
                 packer ? static_cast<wire::ir::EventSink &>(*packer) : writer),
          restorer(request, target.dialect, sealer), joiner(restorer)
    {
    }

    std::unique_ptr<wire::ir::CompactionPacker> packer; // null where no compaction was asked for
    wire::ir::CarrierSealer sealer;
    wire::ir::ToolRestorer restorer;
    wire::ir::SurrogateJoiner joiner;
};

AnswerTranslation::AnswerTranslation(const wire::ir::Request &request, wire::Format upstream,
                                     const wire::Target &target, std::unique_ptr<wire::AnswerWriter> writer)
    : m_writer(std::move(writer)), m_filters(std::make_unique<Filters>(request, upstream, target, *m_writer))
{
}

AnswerTranslation::~AnswerTranslation() = default;

void AnswerTranslation::on(const wire::ir::Event &event)
{
    m_filters->joiner.on(event);
}

} // namespace signalbox::gateway
