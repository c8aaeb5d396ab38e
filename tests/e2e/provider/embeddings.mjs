// The scripted provider's vectors, as OpenAI's API and Gemini's give them: the first number tells how long the text is.
import * as chat from './chat.mjs';
import * as gemini from './gemini.mjs';

/** The vector of a text; every number is one that 32 bits hold exactly. */
export const vectorOf = (text, dimensions = 4) => Array.from({ length: dimensions }, (_, index) => index === 0 ? text.length : index / -8);

const packed = vector => Buffer.from(new Float32Array(vector).buffer).toString('base64');

/** OpenAI's. */
export const openAi = {
  name: 'embeddings', mayEnter: chat.mayEnter, failure: chat.failure,
  route: url => /\/embeddings$/.test(url) ? { embeds: true } : undefined,
  embed({ input, model, dimensions, encoding_format: encoding }) {
    const texts = [].concat(input);
    const data = texts.map(text => vectorOf(text, dimensions)).map((vector, index) => ({ object: 'embedding', index, embedding: encoding === 'base64' ? packed(vector) : vector }));
    return { object: 'list', data, model, usage: { prompt_tokens: texts.length, total_tokens: texts.length } };
  },
};

const embedding = request => ({ values: vectorOf(request.content.parts.map(part => part.text).join(''), request.outputDimensionality ?? request.embedContentConfig?.outputDimensionality) });

/** Gemini's: one text, or several. */
export const geminis = {
  name: 'embeddings', mayEnter: gemini.mayEnter, failure: gemini.failure,
  route(url) {
    const found = /\/models\/[^/]+:(embedContent|batchEmbedContents)$/.exec(url);
    return found && { embeds: true, isBatch: found[1] === 'batchEmbedContents' };
  },
  embed: (body, { isBatch }) => isBatch ? { embeddings: body.requests.map(embedding) } : { embedding: embedding(body) },
};
