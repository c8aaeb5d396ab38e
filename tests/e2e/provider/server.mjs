// The scripted provider as a server on loopback: one script behind all wire formats, told apart by the path. It wants
// its own key where the format has it and answers 401 to any other, and keeps what was asked for the checks to look at.
//
// Alone: node provider/server.mjs [PORT]
import { EventEmitter } from 'node:events';
import http from 'node:http';
import { setTimeout as later } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import * as anthropic from './anthropic.mjs';
import * as bedrock from './bedrock.mjs';
import * as chat from './chat.mjs';
import * as embeddings from './embeddings.mjs';
import * as gemini from './gemini.mjs';
import * as responses from './responses.mjs';
import { scenarios, USAGE } from './scenarios.mjs';

export const PROVIDER_KEY = 'sk-provider-key-of-the-tests';
/** What the provider counts, whatever it is asked to count. */
export const COUNTED = 4711;

const FORMATS = [responses, chat, anthropic, gemini, bedrock, embeddings.openAi, embeddings.geminis];

/** A patch as the call of a function, for formats that know no other tools. */
const asCall = (asked, part) => part.patch === undefined ? part : { call: 'apply_patch', args: { [asked.tools.get('apply_patch')?.parameter ?? 'input']: part.patch } };

export class ScriptedProvider {
  #server = http.createServer((request, response) => this.#receive(request, response).catch(error => response.destroy(error)));
  #serial = 0;
  #counters = new Map();
  #made = []; // calls: {format, id, name, args, token}
  asked = []; // {surface, who, name, step, hadTools, thinks, problem}; who: the client's own name for itself, as "client=NAME" in a prompt
  events = new EventEmitter(); // "asked WHO", and "left WHO" where a client went before the end of its answer
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
    const format = FORMATS.find(known => known.route(request.url));
    if (request.method !== 'POST' || !format) return this.#fail(response, chat, { status: 404, message: `no ${request.method} ${request.url} here` });
    if (!format.mayEnter(request.headers, PROVIDER_KEY, { method: request.method, url: request.url, headers: request.headers, text })) {
      this.strangeKeys += 1;
      return this.#fail(response, format, { status: 401, message: 'Incorrect API key provided.', code: 'invalid_api_key' });
    }
    const way = format.route(request.url);
    const body = JSON.parse(text);
    if (way.embeds) return this.#answer(response, 200, format.embed(body, way));
    if (way.counts) return this.#answer(response, 200, format.counted(COUNTED));
    const problem = format.validate(body, way);
    const asked = { ...(problem ? { name: '', step: 0 } : format.read(body, way)), who: /client=([\w-]+)/.exec(text)?.[1] };
    this.asked.push({ surface: format.name, who: asked.who, name: asked.name, step: asked.step, hadTools: asked.tools?.size > 0, thinks: asked.thinks, problem });
    if (problem) return this.#fail(response, format, { status: 400, message: `scripted provider: ${problem}`, code: 'invalid_request' });
    this.#remember(format, asked);
    const answer = (scenarios[asked.name] ?? (() => ({ parts: [{ text: `No scenario '${asked.name}'.` }] })))(asked);
    if (answer.error) return this.#fail(response, format, answer.error);
    await this.#send(response, format, asked, this.#furnish(format, asked, answer));
  }

  /** Adds what the provider knows of what was asked before. */
  #remember(format, asked) {
    asked.times = what => {
      const key = `${asked.name}/${what}`;
      this.#counters.set(key, (this.#counters.get(key) ?? 0) + 1);
      return this.#counters.get(key);
    };
    const madeOf = call => this.#made.findLast(made => made.format === format && (call.id ? made.id === call.id : made.name === call.name && made.args === JSON.stringify(call.args)));
    asked.strange = asked.calls.filter(call => !madeOf(call));
    asked.lost = asked.calls.filter(call => madeOf(call)?.token !== undefined && madeOf(call).token !== call.token);
  }

  /** Gives calls their ids, and thoughts and first calls what has to come back with them. */
  #furnish(format, asked, answer) {
    const serial = ++this.#serial;
    const signature = Buffer.from(`signature ${serial} of the scripted provider`).toString('base64');
    let token;
    const parts = answer.parts.map((part, index) => {
      const made = { ...(format.takesPatches ? part : asCall(asked, part)), id: `${format.callPrefix}${serial}_${index}` };
      if (part.reasoning !== undefined) token = format.tokenOf?.(part) ?? (made.token = signature);
      if (made.call !== undefined && format.signsCalls && !answer.parts.slice(0, index).some(other => other.call)) token = made.token = signature;
      if (made.call !== undefined) {
        this.#made.push({ format, id: made.id, name: made.call.name ?? made.call, args: JSON.stringify(made.args), token });
        if (format.signsCalls) token = undefined;
      }
      return made;
    });
    return { usage: USAGE, ...answer, parts, serial };
  }

  async #send(response, format, asked, answer) {
    const field = { 'x-request-id': `req_${answer.serial}` };
    response.once('close', () => { if (!response.writableFinished) this.events.emit(`left ${asked.who}`); });
    this.events.emit(`asked ${asked.who}`);
    if (!asked.stream && answer.waits) return;
    if (!asked.stream) return this.#answer(response, 200, format.whole(asked, answer, answer.serial), field);
    const events = format.write(asked, answer, answer.serial).map(piece => Buffer.from(piece));
    response.writeHead(200, { 'content-type': format.streamType, ...field });
    // In two halves, so that an answer is never one read.
    const half = Math.ceil(events.length / 2);
    response.write(Buffer.concat(events.slice(0, half)));
    if (answer.waits) return;
    await later(5);
    response.write(Buffer.concat(events.slice(half)));
    if (!answer.cut) return response.end();
    await later(100); // what was written must leave before the connection dies
    response.destroy();
  }

  #answer(response, status, body, fields = {}) {
    response.writeHead(status, { 'content-type': 'application/json', ...fields });
    response.end(JSON.stringify(body));
  }

  #fail(response, format, error) {
    const told = error.code === 'context_length_exceeded' ? { ...error, message: format.tooLong ?? error.message } : error;
    this.#answer(response, error.status, format.failure(told), { ...format.failureFields?.(error), ...error.headers });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  console.log(`scripted provider on http://127.0.0.1:${await new ScriptedProvider().listen(Number(process.argv[2] ?? 0))}/v1, key ${PROVIDER_KEY}`);
