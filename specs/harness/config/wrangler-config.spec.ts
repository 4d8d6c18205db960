import { describe, expect, test } from 'vitest';
import {
  environmentFor,
  readWranglerConfiguration,
} from '../../../support/families/config/wrangler/wrangler-config.ts';
import { judgeInheritance } from '../../worker/wrangler-environments.judge.ts';

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
