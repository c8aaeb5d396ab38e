// How OpenAI's library tells errors apart.
import OpenAI from 'openai';

const CLASSES = { 400: OpenAI.BadRequestError, 401: OpenAI.AuthenticationError, 404: OpenAI.NotFoundError, 429: OpenAI.RateLimitError, 503: OpenAI.InternalServerError, abort: OpenAI.APIUserAbortError };

export const openAiErrors = {
  busy: 503,
  is: (error, kind) => error instanceof CLASSES[kind] && (kind === 'abort' || error.status === kind),
  field: (error, name) => error.headers?.get(name),
  // An error inside of a stream has no status of its own.
  isCut: error => error instanceof OpenAI.OpenAIError && !(error instanceof OpenAI.APIUserAbortError),
};
