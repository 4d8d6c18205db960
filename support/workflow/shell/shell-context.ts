import type { Contexts } from '../expression/evaluate.ts';
import type { Value } from '../expression/value.ts';
import type { Formula } from '../formula/formulas.ts';
import type { Worlds } from '../formula/worlds.ts';
import type { Reach } from '../operations/command.ts';
import type { Machine, Unread } from '../operations/operation.ts';
import type { Pattern } from '../operations/recognise-command.ts';
import type { Repository } from '../repository/repository.ts';
import type { Done, Occurrence } from './timeline.ts';

/** What every script of one step shares. */
export interface ShellContext {
  worlds: Worlds;
  repository: Repository;
  patterns: readonly Pattern[];
  /** Sets apart what is worded alike in two jobs. */
  job: string;
  /** For `${{ }}` in scripts of the workflow. */
  contexts: Contexts;
  /** Variables of the environment that are written in the workflow, and those of GitHub. */
  variable: (name: string) => Value | undefined;
  reach: (name: string) => Reach;
  /** Folders of the workspace as folders of the repository, and back: `actions/checkout` may have a `path`. */
  toRepository: (folder: string) => string | undefined;
  toWorkspace: (folder: string) => string;
  /** The environment of the job. */
  environment: string | undefined;
  branch: string | undefined;
  productionBranch: string;
  /** `echo "name=text" >> "$GITHUB_OUTPUT"`; no text where nobody knows it. */
  onOutput: (name: string, text: string | undefined, when: Formula) => void;
  onOperation: (occurrence: Occurrence) => void;
  onUnread: (unread: Unread, reached: Formula, before: readonly Done[]) => void;
  /** A command or an action that does nothing to what runs, as far as its name says. */
  onOrdinary: (name: string) => void;
}

/** The state of one shell. */
export interface ShellState {
  /** In the workspace; undefined where nobody can tell. */
  folder: string | undefined;
  machine: Machine;
  /** `set -e` */
  stopsOnFailure: boolean;
  pipefail: boolean;
  variables: ReadonlyMap<string, Value>;
  /** Variables may have come from a file: `source .env`. */
  hasMoreVariables: boolean;
}

/** The state after two ways that meet again: what differs is not known. */
export function merged(one: ShellState, other: ShellState): ShellState {
  const shared = [...one.variables].filter(([name, value]) => other.variables.get(name) === value);
  return {
    folder: one.folder === other.folder ? one.folder : undefined,
    machine: one.machine,
    stopsOnFailure: one.stopsOnFailure && other.stopsOnFailure,
    pipefail: one.pipefail && other.pipefail,
    variables: new Map(shared),
    hasMoreVariables: one.hasMoreVariables || other.hasMoreVariables,
  };
}
