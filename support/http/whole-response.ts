/** Statuses whose answers have no body (Fetch standard, "null body status"). */
const bodiless: readonly number[] = [101, 103, 204, 205, 304];

/** What an answer says of itself, besides its body. */
export interface AnswerFacts {
  status: number;
  statusText: string;
  headers: Headers;
  url: URL;
  /** Whether redirects led here. */
  redirected: boolean;
}

/** A response that holds its body: nothing of it is left on the wire. Its headers are the server's, unchanged. */
export function wholeResponse(bytes: Uint8Array<ArrayBuffer>, facts: AnswerFacts): Response {
  const response = new Response(bodiless.includes(facts.status) ? null : bytes, { headers: facts.headers });
  return dressed(response, facts);
}

/** The constructor takes neither an address nor every status that a server may send, so these are set on the object. */
function dressed(response: Response, facts: AnswerFacts): Response {
  const { status, statusText, redirected } = facts;
  const url = new URL(facts.url);
  url.hash = '';
  return Object.defineProperties(response, {
    status: { value: status, enumerable: true },
    ok: { value: status >= 200 && status <= 299, enumerable: true },
    statusText: { value: statusText, enumerable: true },
    url: { value: url.href, enumerable: true },
    redirected: { value: redirected, enumerable: true },
    clone: { value: () => dressed(Response.prototype.clone.call(response), facts) },
  });
}
