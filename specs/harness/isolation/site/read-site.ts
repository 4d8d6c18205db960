import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { judgeSite, siteFiles } from '../../../../support/families/isolation/index.ts';
import type { Profile } from '../../../../support/profile/index.ts';
import { openReadings } from '../../reading/open-readings.ts';
import { twoEnvironments } from '../two-environments.ts';

export type Answer =
  | string
  | {
      status?: number;
      type?: string;
      location?: string;
      headers?: Record<string, string>;
      body?: string | Uint8Array;
      /** How often it answers 404 before. */
      missingFirst?: number;
    };

const types: readonly [ending: RegExp, type: string][] = [
  [/\.js$/, 'text/javascript'],
  [/\.(map|json)$/, 'application/json'],
  [/\.css$/, 'text/css'],
];

/** Serves a few files on this machine, all else with 404 or with an app shell. */
export async function startSite(files: Readonly<Record<string, Answer>>, shell?: string) {
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://site').pathname;
    asked.set(path, (asked.get(path) ?? 0) + 1);
    const answer = files[path] ?? (shell === undefined ? { status: 404, body: 'not found' } : shell);
    const whole = typeof answer === 'string' ? { body: answer } : answer;
    const isMissing = (asked.get(path) ?? 0) <= (whole.missingFirst ?? 0);
    const { status = 200, type, location, body, headers } = isMissing ? { status: 404 } : whole;
    const byName = types.find(([ending]) => ending.test(path))?.[1] ?? 'text/html';
    response.writeHead(status, {
      'content-type': type ?? (files[path] === undefined ? 'text/html' : byName),
      ...(location !== undefined && { location }),
      ...headers,
    });
    response.end(body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Reads a site as `isolation/site-bundle` does. */
export async function read(
  files: Readonly<Record<string, Answer>>,
  { shell, ...options }: { shell?: string; mostFiles?: number; allow?: string[]; files?: string[] } = {},
) {
  await using site = await startSite(files, shell);
  await using readings = openReadings([{ origin: site.url, environment: 'prod' }]);
  const { prod } = twoEnvironments({ site: site.url, isolation: { site: options } });
  const [own] = prod.sites;
  if (!own) throw new Error('prod has no site');
  const { isolation } = prod;
  const result = await readings.reader('isolation/site-bundle').read(siteFiles, { site: own, isolation });
  const paths = result.files
    .filter(({ form }) => form !== 'headers')
    .map(({ url }) => new URL(url).pathname)
    .sort();
  return { result, paths, profile: { ...prod, loopback: true } as Profile };
}

export const script = '<!doctype html><script src="/a.js"></script>';
export const bare = { '/': script, '/a.js': 'start()' };

/** Where something of dev's deployment is found in a site; '' where it is not. The files of a bare site are added. */
export async function foundIn(files: Record<string, Answer>): Promise<string> {
  const { result, profile } = await read({ ...bare, ...files });
  return judgeSite(profile, result)
    .filter(({ what }) => /patient-heron-417/.test(what))
    .flatMap(({ from }) => from)
    .join('\n');
}
