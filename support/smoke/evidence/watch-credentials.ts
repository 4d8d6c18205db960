import type { BrowserContext, Page } from '@playwright/test';
import { jsonIn } from '../../files/parse-json.ts';
import { registerSecret } from '../../redaction/redact.ts';

const credentialParameter = /token|secret|password|passwd|api_?key|auth|session|signature|^(?:code|sig|key)$/i;

/**
 * Registers the credentials that pages of a context send from now on: authorisation headers, parameters and fields with
 * credential names, and the tokens of Convex's `Authenticate`. Registered secrets are redacted from every report.
 */
export function watchCredentials(context: BrowserContext): void {
  context.on('request', (request) => {
    for (const [name, value] of Object.entries(request.headers())) {
      if (/^(?:proxy-)?authorization$|^x-api-key$|token|secret/i.test(name)) {
        registerHeader(name, value);
      }
    }
    registerAddress(request.url(), registerSecret);
    registerFields(request.postData() ?? '');
  });
  context.on('page', (page) => {
    page.on('websocket', (socket) => {
      registerAddress(socket.url(), registerSecret);
      socket.on('framesent', ({ payload }) => registerAuthenticate(payload.toString()));
    });
    // An address may change without a request: a sign-in returns with its token in the fragment.
    page.on('framenavigated', (frame) => registerAddress(frame.url(), registerStoredValue));
  });
}

/** Registers what pages have stored so far: cookies, storage and password fields of every open page. Call it before anything is kept. */
export async function registerStored(context: BrowserContext): Promise<void> {
  for (const { name, value } of await context.cookies()) registerStoredValue(`cookie ${name}`, value);
  const { origins } = await context.storageState({ indexedDB: true });
  for (const { localStorage, ...origin } of origins) {
    for (const { name, value } of localStorage) registerStoredValue(`storage ${name}`, value);
    for (const record of recordsIn(origin)) registerStoredValue('storage of IndexedDB', record);
  }
  for (const page of context.pages()) for (const [name, value] of await heldBy(page)) registerStoredValue(name, value);
}

/** The storage and the password fields of a page's frames. */
async function heldBy(page: Page): Promise<[string, string][]> {
  const held = page.frames().map((frame) =>
    frame
      .evaluate(() => [
        ...['localStorage', 'sessionStorage'].flatMap((kind): [string, string][] => {
          try {
            const storage = Reflect.get(globalThis, kind) as Record<string, string>;
            return Object.entries({ ...storage }).map(([name, value]) => [`storage ${name}`, value]);
          } catch {
            // Browsers may deny storage to frames of other sites.
            return [];
          }
        }),
        ...Array.from(
          document.querySelectorAll<HTMLInputElement>('input[type=password]'),
          ({ value }): [string, string] => ['a password field', value],
        ),
      ])
      .catch(() => []),
  );
  return (await Promise.all(held)).flat();
}

/** Registers a credential header: its whole value, the value without its scheme, and the password of Basic (RFC 7617). */
export function registerHeader(name: string, value: string): void {
  const [, scheme = '', credential = ''] = /^(\S+)\s+(.*)$/s.exec(value) ?? [];
  const basic = /^basic$/i.test(scheme) ? Buffer.from(credential, 'base64').toString('utf8') : '';
  for (const text of [value, credential, basic, basic.slice(basic.indexOf(':') + 1)])
    registerSecret(`header ${name}`, text);
}

/** Registers the password, the parameters and the fragment parameters of an address. */
function registerAddress(address: string, register: (name: string, value: string) => void): void {
  if (!URL.canParse(address)) return;
  const { password, searchParams, hash } = new URL(address);
  register('password of an address', decoded(password));
  for (const [name, value] of [...searchParams, ...new URLSearchParams(hash.replace(/^#(?:[^?]*\?)?/, ''))])
    if (credentialParameter.test(name)) register(`parameter ${name}`, value);
}

/** Registers a stored value, except ordinary words and numbers (`dark`, `1`): redacting those would garble reports. */
export function registerStoredValue(name: string, value: string): void {
  const parsed = jsonIn(value);
  const leaves = typeof parsed === 'object' && parsed !== null ? leavesOf(parsed) : [];
  for (const text of [value, decoded(value), ...leaves])
    if (!/^(?:[a-z]{0,11}|[\d.:-]{0,9})$/i.test(text)) registerSecret(name, text);
}

function registerFields(body: string): void {
  const parsed = jsonIn(body);
  const fields =
    typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [...new URLSearchParams(body)];
  for (const [name, value] of fields)
    if (typeof value === 'string' && credentialParameter.test(name)) registerSecret(`field ${name}`, value);
}

function registerAuthenticate(frame: string): void {
  const message = jsonIn(frame) as { type?: unknown; value?: unknown } | undefined;
  if (message?.type === 'Authenticate' && typeof message.value === 'string')
    registerSecret('Convex Authenticate', message.value);
}

/** The texts in the browser's databases, in the form of a storage state; not the names of databases and fields. */
function recordsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    if (name === 'value' || name === 'valueEncoded') return leavesOf(item);
    return recordsIn(item);
  });
}

function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  // Playwright writes an object that is not plain JSON as pairs, with the field name under `k`.
  return Object.entries(value).flatMap(([name, item]) => (name === 'k' ? [] : leavesOf(item)));
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
