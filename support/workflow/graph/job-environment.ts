import { type Contexts, textWith } from '../expression/evaluate.ts';
import { empty, known, textOf, unknown, type Value } from '../expression/value.ts';
import type { Reach } from '../operations/command.ts';
import type { Environment } from '../source/workflow.ts';
import type { Scenario } from './scenario.ts';

/** The environment variables of a step: `env` of the workflow, the job and the step, and those of GitHub. */
export class JobEnvironment {
  readonly #layers: readonly Environment[];
  readonly #scenario: Scenario;
  /** Variables may have come from elsewhere: `$GITHUB_ENV`, a secret manager, a runner of one's own. */
  readonly #mayHaveMore: boolean;

  /** @param layers the innermost first */
  constructor(layers: readonly Environment[], scenario: Scenario, mayHaveMore: boolean) {
    this.#layers = layers;
    this.#scenario = scenario;
    this.#mayHaveMore = mayHaveMore;
  }

  with(layer: Environment, mayHaveMore: boolean): JobEnvironment {
    return new JobEnvironment([layer, ...this.#layers], this.#scenario, this.#mayHaveMore || mayHaveMore);
  }

  /** The value of a variable; undefined where nobody can know it. */
  value(name: string, contexts: Contexts): Value | undefined {
    for (const [index, { texts }] of this.#layers.entries()) {
      const text = texts.get(name);
      // `env` of a layer may refer to the layers around it, and to no other.
      if (text) return textWith(text.text, this.#inside(contexts, index + 1));
    }
    const given = githubVariables[name]?.(this.#scenario);
    if (given !== undefined) return known(given);
    return this.#isComputed || this.#mayHaveMore || ofTheRunner.test(name) ? undefined : empty;
  }

  reach(name: string, contexts: Contexts): Reach {
    const isWritten = this.#layers.some(({ texts }) => texts.has(name));
    if (!isWritten) return this.#isComputed || this.#mayHaveMore ? 'unknown' : 'absent';
    const value = this.value(name, contexts);
    return value && textOf(value) === '' ? 'absent' : 'set';
  }

  get #isComputed(): boolean {
    return this.#layers.some(({ computed }) => computed !== undefined);
  }

  #inside(contexts: Contexts, from: number): Contexts {
    const outer = new JobEnvironment(this.#layers.slice(from), this.#scenario, this.#mayHaveMore);
    return {
      ...contexts,
      lookup: (path) => (path[0] === 'env' ? environmentValue(outer, path[1] ?? '', contexts) : contexts.lookup(path)),
    };
  }
}

/** `env.NAME` in an expression. */
export function environmentValue(environment: JobEnvironment, name: string, contexts: Contexts): Value {
  return environment.value(name, contexts) ?? unknown(`env.${name}`);
}

/** Variables that every runner has, and those that a shell sets itself. */
const ofTheRunner =
  /^(GITHUB_\w+|RUNNER_\w+|ACTIONS_\w+|HOME|PATH|PWD|USER|SHELL|TMPDIR|HOSTNAME|\w+_ROOT|\W|\d+|RANDOM|SECONDS)$/;

const githubVariables: Readonly<Record<string, (scenario: Scenario) => string>> = {
  CI: () => 'true',
  GITHUB_ACTIONS: () => 'true',
  GITHUB_EVENT_NAME: ({ event }) => event,
  GITHUB_REF: ({ ref }) => ref,
  GITHUB_REF_NAME: ({ refName }) => refName,
  GITHUB_REF_TYPE: ({ refType }) => refType,
  GITHUB_WORKSPACE: () => '$GITHUB_WORKSPACE',
};
