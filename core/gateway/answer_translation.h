#pragma once

#include "wire/format.h"

#include <memory>
#include <string>
#include <vector>

namespace signalbox::gateway {

/// The way of an answer back to a client of another format: the provider's events, split characters joined,
/// tool names restored, reasoning state sealed for the way through the client, written in the client's
/// format. One attempt; gateway thread.
class AnswerTranslation final
{
public:
    AnswerTranslation(const wire::ir::Request &request, wire::Format upstream, const wire::Target &target,
                      std::unique_ptr<wire::AnswerWriter> writer);
    ~AnswerTranslation();
    AnswerTranslation(const AnswerTranslation &) = delete;
    AnswerTranslation &operator=(const AnswerTranslation &) = delete;

    void on(const wire::ir::Event &event);
    [[nodiscard]] wire::AnswerWriter &writer() { return *m_writer; }

private:
    struct Filters;

    std::unique_ptr<wire::AnswerWriter> m_writer;
    std::unique_ptr<Filters> m_filters;
};

} // namespace signalbox::gateway
