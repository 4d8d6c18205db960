import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../support/check/finding.ts';
import { NotVerified } from '../../../support/check/not-verified.ts';
import type { DatabaseProfile } from '../../../support/platforms/databases/index.ts';
import { Setting } from '../../../support/settings/index.ts';
import { judgeBackup } from '../../databases/backup.judge.ts';
import { absentExtensions, judgeExtensions } from '../../databases/extensions.judge.ts';
import { judgeDatabaseIdentity } from '../../databases/identity.judge.ts';
import { judgeMigrations } from '../../databases/migrations.judge.ts';
import { judgeRole, type Role } from '../../databases/role.judge.ts';
import { judgeDatabaseTls } from '../../databases/tls.judge.ts';
import { judgeForeignRows } from '../../isolation/foreign-rows.judge.ts';

type Case = [name: string, judge: () => Finding[], says: string | undefined | 'not verified'];

const given = (value: string) => Setting.of('value', value, 'deployment.config.ts');
const main = (more: Partial<DatabaseProfile> = {}): DatabaseProfile => ({
  platform: 'databases',
  environment: 'prod',
  name: 'main',
  place: 'platforms.databases.main',
  called: 'the database main',
  url: Setting.of('DATABASE_URL', 'postgres://app:x@db.test/app', 'app.table:3:9'),
  ...more,
});

const server = { url: 'postgres://db.test:5432/app', database: 'app', host: '10.0.0.7', port: 5432, system: '71' };
const identity: Case[] = [
  ['the database that is meant', () => judgeDatabaseIdentity(server, main(), 'app'), undefined],
  ['another one', () => judgeDatabaseIdentity({ ...server, database: 'app_dev' }, main(), 'app'), 'app_dev'],
  ['another server', () => judgeDatabaseIdentity(server, main({ systemIdentifier: given('72') }), 'app'), '71'],
  [
    'a system that is not told',
    () => judgeDatabaseIdentity({ ...server, system: undefined }, main({ systemIdentifier: given('72') }), 'app'),
    'not verified',
  ],
  [
    'an address that is not told',
    () => judgeDatabaseIdentity({ ...server, host: null }, main({ serverAddress: given('10.0.0.7') }), 'app'),
    'not verified',
  ],
];

const role = (more: Partial<Role>): Role => ({
  name: 'app',
  own: true,
  superuser: false,
  createdb: false,
  createrole: false,
  bypassrls: false,
  ...more,
});
const roles: Case[] = [
  ['a plain one', () => judgeRole([role({})], main(), 'db'), undefined],
  ['one that makes databases', () => judgeRole([role({ createdb: true })], main(), 'db'), 'app: CREATEDB'],
  [
    'one that may become another',
    () => judgeRole([role({}), role({ name: 'boss', own: false, superuser: true })], main(), 'db'),
    'by becoming boss',
  ],
  [
    'an administrator of a hosted server',
    () => judgeRole([role({}), role({ name: 'rds_superuser', own: false })], main(), 'db'),
    'a member of rds_superuser',
  ],
];

const vector = main({ extensions: { vector: { version: '0.8', optionalIn: [] }, age: { optionalIn: ['prod'] } } });
const extensions: Case[] = [
  ['each in its version', () => judgeExtensions([{ name: 'vector', version: '0.8.7' }], vector, 'db'), undefined],
  [
    'a version that only begins alike',
    () => judgeExtensions([{ name: 'vector', version: '0.80' }], vector, 'db'),
    'vector 0.80',
  ],
  ['a missing one', () => judgeExtensions([], vector, 'db'), 'none'],
];

test('an extension that an environment may lack is named where it is absent, and does not count as evidence by itself', () => {
  const age = { optionalIn: ['prod'], version: undefined };
  const both = main({ extensions: { vector: { optionalIn: [], version: undefined }, age } });
  const vectorAlone = [{ name: 'vector', version: '0.8.7' }];
  expect(absentExtensions(vectorAlone, both)).toEqual(['age']);
  expect(absentExtensions([...vectorAlone, { name: 'age', version: '1.6' }], both)).toEqual([]);
  expect(() => absentExtensions(vectorAlone, main({ extensions: { age } }))).toThrow(NotVerified);
});

const tls = { url: 'postgres://db.test:5432/app', mode: 'verify-full', protocol: 'TLSv1.3' } as const;
const encryption: Case[] = [
  ['a verified connection', () => judgeDatabaseTls(tls, main()), undefined],
  ['a string that asks for less', () => judgeDatabaseTls({ ...tls, mode: 'require' }, main()), 'sslmode=require'],
  [
    'a certificate that is not trusted',
    () => judgeDatabaseTls({ ...tls, fault: 'the certificate is not trusted' }, main()),
    'not trusted',
  ],
  [
    'TLS that ends before the server',
    () => judgeDatabaseTls({ url: tls.url, mode: 'verify-full' }, main()),
    'ssl = false',
  ],
];

const file = (id: string, hash?: string) => ({ id, file: `migrations/${id}`, hash });
const compared = (repository: string[], applied: string[], hash?: string) =>
  judgeMigrations({
    place: 'schema_migrations',
    whose: 'the database main of prod',
    source: { tool: 'drizzle', folder: { path: '/migrations', shown: 'migrations' } },
    repository: repository.map((id) => file(id, 'aa')),
    applied: applied.map((id) => ({ id, hash: hash ?? 'aa' })),
  });
const migrations: Case[] = [
  ['the same', () => compared(['1', '2'], ['1', '2']), undefined],
  ['pending', () => compared(['1', '2'], ['1']), 'pending'],
  ['pending, and overtaken', () => compared(['1', '2'], ['2']), 'pending, while a later one is applied'],
  ['missing in the repository', () => compared(['1'], ['1', '2']), '2, applied'],
  ['changed', () => compared(['1'], ['1'], 'bb'), 'SHA-256 aa'],
];

const nowMs = Date.parse('2026-06-10T12:00:00Z');
const kept = main({ backup: { query: 'select 1', maxAgeHours: 26 } });
const backups: Case[] = [
  ['a new one', () => judgeBackup(new Date(nowMs - 3_600_000), kept, nowMs, 'db'), undefined],
  ['a text of a time', () => judgeBackup('2026-06-09T11:00:00Z', kept, nowMs, 'db'), undefined],
  ['an old one', () => judgeBackup('2026-06-09T09:00:00Z', kept, nowMs, 'db'), '27 hours old'],
  ['none', () => judgeBackup(null, kept, nowMs, 'db'), 'none'],
  ['no time', () => judgeBackup('soon', kept, nowMs, 'db'), 'not verified'],
  ['one of the future', () => judgeBackup('2026-06-11T12:00:00Z', kept, nowMs, 'db'), 'not verified'],
];

const marker = { query: 'select id from users', home: 'dev', atHome: 3, here: 0, url: 'db' };
const rows: Case[] = [
  ['none here', () => judgeForeignRows([marker], main()), undefined],
  ['some here', () => judgeForeignRows([{ ...marker, here: 2 }], main()), '2 rows'],
  ['a marker that marks nothing', () => judgeForeignRows([{ ...marker, atHome: 0 }], main()), 'not verified'],
];

describe.each([
  ['databases/identity', identity],
  ['databases/role', roles],
  ['databases/extensions', extensions],
  ['databases/tls', encryption],
  ['databases/migrations', migrations],
  ['databases/backup', backups],
  ['isolation/foreign-rows', rows],
])('%s', (_, cases) => {
  test.each(cases)('%s', (_name, judge, says) => {
    if (says === 'not verified') return void expect(judge).toThrow(NotVerified);
    const received = judge().map((finding) => finding.received);
    expect(received.length > 0, received.join('\n')).toBe(says !== undefined);
    expect(received.join('\n')).toContain(says ?? '');
  });
});
