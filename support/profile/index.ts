export { convexHttpBase } from '../platforms/convex/platform-http-base.ts';
export type { AdminRoute } from '../platforms/worker/platform.ts';
export { badInputNames, commonSecrets } from '../platforms/worker/platform-input.ts';
export { RateLimitSource, type SharedQuota } from '../platforms/worker/platform-limits.ts';
export { logIngestionWorker, traceLimit } from '../platforms/worker/platform-preset.ts';
export {
  type AddressRole,
  type CredentialRole,
  convexHost,
  convexHostsIn,
  deploymentReference,
  isCutDeployKey,
  MissingInput,
  type Opening,
  requestTo,
  Setting,
  strict,
} from '../settings/index.ts';
export { parseTable } from '../table/index.ts';
export { absentSetting, ownSection } from './absent-setting.ts';
export {
  ConfigurationError,
  type ConfigurationProblem,
  configurationError,
  formatConfigurationProblem,
} from './configuration-error.ts';
export { defineDeployment } from './define-deployment.ts';
export { type Effect, effects } from './effects.ts';
export { type EmbeddedDeployment, loadEmbedded, type StartEmbedded, startEmbedded } from './embedded.ts';
export { type LoadedDeployment, loadDeployment, loadReportsDirectory } from './load-deployment.ts';
export { findConfig, usualFolder } from './loading/find-config.ts';
export { entriesOf, type OriginEntry } from './origin-entries.ts';
export {
  calledOf,
  isOwned,
  openingOf,
  type PlacedSetting,
  placedAddresses,
  placedCredentials,
  placedSettings,
  urlsOf,
} from './placed-settings.ts';
export type { PlatformName } from './platform-shape.ts';
export { isWithin } from './policy.ts';
export type {
  CloudflareProfile,
  ConvexProfile,
  GitHubProfile,
  IsolationProfile,
  NotifyProfile,
  PagesProfile,
  PlatformProfile,
  PlatformProfiles,
  Profile,
  ProfileTable,
  SectionIdentity,
  SmokeProfile,
  WorkerProfile,
} from './profile.ts';
export {
  comparedPlatforms,
  destructiveRoutes,
  homeOrigins,
  originsOf,
  pageOrigins,
  providerReads,
  queryEndpoints,
  type ReadPath,
  readsFrom,
  toolReads,
} from './reach.ts';
export { deploymentFolder, projectReports, reportsRoot } from './reports-folder.ts';
export { resolveProfile, resolveProfiles } from './resolve-profile.ts';
export { type KeyRule, type ValueType, valueTypes, type Waiver } from './schema.ts';
export type { DeliverySource as DeliveryProfile } from './sections/delivery.ts';
export type { DocumentCanary, FunctionCall } from './sections/isolation.ts';
export type { MigrationSource as MigrationProfile } from './sections/migration.ts';
export type { LocalFileTarget, SyncProfile, SyncTarget } from './sections/resolve-sync.ts';
export type { BrowserName, ExpectedFailure, Landmark, SmokePage, ThirdParty } from './sections/smoke.ts';
export type { LocalReader, SyncPlatform } from './sections/sync.ts';
export { counterpart, named, sectionsOf } from './sections-of.ts';
export { shownPath } from './shown-path.ts';
export { isSecretKey, registerValue } from './values/secret-keys.ts';
export { type StoreReference, storeReference } from './values/store-reference.ts';
export type { TableValue } from './values/table-value.ts';
export { type VariableScope, type Variables, variableName } from './values/variables.ts';
