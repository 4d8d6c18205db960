import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { committedTable } from '../../../fixtures/deployments/committed-table.ts';
import { openPlatform, type PlatformOptions } from '../../../fixtures/deployments/open-platform.ts';
import { type CellChange, judgeCellChange, tableHistory } from '../../../support/families/config/index.ts';
import { compareEnvironment } from '../../../support/sync/compare-environment.ts';
import { driftExitCode, formatDrift } from '../../../support/sync/drift-report.ts';

const header = '| TARGET | KEY | DEV_VALUE | PROD_VALUE |\n|---|---|---|---|\n';
const rows = '| GITHUB | DEPLOY_TOKEN | made-up-dev | made-up-prod-2 |\n| GITHUB | REGION | eu-dev | eu |\n';
const table = (text: string) => `${header}${text}`;

/** When the value of DEPLOY_TOKEN was changed, in a table with a history. */
async function changeIn(
  write: (directory: string, commit: ReturnType<typeof committedTable>) => void,
  options: Partial<PlatformOptions> = {},
): Promise<CellChange> {
  await using platform = await openPlatform({ rows, ...options });
  write(platform.directory, committedTable(platform.directory));
  const [row] = platform.profile.table.values;
  if (!row) throw new Error('the table has no row');
  return judgeCellChange(row, platform.profile, await platform.reading()(tableHistory, platform.profile));
}

describe('the change of a value', () => {
  test('is of the day of the commit that brought it: other cells, padding and rows are not a change', async () => {
    const change = await changeIn((_, { commit }) => {
      commit(table('| GITHUB | DEPLOY_TOKEN | made-up-dev | made-up-prod-1 |\n'), '2026-01-10T08:00:00Z');
      commit(table('| GITHUB | DEPLOY_TOKEN | made-up-dev | made-up-prod-2 |\n'), '2026-03-05T23:30:00+00:00');
      commit(table('| GITHUB | DEPLOY_TOKEN | made-up-other |    made-up-prod-2 |\n'), '2026-05-01T08:00:00Z');
      commit(table(rows), '2026-06-01T08:00:00Z');
    });
    expect(change).toEqual({ on: '2026-03-05', by: expect.stringMatching(/^commit [0-9a-f]{8}$/) });
  });

  test('is of the last time that it came, where it was another in between', async () => {
    const change = await changeIn((_, { commit }) => {
      commit(table(rows), '2026-01-10T08:00:00Z');
      commit(table(rows.replace('made-up-prod-2', 'made-up-prod-3')), '2026-02-10T08:00:00Z');
      commit(table(rows), '2026-03-10T08:00:00Z');
    });
    expect(change).toMatchObject({ on: '2026-03-10' });
  });

  test('is followed to the file’s former name', async () => {
    const change = await changeIn((directory, { commit }) => {
      commit(table(rows), '2026-01-10T08:00:00Z', 'old.table');
      renameSync(path.join(directory, 'old.table'), path.join(directory, 'app.table'));
      commit(table(rows), '2026-04-10T08:00:00Z');
    });
    expect(change).toMatchObject({ on: '2026-01-10' });
  });

  test('is what the config declares, where it does', async () => {
    const declared = {
      table: { file: 'app.table', targets: ['GITHUB'], keys: { DEPLOY_TOKEN: { changed: '2026-02-02' } } },
      sync: { targets: { GITHUB: { platform: 'github' as const, environment: { value: 'production' } } } },
    };
    const change = await changeIn((_, { commit }) => commit(table(rows), '2026-01-10T08:00:00Z'), { config: declared });
    expect(change).toEqual({ on: '2026-02-02', by: 'the config' });
  });

  test.each<[string, (directory: string, repository: ReturnType<typeof committedTable>) => void, string]>([
    [
      'changed and not committed',
      (directory, { commit }) => {
        commit(table(rows.replace('prod-2', 'prod-1')), '2026-01-10T08:00:00Z');
        writeFileSync(path.join(directory, 'app.table'), table(rows));
      },
      'the cell is changed and not committed',
    ],
    ['not tracked', () => {}, 'git could not be asked|git does not track the table|the table is in no repository'],
    [
      'of a clone without its history',
      (directory, { git, commit }) => {
        commit(table(rows), '2026-01-10T08:00:00Z');
        git('rm', '--quiet', '--cached', 'app.table');
        commit(table(rows), '2026-02-10T08:00:00Z');
        writeFileSync(path.join(directory, '.git/shallow'), git('rev-parse', 'HEAD'));
      },
      'a shallow clone',
    ],
  ])('is not known of a table that is %s, and that is said', async (_, write, says) => {
    expect(await changeIn(write)).toEqual({ unknown: expect.stringMatching(says) });
  });

  test('is not known of a value that a variable gives', async () => {
    const change = await changeIn((_, { commit }) => commit(table(rows), '2026-01-10T08:00:00Z'), {
      rows: '| GITHUB | DEPLOY_TOKEN | ${'.concat('DEV_TOKEN} | ${', 'PROD_TOKEN} |\n'),
      variables: { PROD_TOKEN: 'made-up-prod' },
    });
    expect(change).toEqual({ unknown: expect.stringContaining('its value comes from a variable') });
  });
});

describe('a secret that cannot be read back', () => {
  async function drift(setAt: string, isCommitted = true) {
    await using platform = await openPlatform({ rows });
    mkdirSync(platform.directory, { recursive: true });
    if (isCommitted) committedTable(platform.directory).commit(table(rows), '2026-03-10T20:00:00Z');
    const store = platform.providers.github.state.environments.get('production');
    store?.set('variables', 'REGION', 'eu');
    store?.set('secrets', 'DEPLOY_TOKEN', 'made-up-prod-2', new Date(setAt));
    const result = await compareEnvironment(platform.profile, platform.reading());
    const verdict = result.comparisons.find(({ key }) => key === 'DEPLOY_TOKEN')?.verdict;
    return { verdict, exitCode: driftExitCode(result), text: formatDrift(result, 'prod', 0) };
  }

  test('is older than the table, where it was set before the day of the commit', async () => {
    const { verdict, exitCode, text } = await drift('2026-03-09T08:00:00Z');
    expect(verdict).toBe('older than the table');
    expect(exitCode).toBe(1);
    expect(text).toMatch(/set at 2026-03-09T08:00:00Z, and the table's value was changed on 2026-03-10 \(commit/);
  });

  test('is not, where it was synced on the day on which it was committed', async () => {
    const { verdict, exitCode } = await drift('2026-03-10T08:00:00Z');
    expect(verdict).toBe('present, value unproved');
    expect(exitCode).toBe(0);
  });

  test('is of unknown age where nothing dates the table’s change, and that is said, and it is never equal', async () => {
    const { verdict, text } = await drift('2026-03-09T08:00:00Z', false);
    expect(verdict).toBe('present, value unproved');
    expect(text).toMatch(/DEPLOY_TOKEN on GITHUB: its age is not known; the table is in no repository/);
  });
});
