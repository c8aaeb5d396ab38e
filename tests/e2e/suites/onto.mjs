// Every agent onto a provider of one format: a turn in which a tool is called, its result goes back, and with it the
// provider's thoughts and signatures as they were made.
import path from 'node:path';
import { codexExec } from '../lib/codex.mjs';
import { CONNECTED, commandFor, connect, judgeTurn, lines, turn } from './agents.mjs';

// These are connected by Chat Completions. They send the text of thoughts back, but nothing that is sealed beside it: to
// a provider that wants more than the text the gateway says that there is none, or asks for no thoughts.
const TEXT_OF_THOUGHTS_ONLY = ['opencode', 'qwen'];

// Gemini CLI asks for thoughts and leaves open how much, which to a Claude means none; Claude Code wants none shown, and a
// Gemini signs its calls all the same.
const NOT_ASKED_TO_THINK = { anthropic: ['gemini'], bedrock: ['gemini'], gemini: ['claude'] };

export const ONTO_CHECKS = ['codex', ...CONNECTED.map(({ id }) => id)];

const scenarioFor = (agent, format) => TEXT_OF_THOUGHTS_ONLY.includes(agent) && format !== 'chat' ? 'any_shell' : 'agent_turn';

async function codexTurn({ folder, target, provider, format }) {
  const before = provider.asked.length;
  const done = await codexExec(folder, target, `scenario=${scenarioFor('codex', format)} client=codex go`, { config: ['model_reasoning_summary = "auto"'] });
  return [judgeTurn(done, done.work, provider.asked.slice(before).filter(asked => asked.who === 'codex')), done];
}

async function agentTurn({ agent, folder, gateway, binary, provider, format }) {
  const [wrong, done] = await connect(commandFor({ agent, home: folder, gateway, binary }));
  return wrong.length ? [wrong, done] : turn({ agent, home: folder, provider, scenario: scenarioFor(agent.id, format) });
}

/** Whether the provider was asked in its format, with the tools, and for the rest of the turn with one result; and to think. */
function judgeSeen(seen, name, format) {
  const wrong = seen.filter(asked => asked.surface !== format).map(asked => `the provider was asked as ${asked.surface}`);
  for (const step of [0, 1]) if (!seen.some(asked => asked.step === step && asked.hadTools)) wrong.push(`nothing was asked with tools and ${step} results`);
  const thinks = !TEXT_OF_THOUGHTS_ONLY.includes(name) && !NOT_ASKED_TO_THINK[format]?.includes(name);
  if (thinks && !seen.every(asked => asked.thinks || !asked.hadTools)) wrong.push('the provider was not asked to think');
  return wrong;
}

/** Runs the agents of ONTO_CHECKS that pass `chosen`, `jobs` at a time; calls report(name, wrong, notes) for each. */
export async function runOnto({ folder, target, gateway, binary, provider, format, chosen, jobs, report }) {
  const queue = ONTO_CHECKS.filter(chosen);
  const one = async name => {
    const own = { folder: path.join(folder, name), target, gateway, binary, provider, format, agent: CONNECTED.find(({ id }) => id === name) };
    const [wrong, done] = await (own.agent ? agentTurn(own) : codexTurn(own));
    wrong.push(...judgeSeen(provider.asked.filter(asked => asked.who === name), name, format));
    report(name, wrong, wrong.length ? lines(done) : []);
  };
  await Promise.all(Array.from({ length: jobs }, async () => { for (let name; (name = queue.shift());) await one(name); }));
  if (provider.strangeKeys) report('keys', [`${provider.strangeKeys} requests reached the provider with a key that is not its own`]);
}
