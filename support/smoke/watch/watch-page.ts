import type { ConsoleMessage, Page, Request, Response } from '@playwright/test';
import { type BrowserDoor, doorOf, originOf } from '../browser/browser-door.ts';
import type { PageEvent, WhatHappened } from './page-event.ts';
import { type ConvexTraffic, watchConvexTraffic } from './watch-convex-traffic.ts';
import { type Initiators, watchInitiators } from './watch-initiators.ts';

/** What a page has been seen to do since it is watched. The fields grow as long as the page lives. */
export interface PageWatch {
  readonly events: readonly PageEvent[];
  readonly convex: ConvexTraffic;
  /** The first address that was asked for at each origin, by request or by socket. */
  readonly connections: ReadonlyMap<string, Connection>;
  /** Where it asked for what the door kept out. */
  readonly initiators: Initiators;
  /** Requests that the page still waits for. Streams that are meant to stay open are not among them. */
  openRequests(): Request[];
  /** When the page last did something on the network or in the console, in ms since the epoch. */
  readonly lastActivityAtMs: number;
}

/** An origin that a page was seen to talk to. */
export interface Connection {
  /** `https` for a secure socket too: what tells two hosts apart is not the protocol spoken. */
  origin: string;
  url: string;
  pageUrl: string;
  what: string;
  /** The door did not let it through. */
  isKeptOut: boolean;
}

// These stay open by design; waiting for their end would wait forever.
const longLived = new Set(['eventsource', 'websocket', 'ping']);

/** Chromium tells the end of an answer only once it was read, and a page may never read what it is not interested in. */
const unreadAnswerMs = 500;

/**
 * Watches a page from now on: uncaught errors and rejections, `console.error` and failed `console.assert`, crashes, failed requests, answers of 400 and
 * more, failed sockets, the hosts that it talks to, and the Convex functions that it asks for. To be called before the page is opened.
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
    openRequests: () => [...open].filter(([, { answeredAtMs }]) => !isUnread(answeredAtMs)).map(([request]) => request),
  };
  function touch() {
    watch.lastActivityAtMs = Date.now();
  }
  function record(event: WhatHappened) {
    touch();
    // The door's doing, and no failure of who was asked: it is found as a connection.
    if (door && 'url' in event && door.refuses(event.url)) return;
    if (door && event.kind === 'console-error' && isLogOfRefusal(event, door)) return;
    events.push({ ...event, atMs: Date.now() - startedAtMs });
  }
  function connect(url: string, what: string) {
    const origin = originOf(url);
    if (origin !== undefined && !connections.has(origin))
      connections.set(origin, { origin, url, pageUrl: page.url(), what, isKeptOut: door?.refuses(url) ?? false });
  }

  // A service worker's requests, and those of a window that the page opens, are told to the context alone.
  page.context().on('request', (request) => {
    const what = request.serviceWorker() ? 'a request of a service worker' : 'a request of another window';
    // The page is told of its own in the same turn, and words them better.
    queueMicrotask(() => connect(request.url(), what));
  });
  page.on('pageerror', ({ message, stack }) =>
    record({ kind: 'uncaught-error', pageUrl: page.url(), message, ...(stack ? { stack } : {}) }),
  );
  page.on('console', (message) => {
    touch();
    if (isError(message)) record(consoleError(page, message));
  });
  // What goes wrong in a window that the page opens is told to the context alone, too.
  page.context().on('weberror', (error) => {
    const { message, stack } = error.error();
    if (isOther(error.page(), page))
      record({ kind: 'uncaught-error', pageUrl: page.url(), message, ...(stack ? { stack } : {}) });
  });
  page.context().on('console', (message) => {
    // Its requests are not watched, so whether one was expected to fail is not known here.
    const isOfRequest = message.text().startsWith('Failed to load resource:');
    if (isOther(message.page(), page) && isError(message) && !isOfRequest) record(consoleError(page, message));
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
  return ['error', 'assert'].includes(message.type()) || message.text().startsWith('Mixed Content:');
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
