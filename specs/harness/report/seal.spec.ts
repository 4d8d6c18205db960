import { mkdtempDisposableSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ConfigurationError } from '../../../support/profile/index.ts';
import { forgetSecrets } from '../../../support/redaction/redact.ts';
import { sealed, sealProblem } from '../../../support/report/verdict/seal.ts';
import { readVerdict, writeVerdict } from '../../../support/report/verdict/verdict-file.ts';
import fc from '../property.ts';
import { verdict } from './sample-verdict.ts';

const key = 'made-up key of verdicts';
const cut = ({ signature = '' }: { signature?: string | undefined }) => signature.slice(0, -1);
const names = fc.oneof(
  fc.string(),
  fc.constantFrom('__proto__', 'constructor', 'one', 'One', 'é', 'e\u0301', '1', '01'),
);
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
    [
      'signed, and cut by a sign',
      { ...sealed({ one: 1 }, key), signature: cut(sealed({ one: 1 }, key)) },
      key,
      /does not match/,
    ],
    [
      'signed, with an empty key at hand',
      sealed({ one: 1 }, key),
      '',
      /it is signed, and AIRLOCK_VERDICT_KEY is empty/,
    ],
    [
      'unsigned, with an empty key at hand',
      { one: 1 },
      '',
      /it is not signed, and AIRLOCK_VERDICT_KEY is set, but empty/,
    ],
    [
      'signed with the same key in other letters',
      sealed({ one: 1 }, 'caf\u00e9 key'),
      'cafe\u0301 key',
      /does not match/,
    ],
    [
      'signed, with a text in other letters',
      { ...sealed({ one: 'caf\u00e9' }, key), one: 'cafe\u0301' },
      key,
      /does not match/,
    ],
    [
      'signed, with a number that JSON cannot hold',
      JSON.parse(JSON.stringify(sealed({ one: null }, key)).replace('null', '1e400')),
      key,
      /does not match/,
    ],
    [
      'signed, with a prototype laid under it',
      JSON.parse(JSON.stringify(sealed({ one: 1 }, key)).replace('{', '{"__proto__":{"two":2},')),
      key,
      /does not match/,
    ],
  ])('keeps closed what is %s', (_what, value, at, said) => {
    expect(sealProblem(value, at)).toMatch(said);
  });

  test('is made with no empty key: a secret that is not there must not sign', () => {
    expect(() => sealed({ one: 1 }, '')).toThrow(/AIRLOCK_VERDICT_KEY.*is empty/);
  });

  test('fits no value with any one difference', () => {
    fc.assert(
      fc.property(fc.dictionary(names, fc.jsonValue()), names, fc.jsonValue(), (value, field, other) => {
        fc.pre(field !== 'signature' && !Object.hasOwn(value, 'signature'));
        const before = Object.hasOwn(value, field)
          ? JSON.stringify((value as Record<string, unknown>)[field])
          : undefined;
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
    vi.stubEnv('AIRLOCK_VERDICT_KEY', ` ${key}\n`);
    expect(readVerdict(file)).toMatchObject({ exitCode: 0 });
    for (const none of ['', ' ', undefined]) {
      vi.stubEnv('AIRLOCK_VERDICT_KEY', none);
      expect(readVerdict(file)).toEqual({ unreadable: expect.stringContaining('it is signed') });
    }
  });

  test('is neither written nor relied on where the key is set and empty', () => {
    using directory = mkdtempDisposableSync(path.join(tmpdir(), 'airlock-sealed-'));
    writeVerdict(directory.path, verdict());
    vi.stubEnv('AIRLOCK_VERDICT_KEY', '');
    expect(readVerdict(path.join(directory.path, 'verdict.json'))).toEqual({
      unreadable: expect.stringContaining('it is not signed, and AIRLOCK_VERDICT_KEY is set, but empty'),
    });
    expect(() => writeVerdict(directory.path, verdict())).toThrow(ConfigurationError);
  });

  test('in which a field stands twice is not relied on: readers differ about which one counts', () => {
    using directory = mkdtempDisposableSync(path.join(tmpdir(), 'airlock-sealed-'));
    const file = path.join(directory.path, 'verdict.json');
    for (const at of [key, undefined]) {
      vi.stubEnv('AIRLOCK_VERDICT_KEY', at);
      writeVerdict(directory.path, verdict());
      writeFileSync(file, readFileSync(file, 'utf8').replace('"exitCode": 0', '"exitCode": 1,\n  "exit\\u0043ode": 0'));
      expect(readVerdict(file)).toEqual({ unreadable: expect.stringContaining('a field stands twice') });
    }
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
