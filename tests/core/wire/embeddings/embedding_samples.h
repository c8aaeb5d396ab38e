#pragma once

/// Requests and answers of the APIs that give vectors, written by hand; a header, because moc of Qt 6.4
/// stumbles over quotes in raw strings.
#ifndef Q_MOC_RUN
namespace signalbox::wire::testing {

/// Clients speak the first three.
enum class Api { OpenAi, GeminiOne, GeminiMany, Cohere, Ollama, CloudOne, CloudMany, CloudPredicting };

struct CrossedRequest
{
    const char *name;
    Api client;
    const char *body;
    Api provider;
    const char *written; ///< the whole body, the model being "m"; empty: it is refused
    const char *dropped; ///< names, with commas; where it is refused the place
};

inline constexpr CrossedRequest kRequests[] = {
    {"one text", Api::OpenAi, R"({"model":"x","input":"hi"})", Api::GeminiMany,
     R"({"requests":[{"model":"models/m","content":{"parts":[{"text":"hi"}]}}]})", ""},
    {"a list of texts, with a length", Api::OpenAi,
     R"({"model":"x","input":["a\n\"b\"","é"],"dimensions":256,"encoding_format":"base64"})", Api::GeminiMany,
     R"({"requests":[{"model":"models/m","content":{"parts":[{"text":"a\n\"b\""}]},"outputDimensionality":256},
         {"model":"models/m","content":{"parts":[{"text":"é"}]},"outputDimensionality":256}]})",
     ""},
    {"what Gemini does not know", Api::OpenAi,
     R"({"model":"x","input":"hi","user":"u","truncate":"END","input_type":"query"})", Api::GeminiMany,
     R"({"requests":[{"model":"models/m","content":{"parts":[{"text":"hi"}]}}]})",
     "user,truncate,input_type"},
    {"tokens are refused", Api::OpenAi, R"({"model":"x","input":[1,2,3]})", Api::GeminiMany, "", "input"},
    {"lists of tokens are refused", Api::OpenAi, R"({"model":"x","input":[[1],[2,3]]})", Api::GeminiMany, "",
     "input"},
    {"the same API keeps all", Api::OpenAi,
     R"({"model":"x","input":[[1],"two"],"encoding_format":"base64","dimensions":8,"user":"u","more":{"a":1}})",
     Api::OpenAi,
     R"({"model":"m","input":[[1],"two"],"dimensions":8,"encoding_format":"base64","user":"u","more":{"a":1}})",
     ""},
    {"one list of tokens stays one", Api::OpenAi, R"({"model":"x","input":[1,2]})", Api::OpenAi,
     R"({"model":"m","input":[1,2]})", ""},
    {"one content", Api::GeminiOne, R"({"content":{"parts":[{"text":"hi"}]},"outputDimensionality":8})",
     Api::OpenAi, R"({"model":"m","input":["hi"],"dimensions":8})", ""},
    {"several parts are one text", Api::GeminiOne, R"({"content":{"parts":[{"text":"a"},{"text":"b"}]}})",
     Api::OpenAi, R"({"model":"m","input":["a\nb"]})", ""},
    {"a list of contents, in both ways to write names", Api::GeminiMany,
     R"({"requests":[{"model":"models/x","content":{"parts":[{"text":"a"}]},"output_dimensionality":8,
         "taskType":"RETRIEVAL_DOCUMENT","title":"t"},
         {"model":"models/x","content":{"parts":[{"text":"b"}]},"outputDimensionality":8,"task_type":"CLUSTERING"}]})",
     Api::OpenAi, R"({"model":"m","input":["a","b"],"dimensions":8})", "taskType,title"},
    {"what OpenAI does not know", Api::GeminiOne,
     R"({"content":{"parts":[{"text":"a"}]},"embedContentConfig":{"autoTruncate":true},"title":null})",
     Api::OpenAi, R"({"model":"m","input":["a"]})", "embedContentConfig"},
    {"images are refused", Api::GeminiMany,
     R"({"requests":[{"content":{"parts":[{"text":"a"}]}},
         {"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"AA=="}}]}}]})",
     Api::OpenAi, "", "requests[1].content"},
    {"two lengths are refused", Api::GeminiMany,
     R"({"requests":[{"content":{"parts":[{"text":"a"}]},"outputDimensionality":8},
         {"content":{"parts":[{"text":"b"}]}}]})",
     Api::OpenAi, "", "requests[1].outputDimensionality"},
    {"Gemini's own API keeps all", Api::GeminiMany,
     R"({"requests":[{"model":"models/x","content":{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"AA=="}}]},
         "taskType":"CLUSTERING","title":"t","outputDimensionality":8,"more":[1]}]})",
     Api::GeminiMany,
     R"({"requests":[{"model":"models/m","content":{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"AA=="}}]},
         "taskType":"CLUSTERING","title":"t","outputDimensionality":8,"more":[1]}]})",
     ""},
    {"Gemini's own API, one content", Api::GeminiOne, R"({"content":{"parts":[{"text":"a"}]}})",
     Api::GeminiOne, R"({"model":"models/m","content":{"parts":[{"text":"a"}]}})", ""},
    {"Cohere wants to know what for", Api::OpenAi,
     R"({"model":"x","input":"a\"b","dimensions":256,"user":"u"})", Api::Cohere,
     R"({"model":"m","input_type":"search_document","embedding_types":["float"],"output_dimension":256,"texts":["a\"b"]})",
     "user"},
    {"a client that knows Cohere", Api::OpenAi,
     R"({"model":"x","input":["a","b"],"encoding_format":"base64","input_type":"search_query","truncate":"END"})",
     Api::Cohere,
     R"({"model":"m","input_type":"search_query","embedding_types":["float"],"texts":["a","b"]})",
     "truncate"},
    {"Gemini's task for Cohere", Api::GeminiOne,
     R"({"content":{"parts":[{"text":"a"}]},"taskType":"CLUSTERING","title":"t"})", Api::Cohere,
     R"({"model":"m","input_type":"clustering","embedding_types":["float"],"texts":["a"]})", "title"},
    {"a task that Cohere does not know", Api::GeminiOne,
     R"({"content":{"parts":[{"text":"a"}]},"taskType":"SEMANTIC_SIMILARITY"})", Api::Cohere,
     R"({"model":"m","input_type":"search_document","embedding_types":["float"],"texts":["a"]})", "taskType"},
    {"two tasks for Cohere are refused", Api::GeminiMany,
     R"({"requests":[{"content":{"parts":[{"text":"a"}]},"taskType":"CLUSTERING"},{"content":{"parts":[{"text":"b"}]}}]})",
     Api::Cohere, "", "requests[1].taskType"},
    {"tokens for Cohere are refused", Api::OpenAi, R"({"model":"x","input":[1,2]})", Api::Cohere, "",
     "input"},
    {"texts for Ollama", Api::OpenAi, R"({"model":"x","input":["a","b"],"dimensions":8,"user":"u"})",
     Api::Ollama, R"({"model":"m","input":["a","b"],"dimensions":8})", "user"},
    {"one content for Ollama", Api::GeminiOne, R"({"content":{"parts":[{"text":"a"}]},"title":"t"})",
     Api::Ollama, R"({"model":"m","input":["a"]})", "title"},
    {"images for Ollama are refused", Api::GeminiOne,
     R"({"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"AA=="}}]}})", Api::Ollama, "",
     "requests[0].content"},
    {"two lengths for Ollama are refused", Api::GeminiMany,
     R"({"requests":[{"content":{"parts":[{"text":"a"}]},"outputDimensionality":8},{"content":{"parts":[{"text":"b"}]}}]})",
     Api::Ollama, "", "requests[1].outputDimensionality"},
    {"a text for Google's cloud", Api::OpenAi, R"({"model":"x","input":"a","dimensions":8,"user":"u"})",
     Api::CloudMany,
     R"({"requests":[{"content":{"parts":[{"text":"a"}]},"embedContentConfig":{"outputDimensionality":8}}]})",
     "user"},
    {"one content for Google's cloud", Api::GeminiOne,
     R"({"model":"models/x","content":{"parts":[{"text":"a"}]},"taskType":"CLUSTERING","title":"t"})",
     Api::CloudOne,
     R"({"content":{"parts":[{"text":"a"}]},"embedContentConfig":{"taskType":"CLUSTERING","title":"t"}})",
     ""},
    {"a client of Google's cloud", Api::GeminiOne,
     R"({"content":{"parts":[{"text":"a"}]},"embedContentConfig":{"autoTruncate":true},"title":"t"})",
     Api::CloudOne, R"({"content":{"parts":[{"text":"a"}]},"embedContentConfig":{"autoTruncate":true}})",
     "title"},
    {"texts for a model that predicts", Api::OpenAi, R"({"model":"x","input":["a","b"],"dimensions":8})",
     Api::CloudPredicting,
     R"({"instances":[{"content":"a"},{"content":"b"}],"parameters":{"outputDimensionality":8}})", ""},
    {"contents for a model that predicts", Api::GeminiMany,
     R"({"requests":[{"content":{"parts":[{"text":"a"}]},"taskType":"CLUSTERING","title":"t","more":1}]})",
     Api::CloudPredicting, R"({"instances":[{"content":"a","task_type":"CLUSTERING","title":"t"}]})", "more"},
    {"images for a model that predicts are refused", Api::GeminiOne,
     R"({"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"AA=="}}]}})", Api::CloudPredicting,
     "", "requests[0].content"},
};

struct WrongRequest
{
    const char *name;
    Api client;
    const char *body;
    const char *place;
};

inline constexpr WrongRequest kWrongRequests[] = {
    {"no input", Api::OpenAi, R"({"model":"x"})", "input"},
    {"an empty text", Api::OpenAi, R"({"model":"x","input":""})", "input"},
    {"an empty list", Api::OpenAi, R"({"model":"x","input":[]})", "input"},
    {"a number among texts", Api::OpenAi, R"({"model":"x","input":["a",7]})", "input[1]"},
    {"half a token", Api::OpenAi, R"({"model":"x","input":[[1.5]]})", "input[0]"},
    {"an unknown encoding", Api::OpenAi, R"({"model":"x","input":"a","encoding_format":"hex"})",
     "encoding_format"},
    {"a length that is no number", Api::OpenAi, R"({"model":"x","input":"a","dimensions":"8"})",
     "dimensions"},
    {"no content", Api::GeminiOne, R"({"contents":[]})", "content"},
    {"no parts", Api::GeminiOne, R"({"content":{"parts":[]}})", "content.parts"},
    {"an empty batch", Api::GeminiMany, R"({"requests":[]})", "requests"},
    {"no batch", Api::GeminiMany, R"({"content":{"parts":[{"text":"a"}]}})", "requests"},
    {"a wrong length in a batch", Api::GeminiMany,
     R"({"requests":[{"content":{"parts":[{"text":"a"}]},"outputDimensionality":"8"}]})",
     "requests[0].outputDimensionality"},
};

struct CrossedAnswer
{
    const char *name;
    Api provider;
    const char *body;
    Api client;
    const char *request; ///< that the client had sent
    const char *written;
    int tokens; ///< −1: not told
};

// 0.5 and -1 as 32-bit floats are 00 00 00 3f and 00 00 80 bf.
inline constexpr CrossedAnswer kAnswers[] = {
    {"numbers to numbers", Api::GeminiMany,
     R"({"embeddings":[{"values":[0.5,-1]},{"values":[1e-3]}],"usageMetadata":{"promptTokenCount":9}})",
     Api::OpenAi, R"({"model":"x","input":["a","b"]})",
     R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-1]},
         {"object":"embedding","index":1,"embedding":[1e-3]}],"model":"asked","usage":{"prompt_tokens":9,"total_tokens":9}})",
     9},
    {"numbers to base64", Api::GeminiMany, R"({"embeddings":[{"values":[ 0.5 , -1.0 ]}]})", Api::OpenAi,
     R"({"model":"x","input":["a"],"encoding_format":"base64"})",
     R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":"AAAAPwAAgL8="}],"model":"asked",
         "usage":{"prompt_tokens":0,"total_tokens":0}})",
     -1},
    {"base64 to numbers", Api::OpenAi,
     R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":"AAAAPwAAgL8="}],"model":"u",
         "usage":{"prompt_tokens":3,"total_tokens":3}})",
     Api::GeminiOne, R"({"content":{"parts":[{"text":"a"}]}})",
     R"({"embedding":{"values":[0.5,-1]},"usageMetadata":{"promptTokenCount":3}})", 3},
    {"the order is that of the texts", Api::OpenAi,
     R"({"data":[{"index":1,"embedding":[2]},{"index":0,"embedding":[1]}],"usage":{"total_tokens":4}})",
     Api::GeminiMany,
     R"({"requests":[{"content":{"parts":[{"text":"a"}]}},{"content":{"parts":[{"text":"b"}]}}]})",
     R"({"embeddings":[{"values":[1]},{"values":[2]}],"usageMetadata":{"promptTokenCount":4}})", 4},
    {"numbers that no index tells", Api::OpenAi, R"({"data":[{"embedding":[1]},{"embedding":[2]}]})",
     Api::GeminiMany,
     R"({"requests":[{"content":{"parts":[{"text":"a"}]}},{"content":{"parts":[{"text":"b"}]}}]})",
     R"({"embeddings":[{"values":[1]},{"values":[2]}],"usageMetadata":{"promptTokenCount":0}})", -1},
    {"tokens told of each vector", Api::GeminiMany,
     R"({"embeddings":[{"values":[1],"statistics":{"tokenCount":2}},{"values":[2],"statistics":{"tokenCount":5}}]})",
     Api::OpenAi, R"({"model":"x","input":["a","b"]})",
     R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":[1]},
         {"object":"embedding","index":1,"embedding":[2]}],"model":"asked","usage":{"prompt_tokens":7,"total_tokens":7}})",
     7},
    {"Cohere's answer", Api::Cohere,
     R"({"id":"1","embeddings":{"float":[[0.5,-1],[1]]},"texts":["a","b"],"meta":{"billed_units":{"input_tokens":5}}})",
     Api::OpenAi, R"({"model":"x","input":["a","b"],"encoding_format":"base64"})",
     R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":"AAAAPwAAgL8="},
         {"object":"embedding","index":1,"embedding":"AACAPw=="}],"model":"asked","usage":{"prompt_tokens":5,"total_tokens":5}})",
     5},
    {"Ollama's answer", Api::Ollama,
     R"({"model":"u","embeddings":[[0.5]],"total_duration":1,"prompt_eval_count":4})", Api::GeminiOne,
     R"({"content":{"parts":[{"text":"a"}]}})",
     R"({"embedding":{"values":[0.5]},"usageMetadata":{"promptTokenCount":4}})", 4},
    {"predictions", Api::CloudPredicting,
     R"({"predictions":[{"embeddings":{"values":[1],"statistics":{"token_count":2,"truncated":false}}},
         {"embeddings":{"values":[2],"statistics":{"token_count":3}}}]})",
     Api::OpenAi, R"({"model":"x","input":["a","b"]})",
     R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":[1]},
         {"object":"embedding","index":1,"embedding":[2]}],"model":"asked","usage":{"prompt_tokens":5,"total_tokens":5}})",
     5},
    {"predictions that one does not count", Api::CloudPredicting,
     R"({"predictions":[{"embeddings":{"values":[1],"statistics":{"token_count":2}}},{"embeddings":{"values":[2]}}]})",
     Api::OpenAi, R"({"model":"x","input":["a","b"]})",
     R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":[1]},
         {"object":"embedding","index":1,"embedding":[2]}],"model":"asked","usage":{"prompt_tokens":0,"total_tokens":0}})",
     -1},
    {"one vector", Api::GeminiOne, R"({"embedding":{"values":[1]}})", Api::GeminiOne,
     R"({"content":{"parts":[{"text":"a"}]}})",
     R"({"embedding":{"values":[1]},"usageMetadata":{"promptTokenCount":0}})", -1},
};

struct WrongAnswer
{
    const char *name;
    Api provider;
    const char *body;
    const char *failure; ///< as the log of events has it
};

inline constexpr WrongAnswer kWrongAnswers[] = {
    {"no JSON", Api::OpenAi, "hello", "failure server the provider sent an answer that is not JSON"},
    {"a list", Api::GeminiMany, "[]", "failure server the provider sent an answer that is not JSON"},
    {"no vector", Api::OpenAi, R"({"data":[]})", "failure server the provider answered without a vector"},
    {"a vector of words", Api::OpenAi, R"({"data":[{"embedding":["a"]}]})",
     "failure server the provider answered with something that is no vector"},
    {"base64 of half a number", Api::OpenAi, R"({"data":[{"embedding":"AAAA"}]})",
     "failure server the provider answered with something that is no vector"},
    {"an empty vector", Api::GeminiOne, R"({"embedding":{"values":[]}})",
     "failure server the provider answered with something that is no vector"},
    {"the same number twice", Api::OpenAi,
     R"({"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]})",
     "failure server the provider numbered its vectors in a way that makes no sense"},
    {"a number left out", Api::OpenAi,
     R"({"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]})",
     "failure server the provider numbered its vectors in a way that makes no sense"},
    {"OpenAI's error", Api::OpenAi, R"({"error":{"message":"no","type":"invalid_request_error"}})",
     "failure bad-request no"},
    {"no list of floats", Api::Cohere, R"({"embeddings":[[1]]})",
     "failure server the provider answered without a vector"},
    {"a number in the place of a vector", Api::Ollama, R"({"embeddings":[1,2]})",
     "failure server the provider answered with something that is no vector"},
    {"a prediction without a vector", Api::CloudPredicting, R"({"predictions":[{}]})",
     "failure server the provider answered with something that is no vector"},
    {"Ollama's error", Api::Ollama, R"({"error":"no"})", "failure server no"},
    {"Gemini's error", Api::GeminiMany, R"({"error":{"code":404,"message":"no","status":"NOT_FOUND"}})",
     "failure not-found no"},
};

struct SkimmedAnswer
{
    const char *name;
    const char *body;
    int tokens; ///< −1: it has to be read
};

inline constexpr SkimmedAnswer kSkimmed[] = {
    {"as OpenAI writes it",
     R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":[1]}],"model":"m","usage":{"prompt_tokens":8,"total_tokens":8}})",
     8},
    {"with details of the usage",
     R"({"data":[{"embedding":"AAAAPw=="}],"usage":{"prompt_tokens":8,"details":{"a":1}},"id":"x"})", 8},
    {"no usage", R"({"data":[{"embedding":[1]}]})", -1},
    {"a usage without tokens", R"({"data":[{"embedding":[1]}],"usage":{}})", -1},
    {"a usage without an end", R"({"data":[{"embedding":[1]}],"usage":{"prompt_tokens":8)", -1},
    {"no vector", R"({"data":[],"usage":{"prompt_tokens":8}})", -1},
};

} // namespace signalbox::wire::testing
#endif
