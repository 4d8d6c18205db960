import { describe, expect, test } from 'vitest';
import { type Profile, Setting, type SyncPlatform, type TableValue } from '../../../support/profile/index.ts';
import { flagsOf, judgeFlag, judgeNamedFlags } from '../../config/feature-flags.judge.ts';
import { judgeLimits } from '../../config/platform-limits.judge.ts';

function row(key: string, value: string, secret = false): TableValue {
  return {
    key,
    secret,
    cell: 'app.table:4:9',
    written: value,
    setting: Setting.of(key, value, 'app.table:4:9'),
    rule: {},
    line: 4,
    targets: [],
  } as TableValue;
}

const limitsOf = (platform: SyncPlatform, rows: TableValue[]) =>
  judgeLimits({ target: { target: 'T', platform, unmanaged: [], setAtDeploy: [] }, rows }).map(({ what }) => what);
const many = (number: number, secret = false) =>
  Array.from({ length: number }, (_, index) => row(`KEY_${index}`, 'x', secret));

describe('the limits of a platform', () => {
  test.each([
    ['convex', [...many(512)], []],
    ['convex', many(513), ['T has more keys than Convex takes']],
    ['convex', [row('A', 'é'.repeat(4096))], []],
    ['convex', [row('A', `${'é'.repeat(4096)}x`)], ['Convex does not accept A (T): its value is too large']],
    [
      'convex',
      Array.from({ length: 80 }, (_, index) => row(`K_${index}`, 'x'.repeat(8_000))),
      ['T has larger values in all than Convex takes'],
    ],
    ['convex', [row('CONVEX_SITE_URL', 'x')], ['Convex does not accept CONVEX_SITE_URL (T): its name']],
    ['worker', many(129), ['T has more keys than a Worker takes']],
    ['worker', [row('A', 'x'.repeat(5_121))], ['a Worker does not accept A (T): its value is too large']],
    ['github', [...many(100, true), ...many(500)], []],
    ['github', many(101, true), ['T has more secrets than GitHub takes']],
    ['github', [row('GITHUB_THING', 'x')], ['GitHub does not accept GITHUB_THING (T): its name']],
  ] satisfies [SyncPlatform, TableValue[], string[]][])('%s', (platform, rows, expected) => {
    expect(limitsOf(platform, rows)).toEqual(expected);
  });
});

function profile(kind: Profile['class'], values: TableValue[], flags: Record<string, string[]> = {}): Profile {
  return { class: kind, environment: 'prod', table: { file: 'app.table', values, flags } } as unknown as Profile;
}
const broken = (subject: Profile) =>
  flagsOf(subject)
    .flatMap(judgeFlag)
    .map(({ what }) => what);

describe('the flags', () => {
  test.each([
    ['LOG_LEVEL', 'debug', true],
    ['LOG_LEVEL', 'INFO', false],
    ['ENABLE_DEBUG_ENDPOINTS', 'true', true],
    ['DEBUG', 'false', false],
    ['USE_MOCKS', '1', true],
    ['RATE_LIMIT_ENABLED', 'false', true],
    ['RATE_LIMIT_ENABLED', 'true', false],
    ['DISABLE_RATE_LIMIT', 'true', true],
    ['SENTRY_DEBUG_ID', 'true', false],
    ['MOCKUP_URL', 'https://acme.test', false],
  ])('of production: %s=%s breaks the policy: %s', (key, value, breaks) => {
    expect(broken(profile('production', [row(key, value)]))).toHaveLength(breaks ? 1 : 0);
    expect(broken(profile('development', [row(key, value)]))).toEqual([]);
  });

  // What each framework documents of its own modes, in production.
  test.each([
    ['NODE_ENV', 'development', true],
    ['NODE_ENV', 'test', true],
    ['NODE_ENV', 'staging', true],
    ['NODE_ENV', 'production', false],
    ['MIX_ENV', 'dev', true],
    ['MIX_ENV', 'prod', false],
    ['MIX_ENV', 'prod_eu', false],
    ['RAILS_ENV', 'development', true],
    ['RAILS_ENV', 'production', false],
    ['RACK_ENV', 'test', true],
    ['RACK_ENV', 'deployment', false],
    ['APP_ENV', 'local', true],
    ['APP_ENV', 'dev', true],
    ['APP_ENV', 'Testing', true],
    ['APP_ENV', 'production', false],
    ['APP_ENV', 'prod', false],
    ['APP_ENV', 'eu-west', false],
    ['FLASK_ENV', 'development', true],
    ['FLASK_DEBUG', '1', true],
    ['FLASK_DEBUG', '0', false],
    ['DJANGO_DEBUG', 'True', true],
    ['DJANGO_DEBUG', 'False', false],
    ['APP_DEBUG', 'true', true],
    ['APP_DEBUG', '', false],
    ['DEBUG', 'true', true],
    ['DEBUG', '1', true],
    ['DEBUG', 'yes', true],
    ['DEBUG', '', false],
    ['DEBUG', 'app:*', false],
    ['DEBUG', 'express:*,-express:router', false],
    ['DEBUG', '*', false],
    ['API_DEBUG', 'app:*', true],
    ['ASPNETCORE_ENVIRONMENT', 'Development', true],
    ['ASPNETCORE_ENVIRONMENT', 'Production', false],
    ['DOTNET_ENVIRONMENT', 'Development', true],
    ['GIN_MODE', 'debug', true],
    ['GIN_MODE', 'release', false],
    ['NODE_ENVIRONMENT_NAME', 'development', false],
    ['MIX_ENVELOPE', 'dev', false],
  ])('of a framework: %s=%s breaks the policy: %s', (key, value, breaks) => {
    expect(broken(profile('production', [row(key, value)]))).toEqual(
      breaks ? [`the flag ${key} violates the policy`] : [],
    );
    expect(broken(profile('staging', [row(key, value)]))).toEqual([]);
  });

  test('of a framework obey the policy of the config', () => {
    const values = [row('NODE_ENV', 'staging')];
    expect(broken(profile('production', values, { NODE_ENV: ['staging'] }))).toEqual([]);
    expect(broken(profile('production', [row('NODE_ENV', '')], { NODE_ENV: ['production'] }))).toHaveLength(1);
    expect(broken(profile('production', [row('DEBUG', '')], { DEBUG: ['false'] }))).toHaveLength(1);
  });

  test('obey the policy of the config before the rules of every production', () => {
    expect(broken(profile('production', [row('LOG_LEVEL', 'debug')], { LOG_LEVEL: ['debug'] }))).toEqual([]);
    expect(broken(profile('development', [row('BETA', 'off')], { BETA: ['on'] }))).toEqual([
      'the flag BETA violates the policy',
    ]);
  });

  test('that the policy names and no row holds are told', () => {
    expect(judgeNamedFlags(profile('production', [], { BETA: ['on'] }))).toHaveLength(1);
  });
});
