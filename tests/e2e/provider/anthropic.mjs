// The scripted provider in Anthropic's Messages format. What the API itself refuses is refused: calls without results,
// and calls without the thoughts before them where thinking is on.
import { argumentText, argumentsOf, asksToCompact, event, isImage, mcpEchoIn, pieces, scenarioIn, textOf } from './texts.mjs';

export const name = 'anthropic';
export const streamType = 'text/event-stream';
export const callPrefix = 'toolu_';

export function route(url) {
  if (/\/v1\/messages\/count_tokens(\?|$)/.test(url)) return { counts: true };
  if (/\/v1\/messages(\?|$)/.test(url)) return {};
}

export const mayEnter = (headers, key) => headers['x-api-key'] === key && headers['anthropic-version'] !== undefined;
export const counted = tokens => ({ input_tokens: tokens });

const blocksOf = message => typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content ?? [];
const thinks = body => ['enabled', 'adaptive'].includes(body.thinking?.type);
const isThought = block => block.type === 'thinking' || block.type === 'redacted_thinking';

function wrongTurn(body, message, index, open) {
  const blocks = blocksOf(message);
  if (!['user', 'assistant', 'system'].includes(message.role)) return `messages.${index}: role ${message.role}`;
  if (blocks.some(block => block.type === 'text' && !block.text?.trim())) return `messages.${index}: text content blocks must be non-empty`;
  if (!blocks.length && index < body.messages.length - 1) return `messages.${index}: content is empty`;
  const results = blocks.filter(block => block.type === 'tool_result');
  const unknown = results.filter(block => !open.has(block.tool_use_id));
  if (unknown.length) return `messages.${index}: unexpected tool_use_id ${unknown.map(block => block.tool_use_id)}`;
  if (message.role === 'user' && open.size !== new Set(results.map(block => block.tool_use_id)).size)
    return `messages.${index}: tool_use ids were found without tool_result blocks immediately after: ${[...open]}`;
  if (results.length && blocks[0].type !== 'tool_result') return `messages.${index}: results must come first`;
  if (blocks.some(block => block.type === 'tool_use' && (typeof block.input !== 'object' || block.input === null))) return `messages.${index}: input must be an object`;
}

/** Finds what the API would refuse, or undefined. */
export function validate(body) {
  if (!(body.max_tokens > 0)) return 'max_tokens: field required';
  if (!body.messages?.length) return 'messages: at least one message is required';
  if (thinks(body) && body.thinking.type === 'enabled' && !(body.thinking.budget_tokens >= 1024 && body.thinking.budget_tokens < body.max_tokens)) return 'thinking.budget_tokens must be at least 1024 and less than max_tokens';
  const strange = (body.tools ?? []).find(tool => !tool.type && (!/^[a-zA-Z0-9_-]{1,128}$/.test(tool.name) || tool.input_schema?.type !== 'object'));
  if (strange) return `tools: ${strange.name} is none`;
  let open = new Set();
  for (const [index, message] of body.messages.entries()) {
    const wrong = wrongTurn(body, message, index, open);
    if (wrong) return wrong;
    if (message.role === 'system') continue; // in mid-history, as Claude Code writes it
    open = new Set(blocksOf(message).filter(block => block.type === 'tool_use').map(block => block.id));
  }
  if (open.size) return 'the last message has calls without results';
  if (body.messages[0].role !== 'user') return 'messages: first message must use the "user" role';
  const step = body.messages.findLast(message => message.role === 'assistant');
  if (thinks(body) && body.thinking.type === 'enabled' && blocksOf(body.messages.at(-1)).some(block => block.type === 'tool_result') && !isThought(blocksOf(step)[0]))
    return `Expected \`thinking\` or \`redacted_thinking\`, but found \`${blocksOf(step)[0]?.type}\``;
}

const resultText = block => textOf(block.content);
const imagesIn = blocks => blocks.flatMap(block => block.type === 'tool_result' && Array.isArray(block.content) ? block.content : [block])
  .filter(block => block.type === 'image' && (isImage(block.source?.media_type) && block.source.data || block.source?.type === 'url')).length;

export function read(body) {
  const start = body.messages.findLastIndex(message => message.role === 'user' && scenarioIn(textOf(blocksOf(message))));
  const rest = body.messages.slice(start);
  const results = rest.slice(1).flatMap(blocksOf).filter(block => block.type === 'tool_result');
  const calls = body.messages.filter(message => message.role === 'assistant').flatMap(message => {
    const token = blocksOf(message).find(isThought)?.signature;
    return blocksOf(message).filter(block => block.type === 'tool_use').map(block => ({ id: block.id, name: block.name, token }));
  });
  const tools = new Map((body.tools ?? []).map(tool => [tool.name, { kind: 'function', parameter: Object.keys(tool.input_schema?.properties ?? {})[0] }]));
  return {
    name: start < 0 ? '' : scenarioIn(textOf(blocksOf(body.messages[start]))), step: results.length, model: body.model, calls, stream: body.stream === true,
    tools, mcpEcho: mcpEchoIn(tools),
    results: results.map(resultText), images: imagesIn(rest.flatMap(blocksOf)), thinks: thinks(body),
    schema: body.output_config?.format?.type === 'json_schema', compacting: asksToCompact(body.messages),
  };
}

function blockOf(part) {
  if (part.reasoning !== undefined) return { type: 'thinking', thinking: part.reasoning, signature: part.token };
  if (part.call !== undefined) return { type: 'tool_use', id: part.id, name: part.call, input: argumentsOf(part) };
  return { type: 'text', text: part.text };
}

/** Why it ended; a refusal is no part of the content. */
function endOf(answer) {
  const refused = answer.parts.find(part => part.refusal !== undefined);
  if (refused) return { stop_reason: 'refusal', stop_details: { type: 'refusal', category: null, explanation: refused.refusal } };
  return { stop_reason: answer.finish === 'length' ? 'max_tokens' : answer.parts.some(part => part.call !== undefined) ? 'tool_use' : 'end_turn' };
}

const saidIn = answer => answer.parts.filter(part => part.refusal === undefined);

const usageOf = ({ input, cached, output }) => ({ input_tokens: input - cached, cache_creation_input_tokens: 0, cache_read_input_tokens: cached, output_tokens: output });
const messageOf = (asked, serial, more) => ({ id: `msg_${serial}`, type: 'message', role: 'assistant', model: asked.model, content: [], stop_reason: null, stop_sequence: null, ...more });

function deltas(block, part) {
  if (block.type === 'thinking') return [...pieces(block.thinking, 11).map(thinking => ({ type: 'thinking_delta', thinking })), { type: 'signature_delta', signature: block.signature }];
  if (block.type === 'tool_use') return ['', ...pieces(argumentText(part), 9)].map(partial_json => ({ type: 'input_json_delta', partial_json }));
  return pieces(block.text, 7).map(text => ({ type: 'text_delta', text }));
}

const opened = block => ({ ...block, ...(block.type === 'thinking' ? { thinking: '', signature: '' } : block.type === 'tool_use' ? { input: {} } : { text: '' }) });

/** The answer as the pieces of an event stream. */
export function write(asked, answer, serial) {
  const events = [];
  const push = (type, more) => events.push(event(type, { type, ...more }));
  push('message_start', { message: messageOf(asked, serial, { usage: { ...usageOf(answer.usage), output_tokens: 1 } }) });
  push('ping', {});
  const parts = saidIn(answer);
  parts.map(blockOf).forEach((block, index) => {
    push('content_block_start', { index, content_block: opened(block) });
    for (const delta of deltas(block, parts[index])) push('content_block_delta', { index, delta });
    if (answer.cut !== 'middle') push('content_block_stop', { index });
  });
  if (answer.cut) return events;
  push('message_delta', { delta: { stop_sequence: null, ...endOf(answer) }, usage: { output_tokens: answer.usage.output } });
  push('message_stop', {});
  return events;
}

export const whole = (asked, answer, serial) => messageOf(asked, serial, { content: saidIn(answer).map(blockOf), ...endOf(answer), usage: usageOf(answer.usage) });

const TYPES = { 400: 'invalid_request_error', 401: 'authentication_error', 404: 'not_found_error', 429: 'rate_limit_error', 529: 'overloaded_error' };
export const tooLong = 'prompt is too long: 210000 tokens > 200000 maximum';
export const failure = ({ status, message }) => ({ type: 'error', error: { type: TYPES[status] ?? 'api_error', message } });
