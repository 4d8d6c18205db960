import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitOnEnvironment } from '../../../support/platforms/wait-on-environment.ts';
import { resolveProfile } from '../../../support/profile/index.ts';
import { patienceMs } from '../patience.ts';
import { deploymentWith } from '../profile/temporary-deployment.ts';

const meant = 'c0ffee0c0ffee0c0ffee0c0ffee0c0ffee0c0ffee';
/** What each path answers; `/health` is that of the service. */
const answers = { '/health': '', '/version.json': '' };

const server = createServer((request, response) => {
  const body = answers[request.url as keyof typeof answers];
  response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(body ?? '');
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** A site and a service that say their commits, and a service that says none. */
function profile(versions: { site: boolean; api: boolean }) {
  const { port } = server.address() as AddressInfo;
  const commit = { value: meant };
  const url = { value: `http://127.0.0.1:${port}` };
  const loaded = deploymentWith({
    config: {
      name: 'shop',
      table: { file: 'app.table', targets: ['NEXTJS', 'CONVEX'] },
      environments: { prod: { class: 'production', loopback: true } },
      platforms: {
        pages: { url, ...(versions.site && { version: { file: '/version.json', commit } }) },
        services: {
          api: { url, ...(versions.api && { version: { commit, health: 'commit' } }) },
          jobs: { url: { value: `http://localhost:${port}` } },
        },
      },
    },
  });
  return resolveProfile(loaded, 'prod');
}

/** Waits until everything is there, or until the site is: then a wait has gone on long enough. */
async function wait(versions: { site: boolean; api: boolean }) {
  const said: string[] = [];
  const ending = new AbortController();
  const say = (line: string) => {
    said.push(line);
    if (/^the site: .*\(2 of 2\)$/.test(line)) ending.abort();
  };
  const options = { commit: meant, forMs: patienceMs, everyMs: 20, answers: 2, signal: ending.signal, say };
  const late = await waitOnEnvironment(profile(versions), options);
  return { late: late.map(({ called }) => called), said: said.join('\n') };
}

describe('waiting on an environment', () => {
  test('asks services in containers as it asks the site, and names the one that lags behind', async () => {
    answers['/version.json'] = JSON.stringify({ commit: meant });
    answers['/health'] = JSON.stringify({ status: 'ok', commit: '0ddba110ddba11' });
    const { late, said } = await wait({ site: true, api: true });
    expect(late).toEqual([expect.stringContaining('api')]);
    expect(said).toContain('0ddba110ddba11');
  });

  test('ends when each of them says the commit, and names what it did not wait for', async () => {
    answers['/version.json'] = JSON.stringify({ commit: meant });
    answers['/health'] = JSON.stringify({ status: 'ok', commit: meant });
    const { late, said } = await wait({ site: true, api: true });
    expect(late).toEqual([]);
    expect(said).toMatch(/jobs.*: not waited for, since \S+version is not set/);
  });

  test('has nothing to wait for where nobody says a commit', async () => {
    await expect(wait({ site: false, api: false })).rejects.toThrow('no platform of prod says its version');
  });
});
