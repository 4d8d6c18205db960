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
/** Several hosts are allowed (MongoDB, Redis clusters), so that `URL` is not a judge of it. */
const connection = /^(?!https?:)[a-z][a-z0-9+.-]*:\/\/[^\s/]+(\/\S*)?$/i;

/** The form of each type of value. */
export const valueForms: Record<ValueType, ValueForm> = {
  text: { expected: 'a text', fits: () => true },
  url: {
    expected: 'a URL with https (wss for a socket); http and ws only on this machine and in a private network',
    fits: isAddress,
  },
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
    expected:
      'a secret without whitespace, a phrase of words, or a whole key or certificate (PEM), JSON or several lines',
    fits: (value) => /^\S+$/.test(value) || isPhrase(value) || (isStructuredText(value) && !isCutPem(value)),
  },
};

/** Three words or more, an app's password in groups, or the scheme of a header before its credential. */
function isPhrase(value: string): boolean {
  if (/^-----/.test(value)) return false;
  return /^(?:Basic|Bearer|Token|Digest|FlyV1) \S{4,}$/.test(value) || /^[^\s#]+(?: [^\s#]+){2,}$/.test(value);
}

function isAddress(value: string): boolean {
  if (!URL.canParse(value) || /\s/.test(value)) return false;
  const { protocol, hostname } = new URL(value);
  if (hostname === '') return false;
  return /^(https|wss):$/.test(protocol) || (/^(http|ws):$/.test(protocol) && isPrivate(hostname));
}

/**
 * A host that only a machine of the same network reaches, where a connection is often not encrypted: a name of one label (a
 * service of Compose), or a private address. Sources: RFC 1918, RFC 4193, RFC 6598, RFC 6762, RFC 8375; ICANN, `.internal`;
 * kubernetes.io/docs/concepts/services-networking/dns-pod-service.
 */
export function isPrivate(hostname: string): boolean {
  return (
    isLoopback(hostname) ||
    /^[a-z0-9_-]*[a-z_-][a-z0-9_-]*$/i.test(hostname) ||
    /\.(?:internal|local|lan|intranet|home\.arpa|svc|consul)$/i.test(hostname) ||
    /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))(?:\.\d{1,3}){2,3}$/.test(
      hostname,
    ) ||
    /^\[f(?:[cd][0-9a-f]{2}|e[89ab][0-9a-f]):/i.test(hostname)
  );
}

function isOrigin(value: string): boolean {
  return /^https?:/.test(value) && isAddress(value) && new URL(value).origin === value;
}
