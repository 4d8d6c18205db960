import { type Formula, Formulas, type Meaning } from './formulas.ts';
import { type Circumstance, simplestCase } from './witness.ts';

/**
 * All the ways in which one run of a pipeline may go. Texts that nobody can know beforehand (an input, a secret, an
 * output) are compared with literals; the same text cannot equal two of them.
 */
export class Worlds {
  readonly formulas = new Formulas();
  readonly #texts = new Map<string, Map<string, Formula>>();
  readonly #flags = new Map<string, Formula>();
  #possible: Formula = this.formulas.always;

  /**
   * That the unknown text `name` equals a literal, as GitHub compares them: without regard to case.
   * @param label how the text is called in messages, where its name only sets it apart from others
   */
  equals(name: string, literal: string, label = name): Formula {
    const literals = this.#texts.get(name) ?? new Map<string, Formula>();
    this.#texts.set(name, literals);
    const folded = literal.toLowerCase();
    const known = literals.get(folded);
    if (known) return known;

    const shown = literal === '' ? 'empty' : `'${literal}'`;
    const formula = this.formulas.variable({
      kind: 'condition',
      whenTrue: `\`${label}\` is ${shown}`,
      whenFalse: `\`${label}\` is not ${shown}`,
    });
    for (const other of literals.values()) this.#exclude(formula, other);
    literals.set(folded, formula);
    return formula;
  }

  /** A condition that is true or false, and nobody can know which. */
  flag(name: string, label = name): Formula {
    return this.#flag(name, {
      kind: 'condition',
      whenTrue: `\`${label}\` is true`,
      whenFalse: `\`${label}\` is false`,
    });
  }

  /** A condition in words of its own: `name` sets it apart from others. */
  condition(name: string, words: Omit<Meaning, 'kind'>): Formula {
    return this.#flag(name, { kind: 'condition', ...words });
  }

  /** That something failed: `name` sets apart what is worded alike. */
  failure(name: string, what: string): Formula {
    return this.#flag(name, { kind: 'failure', whenTrue: `${what} fails`, whenFalse: `${what} succeeds` });
  }

  /** Formulas of which exactly one is true, for an unknown that has one of these values. */
  oneOf(name: string, values: readonly string[]): Formula[] {
    const rest = values.slice(0, -1).map((value) => this.equals(name, value));
    return [...rest, this.formulas.not(this.formulas.any(...rest))];
  }

  /** The simplest case in which a formula is true; undefined where there is none. */
  caseOf(formula: Formula): Circumstance[] | undefined {
    return simplestCase(this.formulas, this.formulas.all(this.#possible, formula));
  }

  canBe(formula: Formula): boolean {
    return this.formulas.all(this.#possible, formula) !== this.formulas.never;
  }

  #exclude(one: Formula, other: Formula): void {
    const { formulas } = this;
    this.#possible = formulas.without(this.#possible, formulas.all(one, other));
  }

  #flag(name: string, meaning: Parameters<Formulas['variable']>[0]): Formula {
    const key = `${meaning.kind} ${name}`;
    const formula = this.#flags.get(key) ?? this.formulas.variable(meaning);
    this.#flags.set(key, formula);
    return formula;
  }
}
