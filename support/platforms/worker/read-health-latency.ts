import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { WorkerProfile } from '../../profile/index.ts';
import { defineReading, LoopTicks } from '../../reading/index.ts';
import { requireWorker } from './read-health.ts';
import { endpointOf } from './worker-url.ts';

export interface HealthLatencyReading {
  url: string;
  /** From the request on the wire to its answer's headers, a probe each, in milliseconds. */
  answerMs: readonly number[];
  /** The least that each may have taken: less than it seemed where this process was too busy to look. */
  leastMs: readonly number[];
  /** The connections that were made to the Worker meanwhile, from the first packet to the end of the handshake. */
  connectMs: readonly number[];
}

/** What undici publishes of a request (undici documentation, "Diagnostics Channel Support"). */
interface SeenRequest {
  request: { origin?: unknown; headers: unknown };
}
interface SeenConnection {
  connectParams: { host: string; port: string };
  connector?: unknown;
}

interface Timed {
  ms: number;
  leastMs: number;
}

const probeHeader = 'x-airlock-probe';

/**
 * Asks for the health answer a few times, one after another. What undici tells of its sockets keeps the making of a
 * connection, and the waiting for a free one, out of the answer's time; where it tells nothing, the whole time counts.
 */
export const workerHealthLatency = defineReading({
  name: 'worker.health-latency',
  effect: 'read',
  key: (worker: WorkerProfile) => endpointOf(worker, 'health'),
  async read(worker, { fetch, read }): Promise<HealthLatencyReading> {
    await requireWorker(worker, read);
    const url = endpointOf(worker, 'health');
    using watch = watchSockets(worker.url.url);
    const answers: Timed[] = [];
    for (let probe = 0; probe < worker.healthLatency.probes; probe += 1) {
      const id = crypto.randomUUID();
      const started = performance.now();
      const response = await fetch(url, { redirect: 'manual', headers: { [probeHeader]: id } });
      const wholeMs = performance.now() - started;
      await response.arrayBuffer();
      answers.push(watch.answered(id) ?? { ms: wholeMs, leastMs: wholeMs });
    }
    return {
      url,
      answerMs: answers.map(({ ms }) => ms),
      leastMs: answers.map(({ leastMs }) => leastMs),
      connectMs: watch.connectMs,
    };
  },
});

/** Listens to undici's own account of its sockets, for one host. */
function watchSockets(worker: URL) {
  const port = worker.port || (worker.protocol === 'https:' ? '443' : '80');
  const connectMs: number[] = [];
  const connecting: number[] = [];
  const sent = new Map<string, { at: number; answered?: Timed }>();
  const ticks = new LoopTicks();
  const isOurs = ({ connectParams }: SeenConnection) =>
    connectParams.host.startsWith(worker.hostname) && (connectParams.port || port) === port;
  const idOf = ({ request }: SeenRequest) => headerOf(request.headers, probeHeader);
  const handlers: Record<string, (message: unknown) => void> = {
    'undici:client:beforeConnect': (message) => {
      if (isOurs(message as SeenConnection)) connecting.push(performance.now());
    },
    'undici:client:connected': (message) => {
      const startedAt = isOurs(message as SeenConnection) ? connecting.shift() : undefined;
      if (startedAt !== undefined) connectMs.push(performance.now() - startedAt);
    },
    'undici:client:sendHeaders': (message) => {
      const id = idOf(message as SeenRequest);
      if (id !== undefined) sent.set(id, { at: performance.now() });
    },
    'undici:request:headers': (message) => {
      const seen = sent.get(idOf(message as SeenRequest) ?? '');
      if (seen) seen.answered = { ms: performance.now() - seen.at, leastMs: Math.max(0, ticks.earliest() - seen.at) };
    },
  };
  for (const [channel, handler] of Object.entries(handlers)) subscribe(channel, handler);
  return {
    connectMs,
    answered: (id: string) => sent.get(id)?.answered,
    [Symbol.dispose]() {
      ticks[Symbol.dispose]();
      for (const [channel, handler] of Object.entries(handlers)) unsubscribe(channel, handler);
    },
  };
}

/** undici holds headers as a flat list of names and values, or as one text, depending on its version. */
function headerOf(headers: unknown, name: string): string | undefined {
  if (Array.isArray(headers)) {
    const index = headers.findIndex((entry) => String(entry).toLowerCase() === name);
    return index < 0 ? undefined : String(headers[index + 1]);
  }
  return new RegExp(`^${name}: (\\S+)`, 'im').exec(String(headers))?.[1];
}
