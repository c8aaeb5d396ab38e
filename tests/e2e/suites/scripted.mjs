// Codex through Signalbox to the scripted provider, in every wire format: what each scenario must look like to the
// person at the CLI. `direct` runs prove these expectations against the CLI with nothing in between.
import path from 'node:path';
import { PATCHED } from '../provider/scenarios.mjs';
import { EchoMcpServer } from '../provider/mcp_server.mjs';
import { codexExec, judge, tail } from '../lib/codex.mjs';

// want: see judge(). direct: what differs with nothing in between; where the provider speaks Responses too, the gateway
// may pass it through as it is, so either is right there. onto: what differs with a provider of that format; null: it
// cannot say such a thing. requests: how many the provider must see.
export const CHECKS = [
  { name: 'text', want: { out: 'Hello from the scripted provider.' }, requests: 1 },
  { name: 'shell', want: { out: 'The command printed its word.', transcript: 'e2e-shell-ok' }, requests: 2 },
  { name: 'several', want: { out: 'Three steps done.', transcript: ['step-0', 'step-2'] }, requests: 4 },
  { name: 'text_and_call', want: { out: 'Looked.', transcript: ['I will look first.', 'looked'] }, requests: 2 },
  { name: 'parallel', want: { out: 'All three finished.', transcript: ['par-one', 'par-two', 'par-three'] }, requests: 2 },
  { name: 'patch', want: { out: 'The patch was applied.', files: { 'patched.txt': PATCHED } }, requests: 2 },
  { name: 'mcp', mcp: true, want: { out: 'The MCP tool answered.', transcript: 'gw/echo (completed)' }, requests: 2 },
  { name: 'image', want: { out: 'I see the picture.' }, requests: 2 },
  { name: 'reasoning', config: ['model_reasoning_summary = "auto"'], want: { out: 'My thoughts came back.', transcript: 'Planning the command' }, requests: 2 },
  // The message of a guardrail is text like any other.
  { name: 'refusal', want: { out: 'I cannot help with that.' }, direct: { out: '' }, requests: 1 },
  { name: 'empty', want: { fail: '' }, direct: { out: '' } },
  { name: 'length', want: { fail: 'max_output_tokens' }, requests: 1 },
  { name: 'schema', args: ['--output-schema', 'schema.json'], want: { out: '{"word":"structured"}' }, requests: 1 },
  { name: 'usage', scenario: 'text', args: ['--json'], usage: true, want: {}, requests: 1 },
  { name: 'unknown_tool', want: { out: 'Went on without the tool.' }, requests: 2 },
  { name: 'bad_arguments', want: { out: 'Went on after bad arguments.' }, onto: { gemini: null }, requests: 2 },
  { name: 'compaction', want: { out: 'After the compaction.', transcript: 'context compacted' }, requests: 3 },
  { name: 'cut_once', want: { out: 'Recovered after the cut.' }, requests: 2 },
  { name: 'cut_call_once', want: { out: 'Counted.', files: { 'counted.txt': 'counted\n' } } },
  { name: 'e400', want: { fail: "Invalid value for 'messages'." }, requests: 1 },
  { name: 'e400_context', want: { fail: 'ran out of room' }, requests: 1 },
  { name: 'e429_once', want: { out: 'Recovered after 429.' }, requests: 2 },
  { name: 'e500_once', want: { out: 'Recovered after 500.' }, requests: 2 },
];

/** What of the other scripted forms has no counterpart over Chat Completions, and why. */
export const NOT_OVER_CHAT = [
  ['missing or repeated stream events (item.added, response.created)', 'forms of a Responses stream; Chat has one kind of chunk'],
  ['x-codex-turn-state, x-codex-*-used-percent', "headers of OpenAI's own service; other hosts send none and none may be passed on"],
  ['end_turn: false, phase', 'fields of the Responses answer that Chat cannot say'],
  ['encrypted_content of OpenAI', 'Chat hosts send thoughts as text; what they need back travels sealed by the gateway (scenario reasoning)'],
  ['response.failed with codes', 'Chat reports errors by status or by an error object in the stream (e400, e429_once, e500_once, cut_once)'],
  ['hosted web_search', 'no Chat host runs it; it is dropped and named in x-signalbox-dropped'],
];

function usageOf(out) {
  const events = out.split('\n').filter(line => line.startsWith('{')).map(line => JSON.parse(line));
  return events.findLast(event => event.type === 'turn.completed')?.usage;
}

/** Runs the checks whose names pass `chosen`, `jobs` at a time; calls report(name, wrong, notes) for each. */
export async function runScripted({ folder, target, provider, format, direct, chosen, jobs, report }) {
  const mcp = new EchoMcpServer();
  const mcpUrl = await mcp.listen();
  const queue = CHECKS.filter(check => chosen(check.name) && check.onto?.[format] !== null);
  const one = async check => {
    const scenario = check.scenario ?? check.name;
    // A scenario that two checks use is told apart by the model's answer alone, so count only what has its own name.
    const before = provider.asked.length;
    const done = await codexExec(path.join(folder, check.name), target, `scenario=${scenario} go`, { args: check.args, config: check.config, mcp: check.mcp ? mcpUrl : undefined });
    let wrong = judge(done, direct && check.direct ? check.direct : check.onto?.[format] ?? check.want);
    if (wrong.length && check.direct && format === 'responses' && judge(done, check.direct).length === 0) wrong = [];
    const seen = provider.asked.slice(before).filter(asked => asked.name === scenario || asked.problem);
    if (check.requests && check.scenario === undefined && scenario !== 'text' && seen.filter(asked => !asked.problem).length !== check.requests)
      wrong.push(`the provider saw ${seen.length} requests, wanted ${check.requests}`);
    if (check.usage) {
      const usage = usageOf(done.out);
      if (usage?.input_tokens !== 1200 || usage?.cached_input_tokens !== 1000 || usage?.output_tokens !== 42) wrong.push(`usage is ${JSON.stringify(usage)}`);
    }
    if (check.mcp && mcp.calls === 0) wrong.push('the MCP server was not called');
    report(check.name, wrong, wrong.length ? [...seen.filter(asked => asked.problem).map(asked => asked.problem), ...tail(done)] : []);
  };
  await Promise.all(Array.from({ length: jobs }, async () => { for (let check; (check = queue.shift());) await one(check); }));
  await mcp.close();
  if (provider.strangeKeys && chosen('keys')) report('keys', [`${provider.strangeKeys} requests reached the provider with a key that is not its own`], []);
}
