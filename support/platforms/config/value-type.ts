import type { KeyRule, ValueType } from '../../profile/index.ts';
import { isLoopback } from './hosts.ts';

export interface KnownType {
  type: ValueType;
  /** The config says nothing; the key's name does. */
  inferred: boolean;
}

const byName: readonly [RegExp, ValueType][] = [
  [/^CONVEX_DEPLOYMENT$/, 'convex-deployment'],
  [/(^|_)ALLOWED_ORIGINS$/, 'origins'],
  [/(^|_)DATABASE_URL$/, 'connection-string'],
  [/(^|_)(URL|ENDPOINT)$/, 'url'],
  [/(^|_)ORIGIN$/, 'origin'],
  [/(^|_)PORT$/, 'port'],
  [/^(ENABLE|DISABLE|IS|USE)_|_ENABLED$/, 'boolean'],
];

/** The type of a key's values: declared in the config, else inferred from its name, else text. */
export function typeOf(key: string, rule: KeyRule): KnownType {
  if (rule.type !== undefined) return { type: rule.type, inferred: false };
  const inferred = byName.find(([form]) => form.test(key));
  return inferred ? { type: inferred[1], inferred: true } : { type: 'text', inferred: true };
}

const forms: Record<ValueType, { expected: string; fits: (value: string) => boolean }> = {
  text: { expected: 'a text', fits: () => true },
  url: { expected: 'a URL with http or https; http only on this machine', fits: isWebUrl },
  origin: { expected: 'an origin: scheme, host and port, with no path and no slash at its end', fits: isOrigin },
  origins: {
    expected: 'a comma-separated list of origins (scheme, host and port, with no path), without `*`',
    fits: (value) => value.split(',').every((each) => isOrigin(each.trim())),
  },
  'convex-deployment': {
    expected: 'a deployment name: `dev:happy-animal-123`, `prod:happy-animal-123`, or bare',
    fits: (value) => /^(?:(?:own)?(?:dev|prod|preview)[:-])?[a-z0-9]+(?:-[a-z0-9]+)*$/i.test(value),
  },
  boolean: { expected: '`true` or `false`', fits: (value) => /^(true|false)$/i.test(value) },
  integer: { expected: 'a whole number', fits: (value) => /^-?\d+$/.test(value) },
  port: {
    expected: 'a port from 1 to 65535',
    fits: (value) => /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535,
  },
  'connection-string': {
    expected: 'a connection string: scheme://user@host/database',
    fits: (value) => URL.canParse(value) && new URL(value).host !== '',
  },
  json: { expected: 'JSON', fits: isJson },
  secret: { expected: 'a secret without white space', fits: (value) => /^\S+$/.test(value) },
};

/** @returns what was expected, where the value does not have its type's form; undefined where it has */
export function mismatchOf(value: string, type: ValueType): string | undefined {
  const { expected, fits } = forms[type];
  return fits(value) ? undefined : expected;
}

function isWebUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return hostname !== '' && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)));
}

function isOrigin(value: string): boolean {
  return isWebUrl(value) && new URL(value).origin === value;
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
