import type { ConsoleMessage, Page, Request, Response } from '@playwright/test';
import type { PageEvent } from './page-event.ts';
import { type ConvexTraffic, watchConvexTraffic } from './watch-convex-traffic.ts';

/** What a page has been seen to do since it is watched. The fields grow as long as the page lives. */
export interface PageWatch {
  readonly events: readonly PageEvent[];
  readonly convex: ConvexTraffic;
  /** Requests that have neither ended nor failed. Streams that are meant to stay open are not among them. */
  readonly openRequests: ReadonlySet<Request>;
  /** When the page last did something on the network or in the console, in ms since the epoch. */
  readonly lastActivityAtMs: number;
}

// These stay open by design; waiting for their end would wait forever.
const longLived = new Set(['eventsource', 'websocket', 'ping']);

/**
 * Watches a page from now on: uncaught errors and rejections, `console.error` and failed `console.assert`, crashes, failed requests, answers of 400 and
 * more, failed sockets, and the Convex functions that it asks for. To be called before the page is opened.
 */
export function watchPage(page: Page): PageWatch {
  const events: PageEvent[] = [];
  const openRequests = new Set<Request>();
  const watch = { events, openRequests, convex: watchConvexTraffic(page, touch), lastActivityAtMs: Date.now() };
  function touch() {
    watch.lastActivityAtMs = Date.now();
  }
  function record(event: PageEvent) {
    touch();
    events.push(event);
  }

  page.on('pageerror', ({ message, stack }) =>
    record({ kind: 'uncaught-error', pageUrl: page.url(), message, ...(stack ? { stack } : {}) }),
  );
  page.on('console', (message) => {
    touch();
    if (message.type() === 'error' || message.type() === 'assert') record(consoleError(page, message));
  });
  page.on('crash', () => record({ kind: 'page-crash', pageUrl: page.url() }));
  page.on('websocket', (socket) => {
    touch();
    socket.on('socketerror', (reason) =>
      record({ kind: 'socket-failed', pageUrl: page.url(), url: socket.url(), reason }),
    );
  });
  page.on('request', (request) => {
    touch();
    if (!longLived.has(request.resourceType())) openRequests.add(request);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) record(badResponse(page, response));
  });
  page.on('requestfinished', (request) => {
    touch();
    openRequests.delete(request);
  });
  page.on('requestfailed', (request) => {
    openRequests.delete(request);
    record(requestFailed(page, request));
  });
  return watch;
}

function consoleError(page: Page, message: ConsoleMessage): PageEvent {
  const { url, lineNumber } = message.location();
  const from = url === '' ? page.url() : `${url}:${lineNumber + 1}`;
  return { kind: 'console-error', pageUrl: page.url(), message: message.text(), from };
}

function badResponse(page: Page, response: Response): PageEvent {
  return { kind: 'bad-response', ...describeRequest(page, response.request()), status: response.status() };
}

function requestFailed(page: Page, request: Request): PageEvent {
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
