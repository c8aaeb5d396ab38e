// The scripted provider in Gemini's format, as a Gemini 3: calls have no ids, the first of a step is signed, and a
// request in which such a call came back without a signature is refused.
import { argumentsOf, asksToCompact, isImage, line, mcpEchoIn, pieces, scenarioIn } from './texts.mjs';

export const name = 'gemini';
export const streamType = 'text/event-stream';
export const callPrefix = 'function-call-';
export const signsCalls = true;

/** Which Google's own clients write where they have no signature, and the service takes. */
export const NO_SIGNATURE = ['skip_thought_signature_validator', 'c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I='];

export function route(url) {
  const found = /\/models\/([^/]+):(generateContent|streamGenerateContent|countTokens)(\?.*)?$/.exec(url);
  return found && { model: decodeURIComponent(found[1]), stream: found[2] === 'streamGenerateContent', counts: found[2] === 'countTokens', isArray: found[3] !== '?alt=sse' };
}

export const mayEnter = (headers, key) => headers['x-goog-api-key'] === key;
export const counted = tokens => ({ totalTokens: tokens });

const TOP = new Set(['contents', 'systemInstruction', 'tools', 'toolConfig', 'generationConfig', 'safetySettings', 'cachedContent', 'labels', 'store']);
const partsOf = content => content?.parts ?? [];
const callsIn = content => partsOf(content).filter(part => part.functionCall);
const declared = body => [].concat(body.tools ?? []).flatMap(tool => tool.functionDeclarations ?? []);
const isPrompt = content => content.role !== 'model' && partsOf(content).some(part => part.text !== undefined);

function wrongCalls(contents, index) {
  const calls = callsIn(contents[index]);
  const answers = partsOf(contents[index + 1]).filter(part => part.functionResponse).map(part => part.functionResponse);
  if (calls.length !== answers.length) return `contents[${index}]: the number of function response parts is not equal to the number of function call parts`;
  const strange = calls.findIndex((part, at) => part.functionCall.name !== answers[at].name || part.functionCall.id !== answers[at].id);
  if (strange >= 0) return `contents[${index + 1}]: response ${strange} answers another call: ${JSON.stringify(answers[strange])}`;
  if (answers.some(({ response }) => typeof response !== 'object' || Array.isArray(response))) return `contents[${index + 1}]: response must be an object`;
}

/** Neighbours of one role are one: Google's library keeps an answer that came in pieces as it came. */
function merged(contents) {
  const all = [];
  for (const content of contents) {
    if (all.at(-1)?.role === content.role) all.at(-1).parts = [...partsOf(all.at(-1)), ...partsOf(content)];
    else all.push({ ...content });
  }
  return all;
}

/** Finds what the API would refuse, or undefined. */
export function validate(body) {
  const unknown = Object.keys(body).filter(key => !TOP.has(key));
  if (unknown.length) return `Unknown name "${unknown}"`;
  const strange = declared(body).find(({ name: word, parameters, parametersJsonSchema }) => !/^[a-zA-Z_][\w.:-]{0,127}$/.test(word) || (parameters && parametersJsonSchema));
  if (strange) return `tools: ${strange.name} is none`;
  if (!body.contents?.length) return 'contents is not specified';
  const { thinkingLevel, thinkingBudget } = body.generationConfig?.thinkingConfig ?? {};
  if (thinkingLevel !== undefined && thinkingBudget !== undefined) return 'thinking_budget and thinking_level are not both allowed';
  const contents = merged(body.contents);
  const prompt = contents.findLastIndex(isPrompt);
  for (const [index, content] of contents.entries()) {
    if (![undefined, 'user', 'model'].includes(content.role)) return `contents[${index}]: Please use a valid role: user, model.`;
    if (!partsOf(content).length) return `contents[${index}].parts: must not be empty`;
    const calls = content.role === 'model' ? callsIn(content) : [];
    const wrong = calls.length && wrongCalls(contents, index);
    if (wrong) return wrong;
    if (calls.length && index > prompt && !calls[0].thoughtSignature) return `Function call is missing a thought_signature in functionCall parts: ${calls[0].functionCall.name}`;
  }
}

const answerText = ({ response }) => Object.values(response).map(value => typeof value === 'string' ? value : JSON.stringify(value)).join('\n');

export function read(body, { model, stream }) {
  const words = content => partsOf(content).map(part => part.text ?? '').join('\n');
  const start = body.contents.findLastIndex(content => content.role !== 'model' && scenarioIn(words(content)));
  const rest = body.contents.slice(start);
  const results = rest.flatMap(partsOf).filter(part => part.functionResponse).map(part => part.functionResponse);
  const config = body.generationConfig ?? {};
  const tools = new Map(declared(body).map(tool => [tool.name, { kind: 'function', parameter: Object.keys((tool.parametersJsonSchema ?? tool.parameters)?.properties ?? {})[0] }]));
  return {
    name: start < 0 ? '' : scenarioIn(words(body.contents[start])), step: results.length, model, stream,
    calls: body.contents.flatMap(partsOf).filter(part => part.functionCall).map(part => ({ name: part.functionCall.name, args: part.functionCall.args ?? {}, token: part.thoughtSignature })),
    tools, mcpEcho: mcpEchoIn(tools),
    results: results.map(answerText), thinks: config.thinkingConfig?.includeThoughts === true, signs: true,
    images: [...rest.flatMap(partsOf), ...results.flatMap(result => result.parts ?? [])].filter(part => isImage(part.inlineData?.mimeType) && part.inlineData.data).length,
    compacting: asksToCompact(body.contents), schema: config.responseMimeType === 'application/json' && (config.responseJsonSchema ?? config.responseSchema) !== undefined,
  };
}

function partOf(part) {
  if (part.reasoning !== undefined) return { text: part.reasoning, thought: true };
  if (part.call !== undefined) return { functionCall: { name: part.call, args: argumentsOf(part) }, ...(part.token ? { thoughtSignature: part.token } : {}) };
  return { text: part.text };
}

/** Why it ended; a refusal is no part of the content. */
function endOf(answer) {
  const refused = answer.parts.find(part => part.refusal !== undefined);
  if (refused) return { finishReason: 'SAFETY', finishMessage: refused.refusal };
  return { finishReason: answer.finish === 'length' ? 'MAX_TOKENS' : 'STOP' };
}

const saidIn = answer => answer.parts.filter(part => part.refusal === undefined).map(partOf);

const usageOf = ({ input, cached, output, reasoning }) => ({ promptTokenCount: input, cachedContentTokenCount: cached, candidatesTokenCount: output - reasoning, thoughtsTokenCount: reasoning, totalTokenCount: input + output });
const answerOf = (asked, answer, serial, parts, end) => ({ candidates: [{ content: { role: 'model', parts }, index: 0, ...end }],
  usageMetadata: usageOf(answer.usage), modelVersion: asked.model, responseId: `response-${serial}` });

/** The answer as the pieces of an event stream. */
export function write(asked, answer, serial) {
  const events = saidIn(answer).flatMap(part => part.text === undefined ? [part] : pieces(part.text, 7).map(text => ({ ...part, text })))
    .map(part => line(answerOf(asked, answer, serial, [part])));
  return answer.cut ? events : [...events, line(answerOf(asked, answer, serial, [{ text: '' }], endOf(answer)))];
}

export const whole = (asked, answer, serial) => answerOf(asked, answer, serial, saidIn(answer), endOf(answer));

const STATUSES = { 400: 'INVALID_ARGUMENT', 401: 'UNAUTHENTICATED', 404: 'NOT_FOUND', 429: 'RESOURCE_EXHAUSTED', 503: 'UNAVAILABLE' };
export const tooLong = 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).';
export const failure = ({ status, message }) => ({ error: { code: status, message, status: STATUSES[status] ?? 'INTERNAL' } });
