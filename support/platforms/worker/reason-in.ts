import { jsonIn } from '../../files/parse-json.ts';

/** Where answers say why they refuse, nested in each other as they like. Source of the last two: RFC 9457, section 3.1. */
const fields = ['error', 'errors', 'message', 'messages', 'msg', 'reason', 'issues', 'details', 'detail', 'title'];

/** The names of the statuses that refuse a body. Source: RFC 9110, section 15.5. */
const statusNames =
  /^(?:\d{3} ?)?(?:bad request|unauthorized|forbidden|not found|length required|(?:content|payload|request entity) too large|unsupported media type|unprocessable (?:content|entity)|too many requests)[.!]?$/i;

/** Deeper than `{ error: { issues: [{ message }] } }` nobody looks. */
const deepest = 5;

/**
 * The reason that an answer states for its refusal, in JSON or as plain text; undefined where it states none. The name of the
 * status as plain text (`Bad Request`) and a page of HTML are not a reason.
 */
export function reasonIn(text: string): string | undefined {
  const body = jsonIn(text);
  if (typeof body === 'object' && body !== null) return statedIn(body, deepest);
  const plain = (typeof body === 'string' ? body : text).trim();
  const isWorded = /\p{L}/u.test(plain) && !plain.startsWith('<') && !statusNames.test(plain);
  return isWorded && !/^[[{]/.test(plain) && !['null', 'true', 'false'].includes(plain) ? plain : undefined;
}

function statedIn(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (typeof value !== 'object' || value === null || depth === 0) return undefined;
  const inner = Array.isArray(value) ? value : fields.map((name) => (value as Record<string, unknown>)[name]);
  for (const each of inner) {
    const stated = statedIn(each, depth - 1);
    if (stated !== undefined) return stated;
  }
  return undefined;
}
