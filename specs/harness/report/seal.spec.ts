import { mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { forgetSecrets } from '../../../support/redaction/redact.ts';
import { sealed, sealProblem } from '../../../support/report/verdict/seal.ts';
import { readVerdict, writeVerdict } from '../../../support/report/verdict/verdict-file.ts';
import fc from '../property.ts';
import { verdict } from './sample-verdict.ts';

const key = 'made-up key of verdicts';
afterEach(() => {
  vi.unstubAllEnvs();
  forgetSecrets();
});

describe('a signature', () => {
  test('fits the same value, in whatever order its fields stand', () => {
    const signed = sealed({ one: 1, two: { three: [3], four: 'ü' } }, key);
    const turned = { two: { four: 'ü', three: [3] }, one: 1, signature: signed.signature };
    expect(sealProblem(turned, key)).toBeUndefined();
  });

  test.each([
    [
      'signed, without a key at hand',
      sealed({ one: 1 }, key),
      undefined,
      /is signed, and AIRLOCK_VERDICT_KEY is not set/,
    ],
    ['unsigned, with a key at hand', { one: 1 }, key, /is not signed, and AIRLOCK_VERDICT_KEY is set/],
    ['signed with another key', sealed({ one: 1 }, 'another key'), key, /does not match/],
    ['signed, and cut', { ...sealed({ one: 1 }, key), signature: 'hmac-sha256:' }, key, /does not match/],
  ])('keeps closed what is %s', (_what, value, at, said) => {
    expect(sealProblem(value, at)).toMatch(said);
  });

  test('fits no value with any one difference', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), fc.jsonValue(), (value, field, other) => {
        fc.pre(field !== 'signature' && field !== '__proto__' && !('signature' in value) && !('__proto__' in value));
        const before = JSON.stringify((value as Record<string, unknown>)[field]);
        fc.pre(before !== JSON.stringify(other));
        expect(sealProblem({ ...sealed(value, key), [field]: other }, key)).toMatch(/does not match/);
      }),
    );
  });
});

describe('a verdict file', () => {
  test('is signed where a key is set, and read with that key only', () => {
    using directory = mkdtempDisposableSync(path.join(tmpdir(), 'airlock-sealed-'));
    const file = path.join(directory.path, 'verdict.json');
    vi.stubEnv('AIRLOCK_VERDICT_KEY', key);
    writeVerdict(directory.path, verdict());
    expect(readVerdict(file)).toMatchObject({
      exitCode: 0,
      signature: expect.stringMatching(/^hmac-sha256:[0-9a-f]{64}$/),
    });
    expect(readFileSync(file, 'utf8')).not.toContain(key);

    vi.stubEnv('AIRLOCK_VERDICT_KEY', 'another key of verdicts');
    expect(readVerdict(file)).toEqual({ unreadable: expect.stringContaining('its signature does not match') });
    vi.stubEnv('AIRLOCK_VERDICT_KEY', '');
    expect(readVerdict(file)).toEqual({ unreadable: expect.stringContaining('it is signed') });
  });

  test('that was edited, or written without the key, is not relied on', () => {
    using directory = mkdtempDisposableSync(path.join(tmpdir(), 'airlock-sealed-'));
    const file = path.join(directory.path, 'verdict.json');
    writeVerdict(directory.path, verdict());
    vi.stubEnv('AIRLOCK_VERDICT_KEY', key);
    expect(readVerdict(file)).toEqual({ unreadable: expect.stringContaining('it is not signed') });

    writeVerdict(directory.path, verdict());
    writeFileSync(file, readFileSync(file, 'utf8').replace('"rows": 3', '"rows": 4'));
    expect(readVerdict(file)).toEqual({ unreadable: expect.stringContaining('its signature does not match') });
  });
});
