import { describe, expect, test } from 'vitest';
import { guidanceFor } from '../../../support/families/delivery/guidance.ts';
import { formatConsoleReport } from '../../../support/report/formats/console-report.ts';
import { formatHtmlReport } from '../../../support/report/formats/html/report-html.ts';
import { formatMarkdownReport } from '../../../support/report/formats/markdown-report.ts';
import { partsOf } from '../../../support/report/verdict/verdict.ts';
import * as sample from '../report/sample-verdict.ts';

type Outcomes = Parameters<typeof guidanceFor>[0]['outcomes'];

const outcome = (
  check: string,
  kind: Outcomes[number]['kind'],
  severity: 'critical' | 'warning' = 'critical',
  environment = 'prod',
) => ({
  check,
  kind,
  severity,
  environment,
  platform: check.split('/')[0] ?? '',
});

const wordsOf = (outcomes: Outcomes, more: Partial<Parameters<typeof guidanceFor>[0]> = {}) =>
  guidanceFor({ project: 'prod', exitCode: 1, commit: 'abc', outcomes, ...more })?.lines.join('\n');

describe('the guidance of a failed gate', () => {
  test('names the platform, both ways, their commands and what to look at afterwards', () => {
    const words = wordsOf([outcome('convex/functions-present', 'failed')]);
    expect(words).toContain('npm run rollback -- --env prod --to <the commit before> --platform convex');
    expect(words).toContain('Fix forward, backend: npx convex deploy --yes');
    expect(words).toContain('Afterwards: npx vitest run --project prod, npx playwright test --project prod');
    expect(words).toContain('was not judged');
    expect(words).toContain('critical, all users');
  });

  test.each([
    ['held', 'The way back is open'],
    ['failed', 'Do not roll back'],
  ] as const)('says what this run found out about the way back: %s', (kind, words) => {
    expect(wordsOf([outcome('worker/healthy', 'failed'), outcome('delivery/rollback-safe', kind)])).toContain(words);
  });

  test('a wrong value is fixed forward', () => {
    const words = wordsOf([outcome('config/drift-worker', 'failed')]);
    expect(words).toContain('a rollback brings no value back');
    expect(words).not.toContain('npm run rollback');
  });

  test('names the commit to go back to and the command of the team, where they are known', () => {
    const words = wordsOf([outcome('convex/functions-present', 'failed')], {
      goBackTo: '0123456789ab',
      deployBackend: 'cd apps/convex && npm run deploy',
    });
    expect(words).toContain('--to 0123456789ab --platform convex');
    expect(words).toContain('Fix forward, backend: cd apps/convex && npm run deploy, from the commit of the site');
  });

  test('names in a run of several environments only commands that exist: one environment each', () => {
    const several = [
      outcome('worker/healthy', 'failed', 'critical', 'dev'),
      outcome('config/drift-worker', 'failed', 'critical', 'prod'),
      outcome('worker/healthy', 'held', 'critical', 'prod'),
    ];
    const words = wordsOf(several, { project: 'dev+prod' });
    expect(words).not.toContain('dev+prod');
    expect(words).toContain('npm run rollback -- --env dev --to');
    expect(words).toContain('npm run drift -- --env prod');
    expect(words).not.toContain('npm run rollback -- --env prod');
    expect(words?.split('critical, all users')).toHaveLength(2);
  });

  test('parts of two commits are brought together', () => {
    expect(wordsOf([outcome('delivery/version-agreement', 'failed')])).toContain('the part that lags behind');
  });

  test.each([
    ['an open gate', { exitCode: 0 }],
    ['a gate that could not verify', { exitCode: 3 }],
    ['the audit', { project: 'isolation' }],
  ])('there is none for %s', (_what, more) => {
    expect(wordsOf([outcome('worker/healthy', 'failed')], more)).toBeUndefined();
  });

  test('services go back by their image, and what is in files or in a database does not', () => {
    const text = wordsOf(
      ['services/healthy', 'services/compose-ports', 'databases/migrations'].map((check) => outcome(check, 'failed')),
    );
    expect(text).toContain('Failed: services (services/healthy).');
    expect(text).toContain('Roll back: start the image of the release before');
    expect(text).toContain('Fix forward (services/compose-ports): change the compose file');
    expect(text).toContain('Fix forward (databases/migrations): a rollback of code brings no schema');
    expect(wordsOf([outcome('databases/tls', 'failed')])).not.toContain('Roll back: ');
  });

  test('there is none for warnings', () => {
    expect(wordsOf([outcome('delivery/approval', 'warned', 'warning')])).toBeUndefined();
  });
});

describe('reports of a failed gate', () => {
  const failed = sample.verdict([sample.outcome({ check: 'worker/healthy', kind: 'failed' })]);

  test.each([true, false])('end with it on the terminal (verbose: %s)', (verbose) => {
    const options = { color: false, verdictFile: 'verdict.json', verbose };
    const lines = formatConsoleReport(failed, options).trimEnd().split('\n');
    expect(lines.at(-2)).toMatch(/^ {2}Afterwards: /);
    expect(lines.at(-1)).toMatch(/^exit 1 /);
    // Which severity asks for which way is for the long form.
    expect(lines.join('\n').includes('critical, all users')).toBe(verbose);
  });

  test('end with it in Markdown', () => {
    const parts = formatMarkdownReport(failed).split('### Roll back or fix forward');
    expect(parts).toHaveLength(2);
    expect(parts[1]?.trimEnd().split('\n').at(-2)).toMatch(/^Afterwards: /);
  });

  test('end with it in HTML, and lead there from the top', () => {
    const page = formatHtmlReport(failed);
    expect(page).toContain('<a href="#way-back">Roll back or fix forward</a>');
    const [, end = ''] = page.split('<section id="way-back">');
    expect(end).toContain('Afterwards: npx vitest run');
    expect(end.replace(/^[\s\S]*<\/pre>/, '')).toBe('\n</section>\n</main>\n</body>\n</html>\n');
  });

  test('say the same in each: the platform, both ways with their commands, and what to look at afterwards', () => {
    const texts = [
      formatConsoleReport(failed, { color: false, verdictFile: 'verdict.json', verbose: true }),
      formatMarkdownReport(failed),
      formatHtmlReport(failed).replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
    ];
    for (const line of guidanceFor({ ...failed, outcomes: partsOf(failed).flatMap(({ outcomes }) => outcomes) })
      ?.lines ?? [''])
      for (const text of texts) expect(text).toContain(line);
  });

  test('have none where the gate is open', () => {
    expect(formatMarkdownReport(sample.verdict())).not.toContain('Roll back or fix forward');
  });
});
