import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../../support/check/outcome.ts';
import { forgetSecrets, registerSecret } from '../../../support/redaction/redact.ts';
import { formatConsoleReport } from '../../../support/report/formats/console-report.ts';
import type { Verdict } from '../../../support/report/verdict/verdict.ts';
import { outcome, verdict } from './sample-verdict.ts';

const goldens = path.join(import.meta.dirname, 'golden');

const held = outcome({ check: 'worker/healthy', evidence: { requests: 1 } });
const heldToo = outcome({ check: 'worker/ingests', evidence: { requests: 4, 'rows compared': 12 }, durationMs: 137 });
const failed = outcome({
  check: 'worker/cors-allowed',
  title: 'every allowed origin may send logs',
  kind: 'failed',
  why: 'A site that may not send its logs is blind.',
  remedy: 'Add the origin to ALLOWED_ORIGINS and redeploy the Worker.',
  findings: [
    {
      what: 'an origin is not allowed',
      expected: 'access-control-allow-origin: https://app.sample.test',
      received: 'no such header\nvary: Origin',
      from: ['app.table:12:40', 'https://logs.sample.test/logs'],
      cause: 'the preflight was answered with 204 for another origin',
    },
    {
      what: 'an origin is allowed that is not listed',
      expected: 'no such header',
      received: 'x'.repeat(600),
      from: ['https://logs.sample.test/logs'],
      remedy: 'Take it out of the list.',
    },
  ],
});
const warned = outcome({
  check: 'config/value-shapes',
  title: 'every value has its shape',
  kind: 'warned',
  severity: 'warning',
  findings: [
    {
      what: 'a value ends with a slash',
      expected: 'https://a.test',
      received: 'https://a.test/',
      from: ['app.table:9:3'],
    },
  ],
});
const waived = outcome({
  check: 'pages/routes',
  title: 'every route answers as listed',
  kind: 'waived',
  reason: 'waived until 2026-07-31: the shop page moves next month',
  findings: [{ what: 'a route is gone', expected: '200', received: '404', from: ['https://sample.test/shop'] }],
});
const unread = outcome({
  check: 'convex/functions-present',
  title: 'every referenced function is deployed',
  kind: 'not verified',
  reason: 'CONVEX_DEPLOY_KEY has no value for prod (app.table:7:20)',
  enable: 'Set PROD_CONVEX_DEPLOY_KEY.',
});
const refused = outcome({
  check: 'worker/rate-limit-exact',
  title: 'not one request more is accepted',
  kind: 'refused',
  effect: 'burst',
  reason: 'prod does not allow the effect `burst`',
  enable: 'Name it in environments.prod.effects of the deployment config.',
});
const foreign = outcome({
  check: 'email/domain-verified',
  title: 'the domain is verified',
  kind: 'not applicable',
  reason: '`platforms.email` is not set',
  absent: 'platforms.email',
});
const stopped = {
  id: 'unanswered https://logs.sample.test',
  what: 'https://logs.sample.test does not answer: the connection is refused',
  enable: 'Start it.',
};
const down = outcome({
  check: 'worker/healthy',
  kind: 'failed',
  first: true,
  causeOf: [stopped],
  findings: [
    { what: 'no Worker answers', expected: 'an answer', received: 'none', from: ['https://logs.sample.test/health'] },
  ],
});
const behind = (check: string) =>
  outcome({ check, kind: 'not verified', reason: 'no Worker answers (worker/healthy)', causeOf: [stopped] });
const missing = { id: 'missing KEY', what: 'KEY has no value for prod (app.table:7:20)', enable: 'Set PROD_KEY.' };
const keyless = (check: string) =>
  outcome({ check, kind: 'not verified', reason: missing.what, enable: missing.enable, causeOf: [missing] });
const same = (environment: string, one: string, other: string) =>
  outcome({
    check: 'config/environments-differ',
    environment,
    kind: 'failed',
    findings: [
      {
        what: `KEY is the same in ${one} and ${other}`,
        expected: `a different value in ${one}`,
        received: 'one value in both',
        from: [
          `app.table:3:${one === 'dev' ? 40 : 60} (${one})`,
          `app.table:3:${other === 'dev' ? 40 : 60} (${other})`,
        ],
      },
    ],
  });

const repeated = outcome({ check: 'pages/reachable', evidence: { requests: 2 }, retries: 1 });
const inDev = (one: Outcome) => ({ ...one, environment: 'dev' });

const scenarios: Record<string, Verdict> = {
  held: verdict([held, heldToo, refused, foreign]),
  'held-after-repetition': verdict([repeated, held], { embedded: true, commit: null }),
  'held-with-a-waiver-and-a-warning': verdict([warned, waived, held]),
  failed: verdict([warned, unread, waived, failed, held, heldToo, refused, foreign]),
  'one-cause-for-many': verdict([
    failed,
    keyless('convex/one'),
    keyless('convex/two'),
    down,
    ...['worker/ingests', 'worker/version', 'isolation/worker-identity'].map(behind),
    { ...behind('worker/retention'), severity: 'warning' },
  ]),
  'a-pair-of-the-audit': verdict([same('dev', 'dev', 'prod'), same('prod', 'prod', 'dev')], {
    project: 'isolation',
    environments: ['dev', 'prod'],
  }),
  'warnings-in-strict-mode': verdict([warned, held], { strict: true }),
  'not-verified': verdict([unread, held]),
  'not-verified-but-optional': verdict([{ ...unread, optional: true }, held]),
  'not-whole': verdict(
    [held],
    {},
    {
      breakages: [
        {
          place: 'specs/worker/ingests.spec.ts',
          message: 'the spec cannot be run: SyntaxError: Unexpected token\n  at line 4',
        },
      ],
    },
  ),
  'no-check': verdict([], {}, { partial: 'names like x, 0 of 16 specs' }),
  'several-environments': verdict(
    [inDev(held), held, inDev(failed), { ...outcome({ check: 'isolation/origins' }), reached: ['dev'] }],
    {
      project: 'isolation',
      environments: ['dev', 'prod'],
    },
  ),
};

const lengths = [
  ['short', false],
  ['verbose', true],
] as const;

const fileOf = (name: string, { exitCode }: Verdict, color: boolean) =>
  `${name}.${exitCode}${color ? '.color' : ''}.txt`;

describe('the report on the terminal', () => {
  describe.each(lengths)('%s', (length, verbose) => {
    const golden = path.join(goldens, length);

    test.each(Object.entries(scenarios))('words %s', async (name, seen) => {
      for (const color of [false, true]) {
        const text = formatConsoleReport(seen, { color, verbose, verdictFile: 'reports/verdict.json' });
        await expect(text).toMatchFileSnapshot(path.join(golden, fileOf(name, seen, color)));
      }
    });

    test('has one file for each, named by its exit code, and no other', () => {
      const expected = Object.entries(scenarios).flatMap(([name, seen]) =>
        [false, true].map((color) => fileOf(name, seen, color)),
      );
      expect(readdirSync(golden).toSorted()).toEqual(expected.toSorted());
    });
  });

  test('says the same with and without colours', () => {
    for (const [seen, verbose] of Object.values(scenarios).flatMap((each) => [
      [each, true] as const,
      [each, false] as const,
    ])) {
      const options = { verdictFile: 'reports/verdict.json', verbose };
      const colored = formatConsoleReport(seen, { ...options, color: true });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
      expect(colored.replaceAll(/\u001B\[\d+m/g, '')).toBe(formatConsoleReport(seen, { ...options, color: false }));
    }
  });
});

describe('a secret that slipped into a verdict', () => {
  afterEach(forgetSecrets);

  test('is not shown', () => {
    registerSecret('SAMPLE_KEY', 'made-up-value-of-a-key');
    const seen = verdict([outcome({ title: 'made-up-value-of-a-key holds', kind: 'failed' })]);
    expect(formatConsoleReport(seen, { color: true, verdictFile: 'x' })).not.toContain('made-up-value');
  });
});
