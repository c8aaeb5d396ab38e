#pragma once

#include "base/result.h"
#include "wire/ir/missing_ids.h"
#include "wire/ir/request.h"
#include "wire/json/document.h"
#include "wire/json/fields.h"

namespace signalbox::wire::responses {

/// Reads `input` into turns. A message item is a turn of its own, so that its id and status stay with it; the
/// items between messages (thoughts, calls, results, hosted and unknown ones) join the turn before where it
/// has their role. What stands before the first user or assistant turn becomes the system text. Lives for one
/// request.
class InputReader final
{
public:
    explicit InputReader(ir::Request &request) : m_request(request), m_ids(request.arena) {}

    [[nodiscard]] Result<void> read(const json::Value &input);

private:
    using Fields = json::Fields;

    [[nodiscard]] Result<void> readItem(const json::Value &item);
    [[nodiscard]] Result<void> readMessage(Fields &fields);
    [[nodiscard]] Result<void> readReasoning(Fields &fields);
    void readCall(Fields &fields, ir::CallKind kind);
    [[nodiscard]] Result<void> readResult(Fields &fields, const json::Value &item, ir::CallKind kind);
    [[nodiscard]] Result<void> readTools(Fields &fields, ir::Tool::Origin origin);
    void readConfiguration(Fields &fields);
    void keepItem(Text type, const json::Value &item);
    void join(ir::Role role, ir::Block block);
    void liftSystem();

    ir::Request &m_request;
    ir::MissingIds m_ids;
};

} // namespace signalbox::wire::responses
