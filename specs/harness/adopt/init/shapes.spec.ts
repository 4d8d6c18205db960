import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { draftOf } from '../../../../support/adopt/init/draft.ts';
import { readRepository } from '../../../../support/adopt/init/repository.ts';
import { filesBelow } from '../../../../support/adopt/init/team-files.ts';
import { writeFiles } from '../../../../support/adopt/init/write-files.ts';
import { workflowText } from '../../../../support/adopt/init/write-workflow.ts';
import { planProject } from '../../../../support/adopt/plan/plan-environment.ts';
import { loadDeployment, resolveProfile } from '../../../../support/profile/index.ts';
import { readRefusals } from '../../../../support/workflow/source/read-refusals.ts';
import { teamRepository } from '../../package/team-repository.ts';
import { shapes } from './shapes.ts';

interface Step {
  if?: string;
  uses?: string;
  run?: string;
  with?: Record<string, string | number>;
}

const placing = { folder: 'airlock', isPackage: false };

describe.each(Object.entries(shapes))('%s', (_, { files, apps, workers, convex, isEmpty, config = [], not = [] }) => {
  test('gets a config that loads, a table that is read, and a plan', async () => {
    await using team = teamRepository(files);
    const repository = readRepository(team.directory);
    if (apps) expect(repository.apps.map(({ folder }) => folder)).toEqual(apps);
    if (workers)
      expect(
        repository.workers
          .filter(({ isSite }) => !isSite)
          .map(({ name }) => name)
          .sort(),
      ).toEqual([...workers].sort());
    if (convex) expect(repository.convex?.functions).toBe(convex);

    writeFiles(draftOf(repository), placing);
    const file = path.join(team.directory, 'airlock/deployment.config.ts');
    const text = readFileSync(file, 'utf8');
    for (const each of config) expect(text).toMatch(each);
    for (const each of not) expect(text).not.toMatch(each);

    const loaded = await loadDeployment(file);
    for (const environment of ['dev', 'prod']) {
      const profile = resolveProfile(loaded, environment, { variables: {} });
      expect(profile.table.problems.map(({ message }) => message)).toEqual(
        isEmpty ? [expect.stringContaining('the table has no rows')] : [],
      );
    }
    const [plan] = await planProject(loaded, 'prod', {});
    expect(plan?.checks.length).toBeGreaterThan(100);
    expect(plan?.checks.filter(({ effect, kind }) => kind === 'runs' && !['offline', 'read'].includes(effect))).toEqual(
      [],
    );

    const written = filesBelow(team.directory, '{airlock,.github}/**/*.*').map((each) =>
      readFileSync(path.join(team.directory, each), 'utf8'),
    );
    expect(written.join('\n')).not.toContain('not-a-real');
    const workflow = readFileSync(path.join(team.directory, '.github/workflows/airlock.yml'), 'utf8');
    expect(await readRefusals('.github/workflows/airlock.yml', workflow, () => undefined)).toEqual([]);
    const again = writeFiles(draftOf(readRepository(team.directory)), placing);
    expect(again.filter(({ kind }) => kind !== 'unchanged')).toEqual([]);
  });
});

describe.each([true, false])('the workflow, of a package: %s', (isPackage) => {
  test.each(Object.entries(shapes))('has commits, history and reports: %s', async (_, { files }) => {
    await using team = teamRepository(files);
    const text = workflowText(draftOf(readRepository(team.directory)), { folder: 'airlock', isPackage });
    expect(await readRefusals('.github/workflows/airlock.yml', text, () => undefined)).toEqual([]);
    const { jobs } = parse(text) as { jobs: Record<string, { steps: Step[] }> };
    expect(Object.keys(jobs)).toEqual(['gate', 'audit']);
    for (const { steps } of Object.values(jobs)) {
      expect(steps[0]).toMatchObject({ uses: 'actions/checkout@v4', with: { 'fetch-depth': 0 } });
      // Of GitHub's own, or of this repository: nothing that has to be pinned to a commit.
      for (const { uses = 'actions/' } of steps) expect(uses).toMatch(/^(actions|\.)\//);
      // A clone's action keeps all of this itself.
      if (!isPackage) continue;

      const at = (what: RegExp) => steps.findIndex(({ uses, run }) => what.test(`${uses} ${run}`));
      const [restore, save] = [steps[at(/cache\/restore@/)], steps[at(/cache\/save@/)]];
      expect(at(/cache\/restore@/)).toBeLessThan(at(/npx airlock/));
      expect(at(/npx airlock/)).toBeLessThan(at(/cache\/save@/));
      expect(save).toMatchObject({ if: 'always()', with: { path: restore?.with?.path, key: restore?.with?.key } });
      expect(restore?.with?.path).toBe('airlock/reports/*/*/history.json');
      expect(`${restore?.with?.key}`.startsWith(`${restore?.with?.['restore-keys']}`)).toBe(true);
      const upload = steps[at(/upload-artifact@/)];
      expect(upload).toMatchObject({ if: 'always()', with: { path: 'airlock/reports', 'if-no-files-found': 'error' } });
    }
  });
});
