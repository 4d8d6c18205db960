import type { DocumentPage, DocumentSource } from './document-source.ts';

/** A source that stops between two pages when the signal aborts: reading an export makes no request that could be aborted. */
export function untilAborted(source: DocumentSource, signal: AbortSignal): DocumentSource {
  return {
    ...source,
    async *pages(table, cursor): AsyncIterable<DocumentPage> {
      for await (const page of source.pages(table, cursor)) {
        signal.throwIfAborted();
        yield page;
      }
    },
  };
}
