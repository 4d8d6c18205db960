import { describe, expect, test } from 'vitest';
import { databaseTarget } from '../../../support/families/isolation/databases/database-target.ts';
import type { DatabaseIdentity } from '../../../support/families/isolation/databases/read-database.ts';
import { databaseAddress } from '../../../support/http/index.ts';
import { Setting } from '../../../support/profile/index.ts';
import {
  type AskedDatabase,
  databaseEvidence,
  judgeReportedDatabase,
  judgeSameServer,
} from '../../isolation/database-identity.judge.ts';

function asked(environment: string, over: Partial<DatabaseIdentity> = {}): AskedDatabase {
  const url = `postgres://app_${environment}:made-up@${environment}.acme.example/app`;
  const target = databaseTarget(url);
  if (target === undefined) throw new Error('expected a target');
  return {
    held: {
      key: 'DATABASE_URL',
      environment,
      place: `app.table:3 (${environment})`,
      setting: Setting.of('DATABASE_URL', url, 'app.table:3'),
      target,
      address: databaseAddress(url),
    },
    identity: {
      url: `postgres://${environment}.acme.example:5432/app`,
      database: 'app',
      address: undefined,
      startedAt: `2026-01-01 00:00:00.${environment === 'dev' ? 1 : 2}`,
      isReplica: false,
      system: '77',
      ...over,
    },
  };
}

describe('a database server', () => {
  test('that reports the database of its string is the one that is named; another is told', () => {
    expect(judgeReportedDatabase(asked('prod'))).toEqual([]);
    expect(judgeReportedDatabase(asked('prod', { database: 'app_dev' }))).toMatchObject([
      { what: 'DATABASE_URL of prod points to another database than it names', expected: 'app' },
    ]);
  });

  const startedAt = '2026-01-01 00:00:00.123456';
  const judge = (prod: Partial<DatabaseIdentity>, dev: Partial<DatabaseIdentity>) =>
    judgeSameServer(asked('prod', prod), asked('dev', dev));

  test.each<[string, Partial<DatabaseIdentity>, Partial<DatabaseIdentity>]>([
    ['another system', { startedAt }, { startedAt, system: '78' }],
    ['another database on one server', { startedAt }, { startedAt, database: 'app_dev' }],
    ['a branch or a restored backup, which writes for itself', {}, {}],
    ['another start, where the system cannot be read', { system: undefined }, {}],
  ])('is apart from %s', (_, prod, dev) => {
    expect(judge(prod, dev)).toEqual([]);
  });

  test.each<[string, Partial<DatabaseIdentity>, Partial<DatabaseIdentity>]>([
    ['one database behind two addresses', { startedAt }, { startedAt }],
    ['one database behind two addresses', { startedAt, system: undefined }, { startedAt }],
    ['one database and its replica', {}, { isReplica: true }],
    ['one database and its replica', { isReplica: true }, { isReplica: true }],
  ])('is %s', (what, prod, dev) => {
    const [finding] = judge(prod, dev);
    expect(finding?.what).toBe(`DATABASE_URL: prod and dev are ${what}`);
    expect(JSON.stringify(finding)).not.toContain('made-up');
  });

  test('that may follow another, or was started anew between two questions, is not called apart', () => {
    expect(() => judge({ isReplica: true, system: undefined }, {})).toThrow('may not read which');
    expect(() => judge({ address: '10.0.0.7:5432' }, { address: '10.0.0.7:5432' })).toThrow('started at two moments');
  });

  test('that hides its system is counted as such', () => {
    expect(databaseEvidence([asked('prod', { system: undefined }), asked('dev')])).toEqual([
      ['database servers asked', 2],
      ['of them without their system identifier, which the role may not read', 1],
    ]);
  });
});
