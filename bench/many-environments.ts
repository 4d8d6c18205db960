import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type ConvexDouble, startConvexDouble } from '../fixtures/twin/convex/start-convex-double.ts';
import { startPages } from '../fixtures/twin/pages/start-pages.ts';
import { startRedisRest } from '../fixtures/twin/redis/start-redis-rest.ts';
import { type Relay, startRelay } from '../fixtures/twin/relay.ts';
import { buildSite } from '../fixtures/twin/site/build-site.ts';
import { DEFAULT_LIMITS, startWorkerDoubles } from '../fixtures/twin/worker/start-worker-double.ts';

const repository = path.join(import.meta.dirname, '..');
/** An audit of many environments may take longer than a gate: what is measured is all of it. */
const runMs = 1_800_000;

export interface ManyEnvironments extends AsyncDisposable {
  configFile: string;
}

/** Starts that many environments, each with a backend, a Worker, a Redis and a site, and writes their config to `directory`. */
export async function startManyEnvironments(directory: string, count: number): Promise<ManyEnvironments> {
  await using stack = new AsyncDisposableStack();
  const own = stack;
  const { directory: site } = await buildSite();
  const names = Array.from({ length: count }, (_, index) => (index === 0 ? 'prod' : `preview${index}`));
  const backends: ConvexDouble[] = [];
  const stores: { url: string; token: string }[] = [];
  const relays: Relay[] = [];
  for (const name of names) {
    backends.push(
      own.use(
        await startConvexDouble({
          instanceName: `swift-otter-${100 + names.indexOf(name)}`,
          deploymentType: name === 'prod' ? 'prod' : 'dev',
          adminKey: `${name === 'prod' ? 'prod' : 'dev'}:swift-otter-${100 + names.indexOf(name)}|made-up-key-of-${name}-0123456789`,
        }),
      ),
    );
    const redis = own.use(await startRedisRest({ token: `made-up-redis-token-of-${name}` }));
    stores.push({ url: redis.url, token: redis.token });
    // A Worker is started with the address of its site, which is started with that of its Worker.
    relays.push(own.use(await startRelay()));
  }
  const workers = own.use(
    await startWorkerDoubles(
      names.map((name, index) => ({
        serviceName: `log-worker-${name}`,
        redisUrl: stores[index]?.url ?? '',
        redisToken: stores[index]?.token ?? '',
        redisDeadlineMs: 30_000,
        allowedOrigins: [relays[index]?.url ?? ''],
        adminToken: `made-up-admin-token-of-${name}`,
        limits: DEFAULT_LIMITS,
      })),
    ),
  );
  const sites: string[] = [];
  for (const [index, backend] of backends.entries()) {
    const pages = own.use(
      await startPages({ directory: site, convexUrl: backend.url, workerUrl: workers.urls[index] ?? '' }),
    );
    const relay = relays[index];
    relay?.leadTo(pages.url);
    sites.push(relay?.url ?? '');
  }

  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, 'package.json'), '{ "type": "module" }\n');
  const row = (key: string, values: readonly string[]) => `| APP | ${key} | ${values.join(' | ')} |`;
  writeFileSync(
    path.join(directory, 'many.table'),
    [
      `| TARGET | KEY | ${names.map((name) => `${name.toUpperCase()}_VALUE`).join(' | ')} |`,
      `|---|---|${names.map(() => '---|').join('')}`,
      row(
        'CONVEX_DEPLOYMENT',
        backends.map(({ instanceName }, index) => `${index === 0 ? 'prod' : 'dev'}:${instanceName}`),
      ),
      row(
        'CONVEX_URL',
        backends.map(({ url }) => url),
      ),
      row('WORKER_URL', workers.urls),
      row(
        'REDIS_URL',
        stores.map(({ url }) => url),
      ),
      row('SITE_URL', sites),
      '',
    ].join('\n'),
  );
  const environments = names.map(
    (name, index) =>
      `    ${name}: { class: '${index === 0 ? 'production' : 'development'}', loopback: true, values: ${JSON.stringify({ DEPLOY_KEY: backends[index]?.adminKey, REDIS_TOKEN: stores[index]?.token })} },`,
  );
  const configFile = path.join(directory, 'deployment.config.ts');
  writeFileSync(
    configFile,
    `import { defineDeployment, logIngestionWorker } from '${path.relative(directory, path.join(repository, 'support/profile/index.ts'))}';

export default defineDeployment({
  name: 'many',
  table: { file: 'many.table', targets: ['APP'] },
  limits: { runMs: ${runMs} },
  environments: {
${environments.join('\n')}
  },
  platforms: {
    convex: { url: { key: 'CONVEX_URL' }, deployment: { key: 'CONVEX_DEPLOYMENT' }, deployKey: { key: 'DEPLOY_KEY' } },
    worker: { ...logIngestionWorker, url: { key: 'WORKER_URL' }, allowedOrigins: { key: 'SITE_URL' }, redis: { url: { key: 'REDIS_URL' }, token: { key: 'REDIS_TOKEN' } } },
    pages: { url: { key: 'SITE_URL' } },
  },
});
`,
  );
  const started = stack.move();
  return { configFile, [Symbol.asyncDispose]: () => started.disposeAsync() };
}
