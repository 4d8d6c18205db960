import type { Page, Request } from '@playwright/test';
import { z } from 'zod';
import { jsonIn } from '../../files/parse-json.ts';
import { type ConvexCall, SyncSocketCalls } from './convex-traffic.ts';

/** The Convex calls of a page, over its sync sockets and over HTTP. */
export interface ConvexTraffic {
  /** Every call seen so far, in no order across sockets. */
  calls(): ConvexCall[];
  /** Calls that the page still waits for. What a closed socket left open is asked anew over the next one. */
  pending(): ConvexCall[];
  /** Addresses of sync sockets that are open and over which the page has sent nothing yet: its queries are still to come. */
  opening(): string[];
}

const syncPath = /^\/api\/(?:[^/]+\/)?sync$/;
/** A query may also be asked as of a time, and in the address. Source: convex-backend, crates/local_backend/src/public_api.rs. */
const httpPath = /^\/api\/(query|mutation|action)(?:_at_ts)?$/;
const HttpCall = z.object({ path: z.string() });
const HttpAnswer = z.object({ status: z.string(), errorMessage: z.string().optional() });
/** The answer of a deployment that does not know a function (404), is paused, or refuses. */
const HttpRefusal = z.object({ code: z.string(), message: z.string() });

/** Whether an address is one of Convex's sync protocol. */
export function isSyncAddress({ pathname }: URL): boolean {
  return syncPath.test(pathname);
}

/** Watches a page's Convex traffic from now on; `onActivity` is called with every message. */
export function watchConvexTraffic(page: Page, onActivity: () => void): ConvexTraffic {
  const sockets: { calls: SyncSocketCalls; isOpen: boolean; hasSent: boolean; url: string }[] = [];
  const httpCalls = new Map<Request, ConvexCall>();

  page.on('websocket', (webSocket) => {
    if (!isSyncAddress(new URL(webSocket.url()))) return;
    const socket = { calls: new SyncSocketCalls(), isOpen: true, hasSent: false, url: webSocket.url() };
    sockets.push(socket);
    webSocket.on('framesent', ({ payload }) => {
      onActivity();
      socket.hasSent = true;
      socket.calls.sent(payload.toString());
    });
    webSocket.on('framereceived', ({ payload }) => {
      onActivity();
      socket.calls.received(payload.toString());
    });
    const end = () => {
      onActivity();
      socket.isOpen = false;
    };
    webSocket.on('close', end);
    webSocket.on('socketerror', end);
  });
  page.on('request', (request) => {
    const call = readHttpCall(request);
    if (call) httpCalls.set(request, call);
  });
  page.on('requestfinished', async (request) => {
    const call = httpCalls.get(request);
    if (call) Object.assign(call, await readHttpOutcome(request));
  });
  page.on('requestfailed', (request) => {
    const call = httpCalls.get(request);
    if (call) Object.assign(call, { outcome: 'failed', error: request.failure()?.errorText ?? 'unknown reason' });
  });

  const calls = () => [...sockets.flatMap((socket) => socket.calls.calls), ...httpCalls.values()];
  return {
    calls,
    opening: () => sockets.filter(({ isOpen, hasSent }) => isOpen && !hasSent).map(({ url }) => url),
    pending: () => {
      const open = sockets.filter((socket) => socket.isOpen);
      // Between two sockets the page still waits for what the last one did not answer.
      const live = open.length > 0 ? open : sockets.slice(-1);
      return [...live.flatMap((socket) => socket.calls.calls), ...httpCalls.values()].filter(
        (call) => call.outcome === 'pending',
      );
    },
  };
}

function readHttpCall(request: Request): ConvexCall | undefined {
  const kind = httpPath.exec(new URL(request.url()).pathname)?.[1];
  if (kind !== 'query' && kind !== 'mutation' && kind !== 'action') return undefined;
  const asked = Object.fromEntries(new URL(request.url()).searchParams);
  const body = HttpCall.safeParse(request.method() === 'POST' ? jsonIn(request.postData() ?? '') : asked);
  return body.success ? { kind, path: body.data.path, outcome: 'pending' } : undefined;
}

async function readHttpOutcome(request: Request): Promise<Pick<ConvexCall, 'outcome' | 'error'>> {
  const response = await request.response();
  const text = (await response?.text().catch(() => '')) ?? '';
  const answer = HttpAnswer.safeParse(jsonIn(text));
  if (answer.success && answer.data.status === 'success') return { outcome: 'answered' };
  const refusal = HttpRefusal.safeParse(jsonIn(text)).data;
  const refused = refusal && `${refusal.code}: ${refusal.message}`;
  const error = answer.data?.errorMessage ?? refused ?? `HTTP ${response?.status() ?? 'without an answer'}`;
  return { outcome: 'failed', error };
}
