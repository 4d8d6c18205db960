import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatAnnotations } from '../../../support/report/formats/github-annotations.ts';
import { GateFolder } from './gate-folder.ts';
import { outcome, verdict } from './sample-verdict.ts';

const finding = { what: '100% is wrong', expected: 'right', received: 'wrong', from: ['app.table:1:1'] };
const remote = { ...finding, from: ['https://a.test:1:1'] };
const failed = outcome({ kind: 'failed', findings: [finding] });

describe('an annotation', () => {
  test('marks a failure where its finding is, escaped as workflow commands are', () => {
    expect(formatAnnotations(verdict([failed]))).toBe(
      '::error file=app.table,line=1,col=1,title=sample/one in prod%3A failed::' +
        'what is looked at holds%0A  100%25 is wrong%0A    expected right%0A    received wrong%0A    from     app.table:1:1%0A' +
        '    remedy   Change the sample.%0A    why      A sample says what can come of a check.\n',
    );
  });

  test.each([
    ['an address', 'https://a.test/x:1:1'],
    ['a variable', 'environment variable PROD_KEY'],
    ['a file outside of the repository', '/elsewhere/app.table:1:1'],
  ])('marks the `check({` line where a finding comes from %s', (_, from) => {
    const seen = verdict([{ ...failed, findings: [{ ...finding, from: [from] }] }]);
    expect(formatAnnotations(seen)).toMatch(/^::error file=specs\/sample\/one\.spec\.ts,line=4,col=1,/);
  });

  test('is made for each place of a check', () => {
    const findings = [finding, { ...finding, from: ['site/page.tsx:10:26 (prod)'] }];
    const lines = formatAnnotations(verdict([{ ...failed, findings }]))
      .trim()
      .split('\n');
    expect(lines.map((line) => /file=([^,]+),line=(\d+)/.exec(line)?.slice(1))).toEqual([
      ['app.table', '1'],
      ['site/page.tsx', '10'],
    ]);
  });

  test('is made once for a cause, with what could not be judged because of it', () => {
    const causeOf = [{ id: 'unanswered https://a.test', what: 'https://a.test does not answer', enable: 'Start it.' }];
    const behind = ['sample/two', 'sample/three'].map((check) => outcome({ check, kind: 'not verified', causeOf }));
    const text = formatAnnotations(verdict([{ ...failed, causeOf }, ...behind]));
    expect(text.trim().split('\n')).toHaveLength(1);
    expect(text).toContain('2 checks could not be judged because of this: sample/two, sample/three');
    expect(formatAnnotations(verdict(behind))).toBe(
      '::error title=2 checks not verified::https://a.test does not answer%0AStart it.%0Asample/two, sample/three\n',
    );
  });

  test('escapes colons, commas and line ends in a property', () => {
    const spec = 'specs/a,b:c\r\n%/one.spec.ts:4:1';
    expect(formatAnnotations(verdict([{ ...failed, findings: [remote], spec }]))).toMatch(
      /^::error file=specs\/a%2Cb%3Ac%0D%0A%25\/one\.spec\.ts,line=4,col=1,/,
    );
  });

  test('has no line end within, so that no finding can begin a command of its own', () => {
    const received = 'wrong\r\n::stop-commands::x\n::add-mask::y';
    const lines = formatAnnotations(verdict([{ ...failed, findings: [{ ...finding, received }] }])).split('\n');
    expect(lines).toHaveLength(2);
  });

  test.each([
    ['error', { kind: 'not verified' as const, reason: 'no answer' }],
    ['warning', { kind: 'not verified' as const, severity: 'warning' as const }],
    ['warning', { kind: 'warned' as const, severity: 'warning' as const }],
  ])('is an %s for %o', (level, over) => {
    expect(formatAnnotations(verdict([outcome(over)]))).toMatch(new RegExp(`^::${level} `));
  });

  test.each(['held', 'waived', 'refused', 'not applicable'] as const)('is not made for what is %s', (kind) => {
    expect(formatAnnotations(verdict([outcome({ kind })]))).toBe('');
  });

  test('is made for what broke the run', () => {
    const seen = verdict([], {}, { breakages: [{ place: 'specs/a.spec.ts', message: 'it cannot\nbe run' }] });
    expect(formatAnnotations(seen)).toBe('::error title=Airlock::specs/a.spec.ts: it cannot%0Abe run\n');
  });
});

describe('a run in a GitHub workflow', () => {
  test('prints annotations and appends the summary', async () => {
    await using folder = new GateFolder({ checks: ['sample/holds', 'sample/fails'] });
    const summaryFile = path.join(folder.root, 'summary.md');
    writeFileSync(summaryFile, 'what was there before\n');
    const { exitCode, stdout } = await folder.run(undefined, {
      GITHUB_ACTIONS: 'true',
      GITHUB_STEP_SUMMARY: summaryFile,
    });
    expect(exitCode).toBe(1);
    expect(stdout.match(/^::error .*$/gm)).toEqual([
      expect.stringMatching(
        /^::error file=sums\.ts,line=1,col=1,title=sample\/fails in prod%3A failed::two and two .* the sum is another/,
      ),
      expect.stringMatching(
        /^::error file=sums\.ts,line=9,col=1,title=sample\/fails in prod%3A failed::two and two .* the proof is missing/,
      ),
    ]);
    const summary = readFileSync(summaryFile, 'utf8');
    expect(summary).toMatch(/^what was there before\n## ❌ Gate closed: 1 critical check failed\.\n/);
    expect(summary).toBe(`what was there before\n${readFileSync(path.join(folder.reports, 'report.md'), 'utf8')}`);
  });

  test('obeys no command that a finding quotes', async () => {
    const text = `import { check } from '../../../../support/check/index.ts';
check({
  id: 'sample/quotes', title: 'it is quiet', platform: 'sample', effect: 'offline', severity: 'critical', why: 'w', remedy: 'r',
  subjects: () => [1],
  verify: () => [{ what: 'it speaks', expected: 'silence', received: 'x\\n::add-mask::held', from: ['here'] }],
});
`;
    await using folder = new GateFolder({ specs: { 'sample/quotes': text } });
    const { stdout } = await folder.run(undefined, { GITHUB_ACTIONS: 'true' });
    const [, token = '', between = '', after = ''] = /::stop-commands::(\S+)\n(.*)\n::\1::\n(.*)/s.exec(stdout) ?? [];
    expect(token).toMatch(/^[0-9a-f-]{36}$/);
    expect(between).toMatch(/^ *::add-mask::held$/m);
    expect(after).toMatch(/^::error /);
    expect(after).not.toMatch(/^ *::add-mask::/m);
  });

  test('writes no secret, whatever it writes', async () => {
    await using folder = new GateFolder({
      checks: ['sample/leaks'],
      specs: {
        'sample/leaks-as-it-loads': "throw new Error('made-up-token-of-prod is refused');\n",
        'sample/leaks-in-its-title':
          "import { test } from 'vitest';\n\ntest('made-up-token-of-prod', () => { throw new Error('made-up-token-of-prod'); });\n",
      },
    });
    const summaryFile = path.join(folder.root, 'summary.md');
    const { stdout, stderr } = await folder.run(undefined, {
      GITHUB_ACTIONS: 'true',
      GITHUB_STEP_SUMMARY: summaryFile,
    });
    const files = [
      'reports/sample/prod/verdict.json',
      'reports/sample/prod/report.md',
      'reports/sample/prod/junit.xml',
      'summary.md',
    ];
    for (const [name, text] of [
      ['stdout', stdout],
      ['stderr', stderr],
      ...files.map((file) => [file, readFileSync(path.join(folder.root, file), 'utf8')]),
    ]) {
      expect(text, name).not.toContain('made-up-token');
      if (name !== 'stderr') expect(text, name).toContain('[redacted SAMPLE_TOKEN]');
    }
  });
});
