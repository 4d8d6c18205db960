import type { DocumentPage, DocumentSource } from './document-source.ts';
import type { ReadProgress } from './progress-line.ts';

/** A source that says how far it has been read, each time that a table is gone through. */
export function watched(source: DocumentSource, tell: ((at: ReadProgress) => void) | undefined): DocumentSource {
  if (tell === undefined) return source;

  let pass = 0;
  return {
    ...source,
    async *pages(table, cursor): AsyncIterable<DocumentPage> {
      pass += 1;
      const own = pass;
      let documents = 0;
      for await (const page of source.pages(table, cursor)) {
        documents += page.documents.length;
        tell({ source: source.name, table, documents, pass: own });
        yield page;
      }
    },
  };
}
