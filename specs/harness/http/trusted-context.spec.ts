import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { expect, test } from 'vitest';
import { trustedContext } from '../../../support/http/server-certificate.ts';

test('the public certificates are read once for a platform with its own, however many connections it is asked over', () => {
  const [one = '', other = ''] = rootCertificates;

  expect(trustedContext(one)).toBe(trustedContext(one));
  expect(trustedContext(one)).not.toBe(trustedContext(other));
});

test('a connection is made with a context, and not with a list of certificates', () => {
  for (const file of ['door.ts', 'pass.ts'])
    expect(readFileSync(`support/http/${file}`, 'utf8'), file).not.toContain('getCACertificates');
});
