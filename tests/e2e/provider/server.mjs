// The scripted provider as a server on loopback: /v1/chat/completions and /v1/responses, one script behind both. It
// wants its own key and answers 401 to any other, and keeps what was asked for the checks to look at.
//
// Alone: node provider/server.mjs [PORT]
import http from 'node:http';
import { setTimeout as later } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import * as chat from './chat.mjs';
import * as responses from './responses.mjs';
import { scenarios, USAGE } from './scenarios.mjs';

export const PROVIDER_KEY = 'sk-provider-key-of-the-tests';

export class ScriptedProvider {
  #server = http.createServer((request, response) => this.#receive(request, response).catch(error => response.destroy(error)));
  #serial = 0;
  #counters = new Map();
  asked = []; // {surface, name, step, problem}
  strangeKeys = 0;

  async listen(port = 0) {
    await new Promise((resolve, reject) => this.#server.once('error', reject).listen(port, '127.0.0.1', resolve));
    return this.#server.address().port;
  }

  close() {
    this.#server.closeAllConnections();
    return new Promise(resolve => this.#server.close(resolve));
  }

  async #receive(request, response) {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const surface = /\/chat\/completions$/.test(request.url) ? chat : /\/responses$/.test(request.url) ? responses : undefined;
    if (request.method !== 'POST' || !surface) return this.#fail(response, { status: 404, message: `no ${request.method} ${request.url} here` });
    if (request.headers.authorization !== `Bearer ${PROVIDER_KEY}`) {
      this.strangeKeys += 1;
      return this.#fail(response, { status: 401, message: 'Incorrect API key provided.', code: 'invalid_api_key' });
    }
    const body = JSON.parse(text);
    const problem = surface.validate(body);
    const asked = problem ? { name: '', step: 0 } : surface.read(body);
    this.asked.push({ surface: surface === chat ? 'chat' : 'responses', name: asked.name, step: asked.step, problem });
    if (problem) return this.#fail(response, { status: 400, message: `scripted provider: ${problem}`, code: 'invalid_request' });

    asked.times = what => {
      const key = `${asked.name}/${what}`;
      this.#counters.set(key, (this.#counters.get(key) ?? 0) + 1);
      return this.#counters.get(key);
    };
    const answer = (scenarios[asked.name] ?? (() => ({ parts: [{ text: `No scenario '${asked.name}'.` }] })))(asked);
    if (answer.error) return this.#fail(response, answer.error);
    const events = surface.write(asked, { usage: USAGE, ...answer }, ++this.#serial);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-request-id': `req_${this.#serial}` });
    // In two halves, so that an answer is never one read.
    const half = Math.ceil(events.length / 2);
    response.write(events.slice(0, half).join(''));
    await later(5);
    response.write(events.slice(half).join(''));
    if (!answer.cut) return response.end();
    await later(100); // what was written must leave before the connection dies
    response.destroy();
  }

  #fail(response, { status, message, code = null, headers = {} }) {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error: { message, type: status === 429 ? 'requests' : status >= 500 ? 'server_error' : 'invalid_request_error', param: null, code } }));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  console.log(`scripted provider on http://127.0.0.1:${await new ScriptedProvider().listen(Number(process.argv[2] ?? 0))}/v1, key ${PROVIDER_KEY}`);
