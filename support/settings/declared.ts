import { z } from 'zod';
import type {
  AddressRole,
  ConnectionStringRole,
  CredentialRole,
  DeploymentNameRole,
  OfGroup,
  PlainRole,
  Role,
} from './role.ts';
import { SettingSource } from './setting-source.ts';

/** What marks the types below. A text and no symbol: declarations of types that are derived from them could not name that. */
type Mark<Kind extends string> = { readonly '~declared': Kind };

/** Where the value of a declared setting comes from. Data: what it means is known to its schema (`roleOf`). */
export type DeclaredSetting = SettingSource & Mark<'setting'>;

/** A file or folder that a config names, relative to itself. */
export type DeclaredFile = string & Mark<'file'>;

const roles = new WeakMap<z.core.$ZodType, Role>();
const partners = new WeakMap<z.core.$ZodType, PartnerDeclaration>();
const files = new WeakSet<z.core.$ZodType>();

/** The role of a schema that declares a setting; undefined for every other schema. */
export function roleOf(schema: z.core.$ZodType): Role | undefined {
  return roles.get(schema);
}

/** Another platform that a section has to do with: where there are several, it names one. */
export interface PartnerDeclaration {
  /** The platform's name in the registry. */
  platform: OfGroup<string>;
  /** Nothing is asked of the partner: where several are there, none has to be named. */
  unless?: (group: never) => boolean;
}

/** What a schema says of a partner; undefined for every other schema. */
export function partnerOf(schema: z.core.$ZodType): PartnerDeclaration | undefined {
  return partners.get(schema);
}

/** Whether a schema declares a file or folder. */
export function isFile(schema: z.core.$ZodType): boolean {
  return files.has(schema);
}

function declare(role: Role) {
  const schema = SettingSource.transform((source) => source as DeclaredSetting);
  roles.set(schema, role);
  return schema;
}

/** A web address: requests to it are admitted, and it is the environment's own unless `mayBeShared` says why not. */
export function address(options: Omit<AddressRole, 'role'> = {}) {
  return declare({ role: 'address', ...options });
}

/** A secret that lets its holder in: redacted everywhere, and each environment has its own unless `mayBeShared` says why not. */
export function credential(options: Omit<CredentialRole, 'role'>) {
  return declare({ role: 'credential', ...options });
}

/** A connection string of a database: redacted everywhere, and each environment has its own. */
export function connectionString(options: Omit<ConnectionStringRole, 'role'> = {}) {
  return declare({ role: 'connection string', ...options });
}

/** The name of a Convex deployment: each environment has its own. */
export function deploymentName(options: Omit<DeploymentNameRole, 'role'> = {}) {
  return declare({ role: 'deployment name', ...options });
}

/** A comma-separated list of origins that are let in. */
export function origins() {
  return declare({ role: 'origins' });
}

/** A value from the table without a role: it may be the same in every environment. */
export function setting(options: Omit<PlainRole, 'role'> = {}) {
  return declare({ role: 'setting', ...options });
}

/** A file or folder, relative to the config. */
export function file() {
  const schema = z
    .string()
    .min(1)
    .transform((shown) => shown as DeclaredFile);
  files.add(schema);
  return schema;
}

/** The name of the partner in another platform's sections; with one section there, that one is meant without a name. */
export function partner(platform: OfGroup<string>, unless?: (group: never) => boolean) {
  const schema = z.string().min(1).optional();
  partners.set(schema, { platform, ...(unless && { unless }) });
  return schema;
}

/** A setting whose value is given by code, where the config says nothing. */
export function givenSetting(value: string): DeclaredSetting {
  return { value } as DeclaredSetting;
}
