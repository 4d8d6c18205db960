import { describe, expect, test } from 'vitest';
import { databaseAddress, shownDatabase } from '../../../support/http/index.ts';
import fc from '../property.ts';

describe('a connection string', () => {
  test.each([
    [
      'postgres://app:made-up@db.acme.example/app',
      { host: 'db.acme.example', port: 5432, database: 'app', tls: 'prefer' },
    ],
    ['postgresql://app:made-up@DB.acme.example:6432/app?sslmode=require', { port: 6432, tls: 'require' }],
    ['postgres://app:made-up@[::1]:5433/app?sslmode=disable', { host: '::1', port: 5433, tls: 'disable' }],
    ['postgres://app:made-up@db.acme.example?sslmode=verify-full', { database: 'app', tls: 'verify-full' }],
    ['postgres://app:made-up@db.acme.example/app?ssl=true', { tls: 'verify-full' }],
    ['postgres://app:made-up@db.acme.example/app?sslmode=something-new', { tls: 'verify-full' }],
    ['postgresql+asyncpg://app:made-up@db.acme.example:6432/app', { host: 'db.acme.example', port: 6432 }],
    ['ecto://app:made-up@db.acme.example/app', { host: 'db.acme.example', database: 'app' }],
    ['jdbc:postgresql://db.acme.example/app?user=a', { host: 'db.acme.example', user: 'a' }],
    ['postgres://a%40b:c%2Fd@db.acme.example/app', { user: 'a@b', password: 'c/d' }],
    // Every client connects to the host in the query.
    [
      'postgres://app:made-up@db.acme.example/app?host=other.example&port=5555&dbname=x',
      { host: 'other.example', port: 5555, database: 'x' },
    ],
  ])('%s is parsed', (written, expected) => {
    expect(databaseAddress(written)).toMatchObject(expected);
  });

  test.each([
    'mysql://app:made-up@db.acme.example/app',
    'postgres://app:made-up@/app?host=/var/run/postgresql',
    'postgres://app:made-up@db.acme.example/app?host=one.example,two.example',
    'postgres://app:made-up@db.acme.example/app?port=0',
    'not an address',
  ])('%s is not the address of one server', (written) => {
    expect(databaseAddress(written)).toBeUndefined();
  });

  test('is shown without its user and password', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9@:/?#%&=+ ]{6,20}$/);
    fc.assert(
      fc.property(word, word, (user, password) => {
        const written = `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@db.acme.example:5432/app`;
        const address = databaseAddress(written);
        expect(address).toMatchObject({ user, password });
        expect(address && shownDatabase(address)).toBe('postgres://db.acme.example:5432/app');
      }),
    );
  });
});
