// Signalbox itself, started on a free port with its own folders and keys.
import fs from 'node:fs';
import path from 'node:path';
import { cleanEnvironment } from './codex.mjs';
import { serve } from './processes.mjs';
import { AWS_KEY } from '../provider/bedrock.mjs';
import { PROVIDER_KEY } from '../provider/server.mjs';

export const CLIENT_KEY = 'sk-sbx-client-key-of-the-tests';

/**
 * The formats that a provider can be asked in: the entry of one that speaks it, the part of its address behind the
 * host, and a model by whose name the gateway knows what it takes.
 */
export const UPSTREAMS = {
  responses: { entry: { kind: 'openai-compatible', wire: 'openai-responses' }, path: '/v1', model: 'scripted-1' },
  chat: { entry: { kind: 'openai-compatible', wire: 'openai-chat' }, path: '/v1', model: 'scripted-1' },
  anthropic: { entry: { kind: 'anthropic' }, path: '', model: 'claude-sonnet-4-5' },
  gemini: { entry: { kind: 'gemini', wire: 'gemini' }, path: '/v1beta', model: 'gemini-3-pro-preview' },
  bedrock: { entry: { kind: 'bedrock', wire: 'bedrock-converse', variables: { region: 'eu-test-1' } }, path: '', model: 'anthropic.claude-sonnet-4-5-20250929-v1:0' },
};

/** The same as Bedrock's, with requests that are signed. */
export const SIGNED_BEDROCK = { ...UPSTREAMS.bedrock, secret: 'env:E2E_AWS_KEY' };

const entryOf = (name, upstream, host) => ({ id: `scripted-${name}`, ...upstream.entry, base_url: host + upstream.path, keys: [{ id: 'main', secret: upstream.secret ?? 'env:E2E_PROVIDER_KEY' }],
  models: [{ id: upstream.model, context: 200000, max_output: 8192, tool_call: true, reasoning: true, images: true, price: { input_per_mtok: 1, output_per_mtok: 2 } }],
  retry: { max: 2, base_ms: 50, max_ms: 1500 },
  // Scenarios fail on purpose and share one provider: its breaker must not end the others.
  breaker: { failures: 1000, window_seconds: 60, error_rate: 1, min_requests: 1000, open_seconds: 1 } });

/** A provider with one model for each virtual model: upstreams = {name: one of UPSTREAMS}, host: where all of them are. */
export function configuration(upstreams, host) {
  const all = Object.entries(upstreams);
  return {
    version: 1,
    server: { listen: ['127.0.0.1:0'], auth: 'required', drain_seconds: 2 },
    providers: all.map(([name, upstream]) => entryOf(name, upstream, host)),
    models: all.map(([name, upstream]) => ({ name, strategy: 'priority', targets: [{ provider: `scripted-${name}`, model: upstream.model }] })),
    virtual_keys: [{ id: 'e2e', secret: 'env:E2E_CLIENT_KEY', models: ['*'] }],
  };
}

export class Gateway {
  /** Starts `signalbox serve`, fetches the catalogue as Codex would. */
  static async start(binary, folder, config) {
    const gateway = new Gateway();
    fs.mkdirSync(folder, { recursive: true });
    gateway.files = ['--config', path.join(folder, 'config.json'), '--data-dir', path.join(folder, 'data')];
    gateway.environment = cleanEnvironment(folder, { E2E_PROVIDER_KEY: PROVIDER_KEY, E2E_CLIENT_KEY: CLIENT_KEY, E2E_AWS_KEY: `${AWS_KEY.id}:${AWS_KEY.secret}`,
      XDG_RUNTIME_DIR: path.join(folder, 'run') });
    fs.mkdirSync(path.join(folder, 'run'), { mode: 0o700 });
    fs.writeFileSync(gateway.files[1], JSON.stringify(config, null, 2), { mode: 0o600 });
    gateway.process = await serve(binary, ['serve', ...gateway.files, '--listen', '127.0.0.1:0'], /^signalbox listening on (http:\/\/\S+)$/m, { env: gateway.environment });
    gateway.address = gateway.process.match[1];
    return gateway;
  }

  /** What codexExec() takes; the catalogue is this gateway's own. */
  async target(folder) {
    const answer = await fetch(`${this.address}/v1/models?client_version=0.169.0`, { headers: { authorization: `Bearer ${CLIENT_KEY}` } });
    const body = await answer.json();
    if (answer.status !== 200 || !Array.isArray(body.models)) throw new Error(`GET /v1/models: ${answer.status} ${JSON.stringify(body).slice(0, 300)}`);
    const catalog = path.join(folder, 'catalog.json');
    fs.writeFileSync(catalog, JSON.stringify({ models: body.models }));
    return { base: `${this.address}/v1`, key: CLIENT_KEY, model: 'coder', catalog };
  }

  stop() { return this.process.stop(); }
}
