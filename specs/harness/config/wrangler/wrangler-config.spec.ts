import { describe, expect, test } from 'vitest';
import {
  environmentFor,
  readWranglerConfiguration,
} from '../../../../support/families/config/wrangler/wrangler-config.ts';
import {
  judgeFileVariables,
  judgeInheritance,
  judgeSharedStores,
} from '../../../worker/wrangler-environments.judge.ts';
import { profileOf } from '../shop-profile.ts';

const toml = `name = "logs"
main = "src/index.ts"
kv_namespaces = [ { binding = "CACHE", id = "k1" } ]

[vars]
LOG_LEVEL = "debug"

[[durable_objects.bindings]]
name = "LIMITER"
class_name = "Limiter"

[env.production]
name = "logs-live"
[env.production.vars]
LOG_LEVEL = "info"
[[env.production.durable_objects.bindings]]
name = "LIMITER"
class_name = "Limiter"
[[env.production.queues.producers]]
binding = "JOBS"
queue = "jobs"
`;
const jsonc = `{
  // the same, as JSON with comments
  "name": "logs",
  "kv_namespaces": [{ "binding": "CACHE", "id": "k1" }],
  "vars": { "LOG_LEVEL": "debug" },
  "durable_objects": { "bindings": [{ "name": "LIMITER", "class_name": "Limiter" }] },
  "env": { "production": {
    "name": "logs-live",
    "vars": { "LOG_LEVEL": "info" },
    "durable_objects": { "bindings": [
      { "name": "LIMITER", "class_name": "Limiter" },
    ] },
    "queues": { "producers": [{ "binding": "JOBS", "queue": "jobs" }] },
  } },
}`;

const read = (file: string, text: string) => readWranglerConfiguration(file, text);
const withoutLines = (file: string, text: string) =>
  read(file, text).map((each) => ({ ...each, bindings: each.bindings.map(({ line: _, ...binding }) => binding) }));

describe('the configuration of wrangler', () => {
  test('says the same as TOML and as JSON with comments', () => {
    expect(withoutLines('wrangler.jsonc', jsonc)).toEqual(withoutLines('wrangler.toml', toml));
  });

  test.each([
    ['wrangler.toml', toml, { CACHE: 3, LOG_LEVEL: 6, LIMITER: 8 }, { LOG_LEVEL: 15, LIMITER: 16, JOBS: 19 }],
    ['wrangler.jsonc', jsonc, { CACHE: 4, LOG_LEVEL: 5, LIMITER: 6 }, { LOG_LEVEL: 9, LIMITER: 11, JOBS: 13 }],
  ])('has a line for each binding: %s', (file, text, top, named) => {
    const [first, second] = read(file, text);
    const lines = (bindings: readonly { name: string; line: number }[] = []) =>
      Object.fromEntries(bindings.map(({ name, line }) => [name, line]));
    expect(lines(first.bindings)).toEqual(top);
    expect(lines(second?.bindings)).toEqual(named);
  });

  test.each([
    ['wrangler.toml', 'name = \n', /^wrangler\.toml:1 is not TOML/],
    ['wrangler.json', '{\n  "name": }', /^wrangler\.json:2 is not JSON/],
    ['wrangler.json', '[]', /^wrangler\.json:1 is not an object/],
  ])('that cannot be read is named with its line: %s', (file, text, message) => {
    expect(() => read(file, text)).toThrow(message);
  });

  test('belongs to the script that it deploys, else to the environment of that name', () => {
    const configuration = read('wrangler.toml', toml);
    const name = (script: string | undefined, environment: string) =>
      environmentFor(configuration, { script, environment })?.script;
    expect(name('logs-live', 'prod')).toBe('logs-live');
    expect(name('logs', 'production')).toBe('logs');
    expect(name(undefined, 'production')).toBe('logs-live');
    expect(name('other', 'prod')).toBeUndefined();
  });
});

describe('a named environment', () => {
  test('that lacks what the top level has is told, with the line of what it lacks', () => {
    const [top, environment] = read('wrangler.toml', toml);
    if (environment === undefined) throw new Error('expected a named environment');
    const reading = { file: 'wrangler.toml', top, environment, deploy: '' };
    expect(judgeInheritance(reading, [])).toMatchObject([
      { what: 'env.production of wrangler.toml lacks CACHE, which the top level has', from: ['wrangler.toml:3'] },
    ]);
    expect(judgeInheritance(reading, [/^CACHE$/])).toEqual([]);
    expect(judgeInheritance({ ...reading, environment: top }, [])).toEqual([]);
  });
});

describe('environments of one file', () => {
  const binding = {
    kv: (id: string) => `"kv_namespaces": [{ "binding": "CACHE", "id": "${id}" }]`,
    d1: (id: string) => `"d1_databases": [{ "binding": "DB", "database_name": "app", "database_id": "${id}" }]`,
    r2: (id: string) => `"r2_buckets": [{ "binding": "FILES", "bucket_name": "${id}" }]`,
    queue: (id: string) => `"queues": { "producers": [{ "binding": "JOBS", "queue": "${id}" }] }`,
    hyperdrive: (id: string) => `"hyperdrive": [{ "binding": "SQL", "id": "${id}" }]`,
    objects: (id: string) =>
      `"durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room", "script_name": "${id}" }] }`,
  };
  const between = (dev: string, prod: string, names = ['logs-dev', 'logs-prod']) => {
    const text = `{ "name": "logs", "env": { "dev": { "name": "${names[0]}", ${dev} }, "prod": { "name": "${names[1]}", ${prod} } } }`;
    const [top, first, second] = read('wrangler.jsonc', text) as never as [never, never, never];
    const side = (environment: never, of: string) => ({ file: 'wrangler.jsonc', top, environment, deploy: '', of });
    return (allowed: RegExp[] = []) =>
      judgeSharedStores(side(second, 'prod'), side(first, 'dev'), allowed).map(({ what }) => what);
  };

  test.each(Object.entries(binding))('open one store: %s', (_, write) => {
    expect(between(write('store-1'), write('store-1'))()).toEqual([
      expect.stringMatching(/^(\w+) of prod opens the same store as \1 of dev$/),
    ]);
    expect(between(write('store-1'), write('store-2'))()).toEqual([]);
    expect(between(write('store-1'), write('store-1'))([/./])).toEqual([]);
  });

  test('may have one service, and one class of its own in each script', () => {
    const services = '"services": [{ "binding": "MAIL", "service": "mail" }]';
    const objects = '"durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }] }';
    expect(between(services, services)()).toEqual([]);
    expect(between(objects, objects)()).toEqual([]);
  });

  test('are one where both deploy one script', () => {
    expect(between('"vars": {}', '"vars": {}', ['logs', 'logs'])()).toEqual([
      'prod and dev are deployed as one script, logs',
    ]);
  });

  test('deploy values that obey the rules of a cell', () => {
    const variables = `"vars": { "FEED": "https://patient-heron-417.convex.test/feed", "PAY": { "key": "sk_test_9Qm2Kx7Zp4" }, "HOOK": "https://your-app.acme.io", "SET": "http://127.0.0.1:1", "LEVEL": "info" }`;
    const [environment] = read('wrangler.jsonc', `{ "name": "logs", ${variables} }`);
    const reading = { file: 'wrangler.jsonc', top: environment, environment, deploy: '' };
    const found = judgeFileVariables(profileOf({ rows: '' }), reading, (name) => name === 'SET');
    expect(found.map(({ what }) => what)).toEqual([
      'FEED of prod contains the host patient-heron-417.convex.test of dev',
      'FEED of prod contains the deployment patient-heron-417 of dev',
      "PAY of prod is of Stripe, Clerk, Paystack, PayMongo or Moyasar's test mode",
      'HOOK contains a placeholder',
    ]);
  });

  test('deploy no secret in `vars`, which version control keeps', () => {
    const variables = `"vars": { "PAY_KEY": "sk_live_9Qm2Kx7Zp4Vt8Lw3", "SESSION_SECRET": "made-up-k1Ls7uY6wq", "CACHE_KEY": "incidents-v1", "MAIL_TOKEN": "changeme", "TOKEN_TTL": "3600" }`;
    const [environment] = read('wrangler.jsonc', `{ "name": "logs", ${variables} }`);
    const reading = { file: 'wrangler.jsonc', top: environment, environment, deploy: '' };
    const told = judgeFileVariables(profileOf({ rows: '' }), reading, () => false).filter(({ what }) =>
      what.includes('plain text'),
    );
    expect(told.map(({ what, severity = 'critical' }) => `${severity} ${what}`)).toEqual([
      'critical PAY_KEY is a secret that stands in `vars` as plain text',
      'warning SESSION_SECRET is a secret that stands in `vars` as plain text',
    ]);
    expect(JSON.stringify(told)).not.toContain('9Qm2Kx7Zp4');
  });
});
