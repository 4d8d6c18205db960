/** A place in a file of the repository: forward slashes, lines from 1. */
export interface Place {
  file: string;
  line: number;
}

/** Gives the text of a file of the repository; undefined where there is none. */
export type ReadFile = (path: string) => string | undefined;

/** "`.github/workflows/deploy.yml:12`" without the quotes. */
export function showPlace({ file, line }: Place): string {
  return `${file}:${line}`;
}

/** A scalar of a workflow, as it is written, and where. */
export interface Text extends Place {
  text: string;
}

/** A shell script in a workflow. */
export interface Script extends Text {
  /** Whether a line of the script is a line of the file: so in `run: |`, and not in folded or quoted ones. */
  keepsLines: boolean;
}

export type Texts = ReadonlyMap<string, Text>;

/** `env`: a mapping of texts, or one expression that nobody can read beforehand. */
export interface Environment {
  texts: Texts;
  /** `env: ${{ fromJSON(…) }}`: which variables it has cannot be told. */
  computed: Text | undefined;
}

export interface RunDefaults {
  shell: Text | undefined;
  workingDirectory: Text | undefined;
}

export interface Permissions extends Place {
  /** `read-all`, `write-all`; undefined where scopes are listed. */
  everything: string | undefined;
  scopes: Texts;
}

export interface Concurrency extends Place {
  group: Text | undefined;
  cancelInProgress: Text | undefined;
}

export interface Step extends Place {
  id: string | undefined;
  /** Its `name`, or the first line of what it does. */
  title: string;
  if: Text | undefined;
  run: Script | undefined;
  uses: Text | undefined;
  with: Texts;
  env: Environment;
  shell: Text | undefined;
  workingDirectory: Text | undefined;
  continueOnError: Text | undefined;
  /** `parallel:` steps run beside each other. */
  parallel: readonly Step[];
}

/** `strategy.matrix`: its combinations where they are written out, and not where an expression makes them. */
export interface Matrix extends Place {
  combinations: readonly Texts[] | undefined;
}

export interface Job extends Place {
  id: string;
  /** What its check is called on GitHub, where it is written. */
  name: string | undefined;
  needs: readonly Text[];
  if: Text | undefined;
  env: Environment;
  environment: Text | undefined;
  concurrency: Concurrency | undefined;
  permissions: Permissions | undefined;
  continueOnError: Text | undefined;
  defaults: RunDefaults;
  matrix: Matrix | undefined;
  outputs: Texts;
  runsOn: string;
  steps: readonly Step[];
  /** A reusable workflow that is called in place of steps. */
  uses: Text | undefined;
  with: Texts;
  secrets: 'inherit' | Texts;
}

/** An input of `workflow_dispatch`, `workflow_call` or a composite action. */
export interface Input {
  name: string;
  type: string;
  options: readonly string[];
  default: string | undefined;
}

export interface Trigger extends Place {
  /** `push`, `workflow_dispatch`, … */
  event: string;
  branches: readonly string[] | undefined;
  branchesIgnore: readonly string[] | undefined;
  tags: readonly string[] | undefined;
  tagsIgnore: readonly string[] | undefined;
  paths: readonly string[] | undefined;
  pathsIgnore: readonly string[] | undefined;
  types: readonly string[] | undefined;
  /** Names of the workflows that `workflow_run` follows. */
  workflows: readonly string[] | undefined;
  cron: readonly string[];
  inputs: readonly Input[];
}

/** Why GitHub refuses a workflow: it never runs. */
export interface Refusal extends Place {
  message: string;
}

export interface Workflow {
  file: string;
  /** `name`, by which `workflow_run` refers to it; else its path. */
  name: string;
  triggers: readonly Trigger[];
  env: Environment;
  defaults: RunDefaults;
  permissions: Permissions | undefined;
  concurrency: Concurrency | undefined;
  jobs: readonly Job[];
  refusals: readonly Refusal[];
}

/** A local action: a composite one with its steps, or another kind, which is not read. */
export interface LocalAction {
  file: string;
  /** `composite`, `node24`, `docker` */
  using: string;
  inputs: readonly Input[];
  outputs: Texts;
  steps: readonly Step[];
}
