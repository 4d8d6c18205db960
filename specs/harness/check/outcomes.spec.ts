import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { CheckDefinition } from '../../../support/check/definition.ts';
import { NotApplicable, NotVerified } from '../../../support/check/index.ts';
import { judgeCheck } from '../../../support/check/judge-check.ts';
import { RequestFailure } from '../../../support/http/index.ts';
import { MissingInput } from '../../../support/profile/index.ts';
import { defineReading, ReadingDeadline } from '../../../support/reading/index.ts';
import { forgetSecrets, registerSecret } from '../../../support/redaction/redact.ts';
import { judgeOptions, sampleCheck, sampleFinding, sampleProfile } from './sample-profile.ts';

const judge = <Subject = string>(over: Partial<CheckDefinition<Subject>>, profile = sampleProfile()) =>
  judgeCheck(sampleCheck<Subject>(over), judgeOptions({ profile }));

describe('a check', () => {
  test('holds where it looked at something and found nothing', async () => {
    const outcome = await judge({});
    expect(outcome).toMatchObject({ kind: 'held', findings: [], evidence: { rows: 1 }, environment: 'prod' });
    expect(outcome.spec).toBe('specs/sample/one.spec.ts:4:1');
  });

  test('fails with every finding where it is critical', async () => {
    const other = { ...sampleFinding, what: 'it is wrong as well' };
    expect(await judge({ verify: () => [sampleFinding, other] })).toMatchObject({
      kind: 'failed',
      findings: [sampleFinding, other],
    });
  });

  test('warns where it is a warning', async () => {
    expect(await judge({ severity: 'warning', verify: () => [sampleFinding] })).toMatchObject({
      kind: 'warned',
      findings: [sampleFinding],
    });
  });

  test('warns where it is critical, and all that it found is milder', async () => {
    const milder = { ...sampleFinding, severity: 'warning' as const };
    expect(await judge({ verify: () => [milder] })).toMatchObject({ kind: 'warned', findings: [milder] });
    expect(await judge({ verify: () => [milder, sampleFinding] })).toMatchObject({ kind: 'failed' });
  });

  test.each([
    [['platforms.convex'], '`platforms.convex` is not set'],
    [['platforms.worker', 'platforms.worker.version.commit'], '`platforms.worker.version.commit` is not set'],
    [['platforms.worker.rateLimits'], '`platforms.worker.rateLimits` is empty'],
    [['sync.targets.NAME.localFile'], '`sync.targets.NAME.localFile` is not set'],
  ])('is not applicable where the config does not set what it needs: %j', async (needs, reason) => {
    const verify = vi.fn(() => []);
    expect(await judge({ needs, subjects: () => [], verify })).toMatchObject({ kind: 'not applicable', reason });
    expect(verify).not.toHaveBeenCalled();
  });

  test('needs the section of its platform, where it says nothing else', async () => {
    expect(await judge({ platform: 'convex', subjects: () => [] })).toMatchObject({
      kind: 'not applicable',
      reason: '`platforms.convex` is not set',
    });
  });

  test('is not applicable for a reason that its subjects know', async () => {
    const subjects = () => {
      throw new NotApplicable('prod is the only environment');
    };
    expect(await judge({ subjects })).toMatchObject({ kind: 'not applicable', reason: 'prod is the only environment' });
  });

  test('is refused where the profile does not allow its effect, and nothing of it is run', async () => {
    const verify = vi.fn(() => []);
    const outcome = await judge({ effect: 'burst', verify });
    expect(outcome).toMatchObject({
      kind: 'refused',
      enable: 'Name it in environments.prod.effects of the deployment config.',
    });
    expect(verify).not.toHaveBeenCalled();
  });

  test('has an optional one that may stay unverified', async () => {
    const profile = sampleProfile({ optional: ['sample/one'] });
    expect(await judge({ verify: () => [] }, profile)).toMatchObject({ kind: 'not verified', optional: true });
    expect(await judge({ verify: () => [sampleFinding] }, profile)).not.toHaveProperty('optional');
  });
});

describe('a check that looked at nothing', () => {
  test('is not verified without subjects', async () => {
    expect(await judge({ subjects: () => [] })).toMatchObject({
      kind: 'not verified',
      reason: 'there is nothing to look at',
    });
  });

  test('is not verified without evidence', async () => {
    expect(await judge({ verify: () => [] })).toMatchObject({
      kind: 'not verified',
      reason: 'it ended without a finding, but looked at nothing',
    });
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('does not count %d as evidence', async (number) => {
    const outcome = await judge({
      verify: ({ count }) => {
        count('rows', number);
        return [];
      },
    });
    expect(outcome).toMatchObject({ kind: 'not verified', evidence: {} });
  });

  test('does not hold by the evidence of its other subjects', async () => {
    const outcome = await judge({
      subjects: () => ['full', 'empty'],
      verify: ({ subject, count }) => {
        if (subject === 'full') count('rows', 5);
        return [];
      },
    });
    expect(outcome).toMatchObject({
      kind: 'not verified',
      reason: '1 of 2 could not be verified: it ended without a finding, but looked at nothing',
    });
  });
});

describe('a check whose subjects differ', () => {
  test('keeps the finding of one where another could not be read', async () => {
    const outcome = await judge({
      subjects: () => ['unread', 'wrong', 'unread too'],
      verify: ({ subject }) => {
        if (subject.startsWith('unread')) throw new NotVerified(`${subject}: no answer`, 'Give it a key.');
        return [sampleFinding];
      },
    });
    expect(outcome).toMatchObject({
      kind: 'failed',
      findings: [sampleFinding],
      reason: '2 of 3 could not be verified: unread: no answer; unread too: no answer',
      enable: 'Give it a key.',
    });
  });

  test('keeps the finding of one where another hangs or throws what cannot be worded', async () => {
    const outcome = await judge(
      {
        subjects: () => ['hangs', 'odd', 'wrong'],
        verify: ({ subject }) => {
          if (subject === 'hangs') return new Promise<never>(() => undefined);
          if (subject === 'odd') throw Object.create(null);
          return [sampleFinding];
        },
      },
      sampleProfile({ limits: { checkMs: 20, runMs: 1_000, bodyBytes: 10 } }),
    );
    expect(outcome).toMatchObject({ kind: 'failed', findings: [sampleFinding] });
    expect(outcome.reason).toContain('2 of 3 could not be verified');
  });

  test('does not hold where one of them could not be read', async () => {
    const outcome = await judge({
      subjects: () => ['right', 'unread'],
      verify: ({ subject, count }) => {
        if (subject === 'unread') throw new NotVerified('no answer');
        count('rows', 1);
        return [];
      },
    });
    expect(outcome).toMatchObject({ kind: 'not verified', reason: '1 of 2 could not be verified: no answer' });
  });
});

describe('a check that comes to no end of its own', () => {
  const broke = (text: string) => ({ kind: 'not verified', reason: `the check itself broke: ${text}` });

  test.each([
    ['an error', new TypeError('x is not a function'), broke('TypeError: x is not a function')],
    ['a text', 'gone', broke('gone')],
    ['nothing', undefined, broke('undefined')],
    ['null', null, broke('null')],
    ['an object', { code: 7 }, broke('{ code: 7 }')],
    ['an object without a prototype', Object.create(null), broke('[Object: null prototype] {}')],
    ['a symbol', Symbol('odd'), broke('Symbol(odd)')],
    [
      'what could not be read',
      new NotVerified('no answer', 'Try.'),
      { kind: 'not verified', reason: 'no answer', enable: 'Try.' },
    ],
    [
      'a missing value',
      new MissingInput('KEY has no value', 'app.table', 'Set KEY.'),
      { kind: 'not verified', reason: 'KEY has no value (app.table)', enable: 'Set KEY.' },
    ],
    [
      'a failed request',
      new RequestFailure('deadline', 'GET', 'http://a.test/', 'no answer'),
      { kind: 'not verified' },
    ],
    [
      'a reading that is too late',
      new ReadingDeadline('the reading a.b did not end within its deadline of 30 ms'),
      { kind: 'not verified', reason: 'the reading a.b did not end within its deadline of 30 ms' },
    ],
    [
      "a signal's time-out",
      new DOMException('The operation was aborted due to timeout', 'TimeoutError'),
      { kind: 'not verified', reason: 'it did not end within its deadline' },
    ],
  ])('is not verified: %s is thrown', async (_what, thrown, expected) => {
    const verify = () => {
      throw thrown;
    };
    expect(await judge({ verify })).toMatchObject(expected);
    expect(await judge({ verify: async () => Promise.reject(thrown) })).toMatchObject(expected);
    expect(await judge({ subjects: verify })).toMatchObject(expected);
  });

  test('has one cause where a value is missing that it reads, and where one decides what it looks at', async () => {
    const verify = () => {
      throw new MissingInput('KEY is not a web address: x', 'app.table:3:4', 'Correct the value.');
    };
    const [read, decides] = [await judge({ verify }), await judge({ subjects: verify })];
    expect(read.causeOf).toHaveLength(1);
    expect(decides.causeOf).toEqual(read.causeOf);
    const broken = () => {
      throw new TypeError('x');
    };
    expect((await judge({ subjects: broken })).causeOf).toBeUndefined();
  });

  test('is not verified when its deadline has passed, whatever it does later', async () => {
    const late = Promise.withResolvers<never>();
    const profile = sampleProfile({ limits: { checkMs: 30, runMs: 1_000, bodyBytes: 10 } });
    const outcome = await judge({ effect: 'read', verify: () => late.promise }, profile);
    expect(outcome).toMatchObject({ kind: 'not verified', reason: 'it did not end within its deadline of 30 ms' });
    late.reject(new Error('after its deadline'));
  });

  test('has no deadline but the end of the run where it reads local files only', async () => {
    const profile = sampleProfile({ limits: { checkMs: 30, runMs: 300, bodyBytes: 10 } });
    const slow = async () => {
      await delay(100);
      return [sampleFinding];
    };
    expect(await judge({ effect: 'offline', verify: slow }, profile)).toMatchObject({ findings: [sampleFinding] });
    expect(await judge({ effect: 'offline', verify: () => new Promise(() => undefined) }, profile)).toMatchObject({
      kind: 'not verified',
      reason: 'it had not ended when the run reached its limit of 300 ms',
      enable: expect.stringContaining('limits.runMs'),
    });
  });

  test('is told of its deadline, and has the time to say what it saw', async () => {
    const profile = sampleProfile({ limits: { checkMs: 30, runMs: 1_000, bodyBytes: 10 } });
    const outcome = await judge(
      {
        effect: 'read',
        verify: ({ signal }) =>
          new Promise((resolve) => signal.addEventListener('abort', () => resolve([sampleFinding]))),
      },
      profile,
    );
    expect(outcome).toMatchObject({ kind: 'failed', findings: [sampleFinding] });
  });
});

describe('a check that returns something else', () => {
  test.each([
    ['nothing', undefined, '`verify` returns a list of findings, and it returned nothing'],
    ['true', true, '`verify` returns a list of findings, and it returned a value of type boolean'],
    ['a hole', [undefined], 'finding 0 is nothing, no object'],
    ['a text', ['wrong'], 'finding 0 is a value of type string, no object'],
    ['half a finding', [sampleFinding, { ...sampleFinding, received: undefined }], 'finding 1 has no `received`'],
    [
      'a finding from nowhere',
      [{ ...sampleFinding, from: [] }],
      'finding 0 has no `from`: it names at least one place',
    ],
  ])('is not verified: %s', async (_what, returned, problem) => {
    const outcome = await judge({ verify: () => returned as never });
    expect(outcome).toMatchObject({ kind: 'not verified', reason: `the check itself broke: TypeError: ${problem}` });
  });

  test('is not verified where its subjects are not a list', async () => {
    for (const subjects of ['text', null, Promise.resolve([])])
      expect(await judge({ subjects: () => subjects as never })).toMatchObject({ kind: 'not verified' });
  });
});

describe('what is said of a check', () => {
  afterEach(forgetSecrets);

  test('holds no secret, neither in a finding nor in what it threw', async () => {
    registerSecret('SAMPLE_KEY', 'made-up-value-of-a-key');
    const found = await judge({ verify: () => [{ ...sampleFinding, received: 'it is made-up-value-of-a-key' }] });
    expect(found.findings[0]?.received).toBe('it is [redacted SAMPLE_KEY]');
    const threw = await judge({
      verify: () => {
        throw new Error('made-up-value-of-a-key was refused');
      },
    });
    expect(JSON.stringify(threw)).not.toContain('made-up-value');
  });

  test('counts a refused reading as broken, not as held', async () => {
    const writes = defineReading({ name: 'writes', effect: 'canary', key: () => '', read: async () => 1 });
    const outcome = await judge({
      effect: 'read',
      verify: async ({ read }) => {
        await read(writes, 'x');
        return [];
      },
    });
    expect(outcome).toMatchObject({ kind: 'not verified' });
    expect(outcome.reason).toContain('more than the `read` of sample/one');
  });
});
