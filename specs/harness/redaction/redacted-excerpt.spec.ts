import { afterEach, expect, test } from 'vitest';
import { forgetSecrets, redactedExcerpt, registerSecret } from '../../../support/redaction/redact.ts';
import fc from '../property.ts';

afterEach(forgetSecrets);

test('a secret at the cut leaves no part behind', () => {
  const secret = 'made-up-value-with-an-end';
  registerSecret('TOKEN', secret);
  fc.assert(
    fc.property(fc.nat(60), fc.nat(80), (lead, characters) => {
      const excerpt = redactedExcerpt(`${'x'.repeat(lead)}${secret}${'y'.repeat(20)}`, characters);
      expect(excerpt).not.toContain(secret.slice(0, 4));
      expect(excerpt.length).toBeLessThanOrEqual(characters + 1);
    }),
  );
});

test('a short text is shown completely, a longer one ends with an ellipsis', () => {
  expect(redactedExcerpt('12345', 5)).toBe('12345');
  expect(redactedExcerpt('123456', 5)).toBe('12345…');
});

test('only the beginning of a ten-megabyte text is processed', () => {
  registerSecret('TOKEN', 'made-up-value-1234');
  const started = performance.now();
  expect(redactedExcerpt('x'.repeat(10_000_000), 120)).toBe(`${'x'.repeat(120)}…`);
  expect(performance.now() - started).toBeLessThan(200);
});
