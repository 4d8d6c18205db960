import type { EnvironmentSource } from '../schema.ts';
import { readLocalVariables } from './local-variables.ts';

export interface Variable {
  name: string;
  value: string;
  origin: string;
}

export type Variables = Readonly<Record<string, string | undefined>>;

interface Layer {
  variables: Variables;
  origin: (name: string) => string;
}

/** The variable's name that is an environment's own: `PROD_CONVEX_DEPLOY_KEY`, `QA_EU_CONVEX_DEPLOY_KEY` for `qa-eu`. */
export function variableName(environment: string, key: string): string {
  return `${environment.toUpperCase().replaceAll('-', '_')}_${key}`;
}

/** Set, and without a value: also where only white space is in it, as a secret that was pasted from an empty line has. */
function isEmpty(value: string | undefined): boolean {
  return value !== undefined && value.trim() === '';
}

/**
 * How an environment's variables are found: `<ENVIRONMENT>_<KEY>` first, then the plain `<KEY>`.
 *
 * The plain name belongs to the environment under test alone: in a run that looks at several environments it would
 * give them all the same value, which is the very thing that Airlock exists to catch.
 */
export class VariableScope {
  readonly #environment: string;
  readonly #plainNames: boolean;
  readonly #layers: readonly Layer[];

  constructor(options: {
    environment: string;
    class: EnvironmentSource['class'];
    underTest: boolean;
    variables: Variables;
    directory: string;
  }) {
    this.#environment = options.environment;
    this.#plainNames = options.underTest;
    const given = { variables: options.variables, origin: (name: string) => `environment variable ${name}` };
    // A local file must never reach anything but development: not production, not even on a developer's machine.
    const local = options.class === 'development' ? readLocalVariables(options.directory) : undefined;
    this.#layers = local ? [given, { variables: local, origin: (name) => `.env.local (${name})` }] : [given];
  }

  /** The variable's name that is this environment's own. */
  ownName(key: string): string {
    return variableName(this.#environment, key);
  }

  /** A value for a key: this environment's own name first, the plain one where it is allowed. An empty variable is none, nor one of white space alone. */
  find(key: string): Variable | undefined {
    return this.#lookup(this.#plainNames ? [this.ownName(key), key] : [this.ownName(key)]);
  }

  /**
   * A value for a `${NAME}` reference. Another environment's cell may name the same variable; then the plain name is
   * the environment under test's alone.
   */
  findReference(name: string, sharedWithOthers: boolean): Variable | undefined {
    return this.#lookup(this.#referenceNames(name, sharedWithOthers));
  }

  /** The variable that is set, and empty, where no other gives the key. */
  findEmpty(key: string): string | undefined {
    return this.#emptyAmong(this.#plainNames ? [this.ownName(key), key] : [this.ownName(key)]);
  }

  /** The same for a `${NAME}` reference. */
  findEmptyReference(name: string, sharedWithOthers: boolean): string | undefined {
    return this.#emptyAmong(this.#referenceNames(name, sharedWithOthers));
  }

  #emptyAmong(names: readonly string[]): string | undefined {
    return names.find((name) =>
      this.#layers.some(({ variables }) => Object.hasOwn(variables, name) && isEmpty(variables[name])),
    );
  }

  /** The variable to set for a reference that nothing gives: the name as it is written, where that is surely this environment's. */
  nameToSet(name: string, sharedWithOthers: boolean): string {
    return sharedWithOthers ? this.ownName(name) : name;
  }

  #referenceNames(name: string, sharedWithOthers: boolean): string[] {
    return this.#plainNames || !sharedWithOthers ? [this.ownName(name), name] : [this.ownName(name)];
  }

  #lookup(names: readonly string[]): Variable | undefined {
    for (const { variables, origin } of this.#layers) {
      for (const name of names) {
        // A key may be called `constructor`, which every object has.
        const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
        if (value !== undefined && !isEmpty(value)) return { name, value, origin: origin(name) };
      }
    }
    return undefined;
  }
}
