import type { BraceGroups } from './brace-groups.ts';

/**
 * Tells, by the text alone, which groups of a script certainly declare a name again: an occurrence in them means another one. What is not
 * certain is left to the parser.
 */
export class ShadowedNames {
  readonly #text: string;
  readonly #groups: BraceGroups;
  readonly #declared = new Map<string, Map<number, boolean>>();

  constructor(text: string, groups: BraceGroups) {
    this.#text = text;
    this.#groups = groups;
  }

  /** Notes an occurrence: `let t=` or `const t;` as a statement of a group declares the name in all of it. */
  note(name: string, offset: number, group: number): void {
    if (group === -1 || this.#groups.forms[group] !== 'braces') return;
    if (/[;{}]\s*(?:let|const|var)\s+$/.test(this.#text.slice(Math.max(0, offset - 16), offset)))
      this.#of(name).set(group, true);
  }

  /** Whether the name means another one in the group, since it or a group around it declares it. */
  isHidden(name: string, group: number): boolean {
    const declared = this.#of(name);
    for (let at = group; at !== -1; at = this.#groups.parents[at] as number) {
      let isDeclared = declared.get(at);
      if (isDeclared === undefined) {
        isDeclared = this.#isParameter(name, at);
        declared.set(at, isDeclared);
      }
      if (isDeclared) return true;
    }
    return false;
  }

  #of(name: string): Map<number, boolean> {
    const known = this.#declared.get(name) ?? new Map<number, boolean>();
    this.#declared.set(name, known);
    return known;
  }

  /** Only plain lists and object patterns without defaults are read. */
  #isParameter(name: string, group: number): boolean {
    const start = this.#groups.parameters[group] ?? -1;
    if (start === -1 || this.#groups.forms[group] === 'open') return false;
    const head = this.#text.slice(start, this.#groups.opens[group]);
    // After a line end, the brace may open a block that follows a call.
    if (!/^[\w$ ,:{}().]*(?:=>?)?$/.test(head)) return false;
    return new RegExp(`(?<![\\w$]|[^.]\\.)${RegExp.escape(name)}(?![\\w$]|\\s*:)`).test(head);
  }
}
