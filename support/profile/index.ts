export { parseTable } from '../table/index.ts';
export {
  ConfigurationError,
  type ConfigurationProblem,
  configurationError,
  formatConfigurationProblem,
} from './configuration-error.ts';
export { convexHttpBase } from './convex-http-base.ts';
export { defineDeployment } from './define-deployment.ts';
export { type Effect, effects } from './effects.ts';
export { type EmbeddedDeployment, loadEmbedded, type StartEmbedded, startEmbedded } from './embedded.ts';
export type { IsolationProfile, MigrationProfile, NotifyProfile } from './isolation-profile.ts';
export type { DocumentCanary, FunctionCall } from './isolation-source.ts';
export { type LoadedDeployment, loadDeployment, loadReportsDirectory } from './load-deployment.ts';
export { isWithin } from './policy.ts';
export type {
  ConvexProfile,
  PagesProfile,
  Profile,
  ProfileTable,
  SmokeProfile,
  WorkerProfile,
} from './profile.ts';
export { attestEndpoints, providerOrigins, providerReads, type ReadPath } from './provider-reads.ts';
export { resolveProfile } from './resolve-profile.ts';
export {
  type AdminRoute,
  type ExpectedFailure,
  type KeyRule,
  type Landmark,
  RateLimitSource,
  type SharedQuota,
  type SmokePage,
  type ThirdParty,
  type ValueType,
  valueTypes,
  type Waiver,
} from './schema.ts';
export { MissingInput, Setting } from './setting.ts';
export { shownPath } from './shown-path.ts';
export type { BrowserName } from './smoke-source.ts';
export type { CloudflareProfile, GitHubProfile, LocalFileTarget, SyncProfile, SyncTarget } from './sync-profile.ts';
export type { LocalReader, SyncPlatform } from './sync-source.ts';
export type { TableValue } from './table-value.ts';
export type { VariableScope, Variables } from './variables.ts';
export { logIngestionWorker, traceLimit } from './worker-preset.ts';
