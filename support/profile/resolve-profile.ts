import path from 'node:path';
import { registerSecret } from '../redaction/redact.ts';
import { expandValue, loadTable, type Row, type Table, TableUnreadable, type Value } from '../table/index.ts';
import { ConfigurationError, configurationError } from './configuration-error.ts';
import type { LoadedDeployment } from './load-deployment.ts';
import { suggestName } from './near.ts';
import { allowedEffects } from './policy.ts';
import type { Profile, ProfileTable, TableValue } from './profile.ts';
import type { KeyRule, SettingSource } from './schema.ts';
import { isSecretKey } from './secret-keys.ts';
import { Setting } from './setting.ts';
import { VariableScope, type Variables } from './variables.ts';

export interface ResolveOptions {
  /** Stands in for `process.env`. */
  variables?: Variables;
  /** Several environments are looked at in one run: a plain variable name is then nobody's. */
  spanning?: boolean;
}

/**
 * Resolves one environment's profile: environment variables → the table's column → defaults in the config.
 * Secrets are registered for redaction as they are read.
 * @throws ConfigurationError for an unknown environment, a table that cannot be read, a key that nothing gives
 */
export function resolveProfile(loaded: LoadedDeployment, environment: string, options: ResolveOptions = {}): Profile {
  const { deployment } = loaded;
  const known = Object.keys(deployment.environments);
  if (!known.includes(environment)) {
    throw configurationError(
      `environment \`${environment}\``,
      `it is no environment of ${deployment.name}. ${suggestName(environment, known)}`,
      `The environments stand in ${path.relative(process.cwd(), loaded.file)}.`,
    );
  }
  const { table, problems } = readTable(loaded, known);
  const profiles = known.map((name) =>
    new Resolver(
      loaded,
      name,
      table,
      problems,
      name === environment && options.spanning !== true,
      options.variables ?? process.env,
    ).resolve(),
  );
  for (const profile of profiles) profile.others = profiles.filter((other) => other !== profile);
  const problemsFound = profiles
    .filter((profile) => profile.environment === environment)
    .flatMap((profile) => missingKeys(loaded, profile, table, problems.length > 0));
  if (problemsFound.length > 0) throw new ConfigurationError(problemsFound);
  return profiles.find((profile) => profile.environment === environment) as Profile;
}

function readTable({ deployment, directory }: LoadedDeployment, environments: string[]): ReturnType<typeof loadTable> {
  const file = path.resolve(directory, deployment.table.file);
  try {
    const read = loadTable(file, { environments });
    const absent = environments.filter((name) => !read.table.environments.includes(name));
    if (read.problems.length === 0 && absent.length > 0) {
      throw configurationError(
        shownPath(file),
        `the table has no column for ${absent.join(', ')}; its columns are for ${read.table.environments.join(', ')}.`,
        `Add a column ${absent.map((name) => `${name.toUpperCase().replaceAll('-', '_')}_VALUE`).join(', ')}, or take the environment out of the config.`,
      );
    }
    return read;
  } catch (error) {
    if (error instanceof TableUnreadable)
      throw configurationError(shownPath(file), error.message, 'The config names it in `table.file`.');
    throw error;
  }
}

/** A setting that names a key which no row, variable or default of any environment gives: the config is wrong. */
function missingKeys(
  { deployment, file }: LoadedDeployment,
  profile: Profile,
  table: Table,
  tableHasProblems: boolean,
) {
  // A bad row may be the very row that is asked for: `config/table-parses` then says so, with its place.
  if (tableHasProblems) return [];
  const rows = new Set(table.rows.map((row) => row.key.text));
  return settingsOf(deployment.platforms)
    .filter(({ source, secret }) => 'key' in source && !secret && !rows.has(source.key))
    .filter(
      ({ source }) =>
        'key' in source &&
        source.default === undefined &&
        !settingsIn(profile).some((setting) => setting.name === source.key && setting.isSet),
    )
    .map(({ place, source }) => {
      const key = 'key' in source ? source.key : '';
      return {
        place: `${shownPath(file)} › ${place}`,
        message: `the key \`${key}\` stands in no row of ${shownPath(table.file)} and in no environment variable. ${suggestName(key, [...rows])}`,
        remedy: `Add a row for ${key} to the table, or set ${profile.environment.toUpperCase().replaceAll('-', '_')}_${key}.`,
      };
    });
}

function settingsOf(
  platforms: LoadedDeployment['deployment']['platforms'],
): { place: string; source: SettingSource; secret: boolean }[] {
  return Object.entries(platforms).flatMap(([platform, source]) =>
    Object.entries((source ?? {}) as Record<string, unknown>)
      .filter((entry): entry is [string, SettingSource] => isSettingSource(entry[1]))
      .map(([name, setting]) => ({
        place: `platforms.${platform}.${name}`,
        source: setting,
        secret: /key|token|secret/i.test(name),
      })),
  );
}

function isSettingSource(value: unknown): value is SettingSource {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && ('key' in value || 'value' in value);
}

function settingsIn(profile: Profile): Setting[] {
  return [profile.convex, profile.worker, profile.pages].flatMap((platform) =>
    Object.values(platform ?? {}).filter((value) => value instanceof Setting),
  );
}

/** Resolves one environment of one deployment. */
class Resolver {
  readonly #loaded: LoadedDeployment;
  readonly #environment: string;
  readonly #table: Table;
  readonly #problems: ReturnType<typeof loadTable>['problems'];
  readonly #scope: VariableScope;

  constructor(
    loaded: LoadedDeployment,
    environment: string,
    table: Table,
    problems: ReturnType<typeof loadTable>['problems'],
    underTest: boolean,
    variables: Variables,
  ) {
    this.#loaded = loaded;
    this.#environment = environment;
    this.#table = table;
    this.#problems = problems;
    this.#scope = new VariableScope({
      environment,
      class: this.#source.class,
      underTest,
      variables,
      directory: loaded.directory,
    });
  }

  get #source() {
    const source = this.#loaded.deployment.environments[this.#environment];
    if (source === undefined) throw new Error(`no environment ${this.#environment}`);
    return source;
  }

  resolve(): Profile {
    const { deployment, directory } = this.#loaded;
    const { convex, worker, pages, smoke } = deployment.platforms;
    const environment = this.#environment;
    const pagesUrl = pages && this.#setting(pages.url);
    return {
      deployment: deployment.name,
      environment,
      class: this.#source.class,
      effects: allowedEffects(this.#source),
      loopback: this.#source.loopback ?? this.#source.class === 'development',
      table: this.#profileTable(),
      ...(convex && {
        convex: {
          environment,
          url: this.#setting(convex.url),
          deployment: this.#setting(convex.deployment),
          ...(convex.deployKey && { deployKey: this.#secretSetting(convex.deployKey) }),
          frontends: (convex.frontends ?? []).map(({ root, include, exclude }) => ({
            root: path.resolve(directory, root),
            shown: root,
            ...(include && { include }),
            ...(exclude && { exclude }),
          })),
          deployCommand: convex.deployCommand ?? 'npx convex deploy --yes',
        },
      }),
      ...(worker && {
        worker: {
          environment,
          url: this.#setting(worker.url),
          ...(worker.service !== undefined && { service: worker.service }),
          ...(worker.allowedOrigins && { allowedOrigins: this.#setting(worker.allowedOrigins) }),
          sharing: worker.sharing,
          components: worker.components,
          ingestWithinMs: worker.ingestWithinMs,
          rateLimits: worker.rateLimits,
        },
      }),
      ...(pages && pagesUrl && { pages: { environment, url: pagesUrl, routes: pages.routes } }),
      ...(smoke && pagesUrl && { smoke: { environment, url: pagesUrl, pages: smoke.pages, expectedFailures: smoke.expectedFailures } }),
      others: [],
      limits: deployment.limits,
      optional: deployment.optional,
      waivers: deployment.waivers,
      directory,
      reportsDirectory: path.resolve(directory, deployment.reports),
    };
  }

  #profileTable(): ProfileTable {
    const { table } = this.#loaded.deployment;
    return {
      file: table.file,
      parsed: this.#table,
      problems: this.#problems,
      targets: table.targets,
      rules: table.keys,
      values: this.#table.rows.map((row) => this.#tableValue(row)),
    };
  }

  #tableValue(row: Row): TableValue {
    const key = row.key.text;
    const rule: KeyRule = this.#loaded.deployment.table.keys[key] ?? {};
    const cell = row.values.get(this.#environment);
    const variable = this.#scope.find(key);
    const secret = isSecretKey(key, rule);
    const setting = variable ? Setting.of(key, variable.value, variable.origin) : this.#fromRow(row);
    if (secret && setting.isSet) registerSecret(key, setting.value);
    return {
      key,
      line: row.line,
      targets: row.targets,
      rule,
      setting,
      secret,
      cell: cell === undefined ? `${shownPath(this.#table.file)}:${row.line}` : placeOf(cell),
      ...(variable && { variable: variable.name }),
      written: cell?.text ?? '',
    };
  }

  #secretSetting(source: SettingSource): Setting {
    const setting = this.#setting(source);
    if (setting.isSet) registerSecret(setting.name, setting.value);
    return setting;
  }

  #setting(source: SettingSource): Setting {
    const configFile = shownPath(this.#loaded.file);
    if ('value' in source) return Setting.of('value', source.value, configFile);
    const { key, target } = source;
    const variable = this.#scope.find(key);
    if (variable) return Setting.of(key, variable.value, variable.origin);
    const row = this.#rowOf(key, target);
    const fromTable = row && this.#fromRow(row);
    if (fromTable?.isSet) return fromTable;
    const fallback = this.#source.values?.[key] ?? source.default;
    if (fallback !== undefined) return Setting.of(key, fallback, `${configFile} (default)`);
    return (
      fromTable ??
      Setting.missing(
        key,
        shownPath(this.#table.file),
        `${key} has no value for ${this.#environment}: no row of ${shownPath(this.#table.file)} holds it and no environment variable is set.`,
        `Set ${this.#scope.ownName(key)}, or add a row for ${key} to ${shownPath(this.#table.file)}.`,
      )
    );
  }

  /** The one row that gives a key. Rows for different targets may differ; then the config has to say which is meant. */
  #rowOf(key: string, target: string | undefined): Row | undefined {
    const rows = this.#table.rows.filter(
      (row) => row.key.text === key && (target === undefined || row.targets.some((cell) => cell.text === target)),
    );
    const texts = new Set(rows.map((row) => row.values.get(this.#environment)?.text));
    if (texts.size > 1 && target === undefined) {
      const lines = rows.map((row) => row.line).join(' and ');
      throw configurationError(
        shownPath(this.#loaded.file),
        `the key \`${key}\` stands in lines ${lines} of ${shownPath(this.#table.file)} with different values for ${this.#environment}.`,
        `Say which is meant: { key: '${key}', target: '${rows[0]?.targets[0]?.text}' }.`,
      );
    }
    return rows[0];
  }

  #fromRow(row: Row): Setting {
    const key = row.key.text;
    const cell = row.values.get(this.#environment);
    const enable = `Fill the cell, or set ${this.#scope.ownName(key)}.`;
    if (cell === undefined || cell.text === '') {
      const place = cell === undefined ? `${shownPath(this.#table.file)}:${row.line}` : placeOf(cell);
      return Setting.missing(key, place, `${key} has no value for ${this.#environment}: the cell is empty.`, enable);
    }
    const { text, missing } = expandValue(
      cell,
      (name) => this.#scope.findReference(name, this.#isShared(row, cell, name))?.value,
    );
    if (missing.length > 0) {
      const names = missing.map((name) => this.#scope.ownName(name)).join(', ');
      return Setting.missing(
        key,
        placeOf(cell),
        `${key} refers to \${${missing.join('}, ${')}}, and no environment variable gives it for ${this.#environment}.`,
        `Set ${names}.`,
      );
    }
    return Setting.of(key, text, placeOf(cell));
  }

  #isShared(row: Row, cell: Value, name: string): boolean {
    return [...row.values.values()].some(
      (other) => other.column !== cell.column && other.references.some((reference) => reference.name === name),
    );
  }
}

function placeOf({ file, line, column }: { file: string; line: number; column: number }): string {
  return `${shownPath(file)}:${line}:${column}`;
}

/** A path as a person at this prompt would type it; absolute where it lies far outside. */
function shownPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith(`..${path.sep}..`) ? file : relative;
}
