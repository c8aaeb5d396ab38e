// Programs under test: each in its own process group, so that ending one ends what it has started, and nothing is left
// behind when the run is interrupted.
import { spawn } from 'node:child_process';

const running = new Set();

function killGroup(child, signal) {
  try { process.kill(-child.pid, signal); } catch { /* already gone */ }
}

process.on('exit', () => running.forEach(child => killGroup(child, 'SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

function start(command, args, options) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...options });
  const program = { child, out: '', err: '' };
  child.stdout.on('data', data => program.out += data);
  child.stderr.on('data', data => program.err += data);
  running.add(child);
  program.ended = new Promise(resolve => {
    child.on('error', error => { program.err += error.message; resolve(-1); });
    child.on('close', (code, signal) => resolve(code ?? signal));
  }).finally(() => { killGroup(child, 'SIGKILL'); running.delete(child); });
  return program;
}

/** Runs a program to its end: {code, out, err}; code is 'timeout' when it took longer than `seconds`. */
export async function run(command, args, { seconds = 90, ...options } = {}) {
  const program = start(command, args, options);
  let late = false;
  const timer = setTimeout(() => { late = true; killGroup(program.child, 'SIGKILL'); }, seconds * 1000);
  const code = await program.ended;
  clearTimeout(timer);
  return { code: late ? 'timeout' : code, out: program.out, err: program.err };
}

/** Starts a program that stays, and waits until a line of its stdout matches; returns {match, stop, log}. */
export async function serve(command, args, line, { seconds = 20, ...options } = {}) {
  const program = start(command, args, options);
  const match = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no line like ${line} from ${command} in ${seconds} s:\n${program.out}${program.err}`)), seconds * 1000);
    const look = () => { const found = line.exec(program.out); if (found) { clearTimeout(timer); resolve(found); } };
    program.child.stdout.on('data', look);
    program.ended.then(code => { clearTimeout(timer); reject(new Error(`${command} ended (${code}):\n${program.out}${program.err}`)); });
  });
  return {
    match,
    log: () => program.out + program.err,
    ended: program.ended,
    /** Asks it to end; returns its exit code, 'killed' when it did not in 15 s, or what it had died of before. */
    async stop() {
      if (program.child.exitCode !== null || program.child.signalCode !== null)
        return `${program.child.signalCode ?? program.child.exitCode} before it was asked to end`;
      process.kill(program.child.pid, 'SIGTERM');
      let killed = false;
      const timer = setTimeout(() => { killed = true; killGroup(program.child, 'SIGKILL'); }, 15000);
      const code = await program.ended;
      clearTimeout(timer);
      return killed ? 'killed' : code;
    },
  };
}
