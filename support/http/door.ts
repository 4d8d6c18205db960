import type { AdmissionRules } from './admission.ts';
import { keepEncoded } from './keep-encoded.ts';
import type { MachineNetwork } from './machine-network.ts';
import { Pass, type PassOptions } from './pass.ts';
import { trustedContext } from './server-certificate.ts';

export interface DoorOptions extends AdmissionRules {
  /** Part of every request's correlation id, so that the run can be found in the deployment's logs. */
  runId: string;
  /** Aborts every request of the run. */
  runSignal: AbortSignal;
  /** The largest decompressed body that is read, in bytes. */
  bodyBytes: number;
  /** Whether this machine reaches others; asked when a host does not answer. Left out: a host that does not answer is just that. */
  network?: MachineNetwork;
}

type Agent = import('undici').Agent;

/** How connections are used, by what is sent on them. */
const connectionsFor = {
  /** Enough for every reading, few enough for any server. */
  reads: { connections: 64, pipelining: 1 },
  /** A write is never repeated, so it goes out on a connection of its own: a kept one may be closing. */
  writes: { connections: 64, pipelining: 0 },
  /** One connection per request: a request that waits for a connection is not in flight. */
  burst: { connections: null, pipelining: 1 },
} as const;
type Traffic = keyof typeof connectionsFor;

/**
 * The only code that opens connections: global `fetch` on an undici dispatcher, behind the rules of the profile.
 * One door per run. It pools its connections; disposing of it closes them, and pending requests fail as `run-over`.
 */
export class Door {
  readonly #options: DoorOptions;
  readonly #closing = new AbortController();
  readonly #runSignal: AbortSignal;
  readonly #agents = new Map<string, Promise<Agent>>();
  readonly #answered = { outside: false };
  #sent = 0;

  constructor(options: DoorOptions) {
    this.#options = options;
    this.#runSignal = AbortSignal.any([options.runSignal, this.#closing.signal]);
  }

  /** Creates the pass of one check, which counts the check's requests. */
  pass(options: PassOptions): Pass {
    return new Pass(options, {
      rules: this.#options,
      bodyBytes: this.#options.bodyBytes,
      runSignal: this.#runSignal,
      dispatcher: (repeatable, ca) => this.#dispatcher(trafficOf(options.effect, repeatable), ca),
      answered: this.#answered,
      network: this.#options.network,
      correlationId: () => `${this.#options.runId}.${options.check}.${this.#sent++}`,
    });
  }

  /** undici is loaded on the first request, so that a run that only reads files does not wait for it. */
  #dispatcher(traffic: Traffic, ca?: string): Promise<Agent> {
    const key = `${traffic} ${ca ?? ''}`;
    const open = this.#agents.get(key);
    if (open) return open;

    const agent = import('undici').then(
      ({ Agent }) =>
        new (class extends Agent {
          override dispatch(options: Parameters<Agent['dispatch']>[0], handler: Parameters<Agent['dispatch']>[1]) {
            return super.dispatch(options, keepEncoded(handler));
          }
        })({
          ...connectionsFor[traffic],
          // A burst sends each request on its own connection.
          allowH2: false,
          // Servers close an idle connection after five seconds (Node, workerd): one that is about to be closed takes no request.
          keepAliveTimeout: 2_000,
          // Said here, since NODE_TLS_REJECT_UNAUTHORIZED=0 would turn it off: a run with it would trust every certificate.
          connect: {
            timeout: 5_000,
            rejectUnauthorized: true,
            ...(ca !== undefined && { secureContext: trustedContext(ca) }),
          },
          // The check's deadline ends requests that hang; a second timeout would give a different reason.
          headersTimeout: 0,
          bodyTimeout: 0,
        }),
    );
    this.#agents.set(key, agent);

    return agent;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort(new Error('the run is over'));
    const agents = await Promise.all(this.#agents.values());
    await Promise.all(agents.map((agent) => agent.destroy()));
  }
}

function trafficOf(effect: PassOptions['effect'], repeatable: boolean): Traffic {
  if (effect === 'burst') return 'burst';
  return repeatable ? 'reads' : 'writes';
}
