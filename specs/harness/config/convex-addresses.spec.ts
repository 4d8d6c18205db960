import { describe, expect, test } from 'vitest';
import { judgeForeignHosts, marksOf, ownValues } from '../../../support/families/config/index.ts';
import { judgeConvexAddresses } from '../../config/convex-addresses.judge.ts';
import fc from '../property.ts';
import { profileOf } from './shop-profile.ts';

const platforms = { convex: { url: { key: 'BACKEND_URL' }, deployment: { key: 'BACKEND' } } };
const backend = (production: { url?: string; name?: string } = {}) =>
  [
    `| CONVEX | BACKEND_URL | https://happy-heron-123.eu-west-1.convex.cloud | ${production.url ?? 'https://calm-river-456.eu-west-1.convex.cloud'} |`,
    `| CONVEX | BACKEND | dev:happy-heron-123 | ${production.name ?? 'prod:calm-river-456'} |`,
  ].join('\n');

/** The table of the small shop has a row of its own for a deployment. */
const shop = 'steady-otter-902';

type Options = Omit<Parameters<typeof profileOf>[0], 'rows'> & { own?: string; known?: string[] };

function found(row: string, { own = backend(), known = [], ...options }: Options = {}): string[] {
  const profile = profileOf({ platforms, ...options, rows: `${own}\n${row}` });
  const table = { ...profile.table, knownDeployments: [shop, ...known] };
  return judgeConvexAddresses({ ...profile, table }).map(({ what }) => what);
}

describe('a Convex address', () => {
  test.each([
    ['HELP', 'https://calm-river-456.eu-west-1.convex.cloud'],
    ['NEXT_PUBLIC_CONVEX_URL', 'https://calm-river-456.eu-west-1.convex.cloud/'],
    ['CONVEX_SITE_URL', 'https://calm-river-456.eu-west-1.convex.site'],
    ['AUTH_ISSUER', 'https://calm-river-456.eu-west-1.convex.site/auth'],
    ['UPLOADS', 'https://calm-river-456.convex.cloud/api/storage/1'],
    ['DOCS_URL', 'https://docs.convex.dev/x'],
    ['CONVEX_URL', 'https://api.acme.test'],
  ])('of the environment is not a finding: %s=%s', (key, value) => {
    expect(found(`| NEXTJS | ${key} | x | ${value} |`)).toEqual([]);
  });

  test.each([
    ['NEXT_PUBLIC_CONVEX_URL', 'https://calm-river-456.eu-west-1.convex.site', 'where no function is called'],
    ['VITE_CONVEX_SITE_URL', 'https://calm-river-456.convex.cloud', 'where no HTTP action answers'],
    ['STRIPE_WEBHOOK_TARGET', 'https://calm-river-456.convex.cloud/stripe/webhook', 'where none answers'],
    ['CONVEX_SITE_ORIGIN', 'https://calm-river-456.convex.cloud', 'where no HTTP action answers'],
    ['CONVEX_CLOUD_ORIGIN', 'https://calm-river-456.convex.site', 'where no function is called'],
    ['convexUrl', 'https://calm-river-456.convex.site', 'where no function is called'],
    ['CONVEX_HOST', 'calm-river-456.convex.site', 'where no function is called'],
    ['NEXT_PUBLIC_CONVEX_URL', 'https://calm-river-456.us-east-1.convex.cloud', 'in another region than its URL'],
    ['NEXT_PUBLIC_CONVEX_URL', 'https://calm-river-456.convex.clud', 'a host that Convex does not have'],
    ['CONVEX_HTTP', 'https://calm-river-456.eu-west-1.convex.dev', 'a host that Convex does not have'],
  ])('of the wrong service is one: %s=%s', (key, value, words) => {
    expect(found(`| NEXTJS | ${key} | x | ${value} |`)).toEqual([expect.stringContaining(words)]);
  });

  test('of a backend is held against the backend’s name', () => {
    const own = backend({ url: 'https://calm-river-465.convex.site' });
    expect(found('', { own })).toEqual([
      'the URL of the Convex deployment of prod is the address of its HTTP actions, where no function is called',
      'the URL and the name of the Convex deployment of prod are those of two deployments',
    ]);
  });

  test('of a backend is not a page of Convex', () => {
    const own = backend({ url: 'https://dashboard.convex.dev/d/calm-river-456' });
    expect(found('', { own })).toEqual([
      'the URL of the Convex deployment of prod is a page of Convex itself, and no deployment',
    ]);
  });

  test('without a scheme is one too', () => {
    expect(found("| NEXTJS | POLICY | x | connect-src 'self' wise-fox-1.convex.cloud |")).toEqual([
      'POLICY of prod names the Convex deployment wise-fox-1, which belongs to no environment',
    ]);
  });

  test('of a deployment that is nobody’s is a finding, in every region and on both services', () => {
    const name = fc.stringMatching(/^[a-z]{3,8}-[a-z]{3,8}-[1-9]\d{2}$/);
    fc.assert(
      fc.property(name, fc.constantFrom('', '.us-east-1'), fc.constantFrom('cloud', 'site'), (nobody, region, top) => {
        const row = `| NEXTJS | SEARCH | x | https://${nobody}${region}.convex.${top} |`;
        expect(found(row)).toEqual([
          `SEARCH of prod names the Convex deployment ${nobody}, which belongs to no environment`,
        ]);
      }),
      { numRuns: 20 },
    );
  });

  test('of a deployment that is declared isolated or listed is none', () => {
    const row = '| NEXTJS | SEARCH | https://wise-fox-1.convex.cloud | https://wise-owl-2.convex.cloud |';
    expect(found(row, { keys: { SEARCH: { isolated: true } } })).toEqual([]);
    expect(found(row, { known: ['prod:wise-owl-2'] })).toEqual([]);
  });
});

describe('a Convex host of another environment', () => {
  test('is foreign in every region, on both services and in every spelling', () => {
    const name = fc.stringMatching(/^[a-z]{3,8}-[a-z]{3,8}-[1-9]\d{2}$/);
    const region = fc.constantFrom('', '.eu-west-1', '.us-east-1');
    const write = fc.constantFrom<(host: string) => string>(
      (host) => `https://${host}.convex.site/`,
      (host) => `wss://${host}.convex.cloud/api/sync`,
      (host) => `https://app.acme.test/?issuer=https%3A%2F%2F${host}.convex.site`,
      (host) => `{"issuer":"https://${host}.convex.site"}`,
      (host) => `dev:${host.split('.')[0]}`,
    );
    fc.assert(
      fc.property(name, region, write, (theirs, at, spell) => {
        const host = `${theirs}${at}`;
        const rows = `| CONVEX | X_CONVEX_URL | https://${host}.convex.cloud | https://own-river-456${at}.convex.cloud |\n| CONVEX | AUTH_ISSUER | x | ${spell(host)} |`;
        const profile = profileOf({ rows, keys: { X_CONVEX_URL: { isolated: true } } });
        const marks = profile.others.flatMap((other) => marksOf(other, profile));
        const found = ownValues(profile).flatMap((value) => judgeForeignHosts(value, 'prod', marks, false));
        expect(found.map(({ what }) => what).join('\n')).toContain(
          `AUTH_ISSUER of prod contains the deployment ${theirs} of dev`,
        );
      }),
      { numRuns: 30 },
    );
  });
});
