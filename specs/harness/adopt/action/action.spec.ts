import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { historyFileName } from '../../../../support/report/on-call/history.ts';
import { readRefusals } from '../../../../support/workflow/source/read-refusals.ts';
import { type ActionStep, action, actionRefusals, actionText, repository } from './action-file.ts';

describe('the action', () => {
  test('is one by GitHub’s own parser, which refuses a broken one', async () => {
    expect(await actionRefusals(actionText)).toEqual([]);
    expect(await actionRefusals(actionText.replace('using: composite', 'usng: composite'))).not.toEqual([]);
  });

  test('has scripts that bash reads, each with its shell', () => {
    const scripts = action.runs.steps.filter(({ run }) => run !== undefined);
    expect(scripts.length).toBeGreaterThan(1);
    for (const { run, shell } of scripts) {
      expect(shell).toBe('bash');
      expect(spawnSync('bash', ['-n'], { input: run, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
      // What a caller gives is data: an expression inside a script would be run as a part of it.
      expect(run).not.toContain('${{');
    }
  });

  test('uses every input, and has the ones that it promises', () => {
    expect(Object.keys(action.inputs)).toEqual(['environment', 'config', 'commit', 'wait', 'artifact']);
    for (const name of Object.keys(action.inputs)) expect(actionText).toContain(`inputs.${name} `);
  });

  test('keeps the reports of a run that failed, from where Airlock says that they are; a missing verdict is an error', () => {
    const upload = action.runs.steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact@'));
    // The script of a step that ended with 78 wrote no verdict.
    expect(upload?.if).toBe("always() && inputs.artifact != '' && steps.verify.outputs.exit-code != '78'");
    expect(upload?.with?.path).toBe('${{ steps.where.outputs.reports }}');
    expect(upload?.with?.['if-no-files-found']).toBe('error');
    // A folder such as `.reports` would be left out in silence.
    expect(upload?.with?.['include-hidden-files']).toBe(true);
    expect(action.outputs.reports?.value).toBe(upload?.with?.path);
  });

  test('brings the history of verdicts back before it runs, and keeps it also of a run that failed', () => {
    const at = (what: (step: ActionStep) => boolean | undefined) => action.runs.steps.findIndex(what);
    const [restore, verify, save] = [
      at(({ uses }) => uses?.startsWith('actions/cache/restore@')),
      at(({ id }) => id === 'verify'),
      at(({ uses }) => uses?.startsWith('actions/cache/save@')),
    ];
    expect(at(({ id }) => id === 'where')).toBeLessThan(restore);
    expect(restore).toBeLessThan(verify);
    expect(verify).toBeLessThan(save);
    const [restored, saved] = [action.runs.steps[restore], action.runs.steps[save]];
    expect(saved?.if).toMatch(/^always\(\) && /);
    // A cache is found by its paths and its key, which has to be another one for each run: a cache is never written over.
    expect(saved?.with?.path).toBe(`\${{ steps.where.outputs.reports }}/*/*/${historyFileName}`);
    expect(saved?.with).toMatchObject({ path: restored?.with?.path, key: restored?.with?.key });
    expect(saved?.with?.key).toContain('${{ github.run_id }}-${{ github.run_attempt }}');
    expect(`${saved?.with?.key}`.startsWith(`${restored?.with?.['restore-keys']}`)).toBe(true);
  });
});

describe('the workflows of the README', () => {
  const readme = readFileSync(path.join(repository, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  const whole = (block: string) =>
    /^jobs:/m.test(block)
      ? block
      : `on: push\njobs:\n  deploy-convex: { runs-on: ubuntu-latest, steps: [{ run: a }] }\n  deploy-worker: { runs-on: ubuntu-latest, steps: [{ run: a }] }\n  deploy-site: { runs-on: ubuntu-latest, steps: [{ run: a }] }\n${block}`;

  test.each(blocks.map((block) => [block]))('are taken by GitHub’s own parser: %#', async (block) => {
    expect(await readRefusals('.github/workflows/airlock.yml', whole(block), () => undefined)).toEqual([]);
    // The repository that is checked out is the one that has the config: no step reads a second one.
    expect(block.match(/actions\/checkout@/g)).toHaveLength(1);
    expect(block).not.toContain('repository:');
  });

  test('name inputs that the action has', () => {
    const used = blocks.flatMap((block) => /uses: acme\/airlock@\S+\n\s+with: \{ (.*) \}/.exec(block)?.[1] ?? []);
    expect(used.length).toBe(1);
    for (const name of (used[0] ?? '').split(', ').map((each) => each.split(':')[0] ?? ''))
      expect(Object.keys(action.inputs)).toContain(name);
  });
});
