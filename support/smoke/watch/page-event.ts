/** Something that went wrong on a watched page, as the browser reported it. */
export type PageEvent = WhatHappened & {
  /** Milliseconds since the page was first watched. */
  atMs: number;
};

/** An event without its time. */
export type WhatHappened =
  | { kind: 'uncaught-error'; pageUrl: string; message: string; stack?: string }
  | { kind: 'console-error'; pageUrl: string; message: string; from: string }
  | { kind: 'page-crash'; pageUrl: string }
  | { kind: 'dialog'; pageUrl: string; type: string; message: string }
  /** The page went to another address by itself, after it had settled. */
  | { kind: 'left'; pageUrl: string; url: string }
  | ({ kind: 'request-failed'; reason: string } & RequestOfPage)
  | ({ kind: 'bad-response'; status: number } & RequestOfPage)
  | { kind: 'socket-failed'; pageUrl: string; url: string; reason: string };

/** A request as an event names it. */
export interface RequestOfPage {
  pageUrl: string;
  /** Whether this is the page's own document, not something that it loads or frames. */
  isDocument: boolean;
  method: string;
  url: string;
  resourceType: string;
}

/** Words the time of an event for a finding's `from`. */
export function timeOf({ atMs }: { atMs: number }): string {
  return `${(atMs / 1000).toFixed(2)} s into the visit`;
}
