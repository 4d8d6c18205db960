import { jsonIn } from '../../../files/parse-json.ts';

/**
 * A key that stands twice in one object of a JSON text: a reader takes the last one, and another the first (RFC 8259, section 4).
 * @returns undefined where there is none, or where the text is not JSON
 */
export function duplicateKey(text: string): string | undefined {
  // What is not JSON may have strings without an end, and each would be looked for up to the end of the text.
  if (jsonIn(text) === undefined) return undefined;

  const open: (Set<string> | undefined)[] = [];
  const tokens = text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g);
  for (const [token, colon] of tokens) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (colon !== undefined) {
      const key = unescaped(token.slice(0, token.length - colon.length));
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
}

/** `"st\u0061tus"` is the key `status` (RFC 8259, section 8.3). */
function unescaped(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted.slice(1, -1);
  }
}
