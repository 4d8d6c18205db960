import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { publishVerdict } from '../../../support/report/runners/publish-verdict.ts';
import { outcome, verdict } from './sample-verdict.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'airlock-published-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Publishes into a folder of its own, and tells what was printed and written. */
function publish(name: string, ...[outcomes, over]: Parameters<typeof verdict>) {
  const reportsDirectory = path.join(directory, name);
  let printed = '';
  publishVerdict(verdict(outcomes, over), {
    reportsDirectory,
    color: false,
    print: (text) => {
      printed += text;
    },
  });
  const read = (file: string) => readFileSync(path.join(reportsDirectory, file), 'utf8');
  return { printed, files: readdirSync(reportsDirectory).sort(), read };
}

test('a gate run is told on the terminal, in Markdown and for CI', () => {
  const { printed, files } = publish('gate', [outcome()]);
  expect(printed).toContain('Gate open');
  expect(files).toEqual(['junit.xml', 'report.html', 'report.md']);
});

test('the audit also says who is apart from whom', () => {
  const apart = { check: 'isolation/log-canary', reached: ['dev'] };
  const { printed, files, read } = publish(
    'audit',
    [outcome(apart), outcome({ ...apart, environment: 'dev', kind: 'failed', reached: ['prod'] })],
    { project: 'isolation', environments: ['dev', 'prod'] },
  );
  expect(printed).toMatch(/dev → prod +prod → dev\n/);
  expect(printed).toMatch(/logs +✗ failed +✓ apart\n/);
  expect(printed).toContain('dev was reached from prod by isolation/log-canary');
  expect(files).toEqual(['junit.xml', 'matrix.html', 'matrix.md', 'report.html', 'report.md']);
  expect(read('report.md')).toContain(read('matrix.md'));
});
