import { mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { judgeGate } from '../../../../support/report/verdict/judge-gate.ts';
import { readVerdict } from '../../../../support/report/verdict/verdict-file.ts';
import fc from '../../property.ts';
import { outcome, questionOf, verdict } from '../sample-verdict.ts';

type Holder = Record<string, unknown>;

const whole = verdict([
  outcome({ check: 'a/one', evidence: { requests: 2 } }),
  outcome({ check: 'a/two' }),
  outcome({ check: 'b/three', kind: 'not applicable', reason: 'nothing of it is there' }),
]);
const question = questionOf(whole, new Date('2026-06-15T12:01:00.000Z'));

/** What a reader is told beside what the gate follows from: other words there open nothing that was closed. */
const onlyTold =
  /^strict$|^parts\.specs\.outcomes\.\d+\.(?:platform|title|why|remedy|reason|retries|durationMs|spec|evidence\.\w+)$/;

/** Every place of a value, as the names that lead to it. */
function placesIn(value: unknown, to: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...to]];
  const inner = Object.entries(value).flatMap(([name, item]) => placesIn(item, [...to, name]));
  return to.length === 0 ? inner : [[...to], ...inner];
}

const others = [null, '', 'another', 'failed', 'held', 'waived', 0, 1, -1, 3, true, false, [], {}];
const days = ['2020-01-01T00:00:00.000Z', '2030-01-01T00:00:00.000Z'];
/** What may be done to one place. */
const changes: readonly ((holder: Holder, name: string) => void)[] = [
  (holder, name) => {
    if (Array.isArray(holder)) holder.splice(Number(name), 1);
    else delete holder[name];
  },
  (holder, name) => {
    if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(name)]));
    else holder[name] = [holder[name]];
  },
  ...[...others, ...days].map((value) => (holder: Holder, name: string) => {
    holder[name] = value;
  }),
];

test('a verdict in which any one place was dropped, doubled or changed opens nothing', () => {
  using folder = mkdtempDisposableSync(path.join(tmpdir(), 'airlock-tampered-'));
  const file = path.join(folder.path, 'verdict.json');
  const answerTo = (value: unknown) => {
    writeFileSync(file, JSON.stringify(value));
    return judgeGate(readVerdict(file, undefined), question);
  };
  expect(answerTo(whole).open).toBe(true);

  const places = placesIn(whole).filter((place) => !onlyTold.test(place.join('.')));
  let seen = 0;
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.constantFrom(...changes), (place, change) => {
      const tampered = structuredClone(whole) as unknown as Holder;
      const holder = place.slice(0, -1).reduce((value, name) => value[name] as Holder, tampered);
      change(holder, place.at(-1) ?? '');
      fc.pre(JSON.stringify(tampered) !== JSON.stringify(whole));
      seen += 1;
      expect(answerTo(tampered).open, place.join('.')).toBe(false);
    }),
    { numRuns: 1_000 },
  );
  expect(seen).toBeGreaterThanOrEqual(1_000);
});
