import type { BrowserContext, Page } from '@playwright/test';
import { registerSecret } from '../../redaction/redact.ts';

const credentialParameter = /token|secret|password|passwd|api_?key|auth|session|signature|^(?:code|sig|key)$/i;

/**
 * Registers the credentials that pages of a context send, from now on: authorisation headers, parameters and fields that
 * hold credentials by their name, and the tokens of Convex's `Authenticate`. What is registered leaves in no report.
 */
export function watchCredentials(context: BrowserContext): void {
  context.on('request', (request) => {
    for (const [name, value] of Object.entries(request.headers())) {
      if (/^(?:proxy-)?authorization$|^x-api-key$|token|secret/i.test(name)) {
        registerSecret(`header ${name}`, value);
        registerSecret(`header ${name}`, value.replace(/^\S+\s+/, ''));
      }
    }
    for (const [name, value] of new URL(request.url()).searchParams)
      if (credentialParameter.test(name)) registerSecret(`parameter ${name}`, value);
    registerFields(request.postData() ?? '');
  });
  context.on('page', (page) => {
    page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => registerAuthenticate(payload.toString())));
  });
}

/** Registers what pages have stored by now: cookies, the storage and the password fields of every open page. To be asked before anything is kept. */
export async function registerStored(context: BrowserContext): Promise<void> {
  for (const { name, value } of await context.cookies()) registerStoredValue(`cookie ${name}`, value);
  const { origins } = await context.storageState({ indexedDB: true });
  for (const { localStorage, ...origin } of origins) {
    for (const { name, value } of localStorage) registerStoredValue(`storage ${name}`, value);
    for (const record of recordsIn(origin)) registerStoredValue('storage of IndexedDB', record);
  }
  for (const page of context.pages()) for (const [name, value] of await heldBy(page)) registerStoredValue(name, value);
}

/** What a page holds for itself: its session storage, and what stands in its password fields. */
async function heldBy(page: Page): Promise<[string, string][]> {
  const held = page.evaluate(() => [
    ...Object.entries<string>({ ...sessionStorage }).map(([name, value]): [string, string] => [
      `storage ${name}`,
      value,
    ]),
    ...Array.from(
      document.querySelectorAll<HTMLInputElement>('input[type=password]'),
      ({ value }): [string, string] => ['a password field', value],
    ),
  ]);
  return held.catch(() => []);
}

/** Ordinary words and numbers are settings (`dark`, `1`): taken out of a report they would take its words with them. */
export function registerStoredValue(name: string, value: string): void {
  const parsed = parseJson(value);
  const leaves = typeof parsed === 'object' && parsed !== null ? leavesOf(parsed) : [];
  for (const text of [value, decoded(value), ...leaves])
    if (!/^(?:[a-z]{0,11}|[\d.:-]{0,9})$/i.test(text)) registerSecret(name, text);
}

function registerFields(body: string): void {
  const parsed = parseJson(body);
  const fields =
    typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [...new URLSearchParams(body)];
  for (const [name, value] of fields)
    if (typeof value === 'string' && credentialParameter.test(name)) registerSecret(`field ${name}`, value);
}

function registerAuthenticate(frame: string): void {
  const message = parseJson(frame) as { type?: unknown; value?: unknown } | undefined;
  if (message?.type === 'Authenticate' && typeof message.value === 'string')
    registerSecret('Convex Authenticate', message.value);
}

/** The texts that databases of the browser hold, as a storage state has them; not the names of databases and fields. */
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
  // Playwright writes an object that is no plain JSON as pairs, the name of a field under `k`.
  return Object.entries(value).flatMap(([name, item]) => (name === 'k' ? [] : leavesOf(item)));
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
