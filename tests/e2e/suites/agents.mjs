// The agents that `signalbox agents` sets up, each in a home of its own that already holds settings: connected, a turn
// with a tool call, tried, and put back to the byte.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from '../lib/codex.mjs';
import { run } from '../lib/processes.mjs';

const BIN = fileURLToPath(new URL('../agents/node_modules/.bin', import.meta.url));

// text: settings of a person's own, with what a rewriting of the file would lose: order, spaces, comments. And with the
// key that the agent adds by itself, so that nothing but our own keys come and go. fresh: the file that is made where
// there is none, and what of it is the agent's own.
export const CONNECTED = [
  { id: 'opencode', arguments: prompt => ['run', prompt], keyFile: '.config/opencode/signalbox.key',
    file: '.config/opencode/opencode.jsonc',
    text: '{\n  "$schema": "https://opencode.ai/config.json",\n   // mine\n   "autoupdate": false,\n   "share":   "disabled", /* nobody */\n   "model": "mine/of-before",\n}\n',
    fresh: { file: '.config/opencode/opencode.json', leaves: { $schema: 'https://opencode.ai/config.json' } } },
  { id: 'qwen', arguments: prompt => ['-p', prompt, '--approval-mode', 'yolo'],
    file: '.qwen/settings.json',
    text: '{\n   // mine\n   "privacy": { "usageStatisticsEnabled":   false },\n   "model": { "name": "of-before" },\n   "$version": 4\n}\n',
    fresh: { file: '.qwen/settings.json', leaves: { $version: 4 } } },
  { id: 'claude', arguments: prompt => ['-p', prompt, '--allowedTools', 'Bash'], file: '.claude/settings.json',
    variables: { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' },
    text: '{\n  "cleanupPeriodDays":   20,\n  "model": "of-before"\n}\n',
    fresh: { file: '.claude/settings.json' } },
  { id: 'gemini', arguments: prompt => ['-p', prompt, '--skip-trust', '--approval-mode', 'yolo'], file: '.gemini/settings.json',
    text: '{\n   // mine\n   "privacy": { "usageStatisticsEnabled":   false },\n   "model": { "name": "of-before" }\n}\n',
    fresh: { file: '.gemini/settings.json' } },
];

export const AGENT_CHECKS = CONNECTED.flatMap(({ id }) => [`${id} connect`, `${id} turn`, `${id} test`, `${id} restore`, `${id} refused`, `${id} fresh`]);
export const agentsAreInstalled = () => CONNECTED.every(({ id }) => fs.existsSync(path.join(BIN, id)));

const read = file => fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
export const lines = done => `${done.out}\n${done.err}`.trim().split('\n').slice(-8).map(line => line.slice(0, 300));

function put(home, files) {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(home, name)), { recursive: true });
    fs.writeFileSync(path.join(home, name), text);
  }
}

function environment(home, more) {
  const clean = cleanEnvironment(home, more);
  return { ...clean, PATH: `${BIN}:${clean.PATH}` };
}

/** What is wrong with a turn: nothing, where the provider's command ran in `work` and its result came back to the provider. */
export function judgeTurn(done, work, seen) {
  const word = 'The command printed its word.';
  const wrong = seen.filter(asked => asked.problem).map(asked => asked.problem);
  if (done.code !== 0 || !done.out.includes(word)) wrong.push(`exit ${done.code} and ${JSON.stringify(done.out.trim().slice(-160))}, wanted ${JSON.stringify(word)}`);
  if (read(path.join(work, 'ran.txt')) !== 'ran\n') wrong.push(`ran.txt is ${JSON.stringify(read(path.join(work, 'ran.txt')))}: the tool call did not run once`);
  return wrong;
}

/** One turn in a folder of its own, with nothing in the environment: what connecting has written must do. */
export async function turn({ agent, home, provider, scenario = 'any_shell' }) {
  const work = path.join(home, 'project');
  fs.mkdirSync(work, { recursive: true });
  const before = provider.asked.length;
  const env = environment(home, agent.variables);
  const done = await run(agent.id, agent.arguments(`scenario=${scenario} client=${agent.id} go`), { cwd: work, env, seconds: 120 });
  return [judgeTurn(done, work, provider.asked.slice(before).filter(asked => asked.who === agent.id)), done];
}

/** What of a file is not as it was, and whether the key is still in one of ours. */
function judgeRestored(agent, home, file, isRight) {
  const found = read(path.join(home, file));
  const wrong = isRight(found) ? [] : [`${file} is ${JSON.stringify(found)}`];
  if (agent.keyFile && fs.existsSync(path.join(home, agent.keyFile))) wrong.push(`${agent.keyFile} is still there`);
  return wrong;
}

const leavesOnly = wanted => found => wanted === undefined ? found === undefined : found !== undefined && JSON.stringify(JSON.parse(found)) === JSON.stringify(wanted);

/** `signalbox agents WORD` for an agent whose home already holds a person's own settings. */
export function commandFor({ agent, home, gateway, binary }) {
  put(home, { [agent.file]: agent.text });
  const env = environment(home, { ...agent.variables, XDG_RUNTIME_DIR: gateway.environment.XDG_RUNTIME_DIR });
  return (word, ...args) => run(binary, ['agents', word, agent.id, ...args, ...gateway.files], { env, seconds: 120 });
}

export async function connect(signalbox) {
  const done = await signalbox('connect', '--model', 'coder', '--yes');
  return [done.code === 0 ? [] : [`connect ended with ${done.code}`], done];
}

async function connected({ agent, home, gateway, binary, provider, check }) {
  const signalbox = commandFor({ agent, home, gateway, binary });
  const test = async () => {
    const done = await signalbox('test', '--json');
    const answer = done.code === 0 ? JSON.parse(done.out) : {};
    return [answer.answered && answer.request_id && answer.said.includes('No scenario') ? [] : [`test ended with ${done.code}`], done];
  };
  const restore = async (file, isRight) => {
    const done = await signalbox('restore', '--yes');
    return [[...(done.code === 0 ? [] : [`restore ended with ${done.code}`]), ...judgeRestored(agent, home, file, isRight)], done];
  };
  await check(`${agent.id} connect`, () => connect(signalbox));
  await check(`${agent.id} turn`, () => turn({ agent, home, provider }));
  await check(`${agent.id} test`, test);
  await check(`${agent.id} restore`, () => restore(agent.file, found => found === agent.text));
  await check(`${agent.id} refused`, async () => {
    const done = await signalbox('test');
    return [done.code === 1 && done.err.includes('is not connected') ? [] : [`test after restoring ended with ${done.code}`], done];
  });
  await check(`${agent.id} fresh`, async () => {
    fs.rmSync(path.join(home, agent.file));
    for (const step of [() => connect(signalbox), test]) {
      const [wrong, done] = await step();
      if (wrong.length) return [wrong, done];
    }
    return restore(agent.fresh.file, leavesOnly(agent.fresh.leaves));
  });
}

/**
 * Runs the agents one after the other, each with all its checks, which follow on each other. Calls report(name, wrong,
 * notes) for each check.
 */
export async function runAgents({ binary, folder, gateway, provider, chosen, report }) {
  const check = async (name, work) => {
    const [wrong, done] = await work();
    report(name, wrong, wrong.length ? lines(done) : []);
  };
  for (const agent of CONNECTED) {
    if (AGENT_CHECKS.some(name => name.startsWith(`${agent.id} `) && chosen(name)) || chosen(agent.id))
      await connected({ agent, home: path.join(folder, agent.id), gateway, binary, provider, check });
  }
}
