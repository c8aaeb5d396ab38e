// The scripted provider in Bedrock's Converse format: its stream is AWS' frames with their check sums. It is entered
// with an API key of Bedrock, which is a bearer token, or by a signature.
import zlib from 'node:zlib';
import { isSigned } from './aws_signature.mjs';
import { argumentText, argumentsOf, asksToCompact, mcpEchoIn, pieces, scenarioIn } from './texts.mjs';

export const name = 'bedrock';
export const streamType = 'application/vnd.amazon.eventstream';
export const callPrefix = 'tooluse_';

export function route(url) {
  const found = /\/model\/([^/]+)\/(converse|converse-stream|count-tokens)$/.exec(url);
  return found && { model: decodeURIComponent(found[1]), stream: found[2] === 'converse-stream', counts: found[2] === 'count-tokens', raw: found[1] };
}

export const AWS_KEY = { id: 'AKIDOFTHEENDTOENDTESTS', secret: 'the-secret/of+the-tests' };
export const mayEnter = (headers, key, request) => headers.authorization === `Bearer ${key}` || isSigned(request, AWS_KEY, 'bedrock');
export const counted = tokens => ({ inputTokens: tokens });

const TOP = new Set(['messages', 'system', 'inferenceConfig', 'toolConfig', 'additionalModelRequestFields', 'additionalModelResponseFieldPaths', 'outputConfig', 'requestMetadata', 'performanceConfig', 'promptVariables', 'guardrailConfig', 'serviceTier']);
const thinkingOf = body => body.additionalModelRequestFields?.thinking?.type;
const thinks = body => ['enabled', 'adaptive'].includes(thinkingOf(body));

function wrongTurn(message, index, open) {
  if (!['user', 'assistant'].includes(message.role)) return `messages.${index}: role ${message.role}`;
  if (!Array.isArray(message.content) || !message.content.length) return `messages.${index}: content must be a list with something in it`;
  const wrong = message.content.find(block => Object.keys(block).length !== 1);
  if (wrong) return `messages.${index}: a block has one member, not ${Object.keys(wrong)}`;
  if (message.content.some(block => block.text !== undefined && !block.text.trim())) return `messages.${index}: the text field is blank`;
  const ids = message.content.filter(block => block.toolResult).map(block => block.toolResult.toolUseId);
  if (message.role === 'user' && (ids.length !== open.size || ids.some(id => !open.has(id)))) return `messages.${index}: results ${ids} do not answer the calls ${[...open]}`;
  const bad = message.content.find(block => block.toolUse && (!/^[a-zA-Z0-9_-]{1,64}$/.test(block.toolUse.toolUseId) || typeof block.toolUse.input !== 'object'));
  if (bad) return `messages.${index}: bad toolUse ${JSON.stringify(bad)}`;
}

/** Finds what the API would refuse, or undefined. */
export function validate(body, { raw }) {
  if (/[:/]/.test(raw)) return `the model is not percent-encoded in the path: ${raw}`;
  const unknown = Object.keys(body).filter(key => !TOP.has(key));
  if (unknown.length) return `extraneous key [${unknown}] is not permitted`;
  const strange = (body.toolConfig?.tools ?? []).find(tool => tool.toolSpec && (!/^[a-zA-Z0-9_-]{1,64}$/.test(tool.toolSpec.name) || tool.toolSpec.inputSchema?.json?.type !== 'object'));
  if (strange) return `toolConfig: ${strange.toolSpec.name} is none`;
  if (!body.messages?.length || body.messages[0].role !== 'user') return 'A conversation must start with a user message.';
  let open = new Set();
  for (const [index, message] of body.messages.entries()) {
    const wrong = wrongTurn(message, index, open);
    if (wrong) return wrong;
    if (index && body.messages[index - 1].role === message.role) return `messages.${index}: roles must alternate`;
    open = new Set(message.content.filter(block => block.toolUse).map(block => block.toolUse.toolUseId));
    if (open.size && !body.toolConfig) return 'The toolConfig field must be defined when using toolUse and toolResult content blocks.';
  }
  const step = body.messages.findLast(message => message.role === 'assistant');
  if (thinkingOf(body) === 'enabled' && body.messages.at(-1).content.some(block => block.toolResult) && !step.content[0].reasoningContent)
    return `Expected \`thinking\` or \`redacted_thinking\`, but found \`${Object.keys(step.content[0])}\``;
}

const resultText = ({ content }) => content.map(block => block.text ?? JSON.stringify(block.json ?? '')).join('\n');

export function read(body, { model, stream }) {
  const words = message => message.content.map(block => block.text ?? '').join('\n');
  const start = body.messages.findLastIndex(message => message.role === 'user' && scenarioIn(words(message)));
  const rest = body.messages.slice(start).flatMap(message => message.content);
  const tools = new Map((body.toolConfig?.tools ?? []).filter(tool => tool.toolSpec).map(({ toolSpec }) => [toolSpec.name, { kind: 'function', parameter: Object.keys(toolSpec.inputSchema.json.properties ?? {})[0] }]));
  const results = rest.filter(block => block.toolResult).map(block => block.toolResult);
  return {
    name: start < 0 ? '' : scenarioIn(words(body.messages[start])), step: results.length, model, stream,
    calls: body.messages.flatMap(message => {
      const token = message.content.find(block => block.reasoningContent)?.reasoningContent.reasoningText?.signature;
      return message.content.filter(block => block.toolUse).map(({ toolUse }) => ({ id: toolUse.toolUseId, name: toolUse.name, token }));
    }),
    tools, mcpEcho: mcpEchoIn(tools),
    results: results.map(resultText), images: [...rest, ...results.flatMap(result => result.content)].filter(block => block.image?.format && block.image.source?.bytes).length,
    thinks: thinks(body), compacting: asksToCompact(body.messages),
    schema: JSON.stringify(body.outputConfig ?? body.additionalModelRequestFields?.output_config ?? '').includes('json_schema'),
  };
}

/** A header of a frame whose value is a string. */
function header(word, value) {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([Buffer.from([Buffer.byteLength(word)]), Buffer.from(word), Buffer.from([7]), length, Buffer.from(value)]);
}

const number = value => { const bytes = Buffer.alloc(4); bytes.writeUInt32BE(value); return bytes; };

/** One message of AWS' event stream: the two lengths and their check sum, headers, payload, and the sum of it all. */
export function frame(type, payload) {
  const headers = Buffer.concat([header(':event-type', type), header(':content-type', 'application/json'), header(':message-type', 'event')]);
  const body = Buffer.from(JSON.stringify(payload));
  const lengths = Buffer.concat([number(headers.length + body.length + 16), number(headers.length)]);
  const message = Buffer.concat([lengths, number(zlib.crc32(lengths)), headers, body]);
  return Buffer.concat([message, number(zlib.crc32(message))]);
}

function stopReason(answer) {
  if (answer.finish === 'length') return 'max_tokens';
  if (answer.parts.some(part => part.refusal !== undefined)) return 'guardrail_intervened';
  return answer.parts.some(part => part.call !== undefined) ? 'tool_use' : 'end_turn';
}

function blockOf(part) {
  if (part.reasoning !== undefined) return { reasoningContent: { reasoningText: { text: part.reasoning, signature: part.token } } };
  if (part.call !== undefined) return { toolUse: { toolUseId: part.id, name: part.call, input: argumentsOf(part) } };
  return { text: part.text ?? part.refusal };
}

function deltas(part) {
  if (part.reasoning !== undefined) return [...pieces(part.reasoning, 11).map(text => ({ reasoningContent: { text } })), { reasoningContent: { signature: part.token } }];
  if (part.call !== undefined) return pieces(argumentText(part), 9).map(input => ({ toolUse: { input } }));
  return pieces(part.text ?? part.refusal, 7).map(text => ({ text }));
}

const usageOf = ({ input, cached, output }) => ({ inputTokens: input - cached, outputTokens: output, totalTokens: input + output, cacheReadInputTokens: cached, cacheWriteInputTokens: 0 });

/** The answer as frames. Only calls have a start: so it is with the models of Anthropic there. */
export function write(asked, answer) {
  const frames = [frame('messageStart', { role: 'assistant' })];
  answer.parts.forEach((part, contentBlockIndex) => {
    if (part.call !== undefined) frames.push(frame('contentBlockStart', { contentBlockIndex, start: { toolUse: { toolUseId: part.id, name: part.call } } }));
    for (const delta of deltas(part)) frames.push(frame('contentBlockDelta', { contentBlockIndex, delta }));
    if (answer.cut !== 'middle') frames.push(frame('contentBlockStop', { contentBlockIndex }));
  });
  if (answer.cut) return frames;
  return [...frames, frame('messageStop', { stopReason: stopReason(answer) }), frame('metadata', { usage: usageOf(answer.usage), metrics: { latencyMs: 5 } })];
}

export const whole = (asked, answer) => ({ output: { message: { role: 'assistant', content: answer.parts.map(blockOf) } }, stopReason: stopReason(answer), usage: usageOf(answer.usage), metrics: { latencyMs: 5 } });

const TYPES = { 400: 'ValidationException', 401: 'UnrecognizedClientException', 404: 'ResourceNotFoundException', 429: 'ThrottlingException', 503: 'ServiceUnavailableException' };
export const tooLong = 'Input is too long for requested model.';
export const failure = ({ message }) => ({ message });
export const failureFields = ({ status }) => ({ 'x-amzn-errortype': TYPES[status] ?? 'InternalServerException' });
