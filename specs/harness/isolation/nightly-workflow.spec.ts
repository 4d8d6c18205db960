import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { historyFileName } from '../../../support/report/on-call/history.ts';

interface Step {
  if?: string;
  uses?: string;
  run?: string;
  with?: Record<string, string>;
}

const root = path.join(import.meta.dirname, '../../..');
const text = readFileSync(path.join(root, 'docs/nightly-workflow.yaml'), 'utf8');
const workflow = parse(text) as {
  on: { schedule: { cron: string }[] };
  jobs: Record<string, { if?: string; steps: Step[] }>;
};
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const jobs = Object.entries(workflow.jobs);

describe('the nightly workflow', () => {
  test('audits on one schedule, and asks on another whether it did', () => {
    const crons = workflow.on.schedule.map(({ cron }) => cron);
    expect(crons).toHaveLength(2);
    for (const [index, [, { if: condition }]] of jobs.entries()) expect(condition).toContain(`'${crons[index]}'`);
    const runs = jobs.map(([, { steps }]) => steps.flatMap(({ run }) => run ?? []).join('\n'));
    expect(runs[0]).toContain('npx vitest run --project isolation');
    expect(runs[1]).toMatch(/npm run --silent gate -- --env isolation --max-age \d+h/);
  });

  test('calls scripts that there are', () => {
    const called = [...text.matchAll(/npm run (?:--silent )?([\w-]+)/g)].map(([, name]) => name ?? '');
    expect(called.length).toBeGreaterThan(2);
    for (const name of called) expect(Object.keys(scripts)).toContain(name);
  });

  test('tells of an audit that failed', () => {
    const notify = workflow.jobs.audit?.steps.filter(({ run }) => run?.includes('notify'));
    expect(notify?.map(({ if: condition }) => condition)).toEqual(['always()']);
  });

  test.each(jobs)('%s keeps what it told, also where a step before it failed', (_, { steps }) => {
    const state = /--state (\S+)/.exec(steps.map(({ run }) => run ?? '').join('\n'))?.[1] ?? '';
    expectKept(steps, path.dirname(state));
  });

  test('the audit has the commits and the history of its verdicts, and no verdict of an earlier run', () => {
    const steps = workflow.jobs.audit?.steps ?? [];
    expect(steps.find(({ uses }) => uses?.startsWith('actions/checkout@'))?.with).toEqual({ 'fetch-depth': 0 });
    expectKept(steps, `reports/*/*/${historyFileName}`);
    const at = (what: string) => steps.findIndex(({ uses, run }) => `${uses} ${run}`.includes(what));
    const restored = steps.findIndex(
      ({ uses, with: inputs }) => uses?.includes('/restore') && /history/.test(`${inputs?.path}`),
    );
    expect(restored).toBeLessThan(at('vitest run'));
    const upload = steps[at('upload-artifact')];
    expect(upload?.with).toMatchObject({ path: 'reports', 'if-no-files-found': 'error' });
  });
});

/** A path is restored, and saved under the same key: also of a job that failed, which `actions/cache` alone does not do. */
function expectKept(steps: readonly Step[], kept: string): void {
  const caches = steps.filter(({ uses }) => uses?.startsWith('actions/cache'));
  expect(caches.some(({ uses }) => uses?.startsWith('actions/cache@'))).toBe(false);
  const own = caches.filter(({ with: inputs }) => inputs?.path === kept);
  expect(own.map(({ uses, if: condition }) => [uses?.split('@')[0], condition])).toEqual([
    ['actions/cache/restore', undefined],
    ['actions/cache/save', 'always()'],
  ]);
  expect(new Set(own.map(({ with: inputs }) => inputs?.key)).size).toBe(1);
  expect(own[0]?.with?.key).toContain('${{ github.run_id }}-${{ github.run_attempt }}');
  expect(own[0]?.with?.key?.startsWith(own[0]?.with?.['restore-keys'] ?? '-')).toBe(true);
}
