// Anthropic's library on Messages.
import Anthropic from '@anthropic-ai/sdk';
import { jsonSchemaOutputFormat } from '@anthropic-ai/sdk/helpers/json-schema';

export const name = 'anthropic';
export const tellsRefusals = true;
export const ends = { refusal: 'refusal', stop: 'end_turn', calls: 'tool_use', length: 'max_tokens' };

const CLASSES = { 400: Anthropic.BadRequestError, 401: Anthropic.AuthenticationError, 404: Anthropic.NotFoundError, 429: Anthropic.RateLimitError, 529: Anthropic.OverloadedError, abort: Anthropic.APIUserAbortError };
export const errors = {
  busy: 529,
  is: (error, kind) => error instanceof CLASSES[kind] && (kind === 'abort' || error.status === kind),
  field: (error, word) => error.headers?.get(word),
  isCut: error => error instanceof Anthropic.AnthropicError && !(error instanceof Anthropic.APIUserAbortError),
};

export const connect = ({ address, key }) => new Anthropic({ baseURL: `${address}/anthropic`, apiKey: key, maxRetries: 0 });

const picture = ({ type, data }) => ({ type: 'image', source: { type: 'base64', media_type: type, data } });
export const user = (text, image) => [{ role: 'user', content: image ? [picture(image), { type: 'text', text }] : text }];
export const results = (calls, texts) => [{ role: 'user', content: calls.map((call, index) => ({ type: 'tool_result', tool_use_id: call.id, content: texts[index] })) }];

const toolOf = ({ name: word, description, parameters }) => ({ name: word, description, input_schema: parameters });
const bodyOf = ({ model, history, tools, schema, effort, limit }) => ({
  model, messages: history, max_tokens: limit ?? 8000,
  ...(tools ? { tools: tools.map(toolOf) } : {}),
  ...(schema ? { output_config: { format: jsonSchemaOutputFormat(schema) } } : {}),
  ...(effort ? { thinking: { type: 'enabled', budget_tokens: 4096 } } : {}),
});

async function messageOf(client, asked, { streamed, started, signal }) {
  if (!streamed) return asked.output_config ? client.messages.parse(asked, { signal }) : client.messages.create(asked, { signal });
  const stream = client.messages.stream(asked, { signal });
  if (started) stream.on('text', started);
  return stream.finalMessage();
}

export async function ask(client, asked) {
  const message = await messageOf(client, bodyOf(asked), asked);
  const { usage, content } = message;
  return {
    text: content.filter(block => block.type === 'text').map(block => block.text).join(''), end: message.stop_reason, value: message.parsed_output ?? undefined,
    thought: content.filter(block => block.type === 'thinking').map(block => block.thinking).join(''),
    refusal: message.stop_details?.explanation,
    calls: content.filter(block => block.type === 'tool_use').map(block => ({ id: block.id, name: block.name, args: block.input })),
    usage: { input: usage.input_tokens + usage.cache_read_input_tokens, cached: usage.cache_read_input_tokens, output: usage.output_tokens },
    history: [...asked.history, { role: 'assistant', content }],
  };
}

export const count = async (client, { model, history }) => (await client.messages.countTokens({ model, messages: history })).input_tokens;

export async function listModels(client) {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  return ids;
}

export const showModel = async (client, id) => (await client.models.retrieve(id)).id;
