import { expect, test } from 'vitest';
import { loadDeployment, resolveProfile } from '../../../support/profile/index.ts';
import { homesOf, judgeConnections } from '../../../support/smoke/judge/judge-connections.ts';
import type { Connection } from '../../../support/smoke/watch/watch-page.ts';

const site = 'https://app.acme.test';
const homes = new Map([
  [site, 'the site of prod'],
  ['https://steady-otter-902.convex.cloud', 'the Convex deployment of prod'],
  ['http://plain.acme.test', 'a third party that the profile lists'],
]);
const foreign = new Map([['https://patient-heron-417.convex.cloud', 'the Convex deployment of dev']]);

const none = { ready: Promise.resolve(), of: () => undefined };

function judge(address: string) {
  const { protocol, host } = new URL(address);
  const origin = `${protocol.replace('ws', 'http')}//${host}`;
  const connection: Connection = { origin, url: address, pageUrl: site, what: 'a request (fetch)', isKeptOut: true };
  return judgeConnections(
    {
      url: `${site}/sites`,
      watch: { connections: new Map([[origin, connection]]), initiators: none },
    },
    homes,
    foreign,
  );
}

test.for([`${site}/a.js`, 'wss://steady-otter-902.convex.cloud/api/1.48.0/sync'])('%s is at home', (address) => {
  expect(judge(address)).toEqual([]);
});

test('a host of another environment is named as that', () => {
  expect(judge('wss://patient-heron-417.convex.cloud/api/1.48.0/sync')).toMatchObject([
    {
      what: 'the page connects to the Convex deployment of dev',
      received: expect.stringContaining('patient-heron-417'),
    },
  ]);
});

test.for([
  'https://collect.example/a.js',
  'https://app.acme.test.evil.example/',
  'https://app.acme.test:8443/',
  'http://app.acme.test/',
])('%s is a host that nobody named', (address) => {
  expect(judge(address)).toMatchObject([{ what: 'the page connects to a host that is not in the profile' }]);
});

test('what is asked in the clear by a secure page is mixed content, also where the host is listed', () => {
  expect(judge('http://plain.acme.test/a.png')).toMatchObject([
    { what: 'a secure page makes an unencrypted request (mixed content)' },
  ]);
});

test('parameters of an address do not stand in a finding', () => {
  expect(JSON.stringify(judge('https://collect.example/a?token=made-up-token-0001'))).not.toContain('made-up-token');
});

test('the hosts of an environment are those of its profile, the HTTP actions of Convex among them', async () => {
  const loaded = await loadDeployment();
  const variables = {
    PROD_NEXT_PUBLIC_CONVEX_URL: 'https://steady-otter-902.convex.cloud',
    PROD_NEXT_PUBLIC_APP_URL: site,
    PROD_NEXT_PUBLIC_LOG_WORKER_URL: 'https://log.acme.test',
  };
  expect([...homesOf(resolveProfile(loaded, 'prod', { variables })).keys()]).toEqual([
    'https://steady-otter-902.convex.cloud',
    'https://steady-otter-902.convex.site',
    'https://log.acme.test',
    site,
  ]);
});
