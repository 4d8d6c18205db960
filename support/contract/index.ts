export * from './compare-references.ts';
export * from './function-path.ts';
export type * from './function-reference.ts';
export * from './function-spec.ts';
export { readSourceReferences } from './read-source-references.ts';
export * from './validator.ts';
export * from './validator-compatibility.ts';
export * from './validator-value.ts';
