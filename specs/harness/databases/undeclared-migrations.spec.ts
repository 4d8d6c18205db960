import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { NotApplicable } from '../../../support/check/not-applicable.ts';
import { NotVerified } from '../../../support/check/not-verified.ts';
import { undeclaredMigrations } from '../../../support/platforms/databases/index.ts';
import { judgeUndeclared } from '../../databases/migrations.judge.ts';

function repositoryOf(files: readonly string[]): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'airlock-migrations-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const file of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), '');
  }
  return folder;
}

const found = (files: readonly string[]) =>
  undeclaredMigrations.read(repositoryOf(files), undefined as never) as Promise<
    Awaited<ReturnType<typeof undeclaredMigrations.read>>
  >;

test.each([
  ['Prisma', 'packages/db/prisma/migrations/20260101_init/migration.sql'],
  ['Knex', 'knexfile.ts'],
  ['Flyway', 'src/main/resources/db/migration/V1__init.sql'],
  ['Rails', 'db/migrate/20260101120000_create_rooms.rb'],
  ['Alembic', 'alembic.ini'],
  ['Django', 'shop/migrations/0001_initial.py'],
  ['golang-migrate', 'migrations/000001_init.up.sql'],
])('%s is named as not understood', async (tool, file) => {
  const migrations = await found([file, 'node_modules/other/knexfile.js']);
  expect(migrations).toEqual([{ tool, file, isRead: false }]);
  expect(() => judgeUndeclared(migrations)).toThrow(NotVerified);
  expect(() => judgeUndeclared(migrations)).toThrow(`${tool} (${file}), which is not understood`);
});

test.each([
  ['Drizzle', 'services/api/drizzle/meta/_journal.json'],
  ['Ecto', 'priv/repo/migrations/20260101120000_create_rooms.exs'],
])('%s is named as what the config leaves out', async (tool, file) => {
  const migrations = await found([file]);
  expect(migrations).toEqual([{ tool, file, isRead: true }]);
  expect(() => judgeUndeclared(migrations)).toThrow(`nothing compares: ${tool} (${file})`);
});

test('a repository without migrations has none to compare', async () => {
  const migrations = await found(['src/index.ts']);
  expect(() => judgeUndeclared(migrations)).toThrow(NotApplicable);
});
