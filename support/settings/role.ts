/** A value, or what follows from the group of settings that it stands in: `({ path }: { path: string }) => [path]`. */
export type OfGroup<Value> = Value | ((group: never) => Value);

interface Owned {
  /** Why two environments may have the same value. Left out: each environment has one of its own, and two equal ones fail. */
  mayBeShared?: OfGroup<string | undefined>;
}

/** A route that destroys, by whatever method: what a request does is decided by the address, not by its method. */
export interface DestructiveRoute {
  /** Below the address. */
  path: string;
  /** The methods that may be sent where `destructive` is not allowed. */
  harmless: readonly string[];
}

/** A web address that Airlock may reach. */
export interface AddressRole extends Owned {
  role: 'address';
  /** Pages of the environment may connect to it, and a sign-in may lead back to it. */
  reachedByPages?: true;
  /** Another address that the same service answers at. */
  alsoServes?: (url: URL) => URL;
  /** Addresses that are asked where they lead to, and that are nobody's home: plain HTTP, the host without `www`. */
  alsoAsked?: (url: URL) => readonly URL[];
  /** Paths that are asked with POST and only read. */
  queries?: OfGroup<readonly string[]>;
  /** Paths of routes that destroy: which methods are sent there without the effect `destructive`, whatever else reads. */
  destroys?: OfGroup<readonly DestructiveRoute[]>;
  /** The only paths that are ever read there, below the address: for the API of a provider. */
  reads?: readonly RegExp[];
  /** The paths from which the tools read the keys that the platform holds. */
  keyReads?: readonly RegExp[];
}

/** What a credential opens by a request that changes nothing. */
export interface Opening {
  /** The call, as a report names it: "Upstash, PING". */
  call: string;
  /** @throws MissingInput where the address is not set */
  at: () => URL;
  scheme?: 'Bearer' | 'Convex';
  /** Sent as POST with a body of its own, new each time, instead of GET. */
  body?: () => unknown;
  /** Statuses beside 2xx that only a caller who was let in sees. */
  openedBy?: readonly number[];
}

/** A secret that lets its holder in. Registered for redaction as it is read, and never shown. */
export interface CredentialRole extends Owned {
  role: 'credential';
  /** As findings call it: "deploy key". */
  called: OfGroup<string>;
  /** It is typed into pages, as a visitor's name is: that a page shows it says nothing. */
  typedIntoPages?: true;
  /** A reading uses it in any case, and says when it is refused: nothing more is asked at home. */
  usedAnyway?: true;
  /** The request by which it is proved at home and tried in other environments. */
  opens?: OfGroup<Opening>;
}

/** The name of a Convex deployment. */
export interface DeploymentNameRole extends Owned {
  role: 'deployment name';
}

/** A connection string of a database, with what lets its holder in. Never shown; each environment has its own. */
export interface ConnectionStringRole extends Owned {
  role: 'connection string';
}

/** A comma-separated list of origins that are let in. */
export interface OriginsRole {
  role: 'origins';
}

/** A value from the table without a meaning of its own. */
export interface PlainRole {
  role: 'setting';
  /** Only a run that deploys knows it: that another run does not is not a mistake in the config. */
  knownToOneRun?: true;
}

export type Role = AddressRole | ConnectionStringRole | CredentialRole | DeploymentNameRole | OriginsRole | PlainRole;

/** The value of an option that may depend on the group of settings. */
export function ofGroup<Value>(option: OfGroup<Value>, group: object): Value {
  return typeof option === 'function' ? (option as (group: object) => Value)(group) : option;
}

/** Whether values of a role are never shown. */
export function isSecretRole({ role }: Role): boolean {
  return role === 'credential' || role === 'connection string';
}

/** Why an environment may share this value with another one; undefined where each has one of its own. */
export function reasonToShare(role: Role, group: object): string | undefined {
  if (role.role === 'setting' || role.role === 'origins') return 'it belongs to nobody by nature';
  return ofGroup(role.mayBeShared, group);
}
