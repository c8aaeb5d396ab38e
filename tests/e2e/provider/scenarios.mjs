// What the scripted provider does, in no wire format: a scenario is a function from what was asked to one answer.
// The client chooses it by the words "scenario=NAME" in a user message, so the choice survives whatever a gateway
// does to headers and models; the step inside a turn is the number of tool results since then.
//
// asked = { name, step, times, model, tools: Map(name -> {kind, parameter}), results: [text], images, compacting,
//           schema, thinks, signs, calls: [{id, name, args, token}], strange: [call], lost: [call] }
// where `thinks` asks for visible thoughts, `signs` is so of a provider that signs calls anyway, `calls` came back with
// what was said before, `strange` of them were never made here, and `lost` came without the thoughts or the signature
// that they were made with.
// An answer is { parts: [part…], finish, usage, cut, waits } or { error: {status, code, message, headers} }, with the parts
//   {text} {reasoning} {refusal} {call, args} {patch}.

export const PATCH = '*** Begin Patch\n*** Add File: patched.txt\n+hello from the patch\n+tab\tquote " backslash \\ umlaut ü\n*** End Patch\n';
export const PATCHED = 'hello from the patch\ntab\tquote " backslash \\ umlaut ü\n';
export const USAGE = { input: 1200, cached: 1000, output: 42, reasoning: 17 };
export const THOUGHT = '**Planning the command**\n\nI will print a word first.';

const say = (...texts) => ({ parts: texts.map(text => ({ text })) });
const shell = cmd => ({ call: 'exec_command', args: { cmd } });
const weather = city => ({ call: 'get_weather', args: { city } });
// What the agents call the tool that runs a command, and its arguments.
const SHELLS = { exec_command: cmd => ({ cmd }), bash: command => ({ command, description: 'Runs it' }), Bash: command => ({ command, description: 'Runs it' }),
  run_shell_command: command => ({ command, description: 'Runs it', is_background: false }) };
const failing = (status, message, more = {}) => ({ error: { status, message, ...more } });
const resultHas = (asked, words) => asked.results.some(text => text.includes(words));

export const scenarios = {
  text: () => say('Hello from the scripted provider.'),
  shell: a => a.step === 0 ? { parts: [shell('echo e2e-shell-ok')] }
    : say(resultHas(a, 'e2e-shell-ok') ? 'The command printed its word.' : 'The result of the command is missing.'),
  // For any agent; the title of a conversation is asked for with the same words, but without tools.
  any_shell: a => {
    const name = Object.keys(SHELLS).find(known => a.tools.has(known));
    if (!name) return say('A title');
    if (a.step === 0) return { parts: [{ call: name, args: SHELLS[name]('echo ran >> ran.txt && echo e2e-shell-ok') }] };
    return say(resultHas(a, 'e2e-shell-ok') ? 'The command printed its word.' : 'The result of the command is missing.');
  },
  // The same of a provider that thinks where it is asked to, and wants its calls and thoughts back as they were.
  agent_turn: a => {
    const first = scenarios.any_shell(a);
    if (a.step === 0) return { parts: [...(a.thinks && a.tools.size ? [{ reasoning: THOUGHT }] : []), ...first.parts] };
    if (a.strange.length) return say(`This call is not mine: ${JSON.stringify(a.strange)}`);
    return a.lost.length ? say(`The thoughts of this call are lost: ${JSON.stringify(a.lost)}`) : first;
  },
  // For programs with a tool get_weather.
  weather: a => a.step === 0 ? { parts: [weather('Paris')] } : say(a.strange.length ? `Not my call: ${JSON.stringify(a.strange)}` : resultHas(a, 'sunny in Paris') ? 'Sunny in Paris.' : 'The result is missing.'),
  two_cities: a => a.step === 0 ? { parts: [{ text: 'I ask twice.' }, weather('Paris'), weather('Oslo')] }
    : say(a.strange.length ? `Not my calls: ${JSON.stringify(a.strange)}` : ['Paris', 'Oslo'].every((city, index) => a.results[index]?.includes(city)) ? 'Sunny in Paris and in Oslo.' : `Results: ${a.results}`),
  thoughtful: a => {
    if (a.step === 0 && !a.thinks && !a.signs) return say('Nobody asked me to think.');
    if (a.step === 0) return { parts: [...(a.thinks ? [{ reasoning: THOUGHT }] : []), weather('Paris')] };
    if (a.strange.length) return say(`Not my call: ${JSON.stringify(a.strange)}`);
    return say(a.lost.length ? `Thoughts lost: ${JSON.stringify(a.lost)}` : 'My thoughts came back.');
  },
  person: a => say(a.schema ? '{"name":"Ada","age":36}' : 'No schema arrived.'),
  look: a => say(a.images === 1 ? 'I see the picture.' : `I see ${a.images} pictures.`),
  wait: () => ({ parts: [{ text: 'A long text that nobody will hear to its end, for the client leaves.' }], waits: true }),
  always_cut: () => ({ parts: [{ text: 'This stream gets cut in the middle of its text' }], cut: 'middle' }),
  e429: () => failing(429, 'Rate limit reached.', { code: 'rate_limit_exceeded', headers: { 'retry-after': '7' } }),
  e503: () => failing(503, 'Overloaded for now.'),
  several: a => a.step < 3 ? { parts: [shell('echo step-' + a.step)] } : say('Three steps done.'),
  text_and_call: a => a.step === 0 ? { parts: [{ text: 'I will look first.' }, shell('echo looked')] } : say('Looked.'),
  parallel: a => a.step === 0 ? { parts: ['one', 'two', 'three'].map(word => shell('echo par-' + word)), interleave: true }
    : say(['par-one', 'par-two', 'par-three'].every(word => resultHas(a, word)) ? 'All three finished.' : 'A result is missing.'),
  patch: a => a.step === 0 ? { parts: [{ patch: PATCH }] } : say('The patch was applied.'),
  mcp: a => a.step === 0 ? { parts: [{ call: a.mcpEcho ?? 'no MCP tool was offered', args: { text: 'over mcp' } }] }
    : say(resultHas(a, 'echo: over mcp') ? 'The MCP tool answered.' : 'The MCP answer is missing.'),
  image: a => a.step === 0 ? { parts: [{ call: 'view_image', args: { path: 'dot.png' } }] }
    : say(a.images > 0 ? 'I see the picture.' : 'There is no picture.'),
  // A provider that wants its own thoughts back with the result, as several with thinking models do.
  reasoning: a => a.step === 0 ? { parts: [{ reasoning: THOUGHT }, shell('echo thought')] }
    : say(a.lost.length || a.strange.length ? `My thoughts are lost: ${JSON.stringify(a.calls)}` : 'My thoughts came back.'),
  refusal: () => ({ parts: [{ refusal: 'I cannot help with that.' }] }),
  empty: () => ({ parts: [] }),
  length: () => ({ parts: [{ text: 'Cut answer' }], finish: 'length' }),
  schema: a => say(a.schema ? '{"word":"structured"}' : 'No schema arrived.'),
  unknown_tool: a => a.step === 0 ? { parts: [{ call: 'no_such_tool', args: { a: 1 }, asIs: true }] } : say('Went on without the tool.'),
  bad_arguments: a => a.step === 0 ? { parts: [{ call: 'exec_command', args: '{"cmd": ' }] } : say('Went on after bad arguments.'),
  compaction: a => {
    if (a.compacting) return say('Summary of the work so far.');
    if (a.times('compaction-turn') === 1) return { parts: [shell('echo before-compaction')], usage: { ...USAGE, input: 900000 } };
    return say('After the compaction.');
  },
  cut_once: a => a.times('cut') === 1 ? { parts: [{ text: 'This stream gets cut in the middle of its text' }], cut: 'middle' }
    : say('Recovered after the cut.'),
  cut_call_once: a => a.step > 0 ? say('Counted.')
    : { parts: [shell('echo counted >> counted.txt')], cut: a.times('cut') === 1 ? 'before the end' : undefined },
  e400: () => failing(400, "Invalid value for 'messages'.", { code: 'invalid_value' }),
  e400_context: () => failing(400, 'This model\'s maximum context length is 8192 tokens.', { code: 'context_length_exceeded' }),
  e429_once: a => a.times('e429') === 1 ? failing(429, 'Rate limit reached.', { code: 'rate_limit_exceeded', headers: { 'retry-after': '1' } }) : say('Recovered after 429.'),
  e500_once: a => a.times('e500') === 1 ? failing(500, 'The server had an error.') : say('Recovered after 500.'),
};
