import { afterEach, expect, test } from 'vitest';
import { forgetSecrets, registerSecret } from '../../../support/redaction/redact.ts';
import { quoteForeign, quoteForeignValue } from '../../../support/text/quote-foreign.ts';
import fc from '../property.ts';
import { hostileTexts, unseen } from './hostile-text.ts';

afterEach(forgetSecrets);

test('a secret that the cut would go through leaves no part of it', () => {
  const secret = 'made-up-value-with-an-end';
  registerSecret('TOKEN', secret);
  fc.assert(
    fc.property(fc.nat(60), fc.nat(80), (lead, characters) => {
      const quoted = quoteForeign(`${'x'.repeat(lead)}${secret}${'y'.repeat(20)}`, characters);
      expect(quoted).not.toContain(secret.slice(0, 4));
      expect(quoted.length).toBeLessThanOrEqual(characters + 1);
    }),
  );
});

test('a text that is short enough is shown whole, a longer one says that it goes on', () => {
  expect(quoteForeign('12345', 5)).toBe('12345');
  expect(quoteForeign('123456', 5)).toBe('12345…');
});

test.each(hostileTexts)('%s is written out, on one line', (_, text) => {
  const quoted = quoteForeign(text, 200);
  expect(quoted).not.toMatch(unseen);
  expect(quoted).not.toMatch(/[\r\n\t]/);
});

test('a page of several lines is one line', () => {
  expect(quoteForeign('  <h1>\r\n\tBad gateway\n</h1>\n', 100)).toBe('<h1> Bad gateway </h1>');
});

test('a value that is not text is quoted as JSON', () => {
  expect(quoteForeignValue({ a: '\u001b[2J' }, 100)).toBe('{"a":"\\u001b[2J"}');
  expect(quoteForeignValue('plain', 100)).toBe('plain');
  expect(quoteForeignValue(undefined, 100)).toBe('undefined');
});

test('a long text takes no longer than its beginning: no more of it is looked at', () => {
  registerSecret('TOKEN', 'made-up-value-1234');
  const [beginning, long] = [shortestMsOf(70_000), shortestMsOf(7_000_000)];
  expect(long).toBeLessThan(beginning * 10);
});

/** The shortest of five quotations of a text of this length, in milliseconds: other load only lengthens them. */
function shortestMsOf(length: number): number {
  const text = 'x'.repeat(length);
  const times = [1, 2, 3, 4, 5].map(() => {
    const started = performance.now();
    expect(quoteForeign(text, 120)).toBe(`${'x'.repeat(120)}…`);
    return performance.now() - started;
  });
  return Math.min(...times);
}
