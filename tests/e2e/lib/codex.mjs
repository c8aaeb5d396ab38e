// One run of the real Codex CLI in a throw-away home, and what must be true of it.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './processes.mjs';

export const CODEX = fileURLToPath(new URL('../node_modules/.bin/codex', import.meta.url));
const BIN = path.dirname(CODEX);
export const DOT_PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** A model catalogue for runs without a gateway; with one, the gateway's own is used. */
export const DIRECT_CATALOG = { models: [{ slug: 'coder', display_name: 'coder', description: '', default_reasoning_level: 'medium',
  supported_reasoning_levels: [{ effort: 'low', description: 'Fast' }, { effort: 'medium', description: 'Balanced' }], shell_type: 'unified_exec', visibility: 'list',
  supported_in_api: true, priority: 1, support_verbosity: false, truncation_policy: { mode: 'tokens', limit: 10000 }, experimental_supported_tools: [],
  base_instructions: 'You are a coding agent.', context_window: 200000, input_modalities: ['text', 'image'], apply_patch_tool_type: 'freeform' }] };

/** What every program here gets: no variable of the caller's but PATH. */
export function cleanEnvironment(home, more = {}) {
  return { PATH: `${BIN}:${process.env.PATH}`, HOME: home, TERM: 'xterm', LANG: 'C.UTF-8', NO_COLOR: '1', ...more };
}

/** target: {base, key, model, catalog (file), mcp}. Returns {code, out, err, work}. */
export async function codexExec(folder, target, prompt, { args = [], config = [], mcp } = {}) {
  const work = path.join(folder, 'project');
  const codexHome = path.join(folder, 'codex');
  fs.mkdirSync(work, { recursive: true });
  fs.mkdirSync(codexHome, { recursive: true });
  fs.writeFileSync(path.join(work, 'dot.png'), DOT_PNG);
  fs.writeFileSync(path.join(work, 'schema.json'), JSON.stringify({ type: 'object', properties: { word: { type: 'string' } }, required: ['word'], additionalProperties: false }));
  const q = JSON.stringify;
  fs.writeFileSync(path.join(codexHome, 'config.toml'), [
    `model = ${q(target.model)}`, 'model_provider = "under_test"', `model_catalog_json = ${q(target.catalog)}`,
    'sandbox_mode = "danger-full-access"', 'check_for_update_on_startup = false', ...config,
    '[analytics]', 'enabled = false',
    '[model_providers.under_test]', 'name = "Under test"', `base_url = ${q(target.base)}`, 'env_key = "E2E_KEY"', 'request_max_retries = 2', 'stream_max_retries = 2',
    ...(mcp ? ['[mcp_servers.gw]', `url = ${q(mcp)}`] : []),
  ].join('\n') + '\n');
  const env = cleanEnvironment(folder, { CODEX_HOME: codexHome, E2E_KEY: target.key });
  const done = await run(CODEX, ['exec', '--skip-git-repo-check', ...args, prompt], { cwd: work, env });
  return { ...done, work };
}

/** What is wrong with a run, as a list of sentences; empty: nothing. */
export function judge(done, want) {
  const wrong = [];
  const last = done.out.trim();
  if (want.fail !== undefined) {
    if (done.code === 0) wrong.push(`exit 0, wanted a failure; said ${JSON.stringify(last.slice(0, 120))}`);
    if (!done.err.includes(want.fail)) wrong.push(`the failure does not say ${JSON.stringify(want.fail)}`);
  } else if (done.code !== 0 || (want.out !== undefined && last !== want.out)) {
    wrong.push(`exit ${done.code} and ${JSON.stringify(last.slice(0, 160))}, wanted ${JSON.stringify(want.out)}`);
  }
  for (const words of [].concat(want.transcript ?? [])) if (!done.err.includes(words)) wrong.push(`the transcript lacks ${JSON.stringify(words)}`);
  for (const [name, text] of Object.entries(want.files ?? {})) {
    const file = path.join(done.work, name);
    const found = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
    if (found !== text) wrong.push(`${name} is ${JSON.stringify(found)}, wanted ${JSON.stringify(text)}`);
  }
  // A catalogue that the CLI does not like, or a setting that it does not know.
  for (const line of done.err.split('\n')) if (/Model metadata for|ignoring \d+ unrecognized|failed to (parse|load|refresh).*(catalog|models)/i.test(line)) wrong.push(`Codex says: ${line.trim()}`);
  return wrong;
}

export function tail(done) {
  return done.err.split('\n').filter(line => /error|warn|fail/i.test(line) && !/PATH aliases/.test(line)).slice(-3).map(line => line.slice(0, 300));
}
