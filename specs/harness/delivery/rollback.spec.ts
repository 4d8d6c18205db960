import { describe, expect, test } from 'vitest';
import { judgeBackendRollback } from '../../../support/families/delivery/rollback/judge-backend.ts';
import { judgeReleases } from '../../../support/families/delivery/rollback/judge-worker.ts';
import { adviceFor } from '../../../support/families/delivery/rollback/matrix.ts';
import { merged, type Obstacle, rollbackPlatforms } from '../../../support/families/delivery/rollback/obstacle.ts';
import { formatRollback, planRollback } from '../../../support/families/delivery/rollback/plan.ts';
import { type RollbackTarget, rollbackTargets } from '../../../support/families/delivery/rollback/targets.ts';
import { commitWith, releaseOf, schemaOf, sidesOf } from './sides.ts';

const judge = (sides: ReturnType<typeof sidesOf>) => judgeBackendRollback({ ...sides, to: 'abc123' });
const platformsOf = (sides: ReturnType<typeof sidesOf>) => judge(sides).obstacles.map(({ platform }) => platform);

describe('backend and site', () => {
  test('where nothing differs, nothing stands against it', () => {
    expect(judge(sidesOf({}))).toMatchObject({ obstacles: [], unknown: [], compared: 2 });
  });

  test.each([
    [
      'the site to go back to calls what was removed',
      sidesOf({ next: ['a:list', 'a:old'], newSite: ['a:list', 'a:old'] }),
      ['pages'],
    ],
    [
      'the live site calls what was not there yet',
      sidesOf({ now: ['a:list', 'a:new'], next: ['a:list'], liveSite: ['a:list', 'a:new'], newSite: ['a:list'] }),
      ['convex'],
    ],
    [
      'both',
      sidesOf({ now: ['a:new'], next: ['a:old'], liveSite: ['a:new'], newSite: ['a:old'] }),
      ['pages', 'convex'],
    ],
    [
      'the earlier schema needs what may be missing today',
      sidesOf({
        nowSchema: schemaOf({ name: { optional: true } }),
        nextSchema: schemaOf({ name: { optional: false } }),
      }),
      ['convex'],
    ],
    [
      'the earlier schema knows no field of today',
      sidesOf({ nowSchema: schemaOf({ name: { optional: true } }), nextSchema: schemaOf({}) }),
      ['convex'],
    ],
    [
      'the earlier schema accepts more',
      sidesOf({
        nowSchema: schemaOf({ name: { optional: false } }),
        nextSchema: schemaOf({ name: { optional: true } }),
      }),
      [],
    ],
    ['the earlier commit has no schema', sidesOf({ nowSchema: schemaOf({ name: { optional: false } }) }), []],
    ['nothing is validated today, and was then', sidesOf({ nextSchema: schemaOf({ name: { optional: false } }) }), []],
  ] as [string, ReturnType<typeof sidesOf>, string[]][])('%s', (_what, sides, expected) => {
    expect(platformsOf(sides)).toEqual(expected);
  });

  test('indexes that are built again and removed are named, and decide nothing', () => {
    const withIndex = (name: string) => ({
      ...schemaOf({}),
      tables: schemaOf({}).tables.map((table) => ({ ...table, indexes: [{ name, fields: '["name"]' }] })),
    });
    const sides = sidesOf({ nowSchema: withIndex('by_name'), nextSchema: withIndex('by_slug') });
    const judgement = judge(sides);
    expect(judgement.obstacles).toEqual([]);
    expect(judgement.notes?.map(({ text }) => text)).toEqual([
      'builds indexes before the push ends: users.by_slug',
      'removes indexes: users.by_name',
    ]);
    const target: RollbackTarget = {
      platform: 'convex',
      called: 'the backend',
      target: 'abc123',
      step: 'deploy',
      from: 'a',
    };
    const plan = planRollback(judgement, [target], rollbackPlatforms, {});
    expect(formatRollback(plan, judgement, 'abc123', 'prod')).toContain(
      'builds indexes before the push ends: users.by_slug',
    );
  });

  test('what could not be read is not known, and names the platform', () => {
    const sides = sidesOf({});
    const unread = { ...sides, live: { ...sides.live, schema: { unread: 'status 403' } } };
    expect(judge(unread).unknown).toEqual([
      { platform: 'convex', reason: 'the deployed schema could not be read: status 403' },
    ]);
  });
});

describe('the Worker', () => {
  const whats = (...args: Parameters<typeof judgeReleases>) =>
    judgeReleases(...args)
      .obstacles.map(({ what }) => what)
      .join();

  test.each([
    ['nothing differs', releaseOf({ migration: 'v1' }), ''],
    ['a migration lies between', releaseOf({ migration: 'v2', earlierMigration: 'v1' }), 'Durable Object migration'],
    ['a secret was changed', releaseOf({ trigger: 'secret' }), 'a secret of the Worker'],
    ['a binding was added', releaseOf({ earlierBindings: [] }), 'the bindings of the Worker'],
  ])('%s', (_what, live, expected) => {
    expect(whats(live)).toContain(expected);
    if (expected === '') expect(whats(live)).toBe('');
  });

  test('what Cloudflare does not say is not known: the bindings, and what made a deployment', () => {
    const live = releaseOf({ migration: 'v1' });
    const [worker] = live.workers;
    if (!worker || 'unread' in worker.release) throw new Error('The sample has a release.');
    const { value } = worker.release;
    const reasons = (changed: Partial<typeof value>) =>
      judgeReleases({ workers: [{ ...worker, release: { value: { ...value, ...changed } } }] }).unknown.map(
        ({ reason }) => reason,
      );
    expect(reasons({})).toEqual([]);
    const untold = value.deployments.map((each) => ({ ...each, annotations: {} }));
    expect(reasons({ deployments: untold })).toEqual([expect.stringContaining('whether a secret')]);
    const details = new Map([...value.details].map(([id, each]) => [id, { ...each, resources: undefined }]));
    expect(reasons({ details })).toEqual([expect.stringContaining('the bindings')]);
  });

  test('a secret that was changed in a version, and deployed later, counts as well', () => {
    const live = releaseOf({ migration: 'v1' });
    const [worker] = live.workers;
    if (!worker || 'unread' in worker.release) throw new Error('The sample has a release.');
    const { value } = worker.release;
    const made = { 'workers/triggered_by': 'secret' };
    const details = new Map(
      [...value.details].map(([id, each]) => [id, { ...each, ...(id === 'live' && { annotations: made }) }]),
    );
    expect(whats({ workers: [{ ...worker, release: { value: { ...value, details } } }] })).toContain(
      'a secret of the Worker',
    );
  });

  test.each([
    [99, true],
    [100, false],
  ])('a version with %i newer ones: within reach %s', (newer, isWithinReach) => {
    const live = releaseOf({ migration: 'v1' });
    const [worker] = live.workers;
    if (!worker || 'unread' in worker.release) throw new Error('The sample has a release.');
    const versions = [...Array.from({ length: newer }, (_, index) => `newer-${index}`), 'earlier'].slice(0, 100);
    const release = { value: { ...worker.release.value, versions } };
    const [target] = rollbackTargets(
      { sites: [], states: [], backends: [], workers: [{ ...worker, release }] },
      undefined,
    );
    expect(target?.missing).toBe(isWithinReach ? undefined : 'the version earlier is not among the newest 100');
  });

  test('a commit whose configuration does not know the last migration cannot be deployed again', () => {
    expect(whats(releaseOf({ migration: 'v2' }), commitWith(['v1']))).toContain('does not know the last');
    expect(whats(releaseOf({ migration: 'v2' }), commitWith(['v1', 'v2']))).toBe('');
  });
});

describe('the plan', () => {
  const targets: RollbackTarget[] = rollbackPlatforms.map((platform) => ({
    platform,
    called: `the ${platform}`,
    target: 'abc123',
    step: `roll ${platform} back`,
    from: 'https://api.example',
  }));
  const obstacle = (platform: Obstacle['platform']): Obstacle => ({
    platform,
    what: `${platform} must not`,
    expected: 'one',
    received: 'another',
    from: ['a.ts:1'],
    remedy: 'Fix forward.',
  });
  const judgementOf = (...obstacles: Obstacle[]) => ({ ...merged([]), obstacles });

  test('go: the site first, then the Worker, then the backend', () => {
    const plan = planRollback(judgementOf(), targets, rollbackPlatforms, {});
    expect(plan.decision).toBe('go');
    expect(plan.platforms.map(({ platform }) => platform)).toEqual(['pages', 'worker', 'convex']);
  });

  test('no go: what may go back alone is named, and no step of the others is printed', () => {
    const judgement = judgementOf(obstacle('convex'));
    const plan = planRollback(judgement, targets, rollbackPlatforms, {});
    const text = formatRollback(plan, judgement, 'abc123', 'prod');
    expect(plan.decision).toBe('no go');
    expect(text).toContain('NO GO: prod back to abc123');
    expect(text).toContain('What may, alone: site, Worker');
    expect(text).not.toContain('roll convex back');
    expect(text).toContain('roll pages back');
  });

  test('one platform alone is judged by what stands against it', () => {
    const judgement = judgementOf(obstacle('convex'));
    expect(planRollback(judgement, targets, ['pages'], {}).decision).toBe('go');
    expect(planRollback(judgement, targets, ['convex'], {}).decision).toBe('no go');
  });

  test('where the earlier site needs the earlier backend, the backend goes back first', () => {
    const plan = planRollback(judgementOf(obstacle('pages')), targets, rollbackPlatforms, {});
    expect(plan.platforms.map(({ platform }) => platform)).toEqual(['convex', 'worker', 'pages']);
  });

  test('what is not known is not a go-ahead, and neither is nothing at all', () => {
    const judgement = { ...merged([]), unknown: [{ platform: 'worker' as const, reason: 'status 403' }] };
    expect(planRollback(judgement, targets, rollbackPlatforms, {}).decision).toBe('not known');
    expect(planRollback(merged([]), [], rollbackPlatforms, {}).decision).toBe('not known');
  });
});

describe('the decision matrix', () => {
  test.each([
    ['critical', 'all', 'convex', 'roll back at once'],
    ['critical', 'all', 'pages', 'roll back at once'],
    ['high', 'most', 'pages', 'roll back'],
    ['high', 'most', 'convex', 'investigate first'],
    ['critical', 'most', 'worker', 'roll back'],
    ['medium', 'some', 'worker', 'fix forward'],
    ['critical', 'some', 'pages', 'fix forward'],
  ] as const)('%s, %s users, %s: %s', (severity, impact, platform, action) => {
    expect(adviceFor(severity, impact, platform).action).toBe(action);
  });
});
