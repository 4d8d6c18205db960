import { describe, expect, test } from 'vitest';
import { startRedirect } from '../../../fixtures/answers/start-redirect.ts';
import { judgeRedirect } from '../../../support/families/isolation/judge-redirect.ts';
import { followedWay } from '../../../support/families/isolation/read-followed.ts';
import { signInRedirect } from '../../../support/families/isolation/read-sign-in.ts';
import { type Profile, Setting } from '../../../support/profile/index.ts';
import { startServer } from '../http/start-server.ts';
import { workerFrom } from '../profile/worker-from.ts';
import { openReadings } from '../reading/open-readings.ts';
import { twoEnvironments } from './two-environments.ts';

describe('an address that redirects', () => {
  test('is followed as far as the profile names the origins', async () => {
    await using end = await startServer((_request, response) => response.end('steady-otter-902'));
    await using alias = await startRedirect(end.url);
    await using outer = await startRedirect(alias.url);
    const named = [outer.url, alias.url].map((origin) => ({ origin, environment: 'prod' }));
    const follow = async (origins: typeof named) => {
      await using open = openReadings(origins);
      return await open.reader('isolation/convex-identity').read(followedWay, `${outer.url}/instance_name`);
    };
    expect(await follow([...named, { origin: end.url, environment: 'prod' }])).toEqual({
      passed: [outer, alias, end].map(({ url }) => `${url}/instance_name`),
      leadsTo: `${end.url}/instance_name`,
      text: 'steady-otter-902',
    });
    const stopped = await follow(named);
    expect(stopped).toMatchObject({ leadsTo: `${end.url}/instance_name`, text: undefined });
    expect(stopped.passed).toHaveLength(2);
    expect(end.seen).toHaveLength(1);
  });

  test('and goes in circles ends', async () => {
    await using circle = await startServer((_request, response) => response.writeHead(302, { location: '/' }).end());
    await using open = openReadings([{ origin: circle.url, environment: 'prod' }]);
    const way = await open.reader('isolation/convex-identity').read(followedWay, `${circle.url}/`);
    expect(way.passed).toHaveLength(6);
  });

  const way = (leadsTo: string) => ({ passed: ['https://alias.example/'], leadsTo, text: undefined });

  test('to its own environment is fine; to another one is told with both ends; to nobody is not verified', () => {
    const { prod } = twoEnvironments();
    expect(judgeRedirect(prod, 'the Convex URL', way('https://steady-otter-902.convex.cloud/'))).toEqual([]);
    expect(judgeRedirect(prod, 'the Convex URL', way('https://patient-heron-417.convex.cloud/'))).toMatchObject([
      {
        what: 'the Convex URL of prod redirects to dev',
        received: 'https://alias.example → https://patient-heron-417.convex.cloud',
      },
    ]);
    expect(() => judgeRedirect(prod, 'the Convex URL', way('https://elsewhere.example/'))).toThrow(
      'https://alias.example → https://elsewhere.example',
    );
  });
});

describe('a sign-in', () => {
  const provider = 'https://provider.example/authorize?client_id=prod-client';

  test('that the site hands to its own backend is followed to the provider, which is not asked', async () => {
    await using backend = await startServer((_request, response) =>
      response.writeHead(302, { location: provider }).end(),
    );
    await using site = await startRedirect(backend.url);
    const { prod } = twoEnvironments({ site: site.url });
    const signIn = { name: 'GitHub', path: '/auth/start', on: 'site' } as const;
    const url = Setting.of('WORKER_URL', backend.url, 'app.table:9');
    const worker = { ...workerFrom({}, backend.url), url };
    const profile: Profile = { ...prod, backends: [], workers: [worker] };
    await using open = openReadings([site, backend].map((each) => ({ origin: each.url, environment: 'prod' })));
    const redirect = await open.reader('isolation/oauth-client').read(signInRedirect, { profile, signIn });
    expect(redirect).toMatchObject({
      provider: 'https://provider.example/authorize',
      parameters: { clientIds: ['prod-client'] },
    });
    expect(redirect.passed).toEqual([site, backend].map((each) => `${each.url}/auth/start`));
  });
});
