// The official client libraries, each onto a provider of each format, with what a program would do with them: their
// own helpers for streams, tool calls whose results go back, structured output, pictures, errors by their classes.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DOT_PNG } from '../lib/codex.mjs';
import { CLIENT_KEY, SIGNED_BEDROCK, UPSTREAMS } from '../lib/gateway.mjs';
import { vectorOf } from '../provider/embeddings.mjs';
import { THOUGHT, USAGE } from '../provider/scenarios.mjs';
import { COUNTED } from '../provider/server.mjs';

const FOLDER = fileURLToPath(new URL('../sdks', import.meta.url));
const SURFACES = ['responses', 'chat', 'anthropic', 'genai'];
const FORMATS = Object.keys(UPSTREAMS);

const WEATHER = { name: 'get_weather', description: 'The weather of a city', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false } };
const PERSON = { type: 'object', properties: { name: { type: 'string' }, age: { type: 'integer' } }, required: ['name', 'age'], additionalProperties: false };
// The formats whose providers tell how many tokens were thought, which give vectors, and which count
// for others.
const TELLS_THOUGHTS = ['responses', 'chat', 'gemini'];
const EMBEDS = ['responses', 'chat', 'gemini'];
const COUNTS = ['anthropic', 'gemini', 'bedrock'];

const streamed = { streamed: true };
// What not every library's API has, or the gateway serves.
const SERVED_BY = { count: ['anthropic', 'genai'], embed: ['chat', 'genai'] };
const isServed = (surface, name) => SERVED_BY[name]?.includes(surface) ?? true;

const begin = (at, scenario, options) => at.surface.ask(at.client, { model: at.model, history: at.surface.user(`scenario=${scenario} go`, options?.image), ...options });

async function text(at, options) {
  const answer = await begin(at, 'text', options);
  assert.equal(answer.text, 'Hello from the scripted provider.');
  assert.equal(answer.end, at.surface.ends.stop);
  const { reasoning, ...usage } = answer.usage;
  assert.deepEqual(usage, { input: USAGE.input, cached: USAGE.cached, output: USAGE.output });
  if (reasoning !== undefined && TELLS_THOUGHTS.includes(at.format)) assert.equal(reasoning, USAGE.reasoning);
}

/** Asks, answers every call, and asks again with all that was said. */
async function withTools(at, scenario, options) {
  const asked = { tools: [WEATHER], ...options };
  const who = `${at.surface.name}-${at.format}`;
  const first = await begin(at, `${scenario} client=${who}`, asked);
  // What the provider thought aloud has to be heard.
  const aloud = options?.effort && at.provider.asked.findLast(seen => seen.who === who).thinks;
  assert.equal(first.thought, aloud ? THOUGHT : '');
  assert.equal(first.end, at.surface.ends.calls);
  assert.ok(first.calls.length > 0 && first.calls.every(call => call.name === WEATHER.name), JSON.stringify(first.calls));
  const told = first.calls.map(call => `It is sunny in ${call.args.city}.`);
  return at.surface.ask(at.client, { model: at.model, ...asked, history: [...first.history, ...at.surface.results(first.calls, told)] });
}

const tool = async (at, options) => assert.equal((await withTools(at, 'weather', options)).text, 'Sunny in Paris.');
const parallel = async (at, options) => assert.equal((await withTools(at, 'two_cities', options)).text, 'Sunny in Paris and in Oslo.');
const thoughts = async (at, options) => assert.equal((await withTools(at, 'thoughtful', { effort: 'high', ...options })).text, 'My thoughts came back.');
const structured = async (at, options) => assert.deepEqual((await begin(at, 'person', { schema: PERSON, ...options })).value, { name: 'Ada', age: 36 });
const image = async at => assert.equal((await begin(at, 'look', { image: { type: 'image/png', data: DOT_PNG.toString('base64') } })).text, 'I see the picture.');
const length = async (at, options) => assert.equal((await begin(at, 'length', { limit: 50, ...options })).end, at.surface.ends.length);

async function refusal(at, options) {
  const answer = await begin(at, 'refusal', options);
  // A guardrail speaks in the answer's text, so that only its end says that it did.
  const ends = at.format === 'bedrock' ? at.surface.ends.guardrail ?? at.surface.ends.refusal : at.surface.ends.refusal;
  assert.ok([].concat(ends).includes(answer.end), `${answer.end} ${JSON.stringify(answer)}`);
  if (at.surface.tellsRefusals || at.format === 'bedrock') assert.ok([answer.refusal, answer.text].includes('I cannot help with that.'), `${answer.refusal} ${answer.text}`);
}

async function fails(work, isRight) {
  const error = await work.then(answer => { throw new assert.AssertionError({ message: `no error but ${JSON.stringify(answer).slice(0, 200)}` }); }, error => error);
  if (error instanceof assert.AssertionError) throw error;
  assert.ok(isRight(error), `${error?.constructor?.name} ${error?.status}: ${error?.message?.slice(0, 200)}`);
  return error;
}

async function cut(at) {
  const work = begin(at, 'always_cut', streamed);
  if (at.surface.errors.isCut) await fails(work, at.surface.errors.isCut);
  else assert.equal((await work).end, 'failed');
}

async function abort(at, options) {
  const controller = new AbortController();
  const patience = { signal: AbortSignal.timeout(10000) };
  const who = `${at.surface.name}-${at.format}`;
  const left = once(at.provider.events, `left ${who}`, patience);
  const asked = once(at.provider.events, `asked ${who}`, patience);
  const work = fails(begin(at, `wait client=${who}`, { ...options, signal: controller.signal, started: () => controller.abort() }), error => at.surface.errors.is(error, 'abort'));
  if (!options?.streamed) asked.then(() => controller.abort());
  await Promise.all([work, asked, left]);
}

async function refused(at, scenario, status, words, fields = {}) {
  const error = await fails(begin(at, scenario), error => at.surface.errors.is(error, status));
  assert.ok(error.message.includes(words), error.message);
  for (const [name, value] of Object.entries(fields)) {
    const found = at.surface.errors.field(error, name);
    if (found !== undefined) assert.equal(found, value, name);
  }
}

async function count(at) {
  const tokens = await at.surface.count(at.client, { model: at.model, history: at.surface.user('one two three four five six') });
  if (COUNTS.includes(at.format)) assert.equal(tokens, COUNTED);
  else assert.ok(tokens > 4 && tokens < 40, `${tokens}`);
}

async function embed(at) {
  const texts = ['one', 'and two'];
  const work = at.surface.embed(at.client, { model: at.model, texts });
  if (!EMBEDS.includes(at.format)) return void await fails(work, error => at.surface.errors.is(error, 400));
  assert.deepEqual(await work, texts.map(text => vectorOf(text)));
  assert.deepEqual(await at.surface.embed(at.client, { model: at.model, texts: ['x'], dimensions: 2 }), [vectorOf('x', 2)]);
}

// Each onto every format.
const CHECKS = {
  text, 'text streamed': at => text(at, streamed), tool, 'tool streamed': at => tool(at, streamed), parallel, 'parallel streamed': at => parallel(at, streamed),
  thoughts, 'thoughts streamed': at => thoughts(at, streamed), structured, 'structured streamed': at => structured(at, streamed), image,
  refusal, 'refusal streamed': at => refusal(at, streamed), length, 'length streamed': at => length(at, streamed), cut, abort, 'abort streamed': at => abort(at, streamed), count, embed,
  400: at => refused(at, 'e400', 400, "Invalid value for 'messages'."),
  429: at => refused(at, 'e429', 429, 'Rate limit reached.', { 'retry-after': '7' }),
  busy: at => refused(at, 'e503', at.surface.errors.busy, 'Overloaded for now.'),
};

const notFound = (at, work) => fails(work, error => at.surface.errors.is(error, 404));
// Each once.
const GATEWAY_CHECKS = {
  'list of models': async at => assert.deepEqual(FORMATS.filter(format => !at.models.includes(format)), []),
  'one model': async at => assert.equal(await at.surface.showModel(at.client, 'chat'), 'chat'),
  'unknown model shown': at => notFound(at, at.surface.showModel(at.client, 'nobody')),
  'unknown model asked': at => notFound(at, begin({ ...at, model: 'nobody' }, 'text')),
  'unknown model streamed': at => notFound(at, begin({ ...at, model: 'nobody' }, 'text', streamed)),
  'signed for AWS': at => tool({ ...at, model: 'signed', format: 'bedrock' }, streamed),
  'wrong key': at => fails(begin({ ...at, client: at.surface.connect({ address: at.address, key: 'sk-sbx-wrong' }) }, 'text'), error => at.surface.errors.is(error, 401)),
};

export const SDK_CHECKS = SURFACES.flatMap(surface => [...Object.keys(GATEWAY_CHECKS), ...Object.keys(CHECKS).filter(name => isServed(surface, name)).map(name => `${name} onto each format`)]
  .map(name => `${surface} ${name}`));
export const sdksAreInstalled = () => fs.existsSync(`${FOLDER}/node_modules/openai`);
/** A virtual model for each format, called as it is. */
export const SDK_MODELS = { ...UPSTREAMS, signed: SIGNED_BEDROCK };

/** Runs the checks of which the name, the library or the format pass `chosen`; calls report(name, wrong) for each. */
export async function runSdks({ provider, gateway, chosen, report }) {
  const one = async (name, words, work) => {
    if (![name, ...words].some(chosen)) return;
    report(name, await work().then(() => [], error => [error.message.replaceAll('\n', ' ')]), []);
  };
  for (const word of SURFACES) {
    const surface = await import(`../sdks/${word}.mjs`);
    const client = surface.connect({ address: gateway.address, key: CLIENT_KEY });
    const at = { surface, client, provider, address: gateway.address };
    for (const [name, check] of Object.entries(GATEWAY_CHECKS)) await one(`${word} ${name}`, [word, name], async () => check({ ...at, model: 'chat', models: await surface.listModels(client) }));
    for (const [name, check] of Object.entries(CHECKS)) {
      if (!isServed(word, name)) continue;
      // At once, for the gateway waits two seconds before it believes that a client has left.
      await Promise.all(FORMATS.map(format => one(`${word} ${name} onto ${format}`, [word, name, format, `${word} ${name}`], () => check({ ...at, format, model: format }))));
    }
  }
}
