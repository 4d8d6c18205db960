import { z } from 'zod';
import { jsonIn } from '../../../files/parse-json.ts';
import type { ValueType } from '../../../profile/index.ts';
import { isDeploymentReference } from '../../../settings/index.ts';
import { isLoopback } from '../hosts.ts';
import { isCutPem, isStructuredText } from './pasted-value.ts';

export interface ValueForm {
  /** What a fitting value is, as a message says it. */
  expected: string;
  fits: (value: string) => boolean;
}

/** Vercel's `ms` as most libraries take it (`30s`, `1h30m`, `500ms`), plain numbers, and ISO 8601 durations. */
const duration =
  /^(?:\d+(?:\.\d+)?|(?:\d+(?:\.\d+)?\s?(?:ms|s|m|h|d|w)\s?)+|P(?=.)(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?)$/i;
/** Several hosts are allowed (MongoDB, Redis clusters), so that `URL` is no judge of it. */
const connection = /^(?!https?:)[a-z][a-z0-9+.-]*:\/\/[^\s/]+(\/\S*)?$/i;

/** The form of each type of value. */
export const valueForms: Record<ValueType, ValueForm> = {
  text: { expected: 'a text', fits: () => true },
  url: { expected: 'a URL with https (wss for a socket); http and ws only on this machine', fits: isAddress },
  origin: { expected: 'an origin: scheme, host and port, with no path and no slash at its end', fits: isOrigin },
  origins: {
    expected: 'a comma-separated list of origins (scheme, host and port, with no path), without `*`',
    fits: (value) => value.split(',').every((each) => isOrigin(each.trim())),
  },
  'convex-deployment': {
    expected: 'a deployment name: `dev:happy-animal-123`, `prod:happy-animal-123`, or bare',
    fits: isDeploymentReference,
  },
  boolean: { expected: '`true` or `false` (or 1, 0)', fits: (value) => /^(true|false|1|0)$/i.test(value) },
  integer: { expected: 'a whole number', fits: (value) => /^-?\d+$/.test(value) },
  port: {
    expected: 'a port from 1 to 65535',
    fits: (value) => /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535,
  },
  duration: { expected: 'a duration: `30s`, `1h30m`, `PT30S`, or a number', fits: (value) => duration.test(value) },
  email: {
    expected: 'an e-mail address, with or without a name: `post@acme.test`, `Acme <post@acme.test>`',
    fits: (value) => z.email().safeParse(/^[^<>]*<([^<>]+)>$/.exec(value)?.[1] ?? value).success,
  },
  'connection-string': {
    expected: 'a connection string: scheme://user@host/database, with another scheme than http',
    fits: (value) => connection.test(value) || /^file:\S+$/.test(value),
  },
  json: { expected: 'JSON', fits: (value) => jsonIn(value) !== undefined },
  secret: {
    expected: 'a secret without whitespace, or a whole key or certificate (PEM), JSON or several lines',
    fits: (value) => /^\S+$/.test(value) || (isStructuredText(value) && !isCutPem(value)),
  },
};

function isAddress(value: string): boolean {
  if (!URL.canParse(value) || /\s/.test(value)) return false;
  const { protocol, hostname } = new URL(value);
  if (hostname === '') return false;
  return /^(https|wss):$/.test(protocol) || (/^(http|ws):$/.test(protocol) && isLoopback(hostname));
}

function isOrigin(value: string): boolean {
  return /^https?:/.test(value) && isAddress(value) && new URL(value).origin === value;
}
