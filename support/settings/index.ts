export {
  bareDeploymentName,
  type ConvexHost,
  type ConvexService,
  convexHost,
  convexHostFor,
  convexHostsIn,
  type DeployKey,
  deploymentReference,
  isCutDeployKey,
  isDeploymentReference,
  isGivenName,
  readDeployKey,
} from './convex-names.ts';
export {
  address,
  connectionString,
  credential,
  type DeclaredFile,
  type DeclaredSetting,
  deploymentName,
  file,
  givenSetting,
  isFile,
  origins,
  partner,
  partnerOf,
  roleOf,
  setting,
} from './declared.ts';
export { definePlatform } from './define-platform.ts';
export { Deadline, Milliseconds, Name, Path } from './field-forms.ts';
export { below, requestTo } from './opening.ts';
export {
  type FoundSetting,
  type NamedPath,
  type Resolved,
  resolveSection,
  type SettingResolver,
  settingsIn,
} from './resolved.ts';
export {
  type AddressRole,
  type CredentialRole,
  type DestructiveRoute,
  isSecretRole,
  type Opening,
  ofGroup,
  type Role,
  reasonToShare,
} from './role.ts';
export { MissingInput, Setting } from './setting.ts';
export { KeyName, SettingSource } from './setting-source.ts';
export { strict, unknownKeys } from './strict-object.ts';
export { innerOf, walkSection } from './walk.ts';
