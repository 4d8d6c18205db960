import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import type { EnvironmentSource } from './schema.ts';

export interface Variable {
  name: string;
  value: string;
  origin: string;
}

export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * How an environment's variables are found: `<ENVIRONMENT>_<KEY>` first, then the plain `<KEY>`.
 *
 * The plain name belongs to the environment under test alone: in a run that looks at several environments it would
 * give them all the same value, which is the very thing that Airlock exists to catch.
 */
export class VariableScope {
  readonly #environment: string;
  readonly #plainNames: boolean;
  readonly #layers: readonly { variables: Variables; origin: (name: string) => string }[];

  constructor(options: {
    environment: string;
    class: EnvironmentSource['class'];
    underTest: boolean;
    variables: Variables;
    directory: string;
  }) {
    this.#environment = options.environment;
    this.#plainNames = options.underTest;
    const layers = [{ variables: options.variables, origin: (name: string) => `environment variable ${name}` }];
    const local = path.join(options.directory, '.env.local');
    // A local file must never reach anything but development: not production, not even on a developer's machine.
    if (options.class === 'development' && existsSync(local)) {
      layers.push({ variables: parseEnv(readFileSync(local, 'utf8')), origin: (name) => `.env.local (${name})` });
    }
    this.#layers = layers;
  }

  /** The variable's name that is this environment's own: `PROD_CONVEX_DEPLOY_KEY`. */
  ownName(key: string): string {
    return `${this.#environment.toUpperCase().replaceAll('-', '_')}_${key}`;
  }

  /** A value for a key: this environment's own name first, the plain one where it is allowed. An empty variable is none. */
  find(key: string): Variable | undefined {
    return this.#lookup(this.#plainNames ? [this.ownName(key), key] : [this.ownName(key)]);
  }

  /**
   * A value for a `${NAME}` reference. Another environment's cell may name the same variable; then the plain name is
   * the environment under test's alone.
   */
  findReference(name: string, sharedWithOthers: boolean): Variable | undefined {
    return this.#lookup(this.#plainNames || !sharedWithOthers ? [this.ownName(name), name] : [this.ownName(name)]);
  }

  #lookup(names: readonly string[]): Variable | undefined {
    for (const { variables, origin } of this.#layers) {
      for (const name of names) {
        const value = variables[name];
        if (value !== undefined && value !== '') return { name, value, origin: origin(name) };
      }
    }
    return undefined;
  }
}
