#include "crossing.h"

#include "gateway/answer_translation.h"

namespace signalbox::conformance {

namespace {

class Into final : public wire::ir::EventSink
{
public:
    explicit Into(gateway::AnswerTranslation &translation) : m_translation(translation) {}
    void on(const wire::ir::Event &event) override { m_translation.on(event); }

private:
    gateway::AnswerTranslation &m_translation;
};

} // namespace

Crossed cross(const Exchange &exchange, const wire::Target &target, wire::Format client, Shape shape)
{
    wire::ir::Request request;
    request.source = client;
    request.stream = shape == Shape::Streamed;
    Crossed crossed;
    auto writer =
        wire::codecFor(client)->answerWriter({.answerId = "answer-1",
                                              .model = exchange.model.empty() ? "model" : exchange.model,
                                              .request = &request},
                                             shape == Shape::Streamed);
    gateway::AnswerTranslation translation(request, exchange.format, target, std::move(writer));
    translation.writer().setOut(&crossed.written);
    Into sink(translation);
    crossed.meaning = readAnswer(exchange, target, &sink);
    if (shape == Shape::Whole)
        crossed.written = translation.writer().body();
    return crossed;
}

} // namespace signalbox::conformance
