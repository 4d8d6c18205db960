import { describe, expect, test } from 'vitest';
import type { DeployedBinding } from '../../../support/families/config/index.ts';
import { readWranglerConfiguration } from '../../../support/families/config/wrangler/wrangler-config.ts';
import { judgeBindings } from '../../worker/bindings.judge.ts';
import { judgeAccount, judgeCrons, judgeSettings } from '../../worker/settings.judge.ts';
import fc from '../property.ts';

const toml = `name = "logs"
account_id = "a1"
compatibility_date = "2026-07-01"
compatibility_flags = ["nodejs_compat", "global_navigator"]
kv_namespaces = [ { binding = "CACHE", id = "k1" } ]
[triggers]
crons = ["0 4 * * *"]
[observability]
enabled = true
[limits]
cpu_ms = 50
[vars]
LOG_LEVEL = "debug"
[[durable_objects.bindings]]
name = "LIMITER"
class_name = "Limiter"
[env.live]
[env.live.limits]
cpu_ms = 100
`;

const reading = (text: string, name?: string) => {
  const configuration = readWranglerConfiguration('wrangler.toml', text);
  const [top] = configuration;
  const environment = configuration.find((each) => each.name === name) ?? top;
  return { file: 'wrangler.toml', top, environment, deploy: 'npx wrangler deploy' };
};
const held = (bindings: DeployedBinding[], settings: Record<string, unknown> = {}) =>
  ({
    platform: 'worker',
    target: 'T',
    place: 'the Worker logs',
    address: 'https://api',
    keys: [],
    repeated: 0,
    bindings,
    settings,
  }) as const;
const limiter = { name: 'LIMITER', type: 'durable_object_namespace', class_name: 'Limiter' };
const cache = { name: 'CACHE', type: 'kv_namespace', namespace_id: 'k1' };
const level = { name: 'LOG_LEVEL', type: 'plain_text', text: 'debug' };

describe('the bindings of a deployed script', () => {
  const judge = (bindings: DeployedBinding[], text = toml, setAtDeploy: readonly string[] = []) =>
    judgeBindings(reading(text), held(bindings), (name) => setAtDeploy.includes(name));
  const told = (...given: Parameters<typeof judge>) =>
    judge(...given).findings.map(({ what, expected, received }) => `${what}: ${expected}; ${received}`);

  test('that are declared are right, whatever it has besides', () => {
    expect(judge([limiter, cache, level, { name: 'MORE', type: 'ai' }])).toEqual({ findings: [], unknown: [] });
    expect(told([{ ...limiter, script_name: 'logs' }, cache, level])).toEqual([]);
  });

  test('that are missing, or have another class, script, id or kind, are told with both kinds', () => {
    expect(
      told([
        { ...limiter, class_name: 'Old' },
        { ...cache, namespace_id: 'k2' },
      ]),
    ).toEqual([
      'the binding LIMITER of the Worker logs is another one: durable_object_namespace, class_name Limiter; durable_object_namespace, class_name Old',
      'the binding CACHE of the Worker logs is another one: kv_namespace, id k1; kv_namespace, id k2',
      'the Worker logs lacks the binding LOG_LEVEL: a variable (plain_text); LIMITER (durable_object_namespace), CACHE (kv_namespace)',
    ]);
    expect(told([limiter, { name: 'CACHE', type: 'r2_bucket', bucket_name: 'k1' }, level])).toEqual([
      'the binding CACHE of the Worker logs is another one: kv_namespace, id k1; r2_bucket',
    ]);
  });

  test('that lead to another script where the file names none are told', () => {
    expect(told([{ ...limiter, script_name: 'logs-dev' }, cache, level])).toEqual([
      expect.stringContaining('script_name the script itself; durable_object_namespace, script_name logs-dev'),
    ]);
  });

  test('of which the platform does not show the field are not compared, and said so', () => {
    expect(judge([{ name: 'LIMITER', type: limiter.type }, cache, level]).unknown).toEqual([
      'LIMITER: the API does not show its class_name',
    ]);
  });
});

describe('the variables of a deployed script', () => {
  const judge = (declared: string, binding: DeployedBinding, setAtDeploy = false) => {
    const { findings, unknown } = judgeBindings(
      reading(`name = "logs"\n[vars]\n${declared}\n`),
      held([binding]),
      () => setAtDeploy,
    );
    return { unknown, findings: findings.map(({ expected, received }) => `${expected} → ${received}`) };
  };

  test.each([
    ['X = "a"', { name: 'X', type: 'plain_text', text: 'b' }, 'plain_text a → plain_text b'],
    ['X = "a"', { name: 'X', type: 'plain_text', text: 'A' }, 'plain_text a → plain_text A'],
    ['X = "a"', { name: 'X', type: 'plain_text', text: '' }, 'plain_text a → plain_text without a character'],
    ['X = 3', { name: 'X', type: 'plain_text', text: '3' }, 'json 3 → plain_text 3'],
    ['X = true', { name: 'X', type: 'json', json: false }, 'json true → json false'],
    ['X = { a = 1 }', { name: 'X', type: 'json', json: { a: 2 } }, 'json {"a":1} → json {"a":2}'],
    ['X = "a"', { name: 'X', type: 'kv_namespace', namespace_id: 'a' }, 'plain_text a → kv_namespace'],
  ])('that have another value are told: %s', (declared, binding, told) => {
    expect(judge(declared, binding)).toEqual({ findings: [told], unknown: [] });
  });

  test('that a secret has taken the place of are not compared', () => {
    expect(judge('X = "a"', { name: 'X', type: 'secret_text' }).unknown).toHaveLength(1);
  });

  test('that the deploy command sets may have any value', () => {
    expect(judge('X = "a"', { name: 'X', type: 'plain_text', text: 'b' }, true)).toEqual({ findings: [], unknown: [] });
  });

  test('that look like secrets are told by their length', () => {
    const { findings } = judge('API_TOKEN = "made-up-1"', {
      name: 'API_TOKEN',
      type: 'plain_text',
      text: 'made-up-22',
    });
    expect(findings).toEqual(['plain_text, a secret of 9 characters → plain_text, a secret of 10 characters']);
  });

  test('of any kind are right when deployed as written, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.jsonValue({ maxDepth: 2 })), (value) => {
        const text = JSON.stringify({ name: 'logs', vars: { X: value } });
        const turned = Object.fromEntries(Object.entries(JSON.parse(JSON.stringify(value))).reverse());
        const [top] = readWranglerConfiguration('wrangler.json', text);
        const judged = judgeBindings(
          { file: 'wrangler.json', top, environment: top, deploy: '' },
          held([{ name: 'X', type: 'json', json: turned }]),
        );
        expect(judged).toEqual({ findings: [], unknown: [] });
      }),
    );
  });
});

describe('the settings of a deployed script', () => {
  const deployed = {
    compatibility_date: '2026-07-01',
    compatibility_flags: ['global_navigator', 'nodejs_compat'],
    observability: { enabled: true, head_sampling_rate: 1 },
    limits: { cpu_ms: 50 },
  };
  const judge = (settings: Record<string, unknown>, name?: string) => {
    const { findings, unknown } = judgeSettings(reading(toml, name), held([], settings));
    return [...findings.map(({ what, received }) => `${what}: ${received}`), ...unknown];
  };

  test('as declared are right', () => {
    expect(judge(deployed)).toEqual([]);
  });

  test('of a named environment are its own, and the top level’s where it says nothing', () => {
    expect(judge({ ...deployed, limits: { cpu_ms: 100 } }, 'live')).toEqual([]);
    expect(judge({ ...deployed, compatibility_date: '2025-01-01' }, 'live')).toEqual([
      'the Worker logs has another compatibility_date than wrangler.toml: 2025-01-01',
      'the Worker logs has another limits.cpu_ms than wrangler.toml: 50',
    ]);
  });

  test('that differ are told, and those that the platform does not show are not compared', () => {
    expect(judge({ ...deployed, compatibility_flags: ['nodejs_compat'], limits: undefined })).toEqual([
      'the Worker logs has another compatibility_flags than wrangler.toml: nodejs_compat',
      'limits.cpu_ms: the API does not show it',
    ]);
    expect(judge({ ...deployed, observability: { enabled: false } })).toHaveLength(1);
  });

  test('are of the account that the config names', () => {
    expect(judgeAccount(reading(toml), 'a1', 'the Worker logs')).toEqual([]);
    expect(judgeAccount(reading(toml), 'a2', 'the Worker logs')).toHaveLength(1);
    expect(judgeAccount(reading(toml, 'live'), 'a2', 'the Worker logs')).toHaveLength(1);
  });
});

test.each([
  [['0 4 * * *'], 0],
  [['0  4 * * *'], 0],
  [[], 1],
  [['0 5 * * *'], 1],
  [['0 4 * * *', '* * * * *'], 1],
])('cron triggers are those of the file: %j', (crons, count) => {
  for (const name of [undefined, 'live'])
    expect(judgeCrons(reading(toml, name), { crons, address: 'https://api' }, 'the Worker logs')).toHaveLength(count);
});

test('cron triggers that the file does not speak of are left as they are', () => {
  const crons = { crons: ['0 5 * * *'], address: 'https://api' };
  expect(judgeCrons(reading('name = "logs"\n'), crons, 'the Worker logs')).toEqual([]);
});

test('a required secret that the script lacks is told with the command that sets it', () => {
  const text = 'name = "logs"\n[secrets]\nrequired = ["SIGNING_KEY", "API_TOKEN"]\n';
  const { findings } = judgeBindings(reading(text), held([{ name: 'API_TOKEN', type: 'secret_text' }]));
  expect(findings).toMatchObject([
    { what: 'the Worker logs lacks the secret SIGNING_KEY', remedy: 'npx wrangler secret put SIGNING_KEY' },
  ]);
});
