import { describe, expect, test } from 'vitest';
import {
  ordinaryTexts,
  plainLog,
  secretLog,
  textOfField,
} from '../../../support/platforms/worker/canary/canary-logs.ts';
import { remainsOf } from '../../../support/platforms/worker/canary/secret-remains.ts';
import { RedactedSamples } from '../../../support/platforms/worker/platform-input.ts';
import { commonSecrets } from '../../../support/profile/index.ts';
import { assert, constantFrom, property } from '../property.ts';

interface Sample {
  sample: string;
  field?: string;
  becomes?: string;
}

type Redaction = (value: string) => string;

/** What is found of each sample in a log that is stored as a Worker redacts it. */
function found(samples: readonly Sample[], redact: Redaction) {
  const plain = plainLog('run-1');
  const promises = samples.map(({ sample, field = 'message', becomes }) => ({ sample, field, becomes }));
  const { log, marker, secrets } = secretLog(plain, promises);
  const redactDeep = (value: unknown): unknown => {
    if (typeof value === 'string') return redact(value);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redactDeep(inner)]));
  };
  const stored = {
    ...log,
    message: `${marker}${redact(log.message.slice(marker.length))}`,
    ...(log.stack !== undefined && { stack: redact(log.stack) }),
    context: redactDeep(log.context) as Record<string, unknown>,
  };
  const shown = [JSON.stringify({ trace_id: log.trace_id, at: Date.now(), logs: [plain, stored] })];
  const ordinary = ordinaryTexts(plain, marker, secrets);
  return secrets.map((secret) => {
    const text = textOfField(stored, secret.field, marker);
    return remainsOf(secret, { shown, inField: text === undefined ? [] : [text], ordinary });
  });
}

const uuid = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/g;
const masked = (mask: (secret: string) => string) => (value: string) => value.replaceAll(uuid, mask);

describe('a sample that is made up in part', () => {
  const kept: Record<string, [Redaction, string]> = {
    'only its label replaced': [(value) => value.replaceAll(/token=|Bearer |session=/g, '[REDACTED]'), 'whole'],
    'only its fixed beginning replaced': [(value) => value.replaceAll('airlock-made-up-', '[REDACTED]'), 'unlabelled'],
    'base64 of it': [masked((secret) => Buffer.from(secret).toString('base64')), 'encoded'],
    'base64url of all of it': [(value) => Buffer.from(value).toString('base64url'), 'encoded'],
    'hex of it': [masked((secret) => Buffer.from(secret).toString('hex')), 'encoded'],
    'each character as %XX': [
      masked((secret) => secret.replace(/./g, (c) => `%${c.charCodeAt(0).toString(16)}`)),
      'encoded',
    ],
    'upper case': [masked((secret) => secret.toUpperCase()), 'encoded'],
    'the last four': [masked((secret) => `****${secret.slice(-4)}`), 'part'],
    'the last four, masked by letters': [masked((secret) => `${'x'.repeat(32)}${secret.slice(-4)}`), 'part'],
    'the first four': [masked((secret) => `${secret.slice(0, 4)}…`), 'part'],
    'the first half': [masked((secret) => `${secret.slice(0, 18)}[REDACTED]`), 'part'],
    'the second half': [masked((secret) => `[REDACTED]${secret.slice(18)}`), 'part'],
    'all but its middle': [masked((secret) => `${secret.slice(0, 12)}****${secret.slice(-12)}`), 'part'],
    'two at each end': [masked((secret) => `${secret.slice(0, 2)}*****${secret.slice(-2)}`), 'part'],
    'its middle': [masked((secret) => `***${secret.slice(10, 26)}***`), 'part'],
  };

  test.each(Object.entries(kept))('is told in every field with %s kept', (_, [redact, remains]) => {
    const seen = found(commonSecrets as Sample[], redact);
    expect(seen).not.toContain(undefined);
    expect(seen).toContain(remains);
  });

  test('has ends that stand nowhere else in the log', () => {
    const half = Array.from({ length: 2 ** 15 }, (_, index) => (2 * index).toString(16).padStart(4, '0')).join(' ');
    const samples = commonSecrets.map(({ sample }) => ({ field: 'message', sample }));
    const { secrets } = secretLog({ ...plainLog('run-1'), user_id: half }, samples);
    const ends = secrets
      .flatMap(({ value }) => value.match(uuid) ?? [])
      .flatMap((all) => [all.slice(0, 4), all.slice(-4)]);

    expect(ends).toHaveLength(2 * samples.length);
    expect(ends.filter((end) => half.includes(end))).toEqual([]);
  });

  const good: Record<string, Redaction> = {
    'a word': masked(() => '[REDACTED]'),
    'stars as long': masked((secret) => '*'.repeat(secret.length)),
    'a word for all of it': () => '[Filtered]',
    nothing: masked(() => ''),
    'another made-up text': masked(() => 'ghijklmn'),
  };

  test('is not told where it is redacted', () => {
    assert(
      property(constantFrom(...Object.values(good)), (redact) =>
        found(commonSecrets as Sample[], redact).every((each) => each === undefined),
      ),
      { numRuns: 25 },
    );
  });
});

describe('a fixed sample', () => {
  test.each<[string, Sample, Redaction, unknown]>([
    ['only the label replaced', { sample: 'pin=1234', becomes: 'pin=[REDACTED]' }, () => '[REDACTED]1234', 'part'],
    ['label and secret apart', { sample: 'pin=1234' }, (value) => value.replace('pin=', 'pin: '), 'part'],
    ['first and last kept', { sample: 'pin=1234' }, () => ': pin=1**4', 'part'],
    ['the whole in base64', { sample: 'pin=1234' }, () => btoa('pin=1234'), 'encoded'],
    ['a card with its last four', { sample: '4111 1111 1111 1111' }, () => ': **** **** **** 1111', 'part'],
    [
      'a card with its last four, as promised',
      { sample: '4111 1111 1111 1111', becomes: '**** **** **** 1111' },
      () => ': **** **** **** 1111',
      undefined,
    ],
    [
      'a prefix that is promised',
      { sample: 'sk-live-9fQ2wxyzabcd', becomes: 'sk-…abcd' },
      () => ': sk-…abcd',
      undefined,
    ],
    [
      'more than is promised',
      { sample: 'sk-live-9fQ2wxyzabcd', becomes: 'sk-…abcd' },
      () => ': sk-live-9fQ2…abcd',
      'part',
    ],
    ['the label of a sentence', { sample: 'my password is hunter2' }, () => ': my password is ***', undefined],
    ['its secret', { sample: 'my password is hunter2' }, () => ': my [REDACTED] is hunter2', 'part'],
    [
      'the address around a password',
      { sample: 'postgres://app:s3cr3tpw@db.test/app' },
      () => ': postgres://app:***@db.test/app',
      undefined,
    ],
    [
      'the password of an address',
      { sample: 'postgres://app:s3cr3tpw@db.test/app' },
      () => ': db.test s3cr3tpw',
      'unlabelled',
    ],
    [
      'two secrets, one redacted',
      { sample: 'pin=1234&token=zyxwvu98', becomes: 'pin=***&token=***' },
      () => ': pin=***&token=zyxwvu98',
      'unlabelled',
    ],
    [
      'two secrets, both redacted',
      { sample: 'pin=1234&token=zyxwvu98', becomes: 'pin=***&token=***' },
      () => ': pin=***&token=***',
      undefined,
    ],
    ['its own words in the log', { sample: 'password=airlock-1' }, () => ': password=***, said airlock', undefined],
  ])('%s', (_, sample, redact, remains) => {
    expect(found([sample], redact)).toEqual([remains]);
  });

  test('in the same field as another is posted beside it', () => {
    const samples = [
      { sample: 'first-*', field: 'context.note' },
      { sample: 'second-*', field: 'context.note' },
    ];
    expect(found(samples, (value) => value.replace(/second-\S+/, '***'))).toEqual(['whole', undefined]);
  });
});

test.each([
  [[{ sample: 'pin=1234', becomes: 'pin=1234' }], 'contains the whole sample'],
  [
    [
      { sample: 'token=*', field: 'context.request' },
      { sample: 'pin=*', field: 'context.request.body' },
    ],
    'is inside `context.request`',
  ],
])('a promise that could not be judged is an error: %j', (samples, message) => {
  expect(RedactedSamples.safeParse(samples).error?.message).toContain(message);
});
