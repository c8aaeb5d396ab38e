// `signalbox codex`: the agent through the gateway with the person's own Codex files as they were, first with no gateway
// running (one is started as a child), then beside a running one.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { cleanEnvironment } from '../lib/codex.mjs';
import { run, serve } from '../lib/processes.mjs';

export const LAUNCHER_CHECKS = ['alone', 'beside a running gateway', 'exit code', 'print'];

const CONFIG = {
  version: 1,
  server: { listen: ['127.0.0.1:0'], auth: 'required' },
  providers: [{ id: 'sim', kind: 'simulated', tokens_per_second: 2000, first_token_ms: 5 }],
  models: [{ name: 'demo', strategy: 'priority', targets: [{ provider: 'sim', model: 'tools' }] }],
};

// A person's own set-up, with a comment that a rewriting of the file would lose.
const USER_FILES = {
  '.codex/config.toml': '# mine\nmodel = "gpt-5.4"\napproval_policy = "never"\nsandbox_mode = "danger-full-access"\n',
  '.codex/auth.json': '{"auth_mode":"apikey","OPENAI_API_KEY":"sk-the-users-own-key"}',
  '.codex/AGENTS.md': 'Be brief.\n',
};

const digest = (home, name) => crypto.createHash('sha256').update(fs.readFileSync(path.join(home, name))).digest('hex');

export async function runLauncher({ binary, folder, chosen, report }) {
  const home = path.join(folder, 'home');
  const work = path.join(folder, 'project');
  for (const [name, text] of Object.entries(USER_FILES)) {
    fs.mkdirSync(path.dirname(path.join(home, name)), { recursive: true });
    fs.writeFileSync(path.join(home, name), text);
  }
  fs.mkdirSync(work, { recursive: true });
  fs.mkdirSync(path.join(folder, 'run'), { mode: 0o700 });
  const config = path.join(folder, 'config.json');
  fs.writeFileSync(config, JSON.stringify(CONFIG), { mode: 0o600 });
  const files = ['--config', config, '--data-dir', path.join(folder, 'data')];
  const env = cleanEnvironment(home, { XDG_RUNTIME_DIR: path.join(folder, 'run') });
  const before = Object.keys(USER_FILES).map(name => digest(home, name));
  const codex = (...args) => run(binary, ['codex', ...files, '--model', 'demo', '--', ...args], { cwd: work, env, seconds: 120 });
  const turn = () => codex('exec', '--skip-git-repo-check', 'Please run a command.');

  const judgeTurn = done => {
    const wrong = [];
    if (done.code !== 0) wrong.push(`exit ${done.code}`);
    if (!/signalbox-demo/.test(done.err)) wrong.push('the simulated tool call did not run');
    if (!done.out.trim()) wrong.push('no answer');
    Object.keys(USER_FILES).forEach((name, index) => { if (digest(home, name) !== before[index]) wrong.push(`${name} was changed`); });
    return wrong;
  };
  const lines = done => done.err.trim().split('\n').slice(-6).map(line => line.slice(0, 300));

  const check = async (name, work) => {
    if (!chosen(name)) return;
    const [wrong, done] = await work();
    report(name, wrong, wrong.length ? lines(done) : []);
  };

  await check('alone', async () => { const done = await turn(); return [judgeTurn(done), done]; });
  await check('exit code', async () => {
    const done = await codex('exec', '--no-such-flag');
    return [done.code === 2 ? [] : [`exit ${done.code}, but Codex itself ends with 2 on a wrong flag`], done];
  });
  if (!chosen('beside a running gateway') && !chosen('print')) return;
  const gateway = await serve(binary, ['serve', ...files], /^signalbox listening on (http:\/\/\S+)$/m, { env });
  try {
    await check('beside a running gateway', async () => { const done = await turn(); return [judgeTurn(done), done]; });
    await check('print', async () => {
      const done = await run(binary, ['codex', ...files, '--model', 'demo', '--print', '--', 'exec', 'x'], { cwd: work, env });
      const wrong = done.code === 0 && done.out.includes(gateway.match[1]) ? [] : [`exit ${done.code}, and the address ${gateway.match[1]} is not in what it prints`];
      if (done.out.includes('sk-the-users-own-key')) wrong.push("prints the person's own key");
      return [wrong, done];
    });
  } finally {
    await gateway.stop();
  }
}
