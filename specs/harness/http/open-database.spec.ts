import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Postgres, startPostgres } from '../../../fixtures/databases/start-postgres.ts';
import { type DatabaseAddress, databaseAddress } from '../../../support/http/index.ts';
import { openDoor } from './open-door.ts';

const role = { user: 'app', password: 'made-up-a1B2c3d4' };
let server: Postgres;
let address: DatabaseAddress;

beforeAll(async () => {
  server = await startPostgres({
    roles: [role],
    setUp: 'create table incidents (id int); insert into incidents values (7)',
  });
  address = addressOf(server.urlOf(role));
});
afterAll(() => server[Symbol.asyncDispose]());

function addressOf(url: string): DatabaseAddress {
  const parsed = databaseAddress(url);
  if (parsed === undefined) throw new Error(`expected an address: ${url}`);
  return parsed;
}

/** A door that only admits prod's database server. */
function doorTo({ host, port }: DatabaseAddress) {
  return openDoor([], { databases: [{ host, port, environment: 'prod' }] });
}

describe('a database behind the door', () => {
  test('can be read, and every response is evidence', async () => {
    await using open = doorTo(address);
    const pass = open.pass();
    await using database = await pass.openDatabase(address);

    expect(await database.select('select id from incidents')).toEqual([{ id: 7 }]);
    expect({ requests: pass.requests, environments: pass.environments }).toEqual({
      requests: 2,
      environments: ['prod'],
    });
  });

  test('is never written to: the door or the server refuses it', async () => {
    await using open = doorTo(address);
    await using database = await open.pass().openDatabase(address);
    for (const statement of ['delete from incidents', 'select 1; delete from incidents', 'commit'])
      await expect(database.select(statement)).rejects.toThrow('only a single `select` is allowed');

    await expect(database.select('select lo_create(4711)')).rejects.toMatchObject({ sqlState: '25006' });
    // The refusal ends the transaction, not the connection.
    expect(await database.select('select id from incidents')).toHaveLength(1);
  });

  test.each([
    ['a wrong password', { password: 'made-up-another' }, '28P01'],
    ['an unknown role', { user: 'nobody' }, '28P01'],
    ['an unknown database', { database: 'none' }, '3D000'],
  ])('rejects %s with its own message, which counts as a response', async (_, over, sqlState) => {
    await using open = doorTo(address);
    const pass = open.pass();
    await expect(pass.openDatabase({ ...address, ...over })).rejects.toMatchObject({ name: 'SqlError', sqlState });
    expect(pass.requests).toBe(1);
  });

  test('is not contacted unless the profile names it for this environment', async () => {
    await using open = doorTo(address);
    const elsewhere = { ...address, host: 'db.acme.example' };

    await expect(open.pass().openDatabase(elsewhere)).rejects.toMatchObject({
      kind: 'origin-not-allowed',
      seen: expect.stringContaining('the profile does not name a database server at this address'),
    });

    const dev = open.pass({ environments: ['dev'] });
    await expect(dev.openDatabase(address)).rejects.toThrow('this server belongs to prod, and only dev may be reached');
    await expect(open.pass({ effect: 'offline' }).openDatabase(address)).rejects.toMatchObject({
      kind: 'method-not-allowed',
    });
    expect([dev.requests, dev.environments]).toEqual([0, []]);
  });

  test('that is down is a refused connection; one that accepts but stays silent is aborted at the deadline', async () => {
    const silent = createServer((socket) => socket.resume().on('error', () => undefined)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const there = { ...address, port: (silent.address() as { port: number }).port };
    await using open = doorTo(there);

    await expect(open.pass({ signal: AbortSignal.timeout(100) }).openDatabase(there)).rejects.toMatchObject({
      kind: 'deadline',
      url: `postgres://127.0.0.1:${there.port}/postgres`,
    });

    silent.close();
    await once(silent, 'close');

    await expect(open.pass().openDatabase(there)).rejects.toMatchObject({ kind: 'connection-refused' });
  });

  test('that closes the connection during a query has not responded', async () => {
    const cutting = createServer((socket) => socket.once('data', () => socket.destroy())).listen(0, '127.0.0.1');
    await once(cutting, 'listening');
    const there = { ...address, tls: 'disable' as const, port: (cutting.address() as { port: number }).port };
    await using open = doorTo(there);
    const pass = open.pass();

    await expect(pass.openDatabase(there)).rejects.toMatchObject({ kind: 'connection-lost' });
    expect(pass.requests).toBe(0);

    cutting.close();
  });

  test('is not contacted without TLS if the connection string requires it', async () => {
    await using open = doorTo(address);
    await expect(open.pass().openDatabase({ ...address, tls: 'require' })).rejects.toThrow('does not support SSL');
  });
});
