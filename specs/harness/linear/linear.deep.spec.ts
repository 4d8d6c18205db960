import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { readers, shapes, textOf } from './foreign-text.ts';
import { growthOf, threadMs } from './thread-time.ts';

const KIB = 1024;
const lengths = [64, 128, 256, 512, 1_024].map((size) => size * KIB);
const mostPerDoubling = 2.5;
/** Of all shapes, those that are slowest at the shortest length are doubled. */
const doubled = 3;

/** What was measured, where `LINEAR_FIGURES` names a file. */
const figures: string[] = [];
afterAll(() => {
  const file = process.env.LINEAR_FIGURES;
  if (file !== undefined) writeFileSync(file, `${figures.join('\n')}\n`);
});

describe('text of 64 KB to 1 MB is read in linear time', () => {
  test.each(Object.entries(readers))('by %s', { timeout: 600_000 }, (name, read) => {
    const [shortest = 0] = lengths;
    const slowest = Object.entries(shapes)
      .map(([shape, part]) => ({ shape, part, ms: threadMs(() => read(textOf(part, shortest))) }))
      .sort((one, other) => other.ms - one.ms)
      .slice(0, doubled);
    for (const { shape, part } of slowest) {
      const texts = lengths.map((length) => textOf(part, length));
      const { growth, times } = growthOf(
        texts.map((text) => () => read(text)),
        mostPerDoubling,
      );
      figures.push(
        `${name}, ${shape}: ${times.map((ms) => ms.toFixed(1)).join(', ')} ms, ${growth.toFixed(2)} per doubling`,
      );
      expect(growth, `${shape}: ${times.map(Math.round).join(', ')} ms`).toBeLessThanOrEqual(mostPerDoubling);
    }
  });
});
