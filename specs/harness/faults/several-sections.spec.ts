import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Beside, Fault } from '../../../fixtures/faults/fault.ts';
import type { Outcome } from '../../../support/check/index.ts';
import { withPlantedFault } from './plant-fault.ts';
import { type Run, runInProcess } from './run-in-process.ts';

/** A Worker of another shape: its health is a boolean, it has no limit, no store and no route for administrators. */
const imagesWorker: RequestListener = (request, response) => {
  const isHealth = request.url === '/status';
  response.writeHead(isHealth ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(isHealth ? { ok: false, service: 'images' } : { error: 'no such route' }));
};

/** A site of which only the first page is there. */
const adminSite: RequestListener = (request, response) => {
  response.writeHead(request.url === '/' ? 200 : 503, { 'content-type': 'text/html' });
  response.end('<!doctype html><title>Administration</title><main></main>');
};

async function listen(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Moves a section of the twin's config into a map of several, beside another one. */
function asSeveral(text: string, single: string, several: string, name: string, beside: string): string {
  const start = text.indexOf(`    ${single}: {\n`);
  const end = text.indexOf('\n    },\n', start) + '\n    },\n'.length;
  if (start < 0) throw new Error(`the config has no section ${single}`);
  const section = text.slice(start, end).replace(`${single}: {`, `${name}: {`);
  return `${text.slice(0, start)}    ${several}: {\n${section}${beside}\n    },\n${text.slice(end)}`;
}

/** Two Workers and two sites in one config: the twin's own, which are whole, and two that are not. */
const severalSections: Fault = {
  story: 'of two Workers and two sites, one each is broken',
  caughtBy: [],
  exitCode: 1,
  beside: async (): Promise<Beside> => {
    await using stack = new AsyncDisposableStack();
    const [images, admin, ...elsewhere] = await Promise.all([
      listen(imagesWorker),
      listen(adminSite),
      listen(imagesWorker),
      listen(adminSite),
    ]);
    for (const server of [images, admin, ...elsewhere]) stack.use(server);
    const servers = stack.move();
    const rows = [
      `| Logging | LOG_WORKER | IMAGES_URL | ${elsewhere[0]?.url} | ${images.url} |`,
      `| Site | NEXTJS | ADMIN_URL | ${elsewhere[1]?.url} | ${admin.url} |`,
    ];
    return {
      table: (text) => `${text.trimEnd()}\n${rows.join('\n')}\n`,
      config: (text) =>
        [
          (config: string) =>
            asSeveral(
              config,
              'worker',
              'workers',
              'logs',
              `      images: {
        url: { key: 'IMAGES_URL' },
        site: 'admin',
        endpoints: { health: '/status' },
        health: { status: 'ok', healthy: [true] },
        components: [],
        adminRoutes: [],
      },`,
            ),
          (config: string) =>
            asSeveral(
              config,
              'pages',
              'sites',
              'app',
              `      admin: { url: { key: 'ADMIN_URL' }, routes: [{ path: '/' }, { path: '/people' }] },`,
            ),
          (config: string) => config.replace("testClock: '/clock',", "testClock: '/clock',\n      site: 'app',"),
          (config: string) => config.replace('    convex: {\n', "    convex: {\n      site: 'app',\n"),
          (config: string) => config.replace('    smoke: {\n', "    smoke: {\n      site: 'app',\n"),
        ].reduce((config, edit) => edit(config), text),
      [Symbol.asyncDispose]: () => servers.disposeAsync(),
    };
  },
};

describe('two Workers and two sites in one config', () => {
  let run: Run;
  let outcomes: readonly Outcome[];
  beforeAll(async () => {
    run = await withPlantedFault(severalSections, runInProcess);
    outcomes = run.verdict?.parts.specs?.outcomes ?? [];
  }, 300_000);

  const outcomeOf = (check: string) => outcomes.find((each) => each.check === check);
  const findingsOf = (check: string) => outcomeOf(check)?.findings.map(({ what }) => what) ?? [];

  test('close the gate where one of them is broken', () => {
    expect(run.exitCode, run.stdout + run.stderr).toBe(1);
  });

  test('are judged each by its own shape, and the finding says which is broken', () => {
    expect(outcomeOf('worker/healthy')).toMatchObject({ kind: 'failed' });
    expect(findingsOf('worker/healthy')).toEqual([expect.stringMatching(/^Worker images: /)]);
    expect(findingsOf('pages/routes')).toEqual([expect.stringMatching(/^site admin: .*people/)]);
  });

  test('of which one is whole: nothing is said of it', () => {
    const said = outcomes.flatMap(({ check, findings }) => findings.map(({ what }) => `${check}: ${what}`));
    expect(said.length).toBeGreaterThan(2);
    expect(said.filter((each) => /Worker logs|site app/.test(each))).toEqual([]);
  });

  test('are counted apart in the evidence', () => {
    expect(outcomeOf('pages/reachable')).toMatchObject({
      kind: 'held',
      evidence: { 'requests (site app)': 1, 'requests (site admin)': 1 },
    });
    expect(run.stdout).toContain('1 request (site app), 1 request (site admin)');
  });

  test('have the same ids of checks as one alone', () => {
    expect(outcomes.filter(({ check }) => check === 'worker/healthy')).toHaveLength(1);
  });

  test('that promise different things are held to what each promises', () => {
    expect(outcomeOf('worker/version')).toMatchObject({ kind: 'held', evidence: { 'requests (Worker logs)': 1 } });
    expect(outcomeOf('convex/functions-present')).toMatchObject({ kind: 'held' });
  });
});
