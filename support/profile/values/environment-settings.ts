import path from 'node:path';
import {
  type DeclaredSetting,
  isSecretRole,
  type NamedPath,
  type Role,
  Setting,
  type SettingResolver,
  type SettingSource,
} from '../../settings/index.ts';
import type { Row } from '../../table/index.ts';
import { suggestName } from '../../text/suggest-name.ts';
import { conceal } from '../conceal.ts';
import type { ConfigurationProblem } from '../configuration-error.ts';
import type { LoadedDeployment } from '../load-deployment.ts';
import type { EnvironmentSource, KeyRule } from '../schema.ts';
import { shownPath } from '../shown-path.ts';
import { type DeclaredKey, declaredKeys } from './declared-keys.ts';
import { emptySetting } from './empty-setting.ts';
import type { DeploymentTable } from './read-deployment-table.ts';
import { isSecretKey, registerValue } from './secret-keys.ts';
import { TableCells } from './table-cells.ts';
import type { TableValue } from './table-value.ts';
import { VariableScope, type Variables } from './variables.ts';

export interface SettingsOptions {
  loaded: LoadedDeployment;
  read: DeploymentTable;
  environment: string;
  source: EnvironmentSource;
  /** Plain variable names are this environment's. */
  plainNames: boolean;
  /** Where a key that nothing gives is a mistake in the config: in the environment that is looked at. */
  demanding: boolean;
  variables: Variables;
  /** Variables fill in references of the table only, and take the place of no cell: what is written from the table is the table's. */
  cellsOnly?: boolean;
}

type KeySource = Extract<SettingSource, { key: string }>;

/** Finds the values of one environment: environment variable → the table's column → `environments.E.values` → the setting's default. */
export class EnvironmentSettings implements SettingResolver {
  readonly #options: SettingsOptions;
  readonly #scope: VariableScope;
  readonly #cells: TableCells;
  readonly #roles: ReadonlyMap<string, DeclaredKey>;
  readonly #problems: ConfigurationProblem[] = [];

  constructor(options: SettingsOptions) {
    const { loaded, environment, source, plainNames, variables, read } = options;
    this.#options = options;
    this.#roles = declaredKeys(loaded.deployment);
    this.#scope = new VariableScope({
      environment,
      class: source.class,
      underTest: plainNames,
      variables,
      directory: loaded.directory,
    });
    this.#cells = new TableCells(environment, source.sharesBackendOf, read.table.file, this.#scope, {
      commands: loaded.deployment.table.secretStores,
      directory: loaded.directory,
    });
  }

  /** Settings that the config describes wrongly, found so far. */
  get problems(): readonly ConfigurationProblem[] {
    return this.#problems;
  }

  /**
   * One setting, with the meaning that its declaration gives it. A credential that nothing gives is not a mistake: not every run
   * has every credential.
   * @param place where it stands in the config: "platforms.convex.url"
   */
  resolve(source: DeclaredSetting, role: Role, place: string): Setting {
    const isCredential = role.role === 'credential';
    const setting =
      'value' in source
        ? Setting.of('value', source.value, shownPath(this.#options.loaded.file))
        : this.#fromKey(source, place, isCredential || (role.role === 'setting' && role.knownToOneRun === true));
    const name = 'value' in source ? place : source.key;
    const secret = isSecretRole(role) || ('key' in source && this.#isSecret(source.key));
    if (setting.isSet) registerValue(name, setting.value, secret);
    return setting;
  }

  /** A file that the config names. */
  file(shown: string): NamedPath {
    return { path: path.resolve(this.#options.loaded.directory, shown), shown };
  }

  /** What the environment holds for one row of the table. */
  tableValue(row: Row): TableValue {
    const key = row.key.text;
    const rule = this.#ruleOf(key);
    const secret = this.#isSecret(key);
    const variable = this.#options.cellsOnly ? undefined : this.#scope.find(key);
    const fromTable = this.#cells.setting(row);
    // A literal stays secret where a variable takes its place.
    const literal = this.#cells.literal(row);
    if (literal) registerValue(key, literal.text, secret);
    const fallback = this.#cells.isEmpty(row) ? this.#fallback(key) : undefined;
    const setting = variable ? Setting.of(key, variable.value, variable.origin) : (fallback ?? fromTable);
    if (setting.isSet) registerValue(key, setting.value, secret);
    return conceal(
      {
        key,
        line: row.line,
        targets: row.targets,
        rule,
        setting,
        secret,
        cell: this.#cells.place(row),
        ...(variable && { variable: variable.name }),
        ...(this.#cells.hasOwnReferences(row) && { ownReferences: true as const }),
        written: this.#cells.written(row),
      },
      ['written'],
    );
  }

  /** @param mayBeAbsent that nothing gives it is not a mistake in the config */
  #fromKey(source: KeySource, place: string, mayBeAbsent: boolean): Setting {
    const { key, target } = source;
    const variable = this.#scope.find(key);
    if (variable) return Setting.of(key, variable.value, variable.origin);
    const row = this.#rowOf(source, place);
    // A cell that refers to a variable which is not set has a value, unknown here: a default would be another one.
    if (row && !this.#cells.isEmpty(row)) return this.#cells.setting(row);
    const fallback = this.#fallback(key, source.default);
    if (fallback) return fallback;
    if (row) return this.#cells.setting(row);
    const empty = this.#scope.findEmpty(key);
    if (empty !== undefined) return emptySetting(key, empty);
    if (!mayBeAbsent) this.#reportAbsence(source, place);
    const table = shownPath(this.#options.read.table.file);
    const where = `row of ${table} holds it${target === undefined ? '' : ` for the target ${target}`}`;
    return Setting.missing(
      key,
      table,
      `${key} has no value for ${this.#options.environment}: no ${where} and no environment variable is set.`,
      `Set ${this.#scope.ownName(key)}, or add a row for ${key} to ${table}.`,
    );
  }

  #fallback(key: string, lastResort?: string): Setting | undefined {
    const { loaded, source, environment } = this.#options;
    const file = shownPath(loaded.file);
    const own = source.values?.[key];
    if (own !== undefined) return Setting.of(key, own, `${file} (environments.${environment}.values)`);
    return lastResort === undefined ? undefined : Setting.of(key, lastResort, `${file} (default)`);
  }

  /** What the config says of a key, and the form that follows from what the key is declared to be. */
  #ruleOf(key: string): KeyRule {
    const type = this.#roles.get(key)?.type;
    return { ...(type !== undefined && { type }), ...this.#configuredRule(key) };
  }

  #configuredRule(key: string): KeyRule {
    return this.#options.loaded.deployment.table.keys[key] ?? {};
  }

  #isSecret(key: string): boolean {
    return this.#roles.get(key)?.isCredential === true || isSecretKey(key, this.#configuredRule(key));
  }

  /** The one row that gives a key. Rows for different targets may differ; then the config has to say which is meant. */
  #rowOf({ key, target }: KeySource, place: string): Row | undefined {
    const { read, environment, loaded } = this.#options;
    const rows = read.table.rows.filter(
      (row) => row.key.text === key && (target === undefined || row.targets.some((cell) => cell.text === target)),
    );
    const texts = new Set(rows.map((row) => this.#cells.written(row)));
    if (texts.size > 1 && target === undefined) {
      const lines = rows.map(({ line }) => line).join(' and ');
      this.#problems.push({
        place: `${shownPath(loaded.file)} › ${place}`,
        message: `the key \`${key}\` stands in lines ${lines} of ${shownPath(read.table.file)} with different values for ${environment}.`,
        remedy: `Say which is meant: { key: '${key}', target: '${rows[0]?.targets[0]?.text}' }.`,
      });
    }
    return rows[0];
  }

  /** A key that no row gives is a slip in the config, unless a row that cannot be read may be the one: its own check tells that. */
  #reportAbsence({ key, target }: KeySource, place: string): void {
    const { loaded, read, demanding } = this.#options;
    if (!demanding || read.problems.length > 0) return;
    const table = shownPath(read.table.file);
    const rows = read.table.rows.filter((row) => row.key.text === key);
    const targets = [...new Set(rows.flatMap((row) => row.targets.map(({ text }) => text)))];
    const keys = [...new Set(read.table.rows.map((row) => row.key.text))];
    this.#problems.push({
      place: `${shownPath(loaded.file)} › ${place}`,
      message:
        target !== undefined && rows.length > 0
          ? `the key \`${key}\` stands in no row of ${table} for the target \`${target}\`. ${suggestName(target, targets)}`
          : `the key \`${key}\` stands in no row of ${table} and in no environment variable. ${suggestName(key, keys)}`,
      remedy: `Add a row for ${key} to the table, or set ${this.#scope.ownName(key)}.`,
    });
  }
}
