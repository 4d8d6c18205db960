import { mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { SealedLog } from '../../../support/files/sealed-log.ts';
import fc from '../property.ts';

const secret = 'made-up-secret';
const values = ['made-up-text-one', { two: [2] }, null];

/** A log of these values, with the file and what a later process reads of it. */
function written(use: (file: string, read: (secret?: string, about?: string) => unknown[]) => void): void {
  using directory = mkdtempDisposableSync(path.join(tmpdir(), 'airlock-log-'));
  const file = path.join(directory.path, 'log');
  {
    using log = new SealedLog(file, secret, 'a');
    for (const value of values) log.append(value);
  }
  use(file, (key = secret, about = 'a') => {
    using log = new SealedLog(file, key, about);
    return Array.from({ length: log.length }, (_, index) => log.record(index));
  });
}

describe('a sealed log', () => {
  test('is read as it was written, and does not show what is in it', () => {
    written((file, read) => {
      expect(read()).toEqual(values);
      expect(readFileSync(file, 'latin1')).not.toContain('made-up');
    });
  });

  test('goes on after what is there', () => {
    written((file, read) => {
      {
        using log = new SealedLog(file, secret, 'a');
        log.append('more');
        expect(log.record(3)).toBe('more');
      }
      expect(read()).toEqual([...values, 'more']);
    });
  });

  test.each([
    ['another secret', 'made-up-other', 'a'],
    ['another subject', secret, 'b'],
  ])('is empty to whoever has %s', (_, key, about) => {
    written((__, read) => expect(read(key, about)).toEqual([]));
  });

  test('is read as far as it is whole, wherever it was cut off or changed', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, bits, isCut) => {
        written((file, read) => {
          const bytes = readFileSync(file);
          const place = at % bytes.length;
          bytes[place] = (bytes[place] ?? 0) ^ bits;
          writeFileSync(file, isCut ? bytes.subarray(0, place) : bytes);
          const left = read();
          expect(left.length).toBeLessThan(values.length);
          expect(left).toEqual(values.slice(0, left.length));
          expect(read()).toEqual(left);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('does not read records in another order', () => {
    written((file, read) => {
      const bytes = readFileSync(file);
      const [first, second] = [bytes.readUInt32LE(0), bytes.readUInt32LE(bytes.readUInt32LE(0))];
      const swapped = [bytes.subarray(first, first + second), bytes.subarray(0, first), bytes.subarray(first + second)];
      writeFileSync(file, Buffer.concat(swapped));
      expect(read()).toEqual([]);
    });
  });
});
