// What reading and writing have in common in every wire format.

/** The text of a content that is a string or a list of parts. */
export const textOf = content => typeof content === 'string' ? content : (content ?? []).map(part => part.text ?? part.refusal ?? '').join('\n');

/** A text in parts of `size` characters, as a provider sends it. */
export const pieces = (text, size) => text.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? [];

/** The scenario that a text asks for. */
export const scenarioIn = text => /scenario=(\w+)/.exec(text)?.[1];

export const event = (name, data) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
export const line = data => `data: ${JSON.stringify(data)}\n\n`;

/** Arguments as the object that they are; text that is none stays what it was. */
export function argumentsOf(part) {
  if (typeof part.args !== 'string') return part.args;
  try { return JSON.parse(part.args); } catch { return part.args; }
}

/** Arguments as the text that a model writes, whether it is JSON or not. */
export const argumentText = part => typeof part.args === 'string' ? part.args : JSON.stringify(part.args);

/** The tool that Codex offers of the MCP server, by the name that a flat list has for it. */
export const mcpEchoIn = tools => [...tools.keys()].find(name => /^mcp__gw.*echo/.test(name));

/** Whether a conversation ends with Codex's wish for a summary. */
export const asksToCompact = messages => JSON.stringify(messages.at(-1) ?? '').includes('CONTEXT CHECKPOINT COMPACTION');

export const isImage = type => /^image\/(png|jpeg|gif|webp)$/.test(type ?? '');
