import { describe, expect, test } from 'vitest';
import { credentialMarks } from '../../../support/families/config/values/credential-marks.ts';
import { providers } from '../../../support/families/config/values/credential-providers.ts';
import { judgeDeployKeys, judgeHeaderWords, judgeModes } from '../../config/credential-mode.judge.ts';
import fc from '../property.ts';
import { realValues } from './real-values.ts';
import { profileOf } from './shop-profile.ts';

const cell = (value: string) => value.replaceAll('|', '\\|');
const inProduction = (key: string, value: string, keys = {}) =>
  judgeModes(profileOf({ rows: `| NEXTJS | ${key} | x | ${cell(value)} |`, keys })).map(({ what }) => what);
const inDevelopment = (key: string, value: string) =>
  judgeModes(profileOf({ rows: `| NEXTJS | ${key} | ${cell(value)} | x |`, environment: 'dev' })).map(
    ({ what }) => what,
  );

/** What is of a test, and the same of the live mode, by how each provider writes it. */
const marks: readonly (readonly [test: string, live: string | undefined])[] = [
  ['sk_test_9Qm2Kx7Zp4', 'sk_live_9Qm2Kx7Zp4'],
  ['pk_test_9Qm2Kx7Zp4', 'pk_live_9Qm2Kx7Zp4'],
  ['rk_test_9Qm2Kx7Zp4', 'rk_live_9Qm2Kx7Zp4'],
  ['https://wise-crab-12.clerk.accounts.dev', undefined],
  ['Acme <onboarding@resend.dev>', undefined],
  ['pdl_sdbx_apikey_01hx', 'pdl_live_apikey_01hx'],
  ['https://sandbox-api.paddle.com', 'https://api.paddle.com'],
  ['https://sandbox.plaid.com', 'https://production.plaid.com'],
  ['access-sandbox-7c69d345', 'access-production-7c69d345'],
  ['sandbox-sq0idb-x9', 'sq0idp-x9'],
  ['https://connect.squareupsandbox.com', 'https://connect.squareup.com'],
  ['https://api-m.sandbox.paypal.com', 'https://api-m.paypal.com'],
  ['test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM', 'live_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM'],
  ['+15005550006', undefined],
  ['secret-test-11111111', 'secret-live-11111111'],
  ['signkey-test-12ab', 'signkey-prod-12ab'],
  ['tr_dev_9Qm2', 'tr_prod_9Qm2'],
  ['1x00000000000000000000AA', undefined],
  ['1x0000000000000000000000000000000AA', undefined],
  ['6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI', undefined],
  ['10000000-ffff-ffff-ffff-000000000001', undefined],
  ['ca-app-pub-3940256099942544~3347511713', undefined],
  ['SB-Mid-server-9Qm2', undefined],
  ['klarna_test_api_9Qm2', 'klarna_live_api_9Qm2'],
  ['duffel_test_9Qm2', undefined],
  ['api_sandbox.9Qm2Kx7Zp4Vb3Nc8Ld5Fg', 'api_live.9Qm2Kx7Zp4Vb3Nc8Ld5Fg'],
  ['api_sandbox_us.9Qm2Kx7Zp4Vb3Nc8Ld5Fg', 'api_live_us.9Qm2Kx7Zp4Vb3Nc8Ld5Fg'],
  ['skey_test_4xs68olyuul9lmmp375', 'skey_4xs68olyuul9lmmp375'],
  ['postmaster@sandbox1f2e3d4c5b6a79881f2e3d4c5b6a7988.mailgun.org', undefined],
  ['POSTMARK_API_TEST', undefined],
  ['smtp://user@sandbox.smtp.mailtrap.io:2525', 'smtp://user@live.smtp.mailtrap.io:587'],
  ['https://sandbox-api.polar.sh', 'https://api.polar.sh'],
  ['https://api.playground.klarna.com', 'https://api.klarna.com'],
  ['https://acme--dev.sandbox.my.salesforce.com', undefined],
  ['https://apis-sandbox.fedex.com/track', 'https://apis.fedex.com/track'],
  ['https://eu-test.oppwa.com', 'https://eu-prod.oppwa.com'],
  ['https://wise-crab-12.accounts.dev', undefined],
  ['https://rest.sandbox.na.zuora.com/v1', 'https://rest.ap.zuora.com/v1'],
  ['https://api.sandbox.airwallex.com', 'https://api.airwallex.com'],
  ['https://api.storekit-sandbox.apple.com', 'https://api.storekit.apple.com'],
  ['https://cert.api.visa.com', 'https://api.visa.com'],
  ['https://mtf.api.mastercard.com', 'https://api.mastercard.com'],
  ['https://api-mtls.sandbox.mangopay.com', 'https://api-mtls.mangopay.com'],
  ['wss://stream.testnet.binance.vision/ws', 'wss://stream.binance.com/ws'],
  ['https://test.cashfree.com', 'https://api.cashfree.com'],
  ['https://1a2b3c4d.api.sandbox.checkout.com', 'https://1a2b3c4d.api.checkout.com'],
  ['dev:happy-heron-123|made-up', 'prod:happy-heron-123|made-up'],
  ['preview:acme:incidents|made-up', undefined],
];

/** The same of marks that no page of their provider was found to state. */
const marksInUse: readonly (readonly [test: string | undefined, live: string | undefined])[] = [
  ['rzp_test_9Qm2Kx7Zp4', 'rzp_live_9Qm2Kx7Zp4'],
  ['xnd_development_9Qm2', 'xnd_public_production_9Qm2'],
  ['pk_dev_9Qm2', 'sk_prod_9Qm2'],
  ['sk_sbox_9qm2', undefined],
  [`EZTK${'9Qm2Kx'.repeat(9)}`, `EZAK${'9Qm2Kx'.repeat(9)}`],
  ['TEST-1a2b3c4d-5e6f', undefined],
  [undefined, 'duffel_live_9Qm2'],
  ['persona_sandbox_9Qm2', 'persona_production_9Qm2'],
  ['cfsk_ma_test_9Qm2', 'cfsk_ma_prod_9Qm2'],
  ['testsk_9Qm2', undefined],
  ['https://test.oppwa.com', 'https://oppwa.com'],
  ['https://testnet.binancefuture.com', undefined],
  ['https://acme-test.chargebee.com', undefined],
  ['https://auth.sandbox.ebay.com', 'https://auth.ebay.com'],
  [undefined, 'https://quickbooks.api.intuit.com'],
];

describe('a key that says its mode', () => {
  test.each(marks)('%s fails in production, and %s in development', (test_, live) => {
    expect(inProduction('EXTRA', test_)).toEqual([expect.stringContaining('test mode')]);
    expect(inDevelopment('EXTRA', test_)).toEqual([]);
    if (live === undefined) return;
    expect(inDevelopment('EXTRA', live)).toEqual([expect.stringContaining('live mode')]);
    expect(inProduction('EXTRA', live)).toEqual([]);
  });

  test('is seen inside a longer value, under any key', () => {
    const around = fc.constantFrom('Bearer ', '{"key":"', 'a=1,key=', '"');
    fc.assert(
      fc.property(around, fc.constantFrom(...marks.slice(0, 3)), (before, [value]) => {
        expect(credentialMarks(`${before}${value}"`).map(({ mode }) => mode)).toEqual(['test']);
      }),
    );
  });

  test('is let through where the config says that it is meant', () => {
    expect(inProduction('EXTRA', 'sk_test_9Qm2Kx7Zp4', { EXTRA: { anyMode: true } })).toEqual([]);
  });

  test('is a deployment’s name too', () => {
    expect(inProduction('CONVEX_NAME', 'dev:wise-owl-2', { CONVEX_NAME: { type: 'convex-deployment' } })).toHaveLength(
      1,
    );
    expect(inProduction('CONVEX_NAME', 'wise-owl-2', { CONVEX_NAME: { type: 'convex-deployment' } })).toEqual([]);
  });
});

test('an unknown beginning says nothing, nor does any value of the corpus', () => {
  for (const value of [
    'sk_9Qm2Kx7Zp4',
    'task_test_1',
    'my_sk_test_x',
    'test_key',
    'TEST-RUN',
    '1x',
    'api_live.md',
    'sandbox-api',
    'app.ebay.com.acme.test',
    'EZTKs',
    'skey_live_9qm2',
    'pkey_4xs68olyuul9lmmp375_dist',
    'testnet.binance.future',
    'Mid-server-9Qm2',
    'live_at_acme',
    'dev',
    'production',
    'APP_USR-1a2b3c4d-5e6f',
  ])
    expect(credentialMarks(value), value).toEqual([]);
  const alarms = realValues.filter(({ value }) => credentialMarks(value).some(({ mode }) => mode === 'test'));
  expect(alarms).toEqual([]);
});

describe('a key whose mark is only seen in use', () => {
  const rowsOf = (value: string) => `| NEXTJS | EXTRA | ${value} | ${value} |`;
  const findingsIn = (environment: string, value: string) =>
    judgeModes(profileOf({ rows: rowsOf(value), environment }));

  test.each(marksInUse)(
    '%s warns in production, and %s in development, and both say what they rest on',
    (test_, live) => {
      const told = [
        ...(test_ === undefined ? [] : [['prod', test_, 'test'] as const]),
        ...(live === undefined ? [] : [['dev', live, 'live'] as const]),
      ];
      for (const [environment, value, mode] of told)
        expect(findingsIn(environment, value), value).toEqual([
          expect.objectContaining({
            severity: 'warning',
            what: expect.stringMatching(new RegExp(`looks like one of .+'s ${mode} mode$`)),
            received: expect.stringContaining('not in the provider'),
          }),
        ]);
      if (test_ !== undefined) expect(findingsIn('dev', test_)).toEqual([]);
      if (live !== undefined) expect(findingsIn('prod', live)).toEqual([]);
    },
  );

  test('warns too where two cells are swapped, and fails where the provider states the mark', () => {
    const swapped = (dev: string, prod: string) =>
      judgeModes(profileOf({ rows: `| NEXTJS | PAY_KEY | ${dev} | ${prod} |` }));
    expect(swapped('rzp_live_9Qm2Kx7Zp4', 'rzp_test_9Qm2Kx7Zp4')).toMatchObject([
      { what: 'the values of PAY_KEY for prod and dev are swapped', severity: 'warning' },
    ]);
    const [stated] = swapped('sk_live_9Qm2Kx7Zp4', 'sk_test_9Qm2Kx7Zp4');
    expect(stated).not.toHaveProperty('severity');
  });
});

describe('the table of providers', () => {
  test('names for every mark the address that states it, or what shows it in use', () => {
    const address = /(?:^|[ ;,])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/#:])\S/;
    for (const { provider, source, test: tests, live, isSeenInUse } of providers) {
      expect(source, provider).toMatch(isSeenInUse ? /^public code: |^gitleaks\.io, rules |\// : address);
      expect(tests.length + live.length, provider).toBeGreaterThan(0);
    }
  });

  test('has no mark both as stated and as seen in use', () => {
    const stated = new Set(
      providers.filter(({ isSeenInUse }) => !isSeenInUse).flatMap((each) => [...each.test, ...each.live].map(String)),
    );
    const inUse = providers
      .filter(({ isSeenInUse }) => isSeenInUse)
      .flatMap((each) => [...each.test, ...each.live].map(String));
    expect(inUse.length).toBeGreaterThan(0);
    expect(inUse.filter((mark) => stated.has(mark))).toEqual([]);
  });
});

describe('swapped cells', () => {
  test('are told as swapped, once', () => {
    const rows = '| NEXTJS | PAY_KEY | sk_live_9Qm2Kx7Zp4 | sk_test_9Qm2Kx7Zp4 |';
    expect(judgeModes(profileOf({ rows })).map(({ what }) => what)).toEqual([
      'the values of PAY_KEY for prod and dev are swapped',
    ]);
  });
});

describe('a deploy key', () => {
  const platforms = {
    convex: {
      url: { key: 'CONVEX_URL' },
      deployment: { key: 'CONVEX_DEPLOYMENT' },
      deployKey: { key: 'CONVEX_DEPLOY_KEY' },
    },
  };
  const judge = (key: string) =>
    judgeDeployKeys(profileOf({ rows: '', platforms, variables: { PROD_CONVEX_DEPLOY_KEY: key } }));

  test('for another deployment is told offline, and whose it is', () => {
    expect(judge('prod:patient-heron-417|made-up')).toMatchObject([
      {
        what: 'the deploy key of the Convex deployment of prod is for another deployment',
        received: "a key that says of itself that it is for patient-heron-417, which is dev's",
      },
    ]);
  });

  test.each(['prod:steady-otter-902', 'prod:steady-otter-902|', 'preview:acme_inc:shop', 'steady-otter-902|'])(
    'that was cut at its bar is told: %s',
    (key) => {
      expect(judge(key).map(({ what }) => what)).toEqual(['the deploy key of the Convex deployment of prod was cut']);
    },
  );

  test.each([
    'Convex prod:steady-otter-902|made-up',
    'convex  prod:steady-otter-902|made-up',
    'Authorization: Convex prod:steady-otter-902|made-up',
    '"Bearer prod:steady-otter-902|made-up"',
    'authorization:prod:steady-otter-902|made-up',
  ])('with the word of its header before it is told: %s', (key) => {
    const profile = profileOf({ rows: '', platforms, variables: { PROD_CONVEX_DEPLOY_KEY: key } });
    expect(judgeHeaderWords(profile)).toMatchObject([
      { what: 'the deploy key of prod has the word of its header before it' },
    ]);
    expect(JSON.stringify(judgeHeaderWords(profile))).not.toContain('made-up');
  });

  test.each(['prod:steady-otter-902|made-up', 'convexity|made-up', 'bearer'])('has none of them: %s', (key) => {
    const profile = profileOf({ rows: '', platforms, variables: { PROD_CONVEX_DEPLOY_KEY: key } });
    expect(judgeHeaderWords(profile)).toEqual([]);
  });

  test('of another provider has none either', () => {
    const github = { repository: { value: 'acme/shop' }, token: { key: 'GITHUB_TOKEN' } };
    const profile = profileOf({
      rows: '',
      platforms: { github },
      variables: { PROD_GITHUB_TOKEN: 'token ghp_made-up' },
    });
    expect(judgeHeaderWords(profile)).toMatchObject([{ received: '`token` and a credential behind it' }]);
  });

  test.each(['prod:steady-otter-902|made-up', 'project:acme:shop|made-up', 'made-up'])('is right: %s', (key) => {
    expect(judge(key)).toEqual([]);
  });
});
