#include "gateway/surface.h"

#include <QTest>

using namespace signalbox::gateway;

class TestSurface : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void routes_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("surface");
        QTest::addColumn<int>("operation");
        QTest::addColumn<QByteArray>("model");
        const auto row = [](const char *path, Surface surface, Operation operation, const char *model = "") {
            QTest::newRow(path) << QByteArray(path) << int(surface) << int(operation) << QByteArray(model);
        };
        row("/v1/responses", Surface::OpenAi, Operation::Responses);
        row("/openai/v1/responses", Surface::OpenAi, Operation::Responses);
        row("/v1/chat/completions", Surface::OpenAi, Operation::ChatCompletions);
        row("/v1/embeddings", Surface::OpenAi, Operation::Embeddings);
        row("/openai/v1/embeddings", Surface::OpenAi, Operation::Embeddings);
        row("/openai/v1/models", Surface::OpenAi, Operation::ListModels);
        row("/v1/models/coder", Surface::OpenAi, Operation::ShowModel, "coder");
        row("/v1/models/openai/gpt-5.4", Surface::OpenAi, Operation::ShowModel, "openai/gpt-5.4");
        row("/v1/models/openai%2Fgpt-5.4", Surface::OpenAi, Operation::ShowModel, "openai/gpt-5.4");
        row("/v1/models/", Surface::OpenAi, Operation::Unknown);
        row("/v1/responses/input_tokens", Surface::OpenAi, Operation::CountResponseTokens);
        row("/v1/responses/compact", Surface::OpenAi, Operation::Unknown);
        row("/anthropic/v1/messages", Surface::Anthropic, Operation::Messages);
        row("/anthropic/v1/messages/count_tokens", Surface::Anthropic, Operation::CountMessageTokens);
        row("/anthropic/v1/models", Surface::Anthropic, Operation::ListModels);
        row("/anthropic/v1/models/claude-x", Surface::Anthropic, Operation::ShowModel, "claude-x");
        row("/anthropic/v1/messages/batches", Surface::Anthropic, Operation::Unknown);
        row("/anthropic/messages", Surface::Anthropic, Operation::Unknown);
        row("/genai/v1beta/models/x:generateContent", Surface::Gemini, Operation::GenerateContent, "x");
        row("/genai/v1/models/x:streamGenerateContent", Surface::Gemini, Operation::StreamGenerateContent,
            "x");
        row("/genai/v1beta1/publishers/google/models/x:countTokens", Surface::Gemini,
            Operation::CountContentTokens, "x");
        row("/genai/v1beta/models/lab/some:30b:generateContent", Surface::Gemini, Operation::GenerateContent,
            "lab/some:30b");
        row("/genai/v1beta/models/some%3A30b%3AgenerateContent", Surface::Gemini, Operation::GenerateContent,
            "some:30b");
        row("/genai/v1beta/models/lab/x:embedContent", Surface::Gemini, Operation::EmbedContent, "lab/x");
        row("/genai/v1/models/x:batchEmbedContents", Surface::Gemini, Operation::BatchEmbedContents, "x");
        row("/genai/v1beta/models", Surface::Gemini, Operation::ListModels);
        row("/genai/v1beta/models/qwen3:30b", Surface::Gemini, Operation::ShowModel, "qwen3:30b");
        row("/genai/v1beta/models/:generateContent", Surface::Gemini, Operation::ShowModel,
            ":generateContent");
        row("/genai/v2/models", Surface::Gemini, Operation::Unknown);
        row("/healthz", Surface::Operations, Operation::Health);
        row("/readyz", Surface::Operations, Operation::Ready);
        row("/metrics", Surface::Operations, Operation::Metrics);
        row("/api/v1/usage", Surface::Operations, Operation::Unknown);
        row("/", Surface::OpenAi, Operation::Unknown);
        row("", Surface::OpenAi, Operation::Unknown);
    }
    void routes()
    {
        QFETCH(QByteArray, path);
        QFETCH(int, surface);
        QFETCH(int, operation);
        QFETCH(QByteArray, model);
        const Route route = routeFor(path.toStdString());
        QCOMPARE(int(route.surface), surface);
        QCOMPARE(int(route.operation), operation);
        QCOMPARE(QByteArray::fromStdString(route.modelId), model);
    }

    void methodsThatAreNotServed_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<bool>("names");
        QTest::newRow("a method of Gemini's") << QByteArray("/genai/v1beta/models/x:predict") << true;
        QTest::newRow("its colon encoded") << QByteArray("/genai/v1beta/models/x%3Apredict") << true;
        QTest::newRow("a method that is served") << QByteArray("/genai/v1beta/models/x:countTokens") << false;
        QTest::newRow("a model") << QByteArray("/genai/v1beta/models/x") << false;
        QTest::newRow("another API") << QByteArray("/v1/models/x:predict") << false;
    }
    void methodsThatAreNotServed()
    {
        QFETCH(QByteArray, path);
        QFETCH(bool, names);
        QCOMPARE(routeFor(path.toStdString()).namesNoMethod(), names);
    }
};

QTEST_APPLESS_MAIN(TestSurface)
#include "tst_surface.moc"
