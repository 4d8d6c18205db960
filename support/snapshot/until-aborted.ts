import type { DocumentPage, DocumentSource } from './document-source.ts';

/** A source whose reading ends, between two pages, with what ends the signal: an export is read without asking anybody. */
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
