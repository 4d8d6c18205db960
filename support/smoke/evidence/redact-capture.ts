import { jsonIn } from '../../files/parse-json.ts';
import { redact } from '../../redaction/redact.ts';

const removed = '[removed]';

/** Headers whose name alone says that they contain credentials. */
const credentialHeaders =
  /^(?:authorization|proxy-authorization|cookie|set-cookie|x-api-key|(?:.*-)?auth(?:-.*)?|.*(?:token|secret|password|api-?key|csrf|session|jwt).*)$/i;
/** Names of fields and parameters whose values are credentials. */
const credentialNames =
  /^(?:.*(?:password|passwd|secret|api_?key|deploy_?key|admin_?key|credential).*|.*token|authorization|cookie)$/i;
/** What a browser stores: every value in these lists is removed. */
const storedLists = new Set(['cookies', 'localStorage', 'sessionStorage', 'indexedDB']);

/**
 * Removes credentials from what a browser run recorded (a trace's lines, a HAR, a storage state): values of cookies, storage, and
 * headers and fields with credential names, and every registered secret anywhere. The structure is kept, so that viewers can
 * open it.
 */
function redactCapture(value: unknown): unknown {
  if (typeof value === 'string') return redactNested(value);
  if (Array.isArray(value)) return value.map(redactCapture);
  if (typeof value !== 'object' || value === null) return value;
  const named = value as { name?: unknown; value?: unknown; type?: unknown };
  const isCredential =
    typeof named.name === 'string' && typeof named.value === 'string' && credentialHeaders.test(named.name);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (isCredential && key === 'value') return [key, removed];
      if (key === 'params' && isTyping(value)) return [key, withoutValues(item)];
      // A page's input in a trace snapshot: Playwright keeps its value in a property of its own.
      if (named.type === 'password' && /^(?:__playwright_)?value_?$/.test(key)) return [key, removed];
      if (storedLists.has(key) && typeof item === 'object') return [redact(key), withoutValues(item)];
      if (typeof item === 'string' && (credentialNames.test(key) || credentialHeaders.test(key))) return [key, removed];
      return [redact(key), redactCapture(item)];
    }),
  );
}

/** Typed text may be a password, and its field may be gone by now. */
function isTyping(value: object): boolean {
  return 'method' in value && /^(?:fill|type|pressSequentially|insertText)$/i.test(String(value.method));
}

/** Redacts a text: JSON and lines of JSON by their structure, everything else as plain text. */
export function redactText(text: string): string {
  const whole = jsonIn(text);
  if (isStructure(whole)) return JSON.stringify(redactCapture(whole));
  const lines = text.split('\n').map((line) => {
    const parsed = jsonIn(line);
    return isStructure(parsed) ? JSON.stringify(redactCapture(parsed)) : redactHeaderLine(redact(line));
  });
  return redact(lines.join('\n'));
}

/** A body inside a trace is often JSON. */
function redactNested(text: string): string {
  const parsed = /^\s*[{[]/.test(text) ? jsonIn(text) : undefined;
  return isStructure(parsed) ? redact(JSON.stringify(redactCapture(parsed))) : redactHeaderLine(redact(text));
}

/** Redacts `Authorization: Bearer …` in a log line, `?access_token=…` in an address (or its fragment), and values of password fields. */
function redactHeaderLine(line: string): string {
  return line
    .replace(/\b((?:proxy-)?authorization|(?:set-)?cookie)(\s*[:=]\s*)[^\r\n]+/gi, `$1$2${removed}`)
    .replace(/<input\b[^>]*\btype=["']?password\b[^>]*>/gi, (field) =>
      field.replace(/(\svalue=)(?:"[^"]*"|'[^']*'|[^\s>]+)/i, `$1"${removed}"`),
    )
    .replace(/([?&#][\w.-]*(?:token|secret|password|api_?key|signature)=)[^&#\s"']+/gi, `$1${removed}`);
}

function withoutValues(stored: unknown): unknown {
  if (Array.isArray(stored)) return stored.map(withoutValues);
  if (typeof stored !== 'object' || stored === null) return removed;
  return Object.fromEntries(
    Object.entries(stored).map(([key, item]) => {
      if (['name', 'domain', 'path', 'selector'].includes(key)) return [key, redactCapture(item)];
      if (typeof item === 'string') return [key, removed];
      return [key, typeof item === 'object' ? withoutValues(item) : item];
    }),
  );
}

function isStructure(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
