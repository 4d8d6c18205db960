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

/** Registers what pages have stored by now: cookies, and the storage of every open page. To be asked before anything is kept. */
export async function registerStored(context: BrowserContext): Promise<void> {
  for (const { name, value } of await context.cookies()) registerStoredValue(`cookie ${name}`, value);
  const { origins } = await context.storageState();
  for (const { localStorage } of origins)
    for (const { name, value } of localStorage) registerStoredValue(`storage ${name}`, value);
  for (const page of context.pages())
    for (const [name, value] of await sessionStorageOf(page)) registerStoredValue(`storage ${name}`, value);
}

async function sessionStorageOf(page: Page): Promise<[string, string][]> {
  return page.evaluate(() => Object.entries({ ...sessionStorage })).catch(() => []);
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

function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [];
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
