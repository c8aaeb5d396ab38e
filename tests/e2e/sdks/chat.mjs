// OpenAI's library on Chat Completions.
import OpenAI from 'openai';
import { openAiErrors } from './openai_errors.mjs';

export const name = 'chat';
export const tellsRefusals = true;
export const ends = { refusal: ['content_filter', 'stop'], stop: 'stop', calls: 'tool_calls', length: 'length' };
export const errors = openAiErrors;

export const connect = ({ address, key }) => new OpenAI({ baseURL: `${address}/openai/v1`, apiKey: key, maxRetries: 0 });

const picture = ({ type, data }) => ({ type: 'image_url', image_url: { url: `data:${type};base64,${data}` } });
export const user = (text, image) => [{ role: 'user', content: image ? [{ type: 'text', text }, picture(image)] : text }];
export const results = (calls, texts) => calls.map((call, index) => ({ role: 'tool', tool_call_id: call.id, content: texts[index] }));

const bodyOf = ({ model, history, tools, schema, effort, limit }) => ({
  model, messages: history,
  ...(tools ? { tools: tools.map(tool => ({ type: 'function', function: tool })) } : {}),
  ...(schema ? { response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } } } : {}),
  ...(effort ? { reasoning_effort: effort } : {}), ...(limit ? { max_completion_tokens: limit } : {}),
});

async function completionOf(client, asked, { streamed, started, signal }) {
  if (!streamed) return asked.response_format ? client.chat.completions.parse(asked, { signal }) : client.chat.completions.create(asked, { signal });
  const stream = client.chat.completions.stream({ ...asked, stream_options: { include_usage: true } }, { signal });
  if (started) stream.on('content', started);
  // Of a field that it does not know the library keeps the last piece: programs collect thoughts themselves.
  let thought = '';
  stream.on('chunk', chunk => thought += chunk.choices[0]?.delta.reasoning_content ?? '');
  const completion = await stream.finalChatCompletion();
  if (thought) completion.choices[0].message.reasoning_content = thought;
  return completion;
}

export async function ask(client, asked) {
  const completion = await completionOf(client, bodyOf(asked), asked);
  const [{ message, finish_reason: end }] = completion.choices;
  const { usage } = completion;
  return {
    text: message.content, thought: message.reasoning_content ?? '', refusal: message.refusal, end, value: asked.schema && JSON.parse(message.content),
    calls: (message.tool_calls ?? []).map(call => ({ id: call.id, name: call.function.name, args: JSON.parse(call.function.arguments) })),
    usage: { input: usage.prompt_tokens, cached: usage.prompt_tokens_details?.cached_tokens, output: usage.completion_tokens, reasoning: usage.completion_tokens_details?.reasoning_tokens },
    history: [...asked.history, message],
  };
}

export async function listModels(client) {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  return ids;
}

export const showModel = async (client, id) => (await client.models.retrieve(id)).id;

export const embed = async (client, { model, texts, dimensions }) => (await client.embeddings.create({ model, input: texts, ...(dimensions ? { dimensions } : {}) })).data.map(one => one.embedding);
