import type { ValidatorJSON, Value } from 'convex/values';
import { expect, test } from 'vitest';
import { acceptsValue as convexAccepts } from '../../../fixtures/twin/convex/values/accepts-value.ts';
import {
  acceptsValue,
  idOf,
  incompatibilityOf,
  type TriedValue,
  type Validator,
} from '../../../support/contract/index.ts';
import fc from '../property.ts';
import { arbitraryValidator, arbitraryValueOf } from './arbitrary-validator.ts';

const tableOf = (text: string): string | undefined =>
  ['sites', 'users'].find((table) => text.startsWith(idOf(table, 0).slice(0, -1)));

const convexTakes = (validator: Validator, value: TriedValue): boolean =>
  convexAccepts(validator as ValidatorJSON, value as Value, tableOf);

test('the judge and Convex’s own code agree on what a validator accepts', () => {
  const answers = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(arbitraryValidator, arbitraryValidator, fc.gen(), (validator, other, generate) => {
      const values = arbitraryValueOf(other);
      fc.pre(values !== undefined);
      for (const value of Array.from({ length: 5 }, () => generate(() => values))) {
        const isAccepted = acceptsValue(validator, value);
        answers[isAccepted ? 'accepted' : 'refused'] += 1;
        expect(convexTakes(validator, value)).toBe(isAccepted);
      }
    }),
    { numRuns: 1000 },
  );
  expect(answers.accepted).toBeGreaterThan(200);
  expect(answers.refused).toBeGreaterThan(200);
});

test('Convex’s own code accepts and refuses the value that shows an incompatibility', () => {
  fc.assert(
    fc.property(arbitraryValidator, arbitraryValidator, (offered, accepting) => {
      const found = incompatibilityOf(offered, accepting);
      fc.pre(found !== undefined);
      expect(convexTakes(offered, found.example)).toBe(true);
      expect(convexTakes(accepting, found.example)).toBe(false);
    }),
    { numRuns: 1000 },
  );
});
