import { afterEach, expect, test } from 'vitest';
import { judgeCheck } from '../../../../support/check/judge-check.ts';
import { forgetSecrets, registerSecret } from '../../../../support/redaction/redact.ts';
import { judgeOptions, sampleCheck } from '../../check/sample-profile.ts';
import fc from '../../property.ts';
import { secret } from '../../redaction/arbitrary-secret.ts';
import { encodings, encodingsFor } from '../../redaction/encode-secret.ts';
import { leaksIn } from '../../redaction/independent-scan.ts';
import { everySink } from './every-sink.ts';

afterEach(forgetSecrets);

const leastCases = 10_000;

test(`no secret of any shape, in any encoding, reaches any sink: ${leastCases} cases`, async () => {
  let cases = 0;
  await fc.assert(
    fc.asyncProperty(secret, async (drawn) => {
      forgetSecrets();
      const value = drawn
        .toWellFormed()
        .replace(/(?![\t\n])\p{Cc}/gu, '')
        .trim();
      fc.pre(value.length >= 8);
      registerSecret('DEPLOY_KEY', value);
      const outcomes = await Promise.all(encodingsFor(value).map(([name, encode]) => quoting(name, encode(value))));

      const sinks = everySink(outcomes, `it broke at ${Object.values(encodings)[0]?.(value)}`);
      const leaks = Object.entries(sinks).flatMap(([sink, text]) =>
        leaksIn(text, value).map((how) => `${sink}: ${how}`),
      );
      expect(leaks).toEqual([]);
      cases += outcomes.length * Object.keys(sinks).length;
    }),
    { numRuns: 16 },
  );
  expect(cases).toBeGreaterThanOrEqual(leastCases);
});

/** An outcome that quotes an answer in all its fields. */
function quoting(name: string, encoded: string) {
  const id = `isolation/${name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-+$/, '')}`;
  const text = `the answer was ${encoded} and more`;
  const finding = { what: text, expected: text, received: text, from: [text], cause: text };
  return judgeCheck(sampleCheck({ id, verify: async () => [finding] }), judgeOptions());
}
