import { median } from './median.ts';
import { gateRunMs, latencyMs, startNearAndFar } from './near-and-far.ts';

const runs = 3;

export interface DistanceFigures {
  latencyMs: number;
  /** A prod run without latency: start-up and computing. */
  nearMs: number;
  /** A prod run with latency. */
  farMs: number;
  /** The longest chain of dependent requests in the run, sent with plain `fetch` at the same latency. */
  chainMs: number;
  /** The time added by the latency, divided by `chainMs`. */
  ratio: number;
}

/** Compares the time that latency adds to a gate run with the longest chain of its requests. */
export async function benchDistance(): Promise<DistanceFigures> {
  await using twins = await startNearAndFar();
  const { near, far } = twins;
  const nearMs: number[] = [];
  const farMs: number[] = [];
  const chainMs: number[] = [];
  await gateRunMs('prod', near.project);

  for (let run = 0; run < runs; run += 1) {
    nearMs.push(await gateRunMs('prod', near.project));
    farMs.push(await gateRunMs('prod', far.project));
    chainMs.push(await longestChainMs(far.twin.environments.prod.workerUrl));
  }

  const figures = { latencyMs, nearMs: median(nearMs), farMs: median(farMs), chainMs: median(chainMs) };
  return { ...figures, ratio: (figures.farMs - figures.nearMs) / figures.chainMs };
}

/** Health, a log, its trace, the recent traces, then three rounds of the burst: requests that depend on each other. */
async function longestChainMs(workerUrl: string): Promise<number> {
  const trace = `bench-${crypto.randomUUID()}`;
  const post = () =>
    fetch(`${workerUrl}/log`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'keep-alive' },
      body: JSON.stringify({ trace_id: trace, message: 'The bench measures a chain', level: 'info', system: 'manual' }),
    });
  const chain = [
    () => fetch(`${workerUrl}/health`),
    post,
    () => fetch(`${workerUrl}/logs?trace_id=${trace}`),
    () => fetch(`${workerUrl}/traces/recent`),
    post,
    post,
    post,
  ];
  const started = performance.now();

  for (const request of chain) {
    const response = await request();
    if (!response.ok) throw new Error(`a request of the chain failed: status ${response.status}`);
    await response.text();
  }

  return performance.now() - started;
}
