import { setTimeout as delay } from 'node:timers/promises';
import { readBoundedBody } from './bounded-body.ts';
import { classifyError, RequestFailure } from './request-failure.ts';

/** An origin that the profile names, and whose it is. */
export interface AllowedOrigin {
  origin: string;
  environment: string;
}

/** A POST endpoint that only reads, as a Convex query does. */
export interface QueryEndpoint {
  origin: string;
  path: string;
}

export interface DoorOptions {
  /** Marks every request of the run, so that it is found again in the logs of the deployment. */
  runId: string;
  origins: readonly AllowedOrigin[];
  queries: readonly QueryEndpoint[];
  /** Ends every request of the run. */
  runSignal: AbortSignal;
  /** The largest body that is read, in bytes. */
  bodyBytes: number;
}

export interface PassOptions {
  /** Who asks: a check's id. */
  check: string;
  /** Only `offline` and `read` hold methods back; what writes may POST and DELETE. */
  effect: 'offline' | 'read' | 'canary' | 'burst' | 'destructive';
  /** Whose origins may be reached; all of the door's where left out. */
  environments?: readonly string[];
  signal: AbortSignal;
}

const readMethods: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
const retriedStatuses: readonly number[] = [502, 503, 504];
const backoffMs: readonly number[] = [100, 300];
const mostRedirects = 5;

/**
 * The only way out: global `fetch` on an undici dispatcher, with the rules of the profile before it.
 * One door a run; its connections are pooled and closed with it.
 */
export class Door {
  readonly #options: DoorOptions;
  #agent: Promise<import('undici').Agent> | undefined;

  constructor(options: DoorOptions) {
    this.#options = options;
  }

  /** A pass through the door for one check, which counts what the check asks. */
  pass(options: PassOptions): Pass {
    return new Pass(this.#options, options, () => this.#dispatcher());
  }

  /** Loaded at the first request: a run that only reads files does not wait for it. */
  #dispatcher(): Promise<import('undici').Agent> {
    this.#agent ??= import('undici').then(
      ({ Agent }) =>
        new Agent({
          connections: 64,
          pipelining: 1,
          keepAliveTimeout: 10_000,
          connect: { timeout: 5_000 },
          headersTimeout: 0,
          bodyTimeout: 0,
        }),
    );
    return this.#agent;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const agent = await this.#agent;
    await agent?.destroy();
  }
}

/** `fetch`, as official clients take it for theirs. */
export type Fetch = typeof globalThis.fetch;

/** What one check sends. `fetch` has the form that official clients take as theirs. */
export class Pass {
  readonly #door: DoorOptions;
  readonly #options: PassOptions;
  readonly #dispatcher: () => Promise<import('undici').Agent>;
  readonly #reached = new Set<string>();
  #requests = 0;
  #retries = 0;

  constructor(door: DoorOptions, options: PassOptions, dispatcher: () => Promise<import('undici').Agent>) {
    this.#door = door;
    this.#options = options;
    this.#dispatcher = dispatcher;
  }

  /** Requests that were answered or failed on the wire, retries included. */
  get requests(): number {
    return this.#requests;
  }

  /** Requests that had to be repeated. */
  get retries(): number {
    return this.#retries;
  }

  /** The environments whose origins were reached. */
  get environments(): string[] {
    return [...this.#reached];
  }

  /**
   * Sends one request and reads its whole body, bounded.
   * Redirects inside the allowed origins are followed unless `redirect: 'manual'` is given.
   * @throws RequestFailure where the rules refuse it, or where no answer came
   */
  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, { ...init, redirect: 'manual' });
    const follow = (init?.redirect ?? (input instanceof Request ? input.redirect : 'follow')) === 'follow';
    const method = request.method.toUpperCase();
    const body = request.body === null ? null : await request.arrayBuffer();
    let url = new URL(request.url);
    for (let hop = 0; ; hop += 1) {
      this.#admit(method, url);
      const response = await this.#sendWithRetries(method, url, request, body);
      const location = response.headers.get('location');
      if (!follow || location === null || response.status < 300 || response.status > 399) return response;
      if (hop === mostRedirects)
        throw new RequestFailure(
          'redirected-away',
          method,
          request.url,
          `more than ${mostRedirects} redirects; the last leads to ${location}`,
        );
      const next = new URL(location, url);
      if (this.#allowedOrigin(next) === undefined) {
        throw new RequestFailure(
          'redirected-away',
          method,
          url.href,
          `it redirects (${response.status}) to ${next.origin}, which the profile does not name`,
        );
      }
      url = next;
    }
  };

  #allowedOrigin(url: URL): AllowedOrigin | undefined {
    const { environments } = this.#options;
    return this.#door.origins.find(
      ({ origin, environment }) => origin === url.origin && (environments?.includes(environment) ?? true),
    );
  }

  #admit(method: string, url: URL): void {
    const allowed = this.#allowedOrigin(url);
    if (allowed === undefined) {
      const named = [...new Set(this.#door.origins.map(({ origin }) => origin))].join(', ') || 'none';
      throw new RequestFailure(
        'origin-not-allowed',
        method,
        url.href,
        `the door refuses it for ${this.#options.check}: the profile does not name this origin (it names ${named})`,
      );
    }
    const reads =
      readMethods.includes(method) ||
      (method === 'POST' &&
        this.#door.queries.some((query) => query.origin === url.origin && query.path === url.pathname));
    if (!reads && (this.#options.effect === 'read' || this.#options.effect === 'offline')) {
      throw new RequestFailure(
        'method-not-allowed',
        method,
        url.href,
        `the door refuses it: ${this.#options.check} has the effect \`${this.#options.effect}\`, which sends GET, HEAD and OPTIONS only`,
      );
    }
    this.#reached.add(allowed.environment);
  }

  async #sendWithRetries(method: string, url: URL, request: Request, body: ArrayBuffer | null): Promise<Response> {
    const repeatable =
      readMethods.includes(method) ||
      this.#door.queries.some((query) => query.origin === url.origin && query.path === url.pathname);
    for (let attempt = 0; ; attempt += 1) {
      const last = attempt === backoffMs.length;
      try {
        const response = await this.#send(method, url, request, body);
        if (last || !repeatable || !retriedStatuses.includes(response.status)) return response;
      } catch (error) {
        const failure = error as RequestFailure;
        // A write may have arrived although its answer was lost: it is repeated only where it cannot have been sent.
        const again =
          failure.kind === 'connection-refused' ||
          failure.kind === 'host-not-found' ||
          (repeatable && failure.kind === 'connection-lost');
        if (last || !again) throw failure;
      }
      this.#retries += 1;
      await delay((backoffMs[attempt] ?? 0) * (0.75 + Math.random() / 2), undefined, { signal: this.#signal }).catch(
        () => {
          throw this.#deadline(method, url);
        },
      );
    }
  }

  get #signal(): AbortSignal {
    return AbortSignal.any([this.#options.signal, this.#door.runSignal]);
  }

  async #send(method: string, url: URL, request: Request, body: ArrayBuffer | null): Promise<Response> {
    const { runId, bodyBytes } = this.#door;
    const signal = AbortSignal.any([this.#signal, request.signal]);
    const headers = new Headers(request.headers);
    if (!headers.has('user-agent')) headers.set('user-agent', `airlock (${this.#options.check})`);
    headers.set('x-airlock-check', this.#options.check);
    headers.set('x-correlation-id', `${runId}.${this.#options.check}.${this.#requests}`);
    this.#requests += 1;
    try {
      signal.throwIfAborted();
      const init: RequestInit & { dispatcher: unknown } = {
        method,
        headers,
        body,
        redirect: 'manual',
        signal,
        dispatcher: await this.#dispatcher(),
      };
      const answer = await fetch(url, init);
      const bytes = await readBoundedBody(answer, method, url.href, bodyBytes);
      return wholeResponse(answer, bytes, url);
    } catch (error) {
      if (this.#signal.aborted) throw this.#deadline(method, url);
      throw classifyError(error, method, url.href);
    }
  }

  #deadline(method: string, url: URL): RequestFailure {
    const reason: unknown = this.#signal.reason;
    return new RequestFailure(
      'deadline',
      method,
      url.href,
      reason instanceof Error && reason.name !== 'TimeoutError' && reason.name !== 'AbortError'
        ? reason.message
        : 'no whole answer came before the deadline',
    );
  }
}

/** A response that holds its body: nothing of it is left on the wire. */
function wholeResponse(answer: Response, bytes: Uint8Array<ArrayBuffer>, url: URL): Response {
  const headers = new Headers(answer.headers);
  // The body is decompressed already; a client that believed these would try again.
  headers.delete('content-encoding');
  headers.delete('content-length');
  const bodiless = answer.status === 204 || answer.status === 205 || answer.status === 304;
  const response = new Response(bodiless ? null : bytes, {
    status: answer.status,
    statusText: answer.statusText,
    headers,
  });
  Object.defineProperty(response, 'url', { value: url.href });
  return response;
}
