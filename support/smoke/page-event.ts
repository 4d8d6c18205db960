/** Something that went wrong on a page while it was watched, as the browser told it. Data only. */
export type PageEvent =
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
