import type { AdmissionRules } from './admission.ts';
import { keepEncoded } from './keep-encoded.ts';
import { Pass, type PassOptions } from './pass.ts';

export interface DoorOptions extends AdmissionRules {
  /** Marks every request of the run, so that it is found again in the logs of the deployment. */
  runId: string;
  /** Ends every request of the run. */
  runSignal: AbortSignal;
  /** The largest body that is read, in bytes, decompressed. */
  bodyBytes: number;
}

type Agent = import('undici').Agent;

/** Connections to one origin at a time: enough for every reading, few enough for any server. */
const mostConnections = 64;

/**
 * The only way out: global `fetch` on an undici dispatcher, with the rules of the profile before it.
 * One door a run; its connections are pooled and closed with it, and what is under way then ends as `run-over`.
 */
export class Door {
  readonly #options: DoorOptions;
  readonly #closing = new AbortController();
  readonly #runSignal: AbortSignal;
  readonly #agents = new Map<number | null, Promise<Agent>>();
  #sent = 0;

  constructor(options: DoorOptions) {
    this.#options = options;
    this.#runSignal = AbortSignal.any([options.runSignal, this.#closing.signal]);
  }

  /** A pass through the door for one check, which counts what the check asks. */
  pass(options: PassOptions): Pass {
    return new Pass(options, {
      rules: this.#options,
      bodyBytes: this.#options.bodyBytes,
      runSignal: this.#runSignal,
      // A burst is as wide as its own budget: a request that waits for a connection is not in flight.
      dispatcher: () => this.#dispatcher(options.effect === 'burst' ? null : mostConnections),
      correlationId: () => `${this.#options.runId}.${options.check}.${this.#sent++}`,
    });
  }

  /** Loaded at the first request: a run that only reads files does not wait for it. */
  #dispatcher(connections: number | null): Promise<Agent> {
    const open = this.#agents.get(connections);
    if (open) return open;
    const agent = import('undici').then(
      ({ Agent }) =>
        new (class extends Agent {
          override dispatch(options: Parameters<Agent['dispatch']>[0], handler: Parameters<Agent['dispatch']>[1]) {
            return super.dispatch(options, keepEncoded(handler));
          }
        })({
          connections,
          pipelining: 1,
          // A burst means requests side by side, each on a connection of its own.
          allowH2: false,
          // Servers close an idle connection after five seconds (Node, workerd): one that is about to be closed takes no request.
          keepAliveTimeout: 2_000,
          connect: { timeout: 5_000 },
          // The deadline of the check ends what hangs, and says so; two clocks would tell two stories.
          headersTimeout: 0,
          bodyTimeout: 0,
        }),
    );
    this.#agents.set(connections, agent);
    return agent;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new Error('the run is over'));
    const agents = await Promise.all(this.#agents.values());
    await Promise.all(agents.map((agent) => agent.destroy()));
  }
}
