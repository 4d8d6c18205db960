import { afterEach, expect, test } from 'vitest';
import { forgetSecrets, redact, redactedExcerpt, registerSecret } from '../../../support/redaction/redact.ts';
import fc from '../property.ts';

afterEach(forgetSecrets);

test('a secret that the cut would go through leaves no part of it', () => {
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

test('a text that is short enough is shown whole, a longer one says that it goes on', () => {
  expect(redactedExcerpt('12345', 5)).toBe('12345');
  expect(redactedExcerpt('123456', 5)).toBe('12345…');
});

test('of a text of ten megabytes no more than its beginning is looked at', () => {
  registerSecret('TOKEN', 'made-up-value-1234');
  const text = 'x'.repeat(10_000_000);
  const wholeMs = timed(() => redact(text));
  const excerptMs = timed(() => expect(redactedExcerpt(text, 120)).toBe(`${'x'.repeat(120)}…`));
  expect(excerptMs).toBeLessThan(wholeMs);
});

/** The shortest of three times, in milliseconds: what else the machine does only lengthens them. */
function timed(work: () => void): number {
  const times = [1, 2, 3].map(() => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return Math.min(...times);
}
