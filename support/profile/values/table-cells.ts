import { Setting } from '../../settings/index.ts';
import { expandValue, type Row, type Value } from '../../table/index.ts';
import { placeOf, shownPath } from '../shown-path.ts';
import { emptySetting } from './empty-setting.ts';
import { isSecretKey, registerValue } from './secret-keys.ts';
import { type SecretStoreCommands, settingFromStore } from './secret-stores.ts';
import { storeReference } from './store-reference.ts';
import type { VariableScope } from './variables.ts';

/** One environment's column of the table, with its references filled in. */
export class TableCells {
  readonly #environment: string;
  readonly #owner: string | undefined;
  readonly #file: string;
  readonly #scope: VariableScope;

  readonly #stores: { commands: SecretStoreCommands; directory: string };

  /**
   * @param owner the environment whose backend this one uses: it has that one's cell where its own says nothing
   * @param stores the commands that read references to stores of secrets, and the folder in which they run
   */
  constructor(
    environment: string,
    owner: string | undefined,
    file: string,
    scope: VariableScope,
    stores: { commands: SecretStoreCommands; directory: string },
  ) {
    this.#stores = stores;
    this.#environment = environment;
    this.#owner = owner;
    this.#file = file;
    this.#scope = scope;
  }

  /** What a row holds for this environment; missing where the cell is empty or refers to a variable that is not set. */
  setting(row: Row): Setting {
    const key = row.key.text;
    const cell = this.#cell(row);
    if (cell === undefined || cell.text === '') {
      return Setting.missing(
        key,
        this.place(row),
        `${key} has no value for ${this.#environment}: the cell is empty.`,
        `Fill the cell, or set ${this.#scope.ownName(key)}.`,
      );
    }
    const { text, missing } = expandValue(cell, (name) => this.#reference(row, name));
    if (missing.length === 0 && storeReference(text))
      return settingFromStore(key, text, placeOf(cell), { ...this.#stores, ownName: this.#scope.ownName(key) });
    if (missing.length === 0) return Setting.of(key, text, placeOf(cell));
    const empty = missing.flatMap((name) => this.#scope.findEmptyReference(name, this.#isShared(row, name)) ?? [])[0];
    if (empty !== undefined) return emptySetting(key, empty);
    return Setting.missing(
      key,
      placeOf(cell),
      `${key} refers to \${${missing.join('}, ${')}}, and no environment variable gives it for ${this.#environment}.`,
      `Set ${missing.map((name) => this.#scope.nameToSet(name, this.#isShared(row, name))).join(', ')}.`,
    );
  }

  /** Whether a row says anything for this environment: a reference that is not set says something, an empty cell nothing. */
  isEmpty(row: Row): boolean {
    return this.written(row) === '';
  }

  /** The cell as written. */
  written(row: Row): string {
    return this.#cell(row)?.text ?? '';
  }

  /** The cell itself, else its row. */
  place(row: Row): string {
    const cell = this.#cell(row);
    return cell === undefined ? `${shownPath(this.#file)}:${row.line}` : placeOf(cell);
  }

  /** The cell where it holds its value literally, undefined where a reference stands in it. */
  literal(row: Row): Value | undefined {
    const cell = this.#cell(row);
    return cell === undefined || cell.references.length > 0 || storeReference(cell.text) ? undefined : cell;
  }

  /** Whether variables that are this environment's own by name fill in every reference of the cell. */
  hasOwnReferences(row: Row): boolean {
    const references = this.#cell(row)?.references ?? [];
    const isOwn = (name: string) =>
      this.#scope.findReference(name, this.#isShared(row, name))?.name === this.#scope.ownName(name);
    return references.length > 0 && references.every(({ name }) => isOwn(name));
  }

  #reference(row: Row, name: string): string | undefined {
    const variable = this.#scope.findReference(name, this.#isShared(row, name));
    if (variable) registerValue(name, variable.value, isSecretKey(name));
    return variable?.value;
  }

  #cell(row: Row): Value | undefined {
    const own = row.values.get(this.#environment);
    return this.#isLent(row) ? row.values.get(this.#owner ?? '') : own;
  }

  /** Whether the environment's own cell is absent, empty or a dash, and another's stands for it. */
  #isLent(row: Row): boolean {
    return this.#owner !== undefined && /^[-\u2013\u2014]*$/.test(row.values.get(this.#environment)?.text ?? '');
  }

  /** Another environment's cell of the row names the same variable, or is the same cell (the one VALUE column). */
  #isShared(row: Row, name: string): boolean {
    const own = [this.#environment, ...(this.#isLent(row) ? [this.#owner] : [])];
    return [...row.values].some(
      ([environment, cell]) =>
        !own.includes(environment) && cell.references.some((reference) => reference.name === name),
    );
  }
}
