export {
  ConfigurationError,
  type ConfigurationProblem,
  configurationError,
  formatConfigurationProblem,
} from './configuration-error.ts';
export { defineDeployment } from './define-deployment.ts';
export { type EmbeddedDeployment, type StartEmbedded, startEmbedded } from './embedded.ts';
export { type LoadedDeployment, loadDeployment, loadReportsDirectory } from './load-deployment.ts';
export { suggestName } from './near.ts';
export { isWithin } from './policy.ts';
export type {
  ConvexProfile,
  PagesProfile,
  Profile,
  ProfileTable,
  SmokeProfile,
  TableValue,
  WorkerProfile,
} from './profile.ts';
export { resolveProfile } from './resolve-profile.ts';
export {
  type Effect,
  type ExpectedFailure,
  effects,
  type KeyRule,
  type RateLimitSource,
  type SmokePage,
  type ValueType,
  valueTypes,
  type Waiver,
} from './schema.ts';
export { MissingInput, Setting } from './setting.ts';
export { shownPath } from './shown-path.ts';
export type { VariableScope, Variables } from './variables.ts';
