// The scripted Responses upstream that lives outside this repository: it starts its own mock on a port of our choice
// and runs the CLI once a check, which must look the same through the gateway as without it.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { CODEX, cleanEnvironment } from '../lib/codex.mjs';
import { run } from '../lib/processes.mjs';
import { PROVIDER_KEY } from '../provider/server.mjs';

export function replayTool(source) {
  const tool = path.join(source, '../shared/tools/codex-replay.mjs');
  return fs.existsSync(tool) ? tool : undefined;
}

/** A port that was free a moment ago: the tool takes a number, not 0. */
async function freePort() {
  const server = net.createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

export async function runReplay({ tool, direct, only, jobs, report, behind }) {
  const port = await freePort();
  const check = async target => {
    const args = [tool, 'check', `--codex=${CODEX}`, `--port=${port}`, `--jobs=${jobs}`, ...(only ? [`--only=${only}`] : []),
      ...(target ? [`--gateway=${target.base}`, `--key=${target.key}`, `--model=${target.model}`, `--catalog=${target.catalog}`] : [`--key=${PROVIDER_KEY}`])];
    const done = await run(process.execPath, args, { seconds: 300, env: cleanEnvironment(process.env.HOME) });
    const notes = new Map();
    let name;
    for (const line of done.out.split('\n')) {
      const verdict = /^(ok|FAIL)\s+(\S+) \(/.exec(line);
      if (verdict) { name = verdict[2]; notes.set(name, { bad: verdict[1] === 'FAIL' ? [line.replace(/^FAIL\s+\S+ /, '')] : [], more: [] }); }
      else if (name && line.trim() && !/^\d+ passed/.test(line)) notes.get(name).more.push(line.trim().slice(0, 300));
    }
    for (const [checkName, { bad, more }] of notes) report(checkName, bad, more);
    if (notes.size === 0 && !only) report('runs', [`the replay tool ended with ${done.code}: ${done.err.slice(-400)}`]);
  };
  if (direct) return check();
  return behind(`http://127.0.0.1:${port}`, check);
}
