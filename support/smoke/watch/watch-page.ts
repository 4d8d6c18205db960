import type { ConsoleMessage, Page, Request, Response } from '@playwright/test';
import { type BrowserDoor, doorOf, originOf } from '../browser/browser-door.ts';
import { isFrameworkError } from '../judge/framework-error.ts';
import { isHydrationError } from '../judge/hydration-error.ts';
import type { PageEvent, WhatHappened } from './page-event.ts';
import { type ConvexTraffic, watchConvexTraffic } from './watch-convex-traffic.ts';
import { type Initiators, watchInitiators } from './watch-initiators.ts';

/** What a page has done since it was first watched. The fields are live. */
export interface PageWatch {
  readonly events: readonly PageEvent[];
  readonly convex: ConvexTraffic;
  /** The first address requested at each origin, by request or WebSocket. */
  readonly connections: ReadonlyMap<string, Connection>;
  /** Which lines requested what the door blocked. */
  readonly initiators: Initiators;
  /** Requests that the page still waits for, except streams that stay open by design. */
  openRequests(): Request[];
  /** From now on a change of the address is nobody's doing but the page's own. */
  settled(): void;
  /** The time of the last network or console activity, in ms since the epoch. */
  readonly lastActivityAtMs: number;
}

/** An origin that a page connected to. */
export interface Connection {
  /** `https` for `wss` too. */
  origin: string;
  url: string;
  pageUrl: string;
  what: string;
  /** The door blocked it. */
  isKeptOut: boolean;
}

// These stay open by design; waiting for their end would wait forever.
const longLived = new Set(['eventsource', 'websocket', 'ping']);

/** Chromium reports the end of a response only once it was read, and a page may never read a response that it does not need. */
const unreadAnswerMs = 500;

/**
 * Watches a page from now on: uncaught errors and rejections, `console.error` and failed `console.assert`, crashes, failed requests, statuses of 400
 * and more, failed WebSockets, the hosts that it connects to, and its Convex calls. Call it before the page is opened.
 */
export function watchPage(page: Page): PageWatch {
  const startedAtMs = Date.now();
  const events: PageEvent[] = [];
  const connections = new Map<string, Connection>();
  const open = new Map<Request, { answeredAtMs?: number }>();
  const door = doorOf(page.context());
  const watch = {
    events,
    connections,
    initiators: watchInitiators(page, door),
    convex: watchConvexTraffic(page, touch),
    lastActivityAtMs: startedAtMs,
    isSettled: false,
    address: undefined as string | undefined,
    settled: () => {
      watch.isSettled = true;
    },
    openRequests: () => [...open].filter(([, { answeredAtMs }]) => !isUnread(answeredAtMs)).map(([request]) => request),
  };
  function touch() {
    watch.lastActivityAtMs = Date.now();
  }
  function record(event: WhatHappened) {
    touch();
    // Caused by the door, not by the server: it is reported as a connection.
    if (door && 'url' in event && door.refuses(event.url)) return;
    if (door && event.kind === 'console-error' && isLogOfRefusal(event, door)) return;
    events.push({ ...event, atMs: Date.now() - startedAtMs });
  }
  function connect(url: string, what: string) {
    const origin = originOf(url);
    if (origin !== undefined && !connections.has(origin))
      connections.set(origin, { origin, url, pageUrl: page.url(), what, isKeptOut: door?.refuses(url) ?? false });
  }

  // Requests of a service worker, or of a window that the page opens, are reported on the context only.
  page.context().on('request', (request) => {
    const what = request.serviceWorker() ? 'a request of a service worker' : 'a request of another window';
    // The page's own requests are reported on the page in the same turn, with a better description.
    queueMicrotask(() => connect(request.url(), what));
  });
  page.on('pageerror', ({ message, stack }) =>
    record({ kind: 'uncaught-error', pageUrl: page.url(), message, ...(stack ? { stack } : {}) }),
  );
  page.on('console', (message) => {
    touch();
    if (isError(message)) record(consoleError(page, message));
  });
  // Errors in a window that the page opens are reported on the context only.
  page.context().on('weberror', (error) => {
    const { message, stack } = error.error();
    if (isOther(error.page(), page))
      record({ kind: 'uncaught-error', pageUrl: page.url(), message, ...(stack ? { stack } : {}) });
  });
  page.context().on('console', (message) => {
    // The other window's requests are not watched, so whether one may fail is not known here.
    const isOfRequest = message.text().startsWith('Failed to load resource:');
    if (isOther(message.page(), page) && isError(message) && !isOfRequest) record(consoleError(page, message));
  });
  // A dialog blocks the page until somebody answers it; a visitor would see it.
  page.on('dialog', (dialog) => {
    const pageUrl = page.url();
    record({ kind: 'dialog', pageUrl, type: dialog.type(), message: dialog.message() });
    void (dialog.type() === 'beforeunload' ? dialog.accept() : dialog.dismiss()).catch(() => undefined);
  });
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame()) return;
    const from = watch.address;
    watch.address = frame.url();
    if (watch.isSettled && from !== undefined && withoutHash(from) !== withoutHash(frame.url()))
      record({ kind: 'left', pageUrl: from, url: frame.url() });
  });
  page.on('crash', () => record({ kind: 'page-crash', pageUrl: page.url() }));
  page.on('websocket', (socket) => {
    touch();
    connect(socket.url(), 'a socket');
    socket.on('socketerror', (reason) =>
      record({ kind: 'socket-failed', pageUrl: page.url(), url: socket.url(), reason }),
    );
  });
  page.on('request', (request) => {
    touch();
    connect(request.url(), `a request (${request.resourceType()})`);
    if (!longLived.has(request.resourceType())) open.set(request, {});
  });
  page.on('response', (response) => {
    const request = response.request();
    const isData = request.resourceType() === 'fetch' || request.resourceType() === 'xhr';
    if (isData && open.has(request)) open.set(request, { answeredAtMs: Date.now() });
    if (response.status() >= 400) record(badResponse(page, response));
    else if (isUnappliedStyle(response))
      record({ kind: 'request-failed', ...describeRequest(page, request), reason: unappliedStyle(response) });
  });
  page.on('requestfinished', (request) => {
    touch();
    open.delete(request);
  });
  page.on('requestfailed', (request) => {
    open.delete(request);
    record(requestFailed(page, request));
  });
  return watch;
}

function withoutHash(url: string): string {
  return url.replace(/#.*$/, '');
}

function isOther(other: Page | null, page: Page): boolean {
  return other !== null && other !== page;
}

/**
 * A style sheet of another type is not applied, and Chromium says nothing of it: a single-page fallback answers like that.
 * Source: HTML Standard, section 4.6.7.24, "Link type stylesheet"; a document in quirks mode takes any type.
 */
function isUnappliedStyle(response: Response): boolean {
  const type = response.headers()['content-type'];
  const isStyle = response.request().resourceType() === 'stylesheet';
  return isStyle && response.status() === 200 && type !== undefined && !/^\s*text\/css\b/i.test(type);
}

function unappliedStyle(response: Response): string {
  return `a style sheet of the type ${response.headers()['content-type']}, which is not applied: it has to be text/css`;
}

function isUnread(answeredAtMs: number | undefined): boolean {
  return answeredAtMs !== undefined && Date.now() - answeredAtMs > unreadAnswerMs;
}

/** What Chromium itself writes of a request or a socket that was kept out. */
function isLogOfRefusal({ message, from }: { message: string; from: string }, door: BrowserDoor): boolean {
  const socket = /^WebSocket connection to '([^']+)' failed/.exec(message)?.[1];
  const address = message.startsWith('Failed to load resource:') ? from.replace(/:\d+$/, '') : socket;
  return address !== undefined && URL.canParse(address) && door.refuses(address);
}

/** What Chromium upgrades to https by itself is mixed content all the same; of that it only warns. */
function isError(message: ConsoleMessage): boolean {
  const text = message.text();
  // A framework may warn of what breaks the page: the wording decides before the level does.
  return (
    ['error', 'assert'].includes(message.type()) ||
    text.startsWith('Mixed Content:') ||
    isHydrationError(text) ||
    isFrameworkError(text)
  );
}

function consoleError(page: Page, message: ConsoleMessage): WhatHappened {
  const { url, lineNumber } = message.location();
  const from = url === '' ? page.url() : `${url}:${lineNumber + 1}`;
  return { kind: 'console-error', pageUrl: page.url(), message: message.text(), from };
}

function badResponse(page: Page, response: Response): WhatHappened {
  return { kind: 'bad-response', ...describeRequest(page, response.request()), status: response.status() };
}

function requestFailed(page: Page, request: Request): WhatHappened {
  const reason = request.failure()?.errorText ?? 'unknown reason';
  return { kind: 'request-failed', ...describeRequest(page, request), reason };
}

function describeRequest(page: Page, request: Request) {
  const isDocument = request.isNavigationRequest() && request.frame() === page.mainFrame();
  return {
    // While the document is under way the page's own address is still the one before.
    pageUrl: isDocument ? request.url() : page.url(),
    isDocument,
    method: request.method(),
    url: request.url(),
    resourceType: request.resourceType(),
  };
}
