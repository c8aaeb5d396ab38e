// OpenAI's library on Responses, as it is used without state on the server: store is false, thoughts come back sealed.
import { connect, listModels, showModel } from './chat.mjs';
import { openAiErrors } from './openai_errors.mjs';

export { connect, listModels, showModel };
export const name = 'responses';
export const tellsRefusals = true;
export const ends = { refusal: 'completed', guardrail: 'incomplete content_filter', stop: 'completed', calls: 'completed', length: 'incomplete max_output_tokens' };
// A stream that ends early is no error here, but a response that has failed.
export const errors = { ...openAiErrors, isCut: undefined };

const picture = ({ type, data }) => ({ type: 'input_image', detail: 'auto', image_url: `data:${type};base64,${data}` });
export const user = (text, image) => [{ role: 'user', content: image ? [{ type: 'input_text', text }, picture(image)] : text }];
export const results = (calls, texts) => calls.map((call, index) => ({ type: 'function_call_output', call_id: call.id, output: texts[index] }));

const bodyOf = ({ model, history, tools, schema, effort, limit }) => ({
  model, input: history, store: false, include: ['reasoning.encrypted_content'],
  ...(tools ? { tools: tools.map(tool => ({ type: 'function', strict: false, ...tool })) } : {}),
  ...(schema ? { text: { format: { type: 'json_schema', name: 'answer', strict: true, schema } } } : {}),
  ...(effort ? { reasoning: { effort, summary: 'auto' } } : {}), ...(limit ? { max_output_tokens: limit } : {}),
});

async function responseOf(client, asked, { streamed, started, signal }) {
  if (!streamed) return asked.text ? client.responses.parse(asked, { signal }) : client.responses.create(asked, { signal });
  const stream = client.responses.stream(asked, { signal });
  if (started) stream.on('response.output_text.delta', started);
  return stream.finalResponse();
}

export async function ask(client, asked) {
  const response = await responseOf(client, bodyOf(asked), asked);
  const { usage, output } = response;
  return {
    text: response.output_text, end: [response.status, response.incomplete_details?.reason].filter(Boolean).join(' '), value: asked.schema && JSON.parse(response.output_text),
    thought: output.filter(item => item.type === 'reasoning').flatMap(item => item.summary).map(part => part.text).join(''),
    refusal: output.filter(item => item.type === 'message').flatMap(item => item.content).find(part => part.type === 'refusal')?.refusal,
    calls: output.filter(item => item.type === 'function_call').map(item => ({ id: item.call_id, name: item.name, args: JSON.parse(item.arguments) })),
    usage: usage && { input: usage.input_tokens, cached: usage.input_tokens_details.cached_tokens, output: usage.output_tokens, reasoning: usage.output_tokens_details.reasoning_tokens },
    history: [...asked.history, ...output],
  };
}
