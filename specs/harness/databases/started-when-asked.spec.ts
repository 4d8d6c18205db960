import { mkdtempDisposable } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type EventApi, startEventApi } from '../../../fixtures/event-api/start-event-api.ts';
import { writeEventApi } from '../../../fixtures/event-api/write-event-api.ts';
import { runSpecs } from '../check/run-specs.ts';
import { eventually } from '../patience.ts';

/** Runs specs on the event API's staging, whose config names a database for every environment. */
async function runOn(twin: EventApi, ...specs: string[]) {
  await using folder = await mkdtempDisposable(path.join(tmpdir(), 'airlock-started-'));
  const configFile = writeEventApi(folder.path, { services: true, databases: true, github: false });
  return runSpecs({ configFile, environment: 'staging', variables: twin.variables, specs });
}

test('checks that ask no database start none, although the config names them', async () => {
  await using twin = await startEventApi({ databases: {} });
  const outcomes = await runOn(
    twin,
    'specs/services/healthy.spec.ts',
    'specs/services/compose-database.spec.ts',
    'specs/config/feature-flags.spec.ts',
  );
  expect(outcomes).toEqual({
    'services/healthy': 'held',
    'services/compose-database': 'held',
    'config/feature-flags': 'held',
  });
  expect(twin.startedDatabases()).toEqual([]);
});

test('a check of databases starts the one of its environment alone', async () => {
  await using twin = await startEventApi({ databases: {} });
  expect(await runOn(twin, 'specs/databases/extensions.spec.ts')).toEqual({ 'databases/extensions': 'held' });
  expect(twin.startedDatabases()).toEqual(['staging']);
});

test('the first connection starts a database, and no other one', async () => {
  await using twin = await startEventApi({ databases: {} });
  const socket = connect(Number(new URL(twin.variables.PROD_DATABASE_URL ?? '').port), '127.0.0.1');
  await eventually(() => expect(twin.startedDatabases()).toEqual(['prod']));
  socket.destroy();
});

test('without databases, none listens', async () => {
  await using twin = await startEventApi();
  expect(twin.startedDatabases()).toEqual([]);
  expect(new URL(twin.variables.PROD_DATABASE_URL ?? '').port).toBe('3');
});
