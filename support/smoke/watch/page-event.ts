/** Something that went wrong on a page while it was watched, as the browser told it. Data only. */
export type PageEvent = WhatHappened & {
  /** When it was seen, in milliseconds since the page was watched. */
  atMs: number;
};

/** An event without its time. */
export type WhatHappened =
  | { kind: 'uncaught-error'; pageUrl: string; message: string; stack?: string }
  | { kind: 'console-error'; pageUrl: string; message: string; from: string }
  | { kind: 'page-crash'; pageUrl: string }
  | ({ kind: 'request-failed'; reason: string } & RequestOfPage)
  | ({ kind: 'bad-response'; status: number } & RequestOfPage)
  | { kind: 'socket-failed'; pageUrl: string; url: string; reason: string };

/** A request as an event names it. */
export interface RequestOfPage {
  pageUrl: string;
  /** Whether this is the page's own document, as against what the page loads or frames. */
  isDocument: boolean;
  method: string;
  url: string;
  resourceType: string;
}

/** The time of an event as a place of a finding. */
export function timeOf({ atMs }: { atMs: number }): string {
  return `${(atMs / 1000).toFixed(2)} s into the visit`;
}
