import { describe, expect, test } from 'vitest';
import { placeholderIn } from '../../../support/families/config/judge-placeholders.ts';
import fc from '../property.ts';

describe('what was never filled in is seen', () => {
  test.each([
    'https://your.company.io',
    'https://my-domain.com',
    'https://mysite.com',
    'https://api.example.io',
    'https://foo.bar',
    'https://xxx.supabase.co',
    'https://project-ref.supabase.co',
    'https://app.your-saas.com',
    'https://hostname',
    'https://tbd',
  ])('in the host of %s', (value) => {
    expect(placeholderIn(value, false)).toBeDefined();
  });

  test('as a reference in a host, or in place of the value', () => {
    const name = fc.constantFrom('HOST', 'API_HOST', 'BASE_DOMAIN');
    const write = fc.constantFrom<(name: string) => string>(
      (reference) => `https://$${reference}`,
      (reference) => `https://api.\${${reference}}/v1`,
      (reference) => `postgres://app:\${${reference}}@db.acme.test/app`,
      (reference) => `\${${reference}}`,
    );
    fc.assert(fc.property(name, write, (reference, place) => placeholderIn(place(reference), false) !== undefined));
    expect(placeholderIn('$API_TOKEN', true)).toBeDefined();
  });

  test.each([
    'TBA',
    'n.a.',
    'coming soon',
    'ask Bob',
    'see 1Password',
    'set in the dashboard',
    'stored in vault',
    '(set in dashboard)',
    'same as dev',
    'REDACTED',
    '[redacted]',
    '••••••••',
    '(hidden)',
    'not set',
    'to be announced',
  ])('as a note in place of a value: %s', (value) => {
    expect(placeholderIn(value, false)).toBeDefined();
  });

  test.each([
    'AKIAIOSFODNN7EXAMPLE',
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.made-up',
    'SG.xxx',
  ])('as an example of documentation: %s', (value) => {
    expect(placeholderIn(value, false)).toBeDefined();
  });

  test.each(['Password1!', 'P@ssw0rd', 'admin123', 'root', 'postgres', 'token123', 'insecure', 'xoxb-000000000000'])(
    'as a secret that everybody guesses: %s',
    (value) => {
      expect(placeholderIn(value, true, 'production')).toBeDefined();
      expect(placeholderIn(value, false, 'production')).toBeUndefined();
    },
  );
});

test.each(['postgres', 'root', 'Password1!'])('a developer may call a password %s', (value) => {
  expect(placeholderIn(value, true, 'development')).toBeUndefined();
});
