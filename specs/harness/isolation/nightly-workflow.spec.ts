import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

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
    const saves = steps.filter(({ uses }) => uses?.startsWith('actions/cache/save@'));
    // `actions/cache` alone saves nothing of a job that failed: an alarm would be told night after night.
    expect(saves.map(({ if: condition }) => condition)).toEqual(['always()']);
    expect(steps.some(({ uses }) => uses?.startsWith('actions/cache@'))).toBe(false);
    const keys = new Set(steps.flatMap(({ uses, with: inputs }) => (uses?.includes('cache/') ? [inputs?.key] : [])));
    expect(keys.size).toBe(1);
    const state = /--state (\S+)/.exec(steps.map(({ run }) => run ?? '').join('\n'))?.[1] ?? '';
    expect(steps.find(({ uses }) => uses?.includes('cache/save'))?.with?.path).toBe(path.dirname(state));
  });
});
