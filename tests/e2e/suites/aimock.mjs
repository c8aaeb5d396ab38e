// An independent mock (@copilotkit/aimock) as the provider: it was written by others to behave like the real APIs, so it
// does not share our misunderstandings. It has no memory of thoughts and no strict checks: those are in scripted.mjs.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment, codexExec, judge, tail } from '../lib/codex.mjs';
import { serve } from '../lib/processes.mjs';
import { PROVIDER_KEY } from '../provider/server.mjs';

const AIMOCK = fileURLToPath(new URL('../node_modules/@copilotkit/aimock/dist/cli.js', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../data/aimock.json', import.meta.url));

export const AIMOCK_CHECKS = [
  { name: 'text', want: { out: 'Hello from the independent mock.' } },
  { name: 'shell', want: { out: 'The independent mock saw a result.', transcript: 'aimock-shell-ok' } },
  { name: 'parallel', want: { out: 'Both calls are back.', transcript: ['aimock-one', 'aimock-two'] } },
  { name: 'e400', want: { fail: 'The independent mock refuses this.' } },
  { name: 'usage', args: ['--json'], usage: true, want: {} },
];

// Errors of Converse have another vendor's shape there, and cache points, which a Claude is sent, are not known.
const LACKS = { bedrock: { checks: ['e400'], model: 'meta.llama3-3-70b-instruct-v1:0' } };

export const aimockUpstream = (format, upstream) => ({ ...upstream, model: LACKS[format]?.model ?? upstream.model });

export async function startAimock(folder) {
  const program = await serve(process.execPath, [AIMOCK, '-p', '0', '-f', FIXTURES, '-c', '9'], /(http:\/\/127\.0\.0\.1:\d+)/,
    { env: cleanEnvironment(folder, { AIMOCK_API_KEYS: PROVIDER_KEY }) });
  return { host: program.match[1], close: () => program.stop() };
}

export async function runAimock({ folder, target, format, chosen, jobs, report }) {
  const queue = AIMOCK_CHECKS.filter(({ name }) => chosen(name) && !LACKS[format]?.checks.includes(name));
  const one = async check => {
    const done = await codexExec(path.join(folder, check.name), target, `aimock ${check.name}`, { args: check.args });
    const wrong = judge(done, check.want);
    if (check.usage) {
      const usage = done.out.split('\n').filter(line => line.startsWith('{')).map(line => JSON.parse(line)).findLast(event => event.type === 'turn.completed')?.usage;
      if (usage?.input_tokens !== 321 || usage?.output_tokens !== 12) wrong.push(`usage is ${JSON.stringify(usage)}`);
    }
    report(check.name, wrong, wrong.length ? tail(done) : []);
  };
  await Promise.all(Array.from({ length: jobs }, async () => { for (let check; (check = queue.shift());) await one(check); }));
}
