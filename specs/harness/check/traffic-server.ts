import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Arrival {
  method: string;
  path: string;
  /** The check that asked. */
  check: string;
  atMs: number;
  /** Requests under way when it came, itself among them. */
  under: number;
}

export interface TrafficServer extends AsyncDisposable {
  url: string;
  arrivals: Arrival[];
}

/** A server that writes down who came when, and answers each after a while. @param answerAfterMs never, where infinite */
export async function startTrafficServer(
  answerAfterMs: number,
  onArrival: () => unknown = () => undefined,
): Promise<TrafficServer> {
  const arrivals: Arrival[] = [];
  let under = 0;
  const server = createServer((request, response) => {
    under += 1;
    arrivals.push({
      method: request.method ?? '',
      path: request.url ?? '',
      check: String(request.headers['x-airlock-check']),
      atMs: performance.now(),
      under,
    });
    if (Number.isFinite(answerAfterMs)) setTimeout(() => answer(response), answerAfterMs);
    onArrival();
  });
  const answer = (response: ServerResponse) => {
    under -= 1;
    response.end('ok');
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
