import { describe, expect, test } from 'vitest';
import { isolatedPairs, judgeForeignHosts, marksOf, ownValues } from '../../../support/families/config/index.ts';
import { profileOf } from '../config/shop-profile.ts';
import { readers, shapes, textOf } from './foreign-text.ts';
import { growthPerDoubling, medianMs, threadMs } from './thread-time.ts';

const KIB = 1024;
/** What takes the square of the length takes four times as long for twice of it. */
const mostPerDoubling = 2.5;
const measured = [8 * KIB, 16 * KIB, 32 * KIB];

describe('text that others write is read in linear time', () => {
  test.each(Object.entries(readers))('by %s', (_, read) => {
    const slow = Object.entries(shapes).flatMap(([shape, part]) => {
      const times = measured.map((length) => {
        const text = textOf(part, length);
        return threadMs(() => read(text));
      });
      // Once may be the compiler's or the collector's doing.
      const suspected = growthPerDoubling(times, 25) > mostPerDoubling;
      const again = suspected ? measured.map((length) => medianMs(() => read(textOf(part, length)), 3)) : times;
      return growthPerDoubling(again, 25) > mostPerDoubling ? [`${shape}: ${again.map(Math.round).join(', ')} ms`] : [];
    });
    expect(slow).toEqual([]);
  });
});

test('a measurement that grows with the square is told from one that does not', () => {
  expect(growthPerDoubling([100, 400, 1_600], 25)).toBeCloseTo(4);
  expect(growthPerDoubling([100, 200, 400], 25)).toBeCloseTo(2);
  expect(growthPerDoubling([0.1, 2, 9], 25)).toBe(1);
});

test('the values of a table are held against the marks of others in a time that grows with its rows', () => {
  const times = [1_000, 2_000, 4_000].map((count) => {
    const rows = Array.from(
      { length: count },
      (_, index) => `| NEXTJS | KEY_${index} | https://dev-${index}.acme.test/a | https://live-${index}.acme.test/a |`,
    );
    const profile = profileOf({ rows: rows.join('\n') });
    return medianMs(() => {
      const marks = profile.others.flatMap((other) => marksOf(other, profile));
      ownValues(profile).flatMap((value) => judgeForeignHosts(value, 'prod', marks, false));
      isolatedPairs(profile);
    }, 3);
  });
  expect(growthPerDoubling(times, 25), times.join(', ')).toBeLessThan(mostPerDoubling);
});
