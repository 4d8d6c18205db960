export * from './backend-syntax.ts';
export { type BundleFile, type BundleReferences, readBundleReferences } from './bundle-references.ts';
export * from './compare-functions.ts';
export * from './compare-references.ts';
export * from './compare-schemas.ts';
export * from './database-schema.ts';
export * from './function-path.ts';
export type * from './function-reference.ts';
export * from './function-spec.ts';
export { nearNames } from './near-names.ts';
export {
  type BackendSource,
  type BackendSurface,
  readBackendSource,
  type UnreadModule,
} from './read-backend-source.ts';
export { readSourceReferences } from './read-source-references.ts';
export {
  linksOfPage,
  numberedChunks,
  scriptsOfPage,
  scriptsOfScript,
} from './script-addresses.ts';
export { type MappedSource, parseSourceMap, sourceMapAddress } from './source-map.ts';
export * from './validator.ts';
export * from './validator-compatibility.ts';
export * from './validator-value.ts';
