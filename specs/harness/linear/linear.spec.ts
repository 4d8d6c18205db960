import { describe, expect, test } from 'vitest';
import {
  isolatedPairs,
  judgeForeignHosts,
  marksOf,
  ownValues,
  withSwappedCells,
} from '../../../support/families/config/index.ts';
import { judgeModes } from '../../config/credential-mode.judge.ts';
import { profileOf } from '../config/shop-profile.ts';
import { readers, shapes, textOf } from './foreign-text.ts';
import { growthOf, growthPerDoubling, medianMs, threadMs } from './thread-time.ts';

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

test('work that grows with the square is told from work that does not, by its time', () => {
  const busy = (steps: number) => () => {
    let sum = 0;
    for (let at = 0; at < steps; at += 1) sum += Math.sqrt(at);
    return sum;
  };
  const linear = [2, 4, 8].map((size) => busy(size * 4_000_000));
  const square = [2, 4, 8].map((size) => busy(size * size * 1_000_000));
  expect(growthOf(linear, mostPerDoubling).growth).toBeLessThan(mostPerDoubling);
  expect(growthOf(square, mostPerDoubling).growth).toBeGreaterThan(mostPerDoubling);
});

describe('the values of a table are judged in a time that grows with its rows', () => {
  const counts = [1_000, 2_000, 4_000];
  const tableOf = (count: number, row: (index: number) => string) =>
    profileOf({ rows: Array.from({ length: count }, (_, index) => row(index)).join('\n') });

  const expectLinear = (works: readonly (() => unknown)[]) => {
    const { growth, times } = growthOf(works, mostPerDoubling);
    expect(growth, times.join(', ')).toBeLessThan(mostPerDoubling);
  };

  const addressed = (count: number, own: (index: number) => string) =>
    tableOf(count, (index) => `| NEXTJS | KEY_${index} | https://dev-${index}.acme.test/a | ${own(index)} |`);

  test('by the marks of others', () => {
    expectLinear(
      counts.map((count) => {
        const profile = addressed(count, (index) => `https://live-${index}.acme.test/a`);
        return () => {
          const marks = profile.others.flatMap((other) => marksOf(other, profile));
          ownValues(profile).flatMap((value) => judgeForeignHosts(value, 'prod', marks, false));
          isolatedPairs(profile);
        };
      }),
    );
  });

  test.each([
    ['without a mistake', 0, (index: number) => `https://live-${index}.acme.test/a`],
    ['with a mistake in every row', 1, (index: number) => `http://127.0.0.1:${index + 1}`],
  ])('by whether cells were swapped, %s', (_, found, own) => {
    const works = [2_000, 4_000, 8_000].map((count) => {
      const profile = addressed(count, own);
      const judged = ownValues(profile)
        .filter(({ key }) => key.startsWith('KEY_'))
        .map((value) => ({ line: value.line, findings: judgeForeignHosts(value, 'prod', [], false) }));
      expect(judged.flatMap(({ findings }) => findings)).toHaveLength(found * count);
      return () => judged.flatMap(({ findings, line }) => withSwappedCells(findings, profile, line));
    });
    expectLinear(works);
  });

  test('by the mode of their keys, a mistake in every row', () => {
    const works = counts.map((count) => {
      const profile = tableOf(
        count,
        (index) => `| NEXTJS | KEY_${index} | sk_live_madeup${index}x | sk_test_madeup${index}x |`,
      );
      expect(judgeModes(profile)).toHaveLength(count);
      return () => judgeModes(profile);
    });
    expectLinear(works);
  });
});
