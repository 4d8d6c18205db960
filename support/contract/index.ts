export * from './backend/backend-syntax.ts';
export { type ComponentRead, componentVariables } from './backend/component-variables.ts';
export * from './backend/database-schema.ts';
export { type MountedComponent, mountedComponents } from './backend/mounted-components.ts';
export { type PushedModules, pushedModules } from './backend/pushed-modules.ts';
export {
  type BackendSource,
  type BackendSurface,
  readBackendSource,
  type UnreadModule,
} from './backend/read-backend-source.ts';
export { type BundleFile, type BundleReferences, readBundleReferences } from './bundle/bundle-references.ts';
export {
  linksOfPage,
  numberedChunks,
  scriptsOfPage,
  scriptsOfScript,
} from './bundle/script-addresses.ts';
export { type MappedSource, parseSourceMap, sourceMapAddress } from './bundle/source-map.ts';
export * from './compare-functions.ts';
export * from './compare-references.ts';
export * from './compare-schemas.ts';
export * from './function-path.ts';
export type * from './function-reference.ts';
export * from './function-spec.ts';
export { nearNames } from './near-names.ts';
export {
  addressOfRoute,
  isOfRoute,
  isStaticRoute,
  type PageRoute,
  type RoutingFramework,
} from './routes/page-route.ts';
export { sourceRoutes } from './routes/source-routes.ts';
export { type OrderReading, type SafeOrder, safeOrder } from './safe-order.ts';
export type { ComponentCall, ComponentUse } from './source/find-references.ts';
export { readSourceReferences } from './source/read-source-references.ts';
export { importSpecifiers } from './syntax/confirmed-imports.ts';
export * from './validators/validator.ts';
export * from './validators/validator-compatibility.ts';
export * from './validators/validator-value.ts';
export type { VariableRead } from './variables/backend-variables.ts';
export type { PackageRead } from './variables/package-variables.ts';
