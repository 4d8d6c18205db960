/** Fetch standard, "null body status". */
const bodiless: readonly number[] = [101, 103, 204, 205, 304];

/** A response without its body. */
export interface AnswerFacts {
  status: number;
  statusText: string;
  headers: Headers;
  url: URL;
  /** Whether this response was reached through a redirect. */
  redirected: boolean;
}

/** Builds a response whose body has been read completely. Its headers are those of the server, unchanged. */
export function wholeResponse(bytes: Uint8Array<ArrayBuffer>, facts: AnswerFacts): Response {
  const response = new Response(bodiless.includes(facts.status) ? null : bytes, { headers: facts.headers });
  return dressed(response, facts);
}

/** The `Response` constructor accepts neither a URL nor every status that a server may send, so both are set afterwards. */
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
