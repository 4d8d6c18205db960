import { inspect } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { type Profile, resolveProfile } from '../../../support/profile/index.ts';
import { isSecretKey } from '../../../support/profile/values/secret-keys.ts';
import { findSecrets, forgetSecrets, redact } from '../../../support/redaction/redact.ts';
import { deploymentWith, plainConfig } from './temporary-deployment.ts';

afterEach(forgetSecrets);

const secrets = {
  cell: 'made-up-cell-secret-01',
  otherCell: 'made-up-other-cell-secret-02',
  shadowedCell: 'made-up-shadowed-secret-03',
  variable: 'made-up-variable-secret-04',
  reference: 'made-up-reference-secret-05',
  otherReference: 'made-up-reference-secret-06',
  insideAddress: 'made-up-p%40ssword-07',
  connection: 'made-up-connection-08',
  key: 'made-up-deploy-key-09',
  values: 'made-up-values-secret-10',
};

const table = `| TARGET | KEY | DEV_VALUE | PROD_VALUE |
| CONVEX | SIGNING_SECRET | ${secrets.otherCell} | ${secrets.cell} |
| CONVEX | API_TOKEN | x | ${secrets.shadowedCell} |
| CONVEX | MAIL_PASSWORD | \${MAIL} | \${MAIL} |
| CONVEX | PROXY | | https://user:${secrets.insideAddress}@proxy.example.test |
| CONVEX | EVENTS_DATABASE_URL | | postgres://app:${secrets.connection}@db.example.test/events |
| CONVEX | SESSION_KEY | | |
| CONVEX | HOOK | | https://hook.example.test/\${HOOK_TOKEN} |
| NEXTJS | SITE_URL | http://127.0.0.1:3000 | https://shop.example.test |
`;

function resolve(): Profile {
  const loaded = deploymentWith({
    config: {
      ...plainConfig,
      environments: {
        dev: { class: 'development' },
        prod: { class: 'production', values: { SESSION_KEY: secrets.values } },
      },
      platforms: {
        convex: { url: { value: 'https://c.test' }, deployment: { value: 'prod:c' }, deployKey: { key: 'ANY_NAME' } },
        pages: { url: { key: 'SITE_URL' } },
      },
    },
    table,
  });
  return resolveProfile(loaded, 'prod', {
    variables: {
      PROD_API_TOKEN: secrets.variable,
      PROD_MAIL: secrets.reference,
      DEV_MAIL: secrets.otherReference,
      PROD_ANY_NAME: `prod:c|${secrets.key}`,
      HOOK_TOKEN: 'made-up-hook-token-11',
    },
  });
}

const all = [...Object.values(secrets), 'made-up-p@ssword-07', 'made-up-hook-token-11'];

test.for(Object.entries({ ...secrets, decoded: 'made-up-p@ssword-07', hook: 'made-up-hook-token-11' }))(
  'the secret of %s is registered for redaction when the profile is resolved',
  ([, value]) => {
    resolve();
    expect(findSecrets(`x ${value} y`)).not.toEqual([]);
    expect(redact(value)).not.toContain(value);
  },
);

test('the values are there for the checks', () => {
  const profile = resolve();
  const given = (key: string) => profile.table.values.find((value) => value.key === key)?.setting.value;
  expect(given('SIGNING_SECRET')).toBe(secrets.cell);
  expect(given('API_TOKEN')).toBe(secrets.variable);
  expect(profile.table.parsed.rows).toHaveLength(8);
  expect(profile.table.values[1]?.written).toBe(secrets.shadowedCell);
});

const views: Record<string, (profile: Profile) => string> = {
  JSON: (profile) => JSON.stringify(profile),
  'the JSON of the others': (profile) => JSON.stringify(profile.others),
  'console.log': (profile) => inspect(profile),
  'console.log at any depth': (profile) => inspect(profile, { depth: null }),
  'console.log with hidden properties': (profile) => inspect(profile, { depth: null, showHidden: true }),
  structuredClone: (profile) => inspect(structuredClone(profile), { depth: null }),
  'a spread': (profile) => inspect({ ...profile, table: { ...profile.table } }, { depth: null }),
  'a setting': (profile) => profile.table.values.map(({ setting }) => `${setting} ${inspect(setting)}`).join(),
};

test.for(Object.entries(views))('no secret stands in %s of a profile', ([, view]) => {
  const text = view(resolve());
  expect(text.length).toBeGreaterThan(20);
  for (const value of all) expect(text).not.toContain(value);
});

test('the JSON of a profile names the other environments', () => {
  expect(JSON.parse(JSON.stringify(resolve()))).toMatchObject({
    environment: 'prod',
    effects: ['offline', 'read'],
    others: ['dev'],
    sites: [{ url: { name: 'SITE_URL', isSet: true } }],
  });
});

test.for([
  'CONVEX_DEPLOY_KEY',
  'UPSTASH_REDIS_REST_TOKEN',
  'AUTH_SECRET',
  'SMTP_PASSWORD',
  'SMTP_PASS',
  'DB_PWD',
  'JWT_PRIVATE_KEY',
  'SENTRY_DSN',
  'SIGNING_KEYS',
  'APIKEY',
  'auth_secret',
  'DATABASE_URL',
  'EVENTS_DATABASE_URL',
  'GOOGLE_CREDENTIALS',
  'PASSWORD_SALT',
  'STRIPE_WEBHOOK',
  'JWT',
  'AUTH',
  'SIGNING',
  'ENCRYPTION',
  'HMAC',
  'DB_URL',
  'CONNECTION_STRING',
  'WEBHOOK_URL',
  'SLACK_HOOK',
  'COOKIE',
  'SESSION',
  'GH_PAT',
  'SUPABASE_SERVICE_ROLE',
  'PASS',
  'PWD',
  'clerkSecretKey',
  'nextAuthSecret',
])('%s is a secret by its name', (key) => {
  expect(isSecretKey(key)).toBe(true);
});

test.for([
  'NEXT_PUBLIC_MAPS_KEY',
  'VITE_ANALYTICS_TOKEN',
  'SITE_URL',
  'LOG_LEVEL',
  'MONKEY',
  'COOKIE_DOMAIN',
  'SESSION_TTL',
  'AUTH_URL',
  'AUTH_ISSUER',
  'JWT_ISSUER',
  'PATH_PREFIX',
  'COMPASS',
  'WEBHOOK_RETRIES',
  'monkeyBusiness',
  'SUPABASE_ANON_KEY',
  'BYPASS',
  'KEYBOARD',
  'TOKENIZER',
  'VAPID_PUBLIC_KEY',
  'STRIPE_PUBLISHABLE_KEY',
  'UPSTASH_REDIS_REST_URL',
])('%s is not a valid secret by its name', (key) => {
  expect(isSecretKey(key)).toBe(false);
});

test('the rule of a key says more than its name', () => {
  expect(isSecretKey('LOG_LEVEL', { type: 'secret' })).toBe(true);
  expect(isSecretKey('STORE', { type: 'connection-string' })).toBe(true);
  expect(isSecretKey('SORT_KEY', { type: 'text' })).toBe(false);
  expect(isSecretKey('AUTH_TOKEN', { isolated: true })).toBe(true);
});

test('a password that is a word of ordinary text is not registered', () => {
  const config = { ...plainConfig, platforms: { pages: { url: { key: 'SITE_URL' } } } };
  const rows =
    '| TARGET | KEY | DEV_VALUE | PROD_VALUE |\n| NEXTJS | SITE_URL | a | https://postgres:postgres@db.test |\n';
  resolveProfile(deploymentWith({ config, table: rows }), 'prod', { variables: {} });
  expect(redact('a postgres server')).toBe('a postgres server');
});
