import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { runSpecs } from '../check/run-specs.ts';
import { startServer } from '../http/start-server.ts';

const root = path.join(import.meta.dirname, '../../..');
const names = ['api', 'core', 'baml'] as const;

interface Service {
  /** Answers so many requests, and refuses the others; without it, every one is accepted. */
  limit?: number;
  /** The status of its health. */
  health?: number;
  /** The status of the limited path, where it is not success. */
  status?: number;
}

/** Runs `services/rate-limited` on three services. @returns each request for a limited path, when it began and when it ended */
async function burst(services: Partial<Record<(typeof names)[number], Service>> = {}) {
  const moments: string[] = [];
  await using stack = new AsyncDisposableStack();
  const urls = await Promise.all(
    names.map(async (name) => {
      const { limit = 5, health = 200, status = 200 } = services[name] ?? {};
      let accepted = 0;
      const server = await startServer(async ({ path: asked }, response) => {
        if (asked !== '/limited') return void response.writeHead(health).end('ok');
        moments.push(`${name} asked`);
        // Long enough that a burst beside it would begin before this one's last answer.
        await delay(20);
        accepted += 1;
        moments.push(`${name} answered`);
        response.writeHead(accepted > limit ? 429 : status).end('events');
      });
      return [name, stack.use(server).url] as const;
    }),
  );
  const folder = await mkdtempDisposable(path.join(tmpdir(), 'airlock-bursts-'));
  stack.use(folder);
  const rateLimit = { path: '/limited', limit: 5, windowMs: 60_000 };
  const deployment = {
    name: 'acme',
    table: { file: 'app.table', targets: ['API'] },
    environments: { prod: { class: 'production', loopback: true, effects: ['burst'] } },
    platforms: {
      services: Object.fromEntries(
        names.map((name) => [name, { url: { key: `${name.toUpperCase()}_URL` }, rateLimit }]),
      ),
    },
  };
  const rows = urls.map(([name, url]) => `| Addresses | API | ${name.toUpperCase()}_URL | ${url} |\n`).join('');
  await writeFile(
    path.join(folder.path, 'app.table'),
    `| GROUP | TARGET | KEY | PROD_VALUE |\n|---|---|---|---|\n${rows}`,
  );
  const configFile = path.join(folder.path, 'deployment.config.ts');
  await writeFile(
    configFile,
    `import { defineDeployment } from '${root}/support/profile/index.ts';\nexport default defineDeployment(${JSON.stringify(deployment)});\n`,
  );
  const outcomes = await runSpecs({ configFile, environment: 'prod', specs: ['specs/services/rate-limited.spec.ts'] });
  return { outcomes, moments };
}

/** The services that were asked, each time that another one was than before. */
const turns = (moments: readonly string[]) =>
  moments.map((each) => each.split(' ')[0]).filter((name, index, all) => name !== all[index - 1]);
const count = (moments: readonly string[], words: string) => moments.filter((each) => each === words).length;

test.each<[string, Parameters<typeof burst>[0], string]>([
  ['each of which limits', {}, 'held'],
  ['the first of which limits nobody', { api: { limit: 1_000 } }, 'failed'],
  ['the first of which does not answer its health', { api: { health: 503 } }, 'not verified'],
  ['the second of which breaks', { core: { status: 500 } }, 'not verified'],
])('the bursts of three services, %s, are one after another', async (_, services, kind) => {
  const { outcomes, moments } = await burst(services);
  expect(outcomes['services/rate-limited']).toBe(kind);
  expect(turns(moments)).toEqual([...names]);
  for (const name of names) expect(count(moments, `${name} answered`)).toBe(count(moments, `${name} asked`));
  expect(count(moments, 'baml asked')).toBeGreaterThan(5);
});
