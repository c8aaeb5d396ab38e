// The scripted provider in OpenAI's Responses format: what Codex itself speaks, so that every scenario's expectations
// can be proved against the CLI with nothing in between.
import { argumentText, asksToCompact, event, isImage, pieces, scenarioIn, textOf } from './texts.mjs';
export { failure, mayEnter } from './chat.mjs';

export const name = 'responses';
export const streamType = 'text/event-stream';
export const callPrefix = 'call_';
export const takesPatches = true;

export function route(url) {
  if (/\/responses\/input_tokens$/.test(url)) return { counts: true };
  if (/\/responses$/.test(url)) return {};
}

export const counted = tokens => ({ object: 'response.input_tokens', input_tokens: tokens });

/** The calls that came back, each with the thoughts that stood before it in its step. */
function callsIn(items) {
  const calls = [];
  let token;
  for (const item of items) {
    if (item.type === 'reasoning') token = item.encrypted_content;
    else if (/_output$/.test(item.type ?? '')) token = undefined;
    else if (item.type === 'function_call') calls.push({ id: item.call_id, name: item.name, token });
  }
  return calls;
}

export function read(body) {
  const items = Array.isArray(body.input) ? body.input : [{ role: 'user', content: body.input }];
  const start = items.findLastIndex(item => (item.type ?? 'message') === 'message' && item.role === 'user' && scenarioIn(textOf(item.content)));
  const rest = items.slice(start + 1);
  const outputs = rest.filter(item => /_output$/.test(item.type ?? ''));
  const tools = new Map();
  let mcpEcho;
  for (const tool of body.tools ?? []) {
    if (tool.type === 'namespace') {
      if (tool.name === 'mcp__gw' && tool.tools.some(inner => inner.name === 'echo')) mcpEcho = { name: 'echo', namespace: 'mcp__gw' };
    } else tools.set(tool.name ?? tool.type, { kind: tool.type });
  }
  return {
    name: start < 0 ? '' : scenarioIn(textOf(items[start].content)),
    step: outputs.length, model: body.model, tools, mcpEcho,
    results: outputs.map(item => textOf(item.output)),
    images: rest.concat(items[start] ?? []).flatMap(item => [].concat(item.output ?? item.content ?? [])).filter(part => part.type === 'input_image' && isImage(/^data:([^;]+);base64,./.exec(part.image_url)?.[1])).length,
    calls: callsIn(items), thinks: (body.include ?? []).includes('reasoning.encrypted_content'), stream: body.stream === true,
    compacting: asksToCompact(items),
    schema: body.text?.format?.type === 'json_schema',
  };
}

/** Finds what is wrong with a request, or undefined. */
export function validate(body) {
  const items = body.input;
  if (typeof items === 'string') return items ? undefined : 'input is empty';
  if (!Array.isArray(items)) return 'input must be a text or a list';
  const made = new Set(items.filter(item => /_call$/.test(item.type ?? '')).map(item => item.call_id));
  const given = items.filter(item => /_call_output$/.test(item.type ?? '')).map(item => item.call_id);
  const orphan = given.find(id => !made.has(id)) ?? [...made].find(id => !given.includes(id));
  if (orphan) return `No tool call and output of both kinds found for ${orphan}.`;
  const nameless = (body.tools ?? []).find(tool => tool.type === 'function' && !/^[A-Za-z0-9_-]{1,64}$/.test(tool.name ?? ''));
  if (nameless) return `tools: bad name ${nameless.name}`;
}

function itemOf(part, id) {
  if (part.text !== undefined) return { type: 'message', id, role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: part.text, annotations: [] }] };
  if (part.refusal !== undefined) return { type: 'message', id, role: 'assistant', status: 'completed', content: [{ type: 'refusal', refusal: part.refusal }] };
  if (part.reasoning !== undefined) return { type: 'reasoning', id, summary: [{ type: 'summary_text', text: part.reasoning }], encrypted_content: part.token };
  if (part.patch !== undefined) return { type: 'custom_tool_call', id, call_id: part.id, status: 'completed', name: 'apply_patch', input: part.patch };
  const target = typeof part.call === 'object' ? part.call : { name: part.call };
  return { type: 'function_call', id, call_id: part.id, status: 'completed', ...target, arguments: argumentText(part) };
}

const outputOf = (answer, serial) => answer.parts.map((part, index) => itemOf(part, `i${serial}_${index}`));
const responseOf = (asked, serial, more) => ({ id: 'resp_' + serial, object: 'response', created_at: 1, model: asked.model, output: [], ...more });

export function whole(asked, answer, serial) {
  const u = answer.usage;
  const usage = { input_tokens: u.input, input_tokens_details: { cached_tokens: u.cached }, output_tokens: u.output, output_tokens_details: { reasoning_tokens: u.reasoning }, total_tokens: u.input + u.output };
  const end = answer.finish === 'length' ? { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } } : { status: 'completed' };
  return responseOf(asked, serial, { ...end, output: outputOf(answer, serial), usage });
}

const begun = item => ({ ...item, ...(item.content ? { content: [] } : {}), ...(item.summary ? { summary: [] } : {}), ...(item.arguments ? { arguments: '' } : {}), ...(item.input ? { input: '' } : {}), ...(item.status ? { status: 'in_progress' } : {}) });

/** What a stream tells of an item between its beginning and its end, as [type, fields]. */
function insides(item) {
  const told = (word, key, text, at, size = 7) => [...pieces(text, size).map(delta => [`${word}.delta`, { ...at, delta }]), [`${word}.done`, { ...at, [key]: text }]];
  if (item.type === 'function_call') return told('function_call_arguments', 'arguments', item.arguments, {}, 9);
  if (item.type === 'custom_tool_call') return told('custom_tool_call_input', 'input', item.input, {}, 9);
  if (item.type === 'reasoning') {
    const at = { summary_index: 0 };
    return [['reasoning_summary_part.added', { ...at, part: { type: 'summary_text', text: '' } }], ...told('reasoning_summary_text', 'text', item.summary[0].text, at, 11),
      ['reasoning_summary_part.done', { ...at, part: item.summary[0] }]];
  }
  const at = { content_index: 0 };
  const [part] = item.content;
  const texts = part.type === 'refusal' ? told('refusal', 'refusal', part.refusal, at) : told('output_text', 'text', part.text, { ...at, logprobs: [] });
  return [['content_part.added', { ...at, part: { ...part, [part.type === 'refusal' ? 'refusal' : 'text']: '' } }], ...texts, ['content_part.done', { ...at, part }]];
}

/** The answer as the pieces of an event stream. */
export function write(asked, answer, serial) {
  const events = [];
  const push = (type, more) => events.push(event(type, { type, sequence_number: events.length, ...more }));
  push('response.created', { response: responseOf(asked, serial, { status: 'in_progress' }) });
  const output = outputOf(answer, serial);
  output.forEach((item, output_index) => {
    push('response.output_item.added', { output_index, item: begun(item) });
    const at = { item_id: item.id, output_index };
    const isCut = answer.cut === 'middle';
    for (const [type, more] of insides(item)) if (!isCut || !type.endsWith('.done')) push(`response.${type}`, { ...at, ...more });
    if (!isCut) push('response.output_item.done', { output_index, item });
  });
  if (answer.cut) return events;
  const response = whole(asked, answer, serial);
  push(`response.${response.status}`, { response });
  return events;
}
