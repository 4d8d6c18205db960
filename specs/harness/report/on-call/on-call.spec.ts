import { mkdtempDisposableSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { formatConsoleReport } from '../../../../support/report/formats/console-report.ts';
import { formatHtmlReport } from '../../../../support/report/formats/html/report-html.ts';
import { formatMarkdownReport } from '../../../../support/report/formats/markdown-report.ts';
import type { OnCallFacts } from '../../../../support/report/on-call/facts.ts';
import { remember } from '../../../../support/report/on-call/history.ts';
import { onCallOf } from '../../../../support/report/on-call/on-call.ts';
import { runLink } from '../../../../support/report/on-call/run-link.ts';
import { outcome, sampleCommit, verdict } from '../sample-verdict.ts';

const folder = mkdtempDisposableSync(path.join(tmpdir(), 'airlock-on-call-'));
afterAll(() => folder.remove());
const facts: OnCallFacts = {
  repositories: [],
  configFiles: [],
  owners: { worker: '@acme/logging', '*': '@acme/all' },
  runbooks: { 'worker/healthy': 'https://wiki.acme.test/worker' },
  dashboards: { prod: { worker: ['https://dash.acme.test/worker'] } },
  sources: {},
  keptVerdicts: 10,
};
const finding = { what: 'it is down', expected: 'up', received: 'down', from: ['https://a.test'] };
const day = (number: number) => ({
  startedAt: `2026-06-0${number}T12:00:00.000Z`,
  finishedAt: `2026-06-0${number}T12:00:10.000Z`,
});
const failed = (number: number) =>
  verdict([outcome({ check: 'worker/healthy', kind: 'failed', findings: [finding] })], {}, day(number));
remember(verdict([outcome({ check: 'worker/healthy' })], {}, day(1)), folder.path, 10);
remember(failed(2), folder.path, 10);
const variables = { GITHUB_REPOSITORY: 'acme/shop', GITHUB_RUN_ID: '77' };
const onCall = onCallOf({ ...failed(3), config: 'another' }, facts, folder.path, variables);

describe('every report tells a person who is called what they need', () => {
  const reports = {
    terminal: formatConsoleReport(failed(3), { color: false, verdictFile: 'verdict.json', onCall }),
    Markdown: formatMarkdownReport(failed(3), onCall).replace(/\\|<\/?span>|<(?=https:)|(?<=worker)>/g, ''),
    page: formatHtmlReport(failed(3), { onCall }),
  };
  test.each(Object.entries(reports))('%s', (_format, text) => {
    for (const words of [
      `2026-06-02 12:00 UTC, 2 verdicts in a row; it held at 2026-06-01 12:00 UTC (${sampleCommit.slice(0, 12)})`,
      '@acme/logging (onCall.owners.worker)',
      'https://wiki.acme.test/worker · https://dash.acme.test/worker',
      'npx vitest run --project prod specs/worker/healthy.spec.ts',
      `Last green: 2026-06-01 12:00 UTC at ${sampleCommit.slice(0, 12)}; the commit is the same; the config or its table has changed`,
      'Run: https://github.com/acme/shop/actions/runs/77',
    ])
      expect(text).toContain(words);
  });

  test('the pages of the config are links in Markdown, and its owner is not mentioned', () => {
    const text = formatMarkdownReport(failed(3), onCall);
    expect(text).toContain('- look at: <https://wiki.acme.test/worker> · <https://dash.acme.test/worker>');
    expect(text).not.toContain('@acme');
  });

  test('an open gate is not followed by what changed', () => {
    const text = formatConsoleReport(verdict(), { color: false, verdictFile: 'verdict.json', onCall });
    expect(text).not.toContain('Last green');
  });

  test('where nothing is remembered that is said, and no time is made up', () => {
    using empty = mkdtempDisposableSync(path.join(tmpdir(), 'airlock-on-call-'));
    const first = onCallOf(failed(1), facts, empty.path, {});
    const text = formatConsoleReport(failed(1), { color: false, verdictFile: 'verdict.json', onCall: first });
    expect(text).toContain('Last green: not known, this is the first verdict here');
    expect(text).not.toContain('since  ');
    expect(text).not.toContain('Run:');
  });
});

test.each([
  [{ CI_JOB_URL: 'https://gitlab.acme.test/-/jobs/1' }, 'https://gitlab.acme.test/-/jobs/1'],
  [
    { ...variables, GITHUB_SERVER_URL: 'https://git.acme.test', GITHUB_RUN_ATTEMPT: '2' },
    'https://git.acme.test/acme/shop/actions/runs/77/attempts/2',
  ],
  [{ BUILD_URL: 'javascript:alert(1)' }, undefined],
  [{}, undefined],
])('the run that %j is part of is %s', (given, link) => {
  expect(runLink(given)).toBe(link);
});
