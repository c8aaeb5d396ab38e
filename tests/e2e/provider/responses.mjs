// The scripted provider in OpenAI's Responses format: what Codex itself speaks, so that every scenario's expectations
// can be proved against the CLI with nothing in between.

const textOf = content => typeof content === 'string' ? content : (content ?? []).map(part => part.text ?? part.refusal ?? '').join('\n');

export function read(body) {
  const items = Array.isArray(body.input) ? body.input : [];
  const start = items.findLastIndex(item => (item.type ?? 'message') === 'message' && item.role === 'user' && /scenario=\w+/.test(textOf(item.content)));
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
    name: start < 0 ? '' : /scenario=(\w+)/.exec(textOf(items[start].content))[1],
    step: outputs.length, model: body.model, tools, mcpEcho,
    results: outputs.map(item => textOf(item.output)),
    images: outputs.filter(item => Array.isArray(item.output) && item.output.some(part => part.type === 'input_image')).length,
    reasoning: items.filter(item => item.type === 'reasoning').flatMap(item => item.summary.map(part => part.text)),
    compacting: JSON.stringify(items.at(-1) ?? '').includes('CONTEXT CHECKPOINT COMPACTION'),
    schema: body.text?.format?.type === 'json_schema',
  };
}

/** Finds what is wrong with a request, or undefined. */
export function validate(body) {
  if (!Array.isArray(body.input)) return 'input must be a list';
  if (body.stream !== true) return 'stream must be true';
}

function itemOf(part, id) {
  if (part.text !== undefined) return { type: 'message', id, role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: part.text, annotations: [] }] };
  if (part.refusal !== undefined) return { type: 'message', id, role: 'assistant', status: 'completed', content: [{ type: 'refusal', refusal: part.refusal }] };
  if (part.reasoning !== undefined) return { type: 'reasoning', id, summary: [{ type: 'summary_text', text: part.reasoning }], encrypted_content: 'opaque' };
  if (part.patch !== undefined) return { type: 'custom_tool_call', id, call_id: 'call_' + id, status: 'completed', name: 'apply_patch', input: part.patch };
  const target = typeof part.call === 'object' ? part.call : { name: part.call };
  return { type: 'function_call', id, call_id: 'call_' + id, status: 'completed', ...target, arguments: typeof part.args === 'string' ? part.args : JSON.stringify(part.args) };
}

/** The answer as the pieces of an event stream. */
export function write(asked, answer, serial) {
  const events = [];
  const push = (type, more) => events.push(`event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: events.length, ...more })}\n\n`);
  const u = answer.usage;
  const response = (status, more) => ({ id: 'resp_' + serial, object: 'response', created_at: 1, status, model: asked.model, output: [], ...more });
  push('response.created', { response: response('in_progress') });
  const output = answer.parts.map((part, index) => itemOf(part, `i${serial}_${index}`));
  output.forEach((item, output_index) => {
    push('response.output_item.added', { output_index, item: { ...item, ...(item.content ? { content: [] } : {}), ...(item.summary ? { summary: [] } : {}), ...(item.arguments ? { arguments: '' } : {}) } });
    const text = item.content?.[0].text;
    for (const delta of text?.match(/.{1,7}/gs) ?? []) push('response.output_text.delta', { item_id: item.id, output_index, content_index: 0, delta });
    if (item.type === 'reasoning') {
      push('response.reasoning_summary_part.added', { item_id: item.id, output_index, summary_index: 0, part: { type: 'summary_text', text: '' } });
      push('response.reasoning_summary_text.delta', { item_id: item.id, output_index, summary_index: 0, delta: item.summary[0].text });
    }
    if (answer.cut !== 'middle') push('response.output_item.done', { output_index, item });
  });
  if (answer.cut) return events;
  const usage = { input_tokens: u.input, input_tokens_details: { cached_tokens: u.cached }, output_tokens: u.output, output_tokens_details: { reasoning_tokens: u.reasoning }, total_tokens: u.input + u.output };
  if (answer.finish === 'length') push('response.incomplete', { response: response('incomplete', { output, usage, incomplete_details: { reason: 'max_output_tokens' } }) });
  else push('response.completed', { response: response('completed', { output, usage }) });
  return events;
}
