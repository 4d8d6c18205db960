export { canonicalText } from './canonical.ts';
export { type Collection, type CollectOptions, collectDocuments, markCompared } from './collect-documents.ts';
export {
  compareCollections,
  type DocumentComparison,
  missProbability,
  type Overlap,
} from './compare-collections.ts';
export { isDocumentId, referencesIn, replaceIds, tableNumberOf } from './document-id.ts';
export {
  type DocumentPage,
  type DocumentSource,
  DocumentsUnreadable,
  type SnapshotDocument,
} from './document-source.ts';
export { type KeptSource, keepDocuments } from './kept-source.ts';
export { isWatched, tellProgress } from './progress-line.ts';
export { openArchive } from './read-archive.ts';
export { openLive, type RunQuery } from './read-live.ts';
export { untilAborted } from './until-aborted.ts';
export { watched } from './watched-source.ts';
