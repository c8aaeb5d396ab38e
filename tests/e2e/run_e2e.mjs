#!/usr/bin/env node
// Runs real coding agents through Signalbox against providers of our own, and prints a table.
//
//   run_e2e.mjs [--binary build/bin/signalbox] [--suite NAME,…] [--only CHECK,…] [--jobs N] [--direct] [--list] [--keep]
//
// Suites, where FORMAT is responses, chat, anthropic, gemini or bedrock:
//   FORMAT         Codex with the scripted provider, every scenario
//   aimock-FORMAT  Codex with an independent mock
//   replay         Codex with a fuller script of the Responses format, where ../shared/tools has it
//   launcher       `signalbox codex`
//   agents-chat, agents-responses   the other agents, set up and put back by `signalbox agents`
//   onto-FORMAT    every agent onto the scripted provider
//   sdks           the official client libraries onto the scripted provider in every format
// --direct leaves Signalbox out where the CLI can speak to the mock itself: it proves the expectations.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { CODEX, DIRECT_CATALOG } from './lib/codex.mjs';
import { Gateway, UPSTREAMS, configuration } from './lib/gateway.mjs';
import { PROVIDER_KEY, ScriptedProvider } from './provider/server.mjs';
import { CHECKS, NOT_OVER_CHAT, runScripted } from './suites/scripted.mjs';
import { AIMOCK_CHECKS, aimockUpstream, runAimock, startAimock } from './suites/aimock.mjs';
import { runReplay, replayTool } from './suites/replay.mjs';
import { LAUNCHER_CHECKS, runLauncher } from './suites/launcher.mjs';
import { AGENT_CHECKS, agentsAreInstalled, runAgents } from './suites/agents.mjs';
import { ONTO_CHECKS, runOnto } from './suites/onto.mjs';
import { SDK_CHECKS, SDK_MODELS, runSdks, sdksAreInstalled } from './suites/sdks.mjs';

const FORMATS = Object.keys(UPSTREAMS);
const each = prefix => FORMATS.map(format => prefix + format);
// What has a provider beside the gateway: how it is run, and what its checks are called.
const KINDS = {
  scripted: { suites: FORMATS, checks: CHECKS.map(({ name }) => name), needsGateway: false, run: runScripted },
  aimock: { suites: each('aimock-'), checks: AIMOCK_CHECKS.map(({ name }) => name), needsGateway: false, run: runAimock },
  agents: { suites: ['agents-chat', 'agents-responses'], checks: AGENT_CHECKS, needsGateway: true, run: runAgents },
  sdks: { suites: ['sdks'], checks: SDK_CHECKS, needsGateway: true, models: SDK_MODELS, run: runSdks },
  onto: { suites: each('onto-'), checks: ONTO_CHECKS, needsGateway: true, run: runOnto },
};
const SUITES = [...KINDS.scripted.suites, ...KINDS.aimock.suites, 'replay', 'launcher', ...KINDS.agents.suites, ...KINDS.onto.suites, ...KINDS.sdks.suites];
const SOURCE = fileURLToPath(new URL('../..', import.meta.url));
const { values: options } = parseArgs({ options: {
  binary: { type: 'string', default: path.join(SOURCE, 'build/bin/signalbox') }, suite: { type: 'string' }, only: { type: 'string' },
  jobs: { type: 'string', default: '3' }, direct: { type: 'boolean' }, list: { type: 'boolean' }, keep: { type: 'boolean' } } });

if (options.list) {
  for (const { suites, checks } of Object.values(KINDS)) for (const name of checks) console.log(`${suites.join(', ')}: ${name}`);
  for (const name of LAUNCHER_CHECKS) console.log(`launcher: ${name}`);
  process.exit(0);
}
if (!fs.existsSync(CODEX) || !agentsAreInstalled() || !sdksAreInstalled()) { console.error('e2e: the agents and libraries are not installed: ./dev setup e2e'); process.exit(2); }
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

async function behindGateway(suite, upstreams, host, work) {
  const suiteFolder = path.join(folder, suite);
  const gateway = await Gateway.start(options.binary, path.join(suiteFolder, 'signalbox'), configuration(upstreams, host));
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

async function directly(suite, { coder }, host, work) {
  const suiteFolder = path.join(folder, suite);
  fs.mkdirSync(suiteFolder, { recursive: true });
  const catalog = path.join(suiteFolder, 'catalog.json');
  fs.writeFileSync(catalog, JSON.stringify(DIRECT_CATALOG));
  await work({ base: host + coder.path, key: PROVIDER_KEY, model: 'coder', catalog }, suiteFolder);
}

async function runSuite(suite) {
  const report = reporter(suite);
  const chosen = name => !only || only.includes(name);
  const format = suite.replace(/^.*-/, '');
  const kind = Object.values(KINDS).find(({ suites }) => suites.includes(suite));
  const upstreams = kind?.models ?? { coder: kind === KINDS.aimock ? aimockUpstream(format, UPSTREAMS[format]) : UPSTREAMS[format] };
  if (options.direct && (suite === 'launcher' || kind?.needsGateway || (kind && format !== 'responses'))) return skip(suite, 'needs the gateway');
  if (suite === 'launcher') return runLauncher({ binary: options.binary, folder: path.join(folder, suite), chosen, report });
  if (suite === 'replay') {
    const tool = replayTool(SOURCE);
    if (!tool) return skip(suite, 'no ../shared/tools/codex-replay.mjs here; suite responses covers the format');
    return runReplay({ tool, direct: options.direct, only, jobs, report, behind: (host, work) => behindGateway(suite, { coder: UPSTREAMS.responses }, host, work) });
  }
  const provider = kind === KINDS.aimock ? await startAimock(folder) : new ScriptedProvider();
  const host = provider.host ?? `http://127.0.0.1:${await provider.listen()}`;
  const work = (target, suiteFolder, gateway) => kind.run({ binary: options.binary, folder: suiteFolder, target, gateway, provider, format, direct: options.direct, chosen, jobs, report });
  try {
    await (options.direct ? directly : behindGateway)(suite, upstreams, host, work);
  } finally {
    await provider.close();
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
