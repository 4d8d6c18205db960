import { describe, expect, test } from 'vitest';
import { formatAnnotations } from '../../../support/report/formats/github-annotations.ts';
import { formatJunitReport } from '../../../support/report/formats/junit-report.ts';
import { formatMarkdownReport } from '../../../support/report/formats/markdown-report.ts';
import fc from '../property.ts';
import { outcome, verdict } from './sample-verdict.ts';

const finding = {
  what: 'it is <wrong>',
  expected: '"right" & fair',
  received: '```\nwrong\n```',
  from: ['app.table:1:1'],
};
const seen = verdict(
  [
    outcome(),
    outcome({ check: 'sample/two', kind: 'failed', title: 'a | b holds', findings: [finding] }),
    outcome({ check: 'sample/three', kind: 'not verified', reason: 'no answer' }),
    outcome({ check: 'sample/four', kind: 'warned', severity: 'warning', findings: [finding] }),
    outcome({ check: 'sample/five', kind: 'waived', reason: 'waived until 2026-07-31: known', findings: [finding] }),
    outcome({ check: 'sample/six', kind: 'not verified', optional: true, reason: 'no key' }),
  ],
  {},
  { breakages: [{ place: 'specs/a.spec.ts', message: 'it cannot\nbe run' }] },
);

describe('a waiver that counts for nothing', () => {
  const ended = 'the waiver of sample/one ended on 2026-05-01: <known>';
  const idle = 'the waiver of sample/two (finding 1a2b) matches nothing that was found: moved';
  const told = verdict([outcome()], {}, { notes: [ended, idle], beside: ['run 7'] });

  test('is a skipped case of the run in junit.xml, beside what broke and what ran meanwhile', () => {
    const xml = formatJunitReport(told);
    expect(xml).toContain('<testsuite name="the run" tests="3" failures="0" errors="0" skipped="3">');
    expect(xml).toContain('<skipped message="the waiver of sample/one ended on 2026-05-01: &lt;known&gt;">');
    expect(xml).toContain(`<skipped message="${idle}">`);
    expect(xml).toContain('<skipped message="run 7 ran on the same environments meanwhile');
    expect(formatJunitReport(verdict())).not.toContain('the run');
  });

  test('is named in report.md', () => {
    const markdown = formatMarkdownReport(told);
    for (const line of ['ended on 2026-05-01', 'matches nothing that was found']) expect(markdown).toContain(line);
  });

  test('is a notice in GitHub', () => {
    expect(formatAnnotations(verdict([outcome()], {}, { notes: [ended, idle] }))).toBe(
      `::notice title=Airlock::${ended}\n::notice title=Airlock::${idle}\n`,
    );
  });
});

describe('junit.xml', () => {
  test('has a suite an environment and a case a check, and counts them', () => {
    const xml = formatJunitReport(seen);
    expect(xml).toContain('<testsuite name="prod" tests="6" failures="1" errors="1" skipped="2">');
    expect(xml).toContain('<testcase classname="sample" name="sample/one" time="0.012"/>');
    expect(xml).toContain('<failure message="failed: a | b holds">it is &lt;wrong&gt;\n  expected "right" &amp; fair');
    expect(xml).toContain('<error message="not verified: what is looked at holds">not verified: no answer</error>');
    expect(xml).toContain('<testsuite name="the run" tests="1" failures="0" errors="1" skipped="0">');
  });

  test('is well formed, whatever stands in a finding', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const outcomes = [outcome({ kind: 'failed', title: text, findings: [{ ...finding, received: text }] })];
        const xml = formatJunitReport(verdict(outcomes));
        // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 allows none of these
        expect(xml).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/);
        expect(xml.isWellFormed()).toBe(true);
        // What is left when tags are taken out holds no bracket, and every ampersand begins a reference.
        const rest = xml.replaceAll(/<[^<>]*>/g, '');
        expect(rest).not.toMatch(/[<>]/);
        expect(xml).not.toMatch(/&(?!(amp|lt|gt|quot|#9|#10|#13);)/);
        expect(xml.match(/<testcase/g)).toHaveLength(1);
      }),
    );
  });
});

describe('report.md', () => {
  test('tells in full what did not hold, and lists every check', () => {
    const markdown = formatMarkdownReport(seen);
    expect(markdown).toMatch(/^## ❌ Gate closed: 1 critical check failed\.\n/);
    expect(markdown).toContain('### ✗ sample/two · prod · failed');
    expect(markdown).toContain('### ~ sample/five · prod · waived');
    expect(markdown).toContain('a \\| b holds');
    expect(markdown).not.toContain('### ✓');
    expect(markdown.match(/^\| [✓✗?!~] \| /gm)).toHaveLength(6);
  });

  test('lets no value end the block that it stands in', () => {
    const markdown = formatMarkdownReport(seen);
    expect(markdown).toContain('````text\nit is <wrong>\n');
    expect(markdown.match(/^````$/gm)).toHaveLength(3);
  });
});
