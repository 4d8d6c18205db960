import { describe, expect, test } from 'vitest';
import { type MachineNetwork, unlessOffline } from '../../../support/http/machine-network.ts';
import { proxyVariableFor } from '../../../support/http/proxy-variables.ts';
import { RequestFailure } from '../../../support/http/request-failure.ts';
import { refuseOffline } from '../../../support/smoke/visit/unreached.ts';

const proxy = 'http://proxy.acme.com:3128';

describe('the variable that names a proxy for an address', () => {
  test.each<[string, Record<string, string>, string | undefined]>([
    ['https://app.acme.com', { HTTPS_PROXY: proxy }, 'HTTPS_PROXY'],
    ['https://app.acme.com', { https_proxy: proxy, HTTPS_PROXY: proxy }, 'https_proxy'],
    ['https://app.acme.com', { ALL_PROXY: 'socks5://10.0.0.1:1080' }, 'ALL_PROXY'],
    ['http://app.acme.com', { HTTP_PROXY: proxy }, 'HTTP_PROXY'],
    ['https://app.acme.com', { HTTP_PROXY: proxy }, undefined],
    ['http://app.acme.com', { HTTPS_PROXY: proxy }, undefined],
    ['https://app.acme.com', { HTTPS_PROXY: ' ' }, undefined],
    ['https://app.acme.com', {}, undefined],
    ['https://app.acme.com', { HTTPS_PROXY: proxy, NO_PROXY: 'acme.com' }, undefined],
    ['https://app.acme.com', { HTTPS_PROXY: proxy, NO_PROXY: '.acme.com' }, undefined],
    ['https://app.acme.com', { HTTPS_PROXY: proxy, NO_PROXY: '*.ACME.com' }, undefined],
    ['https://app.acme.com', { HTTPS_PROXY: proxy, no_proxy: 'localhost, app.acme.com:443' }, undefined],
    ['https://app.acme.com', { HTTPS_PROXY: proxy, no_proxy: '*' }, undefined],
    ['https://app.acme.com', { HTTPS_PROXY: proxy, NO_PROXY: 'app.acme.com:8443' }, 'HTTPS_PROXY'],
    ['https://app.acme.com', { HTTPS_PROXY: proxy, NO_PROXY: 'me.com, cme.com' }, 'HTTPS_PROXY'],
    ['https://app.acme.com', { HTTPS_PROXY: proxy, NO_PROXY: 'app.acme' }, 'HTTPS_PROXY'],
    ['https://[::1]:8443', { HTTPS_PROXY: proxy, NO_PROXY: '[::1]' }, undefined],
    ['postgres://db.acme.com', { HTTPS_PROXY: proxy }, undefined],
  ])('%s with %j: %s', (url, variables, name) => {
    expect(proxyVariableFor(new URL(url), variables)).toBe(name);
  });
});

interface Machine {
  resolves?: boolean;
  connects?: boolean;
  variables?: Record<string, string>;
}

function machine({ resolves = true, connects = true, variables = {} }: Machine): MachineNetwork {
  return { resolves: async () => resolves, connects: async () => connects, variables };
}

const refused = (url = 'https://app.acme.com/') =>
  new RequestFailure('connection-refused', 'GET', url, 'the connection timed out');
const notFound = () =>
  new RequestFailure('host-not-found', 'GET', 'https://app.acme.com/', 'the host name does not resolve');
const forced = { HTTPS_PROXY: proxy };

describe('a host that does not answer', () => {
  test('says nothing of the deployment where this machine reaches nothing without its proxy', async () => {
    for (const kind of ['host-not-found', 'connection-refused', 'connection-lost', 'deadline', 'network'] as const) {
      const failure = new RequestFailure(kind, 'GET', 'https://app.acme.com/', 'no answer');
      const { kind: told, seen } = await unlessOffline(failure, false, machine({ connects: false, variables: forced }));
      expect(told, kind).toBe('no-network');
      expect(seen).toContain('HTTPS_PROXY is set, and Airlock connects directly');
    }
  });

  test('does so also where a host that needs no proxy has answered', async () => {
    const network = machine({ connects: false, variables: forced });
    expect((await unlessOffline(refused(), true, network)).kind).toBe('no-network');
  });

  test('is told with the proxy where this machine reaches others by itself', async () => {
    const told = await unlessOffline(refused(), false, machine({ variables: forced }));
    expect(told.kind).toBe('connection-refused');
    expect(told.seen).toBe(
      'the connection timed out (HTTPS_PROXY is set; Airlock connects directly and uses no proxy)',
    );
  });

  test.each<[string, RequestFailure, Machine]>([
    ['without a proxy', refused(), { connects: false }],
    ['where NO_PROXY leaves it out', refused(), { connects: false, variables: { ...forced, NO_PROXY: 'acme.com' } }],
    ['on this machine', refused('http://127.0.0.1:9/'), { connects: false, variables: { HTTP_PROXY: proxy } }],
    ['where the proxy is of another scheme', refused('http://app.acme.com/'), { connects: false, variables: forced }],
    [
      'where a certificate is wrong: something answered',
      new RequestFailure('tls', 'GET', 'https://app.acme.com/', 'the certificate is not trusted'),
      { connects: false, variables: forced },
    ],
  ])('is what it is %s', async (_, failure, of) => {
    expect(await unlessOffline(failure, false, machine(of))).toBe(failure);
  });

  test('names the proxy beside a network that resolves no name', async () => {
    const told = await unlessOffline(notFound(), false, machine({ resolves: false, variables: forced }));
    expect(told).toMatchObject({ kind: 'no-network', enable: expect.stringContaining('HTTPS_PROXY is set') });
    const alone = await unlessOffline(notFound(), false, machine({ resolves: false }));
    expect(alone.enable).toBe('Run where the deployment can be reached.');
  });
});

describe('a page that does not open', () => {
  const url = 'https://app.acme.com/';

  test.each([
    'page.goto: net::ERR_NAME_NOT_RESOLVED at https://app.acme.com/',
    'page.goto: net::ERR_INTERNET_DISCONNECTED at https://app.acme.com/',
    'page.goto: NS_ERROR_UNKNOWN_HOST',
    'page.goto: Could not resolve hostname: Name or service not known',
  ])('is not verified on a machine without a network: %s', async (failure) => {
    await expect(refuseOffline(url, failure, machine({ resolves: false }))).rejects.toMatchObject({
      kind: 'no-network',
    });
    await expect(refuseOffline(url, failure, machine({}))).resolves.toBeUndefined();
  });

  test('is not verified on a machine that reaches nothing without its proxy', async () => {
    const failure = 'page.goto: net::ERR_CONNECTION_TIMED_OUT at https://app.acme.com/';
    const behind = machine({ connects: false, variables: forced });
    await expect(refuseOffline(url, failure, behind)).rejects.toMatchObject({ kind: 'no-network' });
    await expect(refuseOffline(url, failure, machine({ connects: false }))).resolves.toBeUndefined();
  });

  test.each(['page.goto: net::ERR_CERT_DATE_INVALID', 'page.goto: net::ERR_ABORTED; frame was detached', 'no answer'])(
    'fails where it says something of the site: %s',
    async (failure) => {
      await expect(refuseOffline(url, failure, machine({ resolves: false, connects: false }))).resolves.toBeUndefined();
    },
  );
});
