/** What a variable of a formula stands for. */
export interface Meaning {
  /** A condition that nobody can know beforehand, or something that may fail. */
  kind: 'condition' | 'failure';
  /** "`inputs.skip` is true", "`npx convex deploy` fails" */
  whenTrue: string;
  whenFalse: string;
  /** What takes the condition away, where that has an answer of its own. */
  remedy?: string | undefined;
}

/** A node of a reduced, ordered decision diagram: equal formulas are the same object. */
export interface Formula {
  /** The variable that it asks first; none at the two ends. */
  readonly variable: number;
  readonly id: number;
  readonly whenTrue: Formula | undefined;
  readonly whenFalse: Formula | undefined;
}

/** More nodes than these come from a workflow that nobody could follow either. */
const mostNodes = 400_000;

/** A pipeline has more combinations of conditions than can be followed. */
export class TooManyCombinations extends Error {
  override readonly name = 'TooManyCombinations';
}

/**
 * Boolean formulas over conditions and failures, exact for any number of them: every question that is asked of a pipeline
 * ("can the site be deployed while the backend is not?") is whether a formula can be true at all.
 */
export class Formulas {
  readonly always: Formula = { variable: Number.POSITIVE_INFINITY, id: 1, whenTrue: undefined, whenFalse: undefined };
  readonly never: Formula = { variable: Number.POSITIVE_INFINITY, id: 0, whenTrue: undefined, whenFalse: undefined };
  readonly meanings: Meaning[] = [];
  readonly #nodes = new Map<string, Formula>();
  readonly #choices = new Map<string, Formula>();

  /** A new variable, and the formula that is true where the variable is. */
  variable(meaning: Meaning): Formula {
    this.meanings.push(meaning);
    return this.#node(this.meanings.length - 1, this.always, this.never);
  }

  constant(value: boolean): Formula {
    return value ? this.always : this.never;
  }

  not(formula: Formula): Formula {
    return this.choose(formula, this.never, this.always);
  }

  all(...formulas: Formula[]): Formula {
    return formulas.reduce((one, other) => this.choose(one, other, this.never), this.always);
  }

  any(...formulas: Formula[]): Formula {
    return formulas.reduce((one, other) => this.choose(one, this.always, other), this.never);
  }

  /** `one`, and not `other`. */
  without(one: Formula, other: Formula): Formula {
    return this.choose(other, this.never, one);
  }

  /** @throws TooManyCombinations */
  choose(condition: Formula, then: Formula, otherwise: Formula): Formula {
    if (condition === this.always || then === otherwise) return then;
    if (condition === this.never) return otherwise;
    if (then === this.always && otherwise === this.never) return condition;

    const key = `${condition.id},${then.id},${otherwise.id}`;
    const known = this.#choices.get(key);
    if (known) return known;

    const variable = Math.min(condition.variable, then.variable, otherwise.variable);
    const chosen = this.#node(
      variable,
      this.choose(given(condition, variable, true), given(then, variable, true), given(otherwise, variable, true)),
      this.choose(given(condition, variable, false), given(then, variable, false), given(otherwise, variable, false)),
    );
    this.#choices.set(key, chosen);
    return chosen;
  }

  /** What is left of a formula where a variable has this value. */
  assume(formula: Formula, isAssumed: (meaning: Meaning) => boolean | undefined): Formula {
    const { whenTrue, whenFalse, variable } = formula;
    const meaning = this.meanings[variable];
    if (!whenTrue || !whenFalse || !meaning) return formula;
    const assumed = isAssumed(meaning);
    if (assumed !== undefined) return this.assume(assumed ? whenTrue : whenFalse, isAssumed);
    return this.#node(variable, this.assume(whenTrue, isAssumed), this.assume(whenFalse, isAssumed));
  }

  #node(variable: number, whenTrue: Formula, whenFalse: Formula): Formula {
    if (whenTrue === whenFalse) return whenTrue;
    const key = `${variable},${whenTrue.id},${whenFalse.id}`;
    const known = this.#nodes.get(key);
    if (known) return known;
    if (this.#nodes.size >= mostNodes)
      throw new TooManyCombinations('its conditions and failures combine in more ways than can be followed');
    const node: Formula = { variable, id: this.#nodes.size + 2, whenTrue, whenFalse };
    this.#nodes.set(key, node);
    return node;
  }
}

function given(formula: Formula, variable: number, value: boolean): Formula {
  if (formula.variable !== variable || !formula.whenTrue || !formula.whenFalse) return formula;
  return value ? formula.whenTrue : formula.whenFalse;
}
