// The scripted provider in OpenAI's Chat Completions format, as strict as the pickiest hosts: a request that some real
// host would refuse is refused here with the reason, so a sloppy translation shows.
import { argumentText, asksToCompact, isImage, line, mcpEchoIn, pieces, scenarioIn, textOf } from './texts.mjs';

export const name = 'chat';
export const streamType = 'text/event-stream';
export const callPrefix = 'call_';
/** What has to come back with a call: the thoughts themselves. */
export const tokenOf = part => part.reasoning;

export const route = url => /\/chat\/completions$/.test(url) ? {} : undefined;
export const mayEnter = (headers, key) => headers.authorization === `Bearer ${key}`;

const KNOWN = new Set(['model', 'messages', 'stream', 'stream_options', 'tools', 'tool_choice', 'parallel_tool_calls', 'response_format', 'temperature',
  'top_p', 'max_tokens', 'max_completion_tokens', 'reasoning_effort', 'stop', 'seed', 'user', 'n', 'service_tier', 'prompt_cache_key', 'verbosity']);

/** Finds what a strict host would refuse, or undefined. */
export function validate(body) {
  const unknown = Object.keys(body).filter(key => !KNOWN.has(key));
  if (unknown.length) return `Unrecognized request arguments: ${unknown.join(', ')}`;
  if (body.stream && body.stream_options?.include_usage !== true) return 'stream_options.include_usage is not set: nobody could bill this';
  for (const tool of body.tools ?? []) {
    if (tool.type !== 'function') return `tools: type ${tool.type} is not supported`;
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(tool.function?.name ?? '')) return `tools: bad name ${tool.function?.name}`;
    // Left out, they stand for no parameters (OpenAI's API reference): Qwen Code's get_goal does so.
    if (tool.function.parameters !== undefined && tool.function.parameters?.type !== 'object') return `tools: parameters of ${tool.function.name} are no object schema`;
  }
  if (body.tools?.length === 0) return 'tools: [] is too short';
  let open = new Set();
  for (const [index, message] of (body.messages ?? []).entries()) {
    if (!['system', 'developer', 'user', 'assistant', 'tool'].includes(message.role)) return `messages[${index}]: role ${message.role}`;
    if (message.role === 'tool') {
      if (!open.delete(message.tool_call_id)) return `messages[${index}]: a tool message must follow the call it answers`;
      if (Array.isArray(message.content) && message.content.some(part => part.type !== 'text')) return `messages[${index}]: tool messages hold text only`;
      continue;
    }
    if (open.size) return `messages[${index}]: tool calls without an answer: ${[...open]}`;
    if (message.role === 'assistant') {
      const calls = message.tool_calls ?? [];
      if (message.tool_calls && !calls.length) return `messages[${index}]: tool_calls: [] is too short`;
      if (!calls.length && !textOf(message.content)) return `messages[${index}]: an assistant message needs content or tool_calls`;
      if (calls.some(call => call.type !== 'function' || typeof call.function?.arguments !== 'string')) return `messages[${index}]: bad tool call`;
      open = new Set(calls.map(call => call.id));
      if (open.size !== calls.length) return `messages[${index}]: repeated tool call ids`;
    } else if (!textOf(message.content) && !(Array.isArray(message.content) && message.content.length)) return `messages[${index}]: empty content`;
  }
  if (open.size) return `tool calls without an answer at the end: ${[...open]}`;
  if (!body.messages?.length) return 'messages is empty';
}

export function read(body) {
  const messages = body.messages;
  const start = messages.findLastIndex(message => message.role === 'user' && scenarioIn(textOf(message.content)));
  const rest = messages.slice(start + 1);
  const results = rest.filter(message => message.role === 'tool');
  const tools = new Map((body.tools ?? []).map(tool => [tool.function.name, { kind: 'function', parameter: Object.keys(tool.function.parameters?.properties ?? {})[0] }]));
  return {
    name: start < 0 ? '' : scenarioIn(textOf(messages[start].content)),
    step: results.length, model: body.model, tools,
    mcpEcho: mcpEchoIn(tools),
    results: results.map(message => textOf(message.content)),
    images: messages.slice(Math.max(start, 0)).flatMap(message => Array.isArray(message.content) ? message.content : []).filter(part => part.type === 'image_url' && isImage(/^data:([^;]+);base64,./.exec(part.image_url?.url)?.[1])).length,
    compacting: asksToCompact(messages),
    schema: body.response_format?.type === 'json_schema', thinks: true, stream: body.stream === true,
    calls: messages.filter(message => message.role === 'assistant').flatMap(message => (message.tool_calls ?? []).map(call => ({ id: call.id, name: call.function.name, token: message.reasoning_content }))),
  };
}

const callOf = part => [part.call, argumentText(part)];
const isCall = part => part.call !== undefined;
const usageOf = u => ({ prompt_tokens: u.input, completion_tokens: u.output, total_tokens: u.input + u.output, prompt_tokens_details: { cached_tokens: u.cached }, completion_tokens_details: { reasoning_tokens: u.reasoning } });

/** The answer as the pieces of an event stream. */
export function write(asked, answer, serial) {
  const events = [];
  const push = more => events.push(line({ id: 'chatcmpl-' + serial, object: 'chat.completion.chunk', created: 1, model: asked.model, choices: [], ...more }));
  const delta = (fields, finish_reason = null) => push({ choices: [{ index: 0, delta: fields, finish_reason }] });
  delta({ role: 'assistant', content: '' });
  const parts = answer.parts.filter(isCall);
  const calls = parts.map(callOf);
  for (const part of answer.parts) {
    for (const piece of pieces(part.reasoning ?? '', 11)) delta({ reasoning_content: piece });
    for (const piece of pieces(part.text ?? '', 7)) delta({ content: piece });
    for (const piece of pieces(part.refusal ?? '', 9)) delta({ refusal: piece });
  }
  const begin = ([name], index) => delta({ tool_calls: [{ index, id: parts[index].id, type: 'function', function: { name, arguments: '' } }] });
  const go = (text, index) => delta({ tool_calls: [{ index, function: { arguments: text } }] });
  if (answer.interleave) {
    calls.forEach(begin);
    const rows = calls.map(([, args]) => pieces(args, 5));
    for (let column = 0; rows.some(row => column < row.length); column += 1) rows.forEach((row, index) => column < row.length && go(row[column], index));
  } else calls.forEach((call, index) => { begin(call, index); for (const piece of pieces(call[1], 13)) go(piece, index); });
  if (answer.cut) return events;
  delta({}, answer.finish ?? (calls.length ? 'tool_calls' : 'stop'));
  push({ usage: usageOf(answer.usage) });
  events.push('data: [DONE]\n\n');
  return events;
}

export function whole(asked, answer, serial) {
  const said = member => answer.parts.map(part => part[member] ?? '').join('') || null;
  const calls = answer.parts.filter(isCall).map(part => {
    const [word, args] = callOf(part);
    return { id: part.id, type: 'function', function: { name: word, arguments: args } };
  });
  const message = { role: 'assistant', content: said('text'), refusal: said('refusal'), ...(said('reasoning') ? { reasoning_content: said('reasoning') } : {}), ...(calls.length ? { tool_calls: calls } : {}) };
  return { id: 'chatcmpl-' + serial, object: 'chat.completion', created: 1, model: asked.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: answer.finish ?? (calls.length ? 'tool_calls' : 'stop') }], usage: usageOf(answer.usage) };
}

export const failure = ({ status, message, code = null }) => ({ error: { message, type: status === 429 ? 'requests' : status >= 500 ? 'server_error' : 'invalid_request_error', param: null, code } });
