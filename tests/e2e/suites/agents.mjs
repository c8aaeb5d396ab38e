// The agents that `signalbox agents` sets up, each in a home of its own that already holds settings: connected, a turn
// with a tool call, tried, and put back to the byte. And agents that their own variables send to the gateway.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from '../lib/codex.mjs';
import { run } from '../lib/processes.mjs';

const BIN = fileURLToPath(new URL('../agents/node_modules/.bin', import.meta.url));

// text: settings of a person's own, with what a rewriting of the file would lose: order, spaces, comments. And with the
// key that the agent adds by itself, so that nothing but our own keys come and go. fresh: the file that is made where
// there is none, and what of it is the agent's own.
const CONNECTED = [
  { id: 'opencode', arguments: prompt => ['run', prompt], keyFile: '.config/opencode/signalbox.key',
    file: '.config/opencode/opencode.jsonc',
    text: '{\n  "$schema": "https://opencode.ai/config.json",\n   // mine\n   "autoupdate": false,\n   "share":   "disabled", /* nobody */\n   "model": "mine/of-before",\n}\n',
    fresh: { file: '.config/opencode/opencode.json', leaves: { $schema: 'https://opencode.ai/config.json' } } },
  { id: 'qwen', arguments: prompt => ['-p', prompt, '--approval-mode', 'yolo'],
    file: '.qwen/settings.json',
    text: '{\n   // mine\n   "privacy": { "usageStatisticsEnabled":   false },\n   "model": { "name": "of-before" },\n   "$version": 4\n}\n',
    fresh: { file: '.qwen/settings.json', leaves: { $version: 4 } } },
];

/** Those that signalbox does not connect yet. surface: what they call, asked first; a 404 skips them. */
const BY_VARIABLES = [
  { id: 'claude', surface: '/anthropic/v1/messages', files: {},
    variables: target => ({ ANTHROPIC_BASE_URL: `${target.address}/anthropic`, ANTHROPIC_AUTH_TOKEN: target.key, ANTHROPIC_MODEL: target.model,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' }),
    arguments: prompt => ['-p', prompt, '--allowedTools', 'Bash'] },
  { id: 'gemini', surface: '/genai/v1beta/models/coder:generateContent',
    // Without the type of login the variables alone end with "Invalid auth method selected".
    files: { '.gemini/settings.json': '{"security":{"auth":{"selectedType":"gemini-api-key"}},"privacy":{"usageStatisticsEnabled":false}}' },
    variables: target => ({ GOOGLE_GEMINI_BASE_URL: `${target.address}/genai`, GEMINI_API_KEY: target.key, GEMINI_CLI_TRUST_WORKSPACE: 'true' }),
    arguments: prompt => ['-p', prompt, '-m', 'coder', '--approval-mode', 'yolo'] },
];

export const AGENT_CHECKS = [...CONNECTED.flatMap(({ id }) => [`${id} connect`, `${id} turn`, `${id} test`, `${id} restore`, `${id} refused`, `${id} fresh`]),
  ...BY_VARIABLES.map(({ id }) => `${id} turn`)];
export const agentsAreInstalled = () => [...CONNECTED, ...BY_VARIABLES].every(({ id }) => fs.existsSync(path.join(BIN, id)));

const read = file => fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
const lines = done => `${done.out}\n${done.err}`.trim().split('\n').slice(-8).map(line => line.slice(0, 300));

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

/** One turn in a folder of its own; wrong unless the provider's command ran and its result came back to the provider. */
async function turn({ agent, home, env, provider, word }) {
  const work = path.join(home, 'project');
  fs.mkdirSync(work, { recursive: true });
  const before = provider.asked.length;
  const done = await run(agent.id, agent.arguments('scenario=any_shell go'), { cwd: work, env, seconds: 120 });
  const seen = provider.asked.slice(before);
  const wrong = seen.filter(asked => asked.problem).map(asked => asked.problem);
  if (done.code !== 0 || !done.out.includes(word)) wrong.push(`exit ${done.code} and ${JSON.stringify(done.out.trim().slice(-160))}, wanted ${JSON.stringify(word)}`);
  if (read(path.join(work, 'ran.txt')) !== 'ran\n') wrong.push(`ran.txt is ${JSON.stringify(read(path.join(work, 'ran.txt')))}: the tool call did not run once`);
  return [wrong, done];
}

/** What of a file is not as it was, and whether the key is still in one of ours. */
function judgeRestored(agent, home, file, isRight) {
  const found = read(path.join(home, file));
  const wrong = isRight(found) ? [] : [`${file} is ${JSON.stringify(found)}`];
  if (agent.keyFile && fs.existsSync(path.join(home, agent.keyFile))) wrong.push(`${agent.keyFile} is still there`);
  return wrong;
}

const leavesOnly = wanted => found => found !== undefined && JSON.stringify(JSON.parse(found)) === JSON.stringify(wanted);

async function connected({ agent, home, gateway, binary, provider, check }) {
  put(home, { [agent.file]: agent.text });
  const env = environment(home, { XDG_RUNTIME_DIR: gateway.environment.XDG_RUNTIME_DIR });
  const signalbox = (word, ...args) => run(binary, ['agents', word, agent.id, ...args, ...gateway.files], { env, seconds: 120 });
  const connect = async () => {
    const done = await signalbox('connect', '--model', 'coder', '--yes');
    return [done.code === 0 ? [] : [`connect ended with ${done.code}`], done];
  };
  const test = async () => {
    const done = await signalbox('test', '--json');
    const answer = done.code === 0 ? JSON.parse(done.out) : {};
    return [answer.answered && answer.request_id && answer.said.includes('No scenario') ? [] : [`test ended with ${done.code}`], done];
  };
  const restore = async (file, isRight) => {
    const done = await signalbox('restore', '--yes');
    return [[...(done.code === 0 ? [] : [`restore ended with ${done.code}`]), ...judgeRestored(agent, home, file, isRight)], done];
  };
  await check(`${agent.id} connect`, connect);
  // With nothing in the environment: what connecting has written must do.
  await check(`${agent.id} turn`, () => turn({ agent, home, env: environment(home), provider, word: 'The command printed its word.' }));
  await check(`${agent.id} test`, test);
  await check(`${agent.id} restore`, () => restore(agent.file, found => found === agent.text));
  await check(`${agent.id} refused`, async () => {
    const done = await signalbox('test');
    return [done.code === 1 && done.err.includes('is not connected') ? [] : [`test after restoring ended with ${done.code}`], done];
  });
  await check(`${agent.id} fresh`, async () => {
    fs.rmSync(path.join(home, agent.file));
    for (const step of [connect, test]) {
      const [wrong, done] = await step();
      if (wrong.length) return [wrong, done];
    }
    return restore(agent.fresh.file, leavesOnly(agent.fresh.leaves));
  });
}

async function serves(target, surface) {
  const answer = await fetch(target.address + surface, { method: 'POST', body: '{}', headers: { authorization: `Bearer ${target.key}`, 'content-type': 'application/json' } });
  await answer.arrayBuffer();
  return answer.status !== 404;
}

/**
 * Runs the agents one after the other, each with all its checks, which follow on each other. Calls report(name, wrong,
 * notes) for each check, skip(why) where one cannot be.
 */
export async function runAgents({ binary, folder, gateway, target, provider, chosen, report, skip }) {
  const check = async (name, work) => {
    const [wrong, done] = await work();
    report(name, wrong, wrong.length ? lines(done) : []);
  };
  for (const agent of CONNECTED) {
    if (AGENT_CHECKS.some(name => name.startsWith(`${agent.id} `) && chosen(name)) || chosen(agent.id))
      await connected({ agent, home: path.join(folder, agent.id), gateway, binary, provider, check });
  }
  for (const agent of BY_VARIABLES) {
    if (!chosen(agent.id) && !chosen(`${agent.id} turn`)) continue;
    const there = { ...target, address: gateway.address };
    if (!await serves(there, agent.surface)) { skip(`${agent.id} turn: POST ${agent.surface} answers 404, the surface is not served yet`); continue; }
    const home = path.join(folder, agent.id);
    put(home, agent.files);
    await check(`${agent.id} turn`, () => turn({ agent, home, env: environment(home, agent.variables(there)), provider, word: 'The command printed its word.' }));
  }
}
