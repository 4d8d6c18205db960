import type { Place, Script } from '../source/workflow.ts';

/** What a command of a pipeline does to what runs. */
export type Role =
  /** Deploys the functions that front ends call. */
  | 'backend'
  | 'frontend'
  | 'worker'
  /** Deploys something else that answers requests. */
  | 'service'
  /** Starts containers from images. */
  | 'container'
  /** Pushes an image; nothing runs it yet. */
  | 'image'
  | 'build'
  /** Runs functions or migrations of a deployment. */
  | 'migration'
  /** Sets variables or secrets of a deployment. */
  | 'settings'
  /** Waits until a new version is healthy, and fails where it is not. */
  | 'health'
  /** Leads users from one version to the other, and back. */
  | 'switch'
  | 'switch-back'
  /** Runs Airlock's gate. */
  | 'gate'
  /** Runs Airlock's nightly audit. */
  | 'audit';

/** Roles after which something else runs than before. */
export const deployingRoles: readonly Role[] = ['backend', 'frontend', 'worker', 'service', 'container'];

/** Why an operation does not do what it is there for. */
export interface Problem {
  what: string;
  expected: string;
  received: string;
  remedy?: string;
}

/** A command or an action that was recognised. */
export interface Recognised {
  role: Role;
  /** `convex`, `cloudflare-pages`, `vercel`, … */
  platform: string;
  /** Production, something that users do not see, or nothing at all (`--dry-run`). */
  target: 'production' | 'preview' | 'nothing';
  /** As it is shown: `npx convex deploy --yes`. */
  command: string;
  /** What is deployed: a folder or a name. Two operations on the same unit replace each other. */
  unit: string;
  /** The wrangler configuration that it takes, under whatever name it deploys. */
  configFile?: string | undefined;
  /** `staging`, `production`: as its flags say. */
  stage?: string | undefined;
  problems?: readonly Problem[];
  /** A push that is meant for development, `convex dev --once`: a deploy only where nothing else deploys. */
  isDevelopment?: true;
  /** What the key is called that reaches it: `secrets.CONVEX_DEPLOY_KEY`. */
  key?: string | undefined;
  /** Asks the backend while it builds: code generation from a deployment. */
  asksBackend?: boolean;
  /** The image that is pushed or started. */
  images?: readonly string[];
}

/** An operation of a pipeline: what was recognised, and where. */
export interface Operation extends Recognised {
  /** The same for the same command in the same job. */
  id: string;
  /** The place in the workflow first, then the scripts that lead to the command. */
  trace: readonly [Place, ...Place[]];
  /** Where it is done. */
  machine?: Machine;
  /** A platform does it on every push, without any workflow; `possible` where no file says whether it does. */
  deploysItself?: 'certain' | 'possible';
}

/** Something in a pipeline that was not read, and may do what nobody sees. */
export interface Unread {
  what: string;
  trace: readonly [Place, ...Place[]];
  /** What it may be, by its name; a step that cannot deploy has none. */
  mayBe: readonly Role[];
}

/**
 * Where a command runs: on the runner itself, on a server that is reached over SSH, in a container. Folders and variables
 * of the others are not this repository's.
 */
export type Machine = 'runner' | 'server' | 'container';

/** A script that a command runs: `npm run deploy`, `bash -c '…'`, `ssh host '…'`. */
export interface RunScript {
  script: Script;
  /** Where it runs; undefined where nobody can tell. */
  folder: string | undefined;
  /** `sh -e`, `bash -o pipefail`: what a shell that is started does on failures. */
  stopsOnFailure: boolean;
  pipefail: boolean;
  machine: Machine;
  /** It may have any variable: those of a platform are set in the platform. */
  mayHaveMoreVariables?: true;
  /** Where it runs at all; what leaves it out goes on as if it had succeeded. */
  onlyIf?: Condition;
}

/** A condition that nobody can know beforehand, in words. */
export interface Condition {
  /** The same condition has the same name. */
  name: string;
  whenTrue: string;
  whenFalse: string;
  remedy: string;
}

/** What was not read, before it has a place. */
export type NotRead = Pick<Unread, 'what' | 'mayBe'>;

/** Scripts that a command runs. */
export interface ScriptsReading {
  kind: 'scripts';
  scripts: readonly RunScript[];
  /** At once; else each after the ones before it. */
  together: boolean;
  /** For each script, the indices of those that have to have succeeded before it: what is not among them runs beside it. */
  waits?: readonly (readonly number[])[];
  unread?: readonly NotRead[];
}

/** What a command is. */
export type Reading =
  | { kind: 'operation'; recognised: Recognised; before?: RunScript }
  | ScriptsReading
  | ({ kind: 'unread' } & NotRead)
  /** Does nothing to what runs, as far as its name says. */
  | { kind: 'ordinary' };

export const ordinary: Reading = { kind: 'ordinary' };

/** Any deploy: what a tool does that is configured elsewhere. */
export const anyDeploy: readonly Role[] = deployingRoles;
