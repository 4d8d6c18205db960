import { inspect } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { findSecrets, forgetSecrets, redact, registerSecret } from '../../../support/redaction/redact.ts';
import fc from '../property.ts';
import { secret, surroundings } from './arbitrary-secret.ts';

afterEach(forgetSecrets);

const inner = (json: string) => json.slice(1, -1);
const json = (text: string) => inner(JSON.stringify(text));
const lowerHex = (text: string) => text.replace(/%[0-9A-F]{2}/g, (sequence) => sequence.toLowerCase());
const query = (text: string) => new URLSearchParams([['', text]]).toString().slice(1);
const ascii = (text: string) =>
  json(text).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const html = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
const component = (text: string) => encodeURIComponent(text.toWellFormed());

/** Encodings that do not depend on the text's position. */
const encodings: Record<string, (text: string) => string> = {
  plain: (text) => text,
  'percent-encoded': component,
  'percent-encoded in lower case': (text) => lowerHex(component(text)),
  'percent-encoded with mixed case': (text) => component(text).replace(/%2F/g, '%2f'),
  'percent-encoded twice': (text) => component(component(text)),
  'encoded as a whole URL': (text) => encodeURI(text.toWellFormed()),
  'encoded as a form, `+` for a space': query,
  'encoded as a form in lower case': (text) => lowerHex(query(text)),
  'escaped for JSON': json,
  'escaped for JSON inside JSON': (text) => json(json(text)),
  'escaped for JSON with `\\/`': (text) => json(text).replaceAll('/', '\\/'),
  'escaped for JSON in ASCII': ascii,
  'escaped for JSON in ASCII, upper case': (text) =>
    ascii(text).replace(/\\u[0-9a-f]{4}/g, (sequence) => `\\u${sequence.slice(2).toUpperCase()}`),
  'escaped for HTML': html,
  'escaped for HTML by hexadecimal numbers': (text) => html(text).replaceAll('&#39;', '&#x27;'),
  'escaped for XML': (text) => html(text).replaceAll('&#39;', '&apos;'),
  'JSON, then escaped for HTML': (text) => html(json(text)),
  'JSON, then percent-encoded': (text) => component(json(text)),
  'inspected by Node': (text) => inner(inspect(text)),
};

test.for(Object.entries(encodings))('a secret that is %s is found and removed', ([, encode]) => {
  fc.assert(
    fc.property(secret, surroundings, surroundings, (value, before, after) => {
      forgetSecrets();
      registerSecret('DEPLOY_KEY', value);
      const text = `${before}${encode(value)}${after}`;

      expect(findSecrets(text)).toEqual(['DEPLOY_KEY']);

      const clean = redact(text);
      expect(clean).not.toContain(encode(value));
      expect(findSecrets(clean)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

const alphabets: Record<string, (text: string) => string> = {
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  'base64 in a URL': (text) => encodeURIComponent(Buffer.from(text).toString('base64')),
  'base64 in JSON with `\\/`': (text) => Buffer.from(text).toString('base64').replaceAll('/', '\\/'),
};

test.for(Object.entries(alphabets))(
  'a secret inside a longer text that is %s is found at every alignment',
  ([, encode]) => {
    fc.assert(
      fc.property(secret, fc.nat(5), surroundings, (value, lead, after) => {
        forgetSecrets();
        registerSecret('DEPLOY_KEY', value);
        const text = `basic ${encode(`${'user:'.slice(0, lead)}${value}${after}`)}`;
        expect(findSecrets(text)).toEqual(['DEPLOY_KEY']);
        expect(findSecrets(redact(text))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  },
);

test('the text around a secret is unchanged', () => {
  registerSecret('DEPLOY_KEY', 'made-up-value-1234');
  expect(redact('before made-up-value-1234, after')).toBe('before [redacted DEPLOY_KEY], after');
  expect(redact('made-up-value-1234made-up-value-1234')).toBe('[redacted DEPLOY_KEY][redacted DEPLOY_KEY]');
});
