import { canonicalFunctionPath } from '../function-path.ts';
import { isFunctionPath } from '../path-calls.ts';

/** A text of a built script that may be a call of Convex's HTTP API. */
export interface HttpApiText {
  /** Its offset. */
  index: number;
  text: string;
  reason: string;
  /** The function that it names, if Convex is what it is sent to; absent where only run time knows it. */
  mayBe?: string;
}

const functionUrl = /\/api\/(?:query|query_at_ts|mutation|action|function)\/?["'`]/;
/** The path up to the end of its text, `"` or `?`, or to where another part begins. */
const runUrl = /\/api\/run\/([\w/-]*)(\$\{|["'`]\)?\s*(?:\+|\.concat\b)|["'`?#\s\\]|)/g;
/** `{path:"exports:all"`, and `{path:name` with what follows it. */
const written = /[{,]\s*path\s*:\s*(?:(["'`])([^"'`]{1,200})\1|([A-Za-z_$][\w$]*))\s*[,}]/g;
/** What Convex's own clients send. Source: npm convex, src/browser/http_client.ts. */
const ownForm = /^[^}]{0,40}\bformat\s*:\s*["'`]convex_encoded_json["'`]/;

/**
 * Finds the functions that a script names in calls of Convex's HTTP API: `{ path: 'exports:all' }` beside `/api/query`, and `/api/run/…`. Pure.
 * Source: https://docs.convex.dev/http-api
 */
export function httpApiTexts(text: string): HttpApiText[] {
  const runs = [...text.matchAll(runUrl)].flatMap(({ 0: whole, 1: path = '', 2: end = '', index }): HttpApiText[] => {
    const at = { index, text: whole.replace(/[\s+]+$/, '') };
    const isOpen = /^\$|[+.]/.test(end);
    if (isOpen) return [{ ...at, reason: 'the function that this request calls is known only at run time' }];
    const isWhole = /^[\w-]+(?:\/[\w-]+)+$/.test(path);
    return isWhole
      ? [{ ...at, reason: formReason, mayBe: canonicalFunctionPath(path.replace(/\/([^/]+)$/, ':$1')) }]
      : [];
  });
  return functionUrl.test(text) ? [...runs, ...bodiesIn(text)] : runs;
}

const formReason = "it has the form of a call of Convex's HTTP API, which other services may have too";

function bodiesIn(text: string): HttpApiText[] {
  return [...text.matchAll(written)].flatMap((match): HttpApiText[] => {
    const { 0: whole, 2: literal, 3: name = '', index } = match;
    const path = literal ?? constantOf(name, text);
    const at = { index, text: whole.replace(/^[{,]\s*/, '') };
    if (path !== undefined)
      return isFunctionPath(path) ? [{ ...at, reason: formReason, mayBe: canonicalFunctionPath(path) }] : [];
    const isSent = /\bstringify\(\s*$/.test(text.slice(Math.max(0, index - 20), index));
    const isOwn = ownForm.test(text.slice(index + whole.length - 1));
    return isSent && !isOwn
      ? [{ ...at, reason: 'the function that this request calls is known only at run time' }]
      : [];
  });
}

/** The text that every assignment of a name in the script gives it; undefined where they differ, or there is none. */
function constantOf(name: string, text: string): string | undefined {
  if (name === '') return undefined;
  const assigned = new RegExp(
    `[\\s,;{(]${name.replaceAll('$', '\\$')}\\s*=(?!=)\\s*(?:(["'\`])([^"'\`]{0,200})\\1)?`,
    'g',
  );
  const values = new Set([...text.matchAll(assigned)].map((match) => match[2]));
  const [only] = values;
  return values.size === 1 ? only : undefined;
}
