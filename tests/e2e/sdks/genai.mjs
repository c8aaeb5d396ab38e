// Google's library: its chats, which keep the history themselves as it came, part by part.
import { ApiError, GoogleGenAI } from '@google/genai';

export const name = 'genai';
export const tellsRefusals = false; // it leaves finishMessage out
export const ends = { refusal: 'SAFETY', stop: 'STOP', calls: 'STOP', length: 'MAX_TOKENS' };

export const errors = {
  busy: 503,
  is: (error, kind) => kind === 'abort' ? /abort/i.test(`${error.name} ${error.message}`) : error instanceof ApiError && error.status === kind,
  field: () => undefined, // it keeps no headers
  isCut: error => !/abort/i.test(error.name),
};

export const connect = ({ address, key }) => new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: `${address}/genai` } });

const picture = ({ type, data }) => ({ inlineData: { mimeType: type, data } });
export const user = (text, image) => [{ role: 'user', parts: [{ text }, ...(image ? [picture(image)] : [])] }];
export const results = (calls, texts) => [{ role: 'user', parts: calls.map((call, index) => ({ functionResponse: { ...(call.id ? { id: call.id } : {}), name: call.name, response: { output: texts[index] } } })) }];

const toolOf = ({ name: word, description, parameters }) => ({ name: word, description, parametersJsonSchema: parameters });
const configOf = ({ tools, schema, effort, limit, signal }) => ({
  abortSignal: signal,
  ...(tools ? { tools: [{ functionDeclarations: tools.map(toolOf) }] } : {}),
  ...(schema ? { responseMimeType: 'application/json', responseJsonSchema: schema } : {}),
  ...(effort ? { thinkingConfig: { includeThoughts: true, thinkingLevel: effort.toUpperCase() } } : {}), ...(limit ? { maxOutputTokens: limit } : {}),
});

async function answersOf(chat, message, { streamed, started }) {
  if (!streamed) return [await chat.sendMessage({ message })];
  const answers = [];
  for await (const answer of await chat.sendMessageStream({ message })) {
    answers.push(answer);
    if (answer.candidates?.[0]?.content?.parts?.some(part => part.text)) started?.();
  }
  return answers;
}

export async function ask(client, asked) {
  const chat = client.chats.create({ model: asked.model, config: configOf(asked), history: asked.history.slice(0, -1) });
  const answers = await answersOf(chat, asked.history.at(-1).parts, asked);
  const parts = answers.flatMap(answer => answer.candidates?.[0]?.content?.parts ?? []);
  const text = parts.filter(part => part.text && !part.thought).map(part => part.text).join('');
  const usage = answers.findLast(answer => answer.usageMetadata).usageMetadata;
  return {
    text, end: answers.findLast(answer => answer.candidates?.[0]?.finishReason)?.candidates[0].finishReason, value: asked.schema && JSON.parse(text),
    thought: parts.filter(part => part.thought).map(part => part.text).join(''),
    calls: parts.filter(part => part.functionCall).map(({ functionCall }) => ({ id: functionCall.id, name: functionCall.name, args: functionCall.args })),
    usage: { input: usage.promptTokenCount, cached: usage.cachedContentTokenCount, output: usage.candidatesTokenCount + (usage.thoughtsTokenCount ?? 0), reasoning: usage.thoughtsTokenCount },
    history: chat.getHistory(),
  };
}

export const count = async (client, { model, history }) => (await client.models.countTokens({ model, contents: history })).totalTokens;

export async function listModels(client) {
  const ids = [];
  for await (const model of await client.models.list()) ids.push(model.name.replace(/^models\//, ''));
  return ids;
}

export const showModel = async (client, id) => (await client.models.get({ model: id })).name.replace(/^models\//, '');

export const embed = async (client, { model, texts, dimensions }) =>
  (await client.models.embedContent({ model, contents: texts, config: dimensions ? { outputDimensionality: dimensions } : {} })).embeddings.map(one => one.values);
