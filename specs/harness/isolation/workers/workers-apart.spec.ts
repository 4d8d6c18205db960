import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { startAnswers } from '../../../../fixtures/answers/start-answers.ts';
import { workersApart } from '../../../../support/families/isolation/index.ts';
import { canaryTrace } from '../../../../support/platforms/worker/index.ts';
import { openReadings } from '../../reading/open-readings.ts';
import { sampleWorker } from '../../worker/sample-worker.ts';

/** The traces that a Worker lists, those that it gives back, and what it answers to others. */
interface Store {
  listed: readonly string[];
  readable?: readonly string[];
  unknown?: 'empty' | 404 | 403;
}

function startStore(
  { listed, readable = listed, unknown = 404 }: Store,
  canaries: ReadonlySet<string>,
  onAsked: (path: string) => void = () => undefined,
) {
  const app = new Hono();
  app.use((context, next) => {
    onAsked(context.req.path);
    return next();
  });
  app.get('/health', (context) => context.json({ status: 'ok', service: 'log-ingestion-worker' }));
  app.get('/logs', (context) => {
    const asked = context.req.query('trace_id') ?? '';
    if (readable.includes(asked) || canaries.has(asked)) return context.json({ logs: [{ message: 'a log' }] });
    return unknown === 'empty' ? context.json({ logs: [] }) : context.json({ error: 'nothing here' }, unknown);
  });
  app.get('/traces/recent', (context) => context.json({ traces: listed.map((id) => ({ id })) }));
  return startAnswers(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
}

/** Whose canary the run has posted, and in whose store it is found. */
interface Canary {
  of: 'dev' | 'prod';
  in: readonly ('dev' | 'prod')[];
}

async function apart(dev: Store, prod: Store, canary?: Canary): Promise<string | undefined> {
  const canaries = { dev: new Set<string>(), prod: new Set<string>() };
  await using ofDev = await startStore(dev, canaries.dev);
  await using ofProd = await startStore(prod, canaries.prod);
  const origins = [
    { origin: ofDev.url, environment: 'dev' },
    { origin: ofProd.url, environment: 'prod' },
  ];
  await using readings = openReadings(origins, { deadlineMs: 10_000 });
  const { read } = readings.reader('isolation/worker-identity', { effect: 'read', environments: ['dev', 'prod'] });
  const worker = sampleWorker({ components: [], ingestWithinMs: 300 }, ofDev.url);
  const other = { ...sampleWorker({ components: [], ingestWithinMs: 300 }, ofProd.url), environment: 'prod' };
  for (const place of canary?.in ?? [])
    canaries[place].add(canaryTrace('run-under-test', canary?.of === 'prod' ? other : worker));
  return await read(workersApart, { worker, other });
}

test.each<[string, Store, Store]>([
  ['answers that nothing is there', { listed: ['a'] }, { listed: [], unknown: 'empty' }],
  ['knows only its own', { listed: ['a'] }, { listed: ['b'] }],
  [
    'knows only its own, and the first cannot be read any more',
    { listed: ['a'] },
    { listed: ['old', 'b'], readable: ['b'] },
  ],
])('two Workers of one name are apart where the other %s', async (_, dev, prod) => {
  expect(await apart(dev, prod)).toContain('is not in the other');
});

test.each<[string, Store, Store]>([
  ['reads no logs at its address', { listed: ['a'] }, { listed: ['a'], readable: [] }],
  ['reads no logs and lists none', { listed: ['a'] }, { listed: [], readable: [] }],
  ['lets nobody read', { listed: ['a'] }, { listed: ['b'], readable: [], unknown: 403 }],
  ['gives back the same trace', { listed: ['a'] }, { listed: ['a'] }],
])('nothing shows that they are apart where the other %s', async (_, dev, prod) => {
  expect(await apart(dev, prod)).toBeUndefined();
});

const nothing: Store = { listed: [], unknown: 'empty' };

test.each(['dev', 'prod'] as const)(
  'the canary of %s that the run has posted shows it, where nothing is listed',
  async (of) => {
    expect(await apart(nothing, nothing, { of, in: [of] })).toContain('is not in the other');
  },
);

test.each(['dev', 'prod'] as const)('the canary of %s that both give back shows no such thing', async (of) => {
  expect(await apart(nothing, nothing, { of, in: ['dev', 'prod'] })).toBeUndefined();
});

test('a Worker is asked for its own traces once, and a pair asks for one of the other side', async () => {
  const names = ['dev', 'preview', 'prod', 'staging'];
  const asked = new Map<string, number>();
  const count = (what: string) => asked.set(what, (asked.get(what) ?? 0) + 1);
  await using stack = new AsyncDisposableStack();
  const urls: string[] = [];
  for (const name of names) {
    const store = stack.use(
      await startStore({ listed: [`of-${name}`] }, new Set(), (path) => count(`${name} ${path}`)),
    );
    urls.push(store.url);
  }
  const readings = stack.use(openReadings(urls.map((origin, at) => ({ origin, environment: names[at] ?? '' }))));
  const { read } = readings.reader('isolation/worker-identity', { effect: 'read', environments: names });
  const workers = urls.map((url, at) => ({ ...sampleWorker({ components: [] }, url), environment: names[at] ?? '' }));

  const shown = await Promise.all(
    workers.flatMap((worker) =>
      workers.filter((other) => other !== worker).map((other) => read(workersApart, { worker, other })),
    ),
  );

  expect(new Set(shown.map((each) => each?.replace(/of \S+/, 'of one')))).toEqual(
    new Set(['a trace of one is not in the other']),
  );
  for (const name of names) expect(asked.get(`${name} /traces/recent`)).toBe(1);
  const ofTraces = names.reduce((sum, name) => sum + (asked.get(`${name} /logs`) ?? 0), 0);
  // Each Worker: the canary of the run, and what it lists. Each of the six pairs: one trace.
  expect(ofTraces).toBe(2 * names.length + 6);
});
