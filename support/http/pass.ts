import { setTimeout as delay } from 'node:timers/promises';
import {
  type AdmissionRules,
  type AllowedOrigin,
  type Asker,
  admit,
  admitDatabase,
  meantMethod,
  type OriginEntry,
  onlyReads,
} from './admission.ts';
import { type Fetch, requestOf, wholeBody } from './asked-request.ts';
import { bodyTooLarge, readBoundedBody } from './bounded-body.ts';
import { classifyError } from './classify-error.ts';
import { shownDatabase } from './database-address.ts';
import { decodeBody } from './decode-body.ts';
import { frontOf } from './front/front.ts';
import { interceptedBy } from './intercepted.ts';
import { isLoopback, type MachineNetwork, unlessOffline } from './machine-network.ts';
import { type OpenDatabase, openDatabase } from './open-database.ts';
import { withGrant } from './pass-grant.ts';
import { type OutgoingRequest, redirectedRequest, redirectTarget } from './redirect.ts';
import { RequestFailure } from './request-failure.ts';
import { jittered, waitBeforeRepeat } from './retry.ts';
import { readServerCertificate, type ServerCertificate } from './server-certificate.ts';
import { wholeResponse } from './whole-response.ts';

export interface PassOptions extends Asker {
  /** The check's deadline: aborts every request of the pass. */
  signal: AbortSignal;
}

/** What all passes of a door share. */
export interface DoorParts {
  rules: AdmissionRules;
  bodyBytes: number;
  runSignal: AbortSignal;
  /**
   * @param repeatable the request only reads, so that it may be sent again where its connection closes
   * @param ca certificates that are trusted besides the public ones
   */
  dispatcher: (repeatable: boolean, ca?: string) => Promise<import('undici').Agent>;
  /** Whether a host outside this machine has answered in this run. */
  answered: { outside: boolean };
  network?: MachineNetwork | undefined;
  /** Returns a new id for every request, unique in the run. */
  correlationId: () => string;
}

const mostRedirects = 5;

/** Sends the requests of one check. `fetch` can be passed to official clients. */
export class Pass {
  readonly #options: PassOptions;
  readonly #door: DoorParts;
  readonly #reached = new Set<string>();
  readonly #failures: RequestFailure[] = [];
  #requests = 0;
  #retries = 0;

  /** Aborts at the check's deadline, and when the run ends. */
  readonly signal: AbortSignal;

  constructor(options: PassOptions, door: DoorParts) {
    this.#options = options;
    this.#door = door;
    this.signal = AbortSignal.any([options.signal, door.runSignal]);
  }

  /** Requests with a complete response, counting each retry and each redirect: evidence of the check. */
  get requests(): number {
    return this.#requests;
  }

  /** Requests that were repeated. */
  get retries(): number {
    return this.#retries;
  }

  /** Requests that came to no complete response, after every repetition. */
  get failures(): readonly RequestFailure[] {
    return this.#failures;
  }

  /** The environments that requests were sent to. */
  get environments(): string[] {
    return [...this.#reached];
  }

  /**
   * Sends one request and reads the whole response body, up to the size limit.
   * Follows redirects within the allowed origins unless `redirect: 'manual'` is set.
   * @throws RequestFailure if the rules refuse it, or if there was no complete response; nothing else
   */
  readonly fetch: Fetch = (input, init) => this.#noted(this.#fetch(input, init));

  readonly #fetch: Fetch = async (input, init) => {
    const asked = requestOf(input, init);
    const given: RequestInit = input instanceof Request ? input : {};
    const caller = init?.signal ?? given.signal;
    const signal = caller ? AbortSignal.any([this.signal, caller]) : this.signal;
    const mode = init?.redirect ?? given.redirect;
    const method = asked.method.toUpperCase();
    const url = new URL(asked.url);
    let allowed = admit(this.#door.rules, this.#options, method, url, asked.headers);
    const body = await wholeBody(asked, signal).catch((error: unknown) => {
      if (signal.aborted) throw this.#ended(method, url.href, 'the request body did not finish streaming');
      throw new RequestFailure(
        'invalid-request',
        method,
        url.href,
        `the request body cannot be read: ${String(error)}`,
      );
    });
    let request: OutgoingRequest = { method, url, headers: asked.headers, body };

    for (let hop = 0; ; hop += 1) {
      const response = await this.#sendWithRetries(request, allowed, signal, hop > 0);
      const target = redirectTarget(response);
      if (target === undefined || mode === 'manual') return response;

      const next = redirectedRequest(request, response.status, target);
      const away = (reason: string) =>
        new RequestFailure(
          'redirected-away',
          request.method,
          request.url.href,
          `it redirects (${response.status}) to ${shownTarget(next.url)}: ${reason}`,
        );
      if (mode === 'error') throw away('the caller does not follow redirects');
      if (hop === mostRedirects) throw away(`more than ${mostRedirects} redirects in a row`);

      try {
        allowed = admit(this.#door.rules, this.#options, next.method, next.url, next.headers);
      } catch (error) {
        throw away((error as RequestFailure).seen);
      }

      request = next;
    }
  };

  /**
   * Opens a read-only connection to a database server that the profile names.
   * @throws RequestFailure if the rules refuse it, or if there was no response; SqlError with the server's message
   */
  readonly openDatabase: OpenDatabase = (address) => this.#noted(this.#openDatabase(address));

  readonly #openDatabase: OpenDatabase = async (address) => {
    const environment = admitDatabase(this.#door.rules, this.#options, address);
    this.#reached.add(environment);
    return openDatabase(address, {
      signal: this.signal,
      ended: (seen) => this.#ended('CONNECT', shownDatabase(address), seen),
      onAnswer: () => {
        this.#requests += 1;
      },
    });
  };

  async #noted<Value>(work: Promise<Value>): Promise<Value> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof RequestFailure) this.#failures.push(error);
      throw error;
    }
  }

  async #sendWithRetries(
    request: OutgoingRequest,
    allowed: AllowedOrigin,
    signal: AbortSignal,
    redirected: boolean,
  ): Promise<Response> {
    const { method, url, headers } = request;
    // Each request of a burst counts: one that was sent again would count twice.
    const repeatable = this.#options.effect !== 'burst' && this.#isRepeatable(method, url, headers);
    let before: Response | RequestFailure | undefined;
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await this.#send(request, allowed, signal, redirected).catch((error: RequestFailure) => error);
      const waitMs = waitBeforeRepeat(attempt, outcome, repeatable);
      if (waitMs === undefined || !(await waited(jittered(waitMs), signal))) return settled(outcome, before, attempt);
      before = outcome;
      this.#retries += 1;
    }
  }

  async #send(
    { method, url, headers, body }: OutgoingRequest,
    { environment }: AllowedOrigin,
    signal: AbortSignal,
    redirected: boolean,
  ): Promise<Response> {
    let seen = 'no response';
    try {
      signal.throwIfAborted();
      const init: RequestInit & { dispatcher: unknown } = {
        method,
        headers: this.#marked(headers, url),
        body,
        redirect: 'manual',
        signal,
        dispatcher: await this.#door.dispatcher(this.#isRepeatable(method, url, headers), this.#entryOf(url)?.ca),
      };
      this.#reached.add(environment);
      const answer = await withGrant(() => fetch(url, init));
      seen = `status ${answer.status}, but the body was not complete`;
      const { bodyBytes } = this.#door;
      const encoded = await readBoundedBody(answer, method, url.href, bodyBytes);
      const { bytes, headers: told } = await decodeBody(encoded, answer.headers, bodyBytes);
      this.#requests += 1;
      if (!isLoopback(url.hostname)) this.#door.answered.outside = true;
      const { status, statusText } = answer;
      this.#refuseFront(method, url, { status, headers: told, bytes });

      return wholeResponse(bytes, { status, statusText, headers: told, url, redirected });
    } catch (error) {
      if (signal.aborted && !(error instanceof RequestFailure)) throw this.#ended(method, url.href, seen);
      // zlib: the decompressed body would be larger than the limit.
      if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE')
        throw bodyTooLarge(method, url.href, this.#door.bodyBytes);
      throw await this.#unlessOffline(classifyError(error, method, url.href));
    }
  }

  /** A failure that says something of the other side, or that this machine has no network. */
  async #unlessOffline(failure: RequestFailure): Promise<RequestFailure> {
    const { network, answered } = this.#door;
    return network ? await unlessOffline(failure, answered.outside, network) : failure;
  }

  /** Reads the certificate that a server of the profile shows, trusted or not. @throws RequestFailure */
  readonly readCertificate = (address: URL): Promise<ServerCertificate> => this.#noted(this.#readCertificate(address));

  readonly #readCertificate = async (address: URL): Promise<ServerCertificate> => {
    const { environment } = admit(this.#door.rules, this.#options, 'HEAD', address, new Headers());
    this.#reached.add(environment);
    const ca = this.#entryOf(address)?.ca;
    try {
      const certificate = await readServerCertificate(address, { signal: this.signal, ca });
      this.#requests += 1;
      return certificate;
    } catch (error) {
      throw error instanceof RequestFailure ? await this.#unlessOffline(error) : error;
    }
  };

  /** Whether a request may be sent again, also where a server takes it for another method than its own. */
  #isRepeatable(method: string, url: URL, headers: Headers): boolean {
    return onlyReads(this.#door.rules, meantMethod(method, url, headers), url);
  }

  #entryOf({ origin }: URL): OriginEntry | undefined {
    return this.#door.rules.entries?.find((each) => each.origin === origin);
  }

  /** @throws RequestFailure of kind `intercepted` if the answer is that of something in front of the service */
  #refuseFront(
    method: string,
    url: URL,
    { status, headers, bytes }: { status: number; headers: Headers; bytes: Uint8Array },
  ): void {
    const body = /html|plain|^$/.test(headers.get('content-type') ?? '')
      ? new TextDecoder().decode(bytes.subarray(0, 20_000))
      : '';
    const front = frontOf({ status, headers, body, url: url.href });
    if (front) throw interceptedBy(front, method, url.href, this.#entryOf(url)?.missing);
  }

  #marked(asked: Headers, url: URL): Headers {
    const { check } = this.#options;
    const headers = new Headers(asked);
    for (const [name, value] of Object.entries(this.#entryOf(url)?.headers ?? {}))
      if (!headers.has(name)) headers.set(name, value);
    if (!headers.has('user-agent')) headers.set('user-agent', `airlock (${check})`);
    headers.set('x-airlock-check', check);
    headers.set('x-correlation-id', this.#door.correlationId());

    return headers;
  }

  /** The failure of a request that was aborted on this side: by the end of the run, the deadline or the caller. */
  #ended(method: string, url: string, seen: string): RequestFailure {
    const { runSignal } = this.#door;
    if (runSignal.aborted)
      return new RequestFailure('run-over', method, url, `${seen}; ${worded(runSignal, 'the run ended')}`);

    const { signal } = this.#options;
    const reason = signal.aborted ? worded(signal, 'the deadline has passed') : 'the caller aborted the request';
    return new RequestFailure('deadline', method, url, `${seen}; ${reason}`);
  }
}

/** Omits user name, password and query; an address such as `data:…` has no origin to show. */
function shownTarget({ origin, protocol, pathname }: URL): string {
  if (origin === 'null') return `\`${protocol}\``;
  return `${origin}${pathname}`;
}

/** @returns false if the signal aborted first */
async function waited(waitMs: number, signal: AbortSignal): Promise<boolean> {
  return delay(waitMs, true, { signal }).catch(() => false);
}

/** The final outcome, with the result of the previous attempt. */
function settled(outcome: Response | RequestFailure, before: Response | RequestFailure | undefined, attempt: number) {
  if (!(outcome instanceof RequestFailure)) return outcome;
  if (before === undefined) throw outcome;

  const earlier = before instanceof RequestFailure ? before.seen : `status ${before.status}`;
  let seen = outcome.seen;
  if (earlier !== outcome.seen) seen += `; before that: ${earlier}`;

  throw new RequestFailure(outcome.kind, outcome.method, outcome.url, `${seen} (${attempt + 1} attempts)`);
}

function worded(signal: AbortSignal, otherwise: string): string {
  const reason: unknown = signal.reason;
  if (!(reason instanceof Error) || reason.name === 'TimeoutError' || reason.name === 'AbortError') return otherwise;
  return reason.message;
}
