#!/usr/bin/env node
// Runs real coding agents through Signalbox against providers of our own, and prints a table.
//
//   run_e2e.mjs [--binary build/bin/signalbox] [--suite NAME,…] [--only CHECK,…] [--jobs N] [--direct] [--list] [--keep]
//
// Suites: responses, chat (the scripted provider in either wire format), aimock-chat, aimock-responses (an independent
// mock), replay (a fuller script of the Responses format, where ../shared/tools has it), launcher (`signalbox codex`),
// agents-chat, agents-responses (the other agents, set up by `signalbox agents`, with the scripted provider).
// --direct leaves Signalbox out where the CLI can speak to the mock itself: it proves the expectations.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { CODEX, DIRECT_CATALOG } from './lib/codex.mjs';
import { Gateway, configuration } from './lib/gateway.mjs';
import { PROVIDER_KEY, ScriptedProvider } from './provider/server.mjs';
import { CHECKS, NOT_OVER_CHAT, runScripted } from './suites/scripted.mjs';
import { AIMOCK_CHECKS, runAimock, startAimock } from './suites/aimock.mjs';
import { runReplay, replayTool } from './suites/replay.mjs';
import { LAUNCHER_CHECKS, runLauncher } from './suites/launcher.mjs';
import { AGENT_CHECKS, agentsAreInstalled, runAgents } from './suites/agents.mjs';

const SUITES = ['responses', 'chat', 'aimock-responses', 'aimock-chat', 'replay', 'launcher', 'agents-chat', 'agents-responses'];
const SOURCE = fileURLToPath(new URL('../..', import.meta.url));
const { values: options } = parseArgs({ options: {
  binary: { type: 'string', default: path.join(SOURCE, 'build/bin/signalbox') }, suite: { type: 'string' }, only: { type: 'string' },
  jobs: { type: 'string', default: '3' }, direct: { type: 'boolean' }, list: { type: 'boolean' }, keep: { type: 'boolean' } } });

if (options.list) {
  for (const check of CHECKS) console.log(`responses, chat: ${check.name}`);
  for (const check of AIMOCK_CHECKS) console.log(`aimock-responses, aimock-chat: ${check.name}`);
  for (const name of LAUNCHER_CHECKS) console.log(`launcher: ${name}`);
  for (const name of AGENT_CHECKS) console.log(`agents-chat, agents-responses: ${name}`);
  process.exit(0);
}
if (!fs.existsSync(CODEX) || !agentsAreInstalled()) { console.error('e2e: the agents are not installed: ./dev setup e2e'); process.exit(2); }
if (!options.direct && !fs.existsSync(options.binary)) { console.error(`e2e: no program at ${options.binary}: ./dev build`); process.exit(2); }

const suites = options.suite?.split(',') ?? SUITES;
const only = options.only?.split(',');
const unknown = suites.filter(name => !SUITES.includes(name));
if (unknown.length) { console.error(`e2e: no suite ${unknown}; there are ${SUITES.join(', ')}`); process.exit(2); }

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'signalbox-e2e-'));
const jobs = Number(options.jobs);
const totals = { passed: 0, failed: 0, skipped: 0 };
const started = Date.now();

const reporter = suite => (name, wrong, notes = []) => {
  totals[wrong.length ? 'failed' : 'passed'] += 1;
  console.log(`${wrong.length ? 'FAIL' : 'ok  '} ${suite.padEnd(17)} ${name}${wrong.length ? `: ${wrong.join('; ')}` : ''}`);
  for (const note of notes) console.log(`       | ${note}`);
};
const skip = (suite, why) => { totals.skipped += 1; console.log(`skip ${suite.padEnd(17)} ${why}`); };

async function behindGateway(suite, wire, baseUrl, work) {
  const suiteFolder = path.join(folder, suite);
  const gateway = await Gateway.start(options.binary, path.join(suiteFolder, 'signalbox'), configuration(wire, baseUrl));
  try {
    // A gateway that dies ends its suite: every further check would only wait for it.
    const death = gateway.process.ended.then(code => { throw new Error(`the gateway ended (${code}) in the middle of the suite`); });
    await Promise.race([work(await gateway.target(suiteFolder), suiteFolder, gateway), death]);
    death.catch(() => {});
  } finally {
    const code = await gateway.stop();
    reporter(suite)('stops', code === 0 ? [] : [`signalbox serve ended with ${code} on SIGTERM`], code === 0 ? [] : gateway.process.log().split('\n').slice(-5));
  }
}

async function directly(suite, base, work) {
  const suiteFolder = path.join(folder, suite);
  fs.mkdirSync(suiteFolder, { recursive: true });
  const catalog = path.join(suiteFolder, 'catalog.json');
  fs.writeFileSync(catalog, JSON.stringify(DIRECT_CATALOG));
  await work({ base, key: PROVIDER_KEY, model: 'coder', catalog }, suiteFolder);
}

async function runSuite(suite) {
  const report = reporter(suite);
  const chosen = name => !only || only.includes(name);
  const wire = suite.endsWith('chat') ? 'openai-chat' : 'openai-responses';
  if (options.direct && (suite.endsWith('chat') || suite === 'launcher' || suite.startsWith('agents'))) return skip(suite, 'needs the gateway');
  if (suite === 'launcher') return runLauncher({ binary: options.binary, folder: path.join(folder, suite), chosen, report });
  if (suite === 'replay') {
    const tool = replayTool(SOURCE);
    if (!tool) return skip(suite, 'no ../shared/tools/codex-replay.mjs here; suite responses covers the format');
    return runReplay({ tool, direct: options.direct, only, jobs, report, behind: (base, work) => behindGateway(suite, wire, base, work) });
  }
  const aimock = suite.startsWith('aimock') ? await startAimock(folder) : undefined;
  const provider = aimock ? undefined : new ScriptedProvider();
  const base = aimock?.base ?? `http://127.0.0.1:${await provider.listen()}/v1`;
  const agents = (_, suiteFolder, gateway) => runAgents({ binary: options.binary, folder: suiteFolder, gateway, provider, chosen, report });
  const work = suite.startsWith('agents') ? agents : (target, suiteFolder) => aimock
    ? runAimock({ folder: suiteFolder, target, aimock, chosen, jobs, report })
    : runScripted({ folder: suiteFolder, target, provider, wire, direct: options.direct, chosen, jobs, report });
  try {
    await (options.direct ? directly(suite, base, work) : behindGateway(suite, wire, base, work));
  } finally {
    await (aimock ?? provider).close();
  }
}

for (const suite of suites) {
  try {
    await runSuite(suite);
  } catch (error) {
    reporter(suite)('runs', [error.message.split('\n').slice(0, 12).join('\n       | ')]);
  }
}
if (suites.includes('chat') && !options.direct) {
  console.log('Not over Chat Completions, because:');
  for (const [what, why] of NOT_OVER_CHAT) console.log(`  ${what}: ${why}`);
}
if (options.keep) console.log(`kept ${folder}`); else fs.rmSync(folder, { recursive: true, force: true });
console.log(`e2e: ${Math.round((Date.now() - started) / 1000)} s`);
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed ? 1 : 0);
