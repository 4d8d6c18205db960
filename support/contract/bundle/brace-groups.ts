/** The `{…}` groups of a script and the bodies of its arrow functions, in source order. `${…}` is part of its template, not a group. */
export interface BraceGroups {
  /** The offset of each opening brace, or of the `>` before an arrow's expression. */
  opens: readonly number[];
  /** The offset of each closing brace, or of the first character after an arrow's expression. */
  closes: readonly number[];
  /** The group around each, -1 at the top. */
  parents: readonly number[];
  /** The offset at which the parameters of each function's body begin; -1 for a group that is not a body. */
  parameters: readonly number[];
  /** `open` for an arrow's expression whose end the text does not tell: it is kept whole, but may contain other groups. */
  forms: readonly ('braces' | 'expression' | 'open')[];
}

const [plain, space, lineEnd, quote, backtick, slash, openBrace, closeBrace, opener, closer, ending, doubtful, arrow] =
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;
const classOf = new Uint8Array(128);
for (const [kind, characters] of [
  [space, ' \t\v\f'],
  [lineEnd, '\r\n'],
  [quote, '"\''],
  [backtick, '`'],
  [slash, '/'],
  [openBrace, '{'],
  [closeBrace, '}'],
  [opener, '(['],
  [closer, ')]'],
  [ending, ',;'],
  [doubtful, '?:'],
  [arrow, '>'],
] as const)
  for (const character of characters) classOf[character.charCodeAt(0)] = kind;

/** After these words an expression begins, and so a regular expression may. */
const expectsValue = /(?:^|[^\w$.])(?:return|typeof|case|in|instanceof|new|delete|void|do|else|throw|extends|default)$/;
/** These are words of the language in one place, and names in another. */
const mayBeName = /(?:^|[^\w$.])(?:of|await|yield|let|async|static|get|set)$/;
const takesCondition = /(?:^|[^\w$.#])(?:if|while|for|with)\s*(?:await\s*)?$/;
const isStatement = /(?:^|[^\w$.#])(?:if|while|for|with|switch|await)\s*$/;

/**
 * Finds the groups of JavaScript that a browser is served (so without JSX), skipping strings, templates, comments and regular
 * expressions. Pure.
 * @returns undefined where the text alone does not tell, as for a slash after `}`, or where braces do not match
 */
export function braceGroups(text: string): BraceGroups | undefined {
  return new BraceScanner(text).scan();
}

/** The class of a character: all that are not ASCII are plain, but for two line ends of JavaScript. */
function kindOf(code: number): number {
  if (code < 128) return classOf[code] as number;
  return code === 0x2028 || code === 0x2029 ? lineEnd : plain;
}

/** In the place of a group's index, for what is open and not a group. */
const [templateHole, bracket] = [-2, -3];

class BraceScanner implements BraceGroups {
  readonly opens: number[] = [];
  readonly closes: number[] = [];
  readonly parents: number[] = [];
  readonly parameters: number[] = [];
  readonly forms: BraceGroups['forms'][number][] = [];
  readonly #text: string;
  /** What is open, innermost last: groups by index. */
  readonly #stack: number[] = [];
  /** For each open parenthesis or bracket, the last character before it. */
  readonly #before: number[] = [];
  #beforeClosed = -1;
  /** The innermost open group, -1 at the top. */
  #group = -1;
  /** Whether the innermost thing open is an arrow's expression. */
  #isInArrow = false;
  /** The last character that is neither space nor comment. */
  #last = -1;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): BraceGroups | undefined {
    const text = this.#text;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      const kind = kindOf(code);
      if (kind === plain) this.#last = at;
      else if (kind === lineEnd || kind === doubtful) {
        if (this.#isInArrow && !(code === 63 && text.charCodeAt(at + 1) === 46)) this.#doubt();
        if (kind === doubtful) this.#last = at;
      } else if (kind !== space) {
        const end = this.#step(kind, at);
        if (end === undefined) return undefined;
        at = end;
      }
    }
    while (this.#isInArrow) this.#endArrow(text.length);
    return this.#stack.length === 0 ? this : undefined;
  }

  /** Reads what begins at `at`. Returns the offset of its last character. */
  #step(kind: number, at: number): number | undefined {
    if (kind === slash) return this.#slash(at);
    const before = this.#last;
    this.#last = at;
    switch (kind) {
      case quote:
        return this.#value(this.#stringEnd(at));
      case backtick:
        return this.#template(at + 1);
      case opener:
        this.#before.push(before);
        this.#push(bracket);
        return at;
      case closer:
        while (this.#isInArrow) this.#endArrow(at);
        this.#beforeClosed = this.#before.pop() ?? -1;
        return this.#pop() === bracket ? at : undefined;
      case ending:
        while (this.#isInArrow) this.#endArrow(at);
        return at;
      case arrow:
        if (before === at - 1 && this.#text[before] === '=' && !this.#isBlockNext(at + 1))
          this.#open(at, this.#parametersBefore(at), 'expression');
        return at;
      case openBrace:
        this.#open(at, this.#parametersBefore(before), 'braces');
        return at;
      default:
        return this.#close(at);
    }
  }

  #open(at: number, parameters: number, form: BraceGroups['forms'][number]): void {
    this.parents.push(this.#group);
    this.#group = this.opens.length;
    this.opens.push(at);
    this.closes.push(-1);
    this.parameters.push(parameters);
    this.forms.push(form);
    this.#push(this.#group);
  }

  #push(entry: number): void {
    this.#stack.push(entry);
    this.#isInArrow = entry >= 0 && this.forms[entry] !== 'braces';
  }

  #pop(): number | undefined {
    const entry = this.#stack.pop();
    if (entry !== undefined && entry >= 0) this.#group = this.parents[entry] as number;
    const around = this.#stack.at(-1) ?? bracket;
    this.#isInArrow = around >= 0 && this.forms[around] !== 'braces';
    return entry;
  }

  #endArrow(at: number): void {
    const group = this.#pop() as number;
    this.closes[group] = at;
  }

  /** A line may end a statement without a mark, and a colon an arrow inside of a conditional. */
  #doubt(): void {
    const group = this.#stack.at(-1) as number;
    this.forms[group] = 'open';
  }

  #close(at: number): number | undefined {
    while (this.#isInArrow) this.#endArrow(at);
    const group = this.#pop();
    if (group === undefined || group === bracket) return undefined;
    if (group === templateHole) return this.#template(at + 1);
    this.closes[group] = at;
    return at;
  }

  #isBlockNext(from: number): boolean {
    let at = from;
    while (this.#text.charCodeAt(at) <= 32) at += 1;
    return this.#text[at] === '{' || this.#text[at] === '/';
  }

  /** `(e,t){` of a function, a method or a `catch`, `(e,t)=>`, `e=>`. */
  #parametersBefore(last: number): number {
    const text = this.#text;
    const isArrow = text[last] === '>' && text[last - 1] === '=';
    const end = isArrow ? last - 2 : last;
    if (text[end] === ')') {
      const start = this.#beforeClosed + 1;
      return isArrow || !isStatement.test(text.slice(Math.max(0, start - 16), start)) ? start : -1;
    }
    if (!isArrow) return -1;
    let start = end;
    while (/[\w$]/.test(text[start - 1] ?? '')) start -= 1;
    return start;
  }

  #stringEnd(at: number): number | undefined {
    const mark = this.#text[at] as string;
    for (let end = this.#text.indexOf(mark, at + 1); end !== -1; end = this.#text.indexOf(mark, end + 1)) {
      let backslashes = 0;
      while (this.#text.charCodeAt(end - 1 - backslashes) === 92) backslashes += 1;
      if (backslashes % 2 === 0) return end;
    }
    return undefined;
  }

  /** The rest of a template, up to its end or to its next `${`. */
  #template(from: number): number | undefined {
    for (let at = from; at < this.#text.length; at += 1) {
      const code = this.#text.charCodeAt(at);
      if (code === 92) at += 1;
      else if (code === 96) return this.#value(at);
      else if (code === 36 && this.#text.charCodeAt(at + 1) === 123) {
        this.#push(templateHole);
        // An expression begins, as after an opening brace.
        this.#last = at + 1;
        return at + 1;
      }
    }
    return undefined;
  }

  #slash(at: number): number | undefined {
    const next = this.#text[at + 1];
    if (next === '/') {
      const end = this.#text.slice(at).search(/[\r\n\u2028\u2029]/);
      return end === -1 ? this.#text.length : at + end - 1;
    }
    if (next === '*') {
      const end = this.#text.indexOf('*/', at + 2);
      if (this.#isInArrow) this.#doubt();
      return end === -1 ? undefined : end + 1;
    }
    const isRegularExpression = this.#mayBeginValue();
    this.#last = at;
    if (isRegularExpression === undefined) return undefined;
    return isRegularExpression ? this.#value(this.#regularExpressionEnd(at)) : at;
  }

  /** Whether a value may begin after the last character, so that a slash opens a regular expression; undefined where the text does not tell. */
  #mayBeginValue(): boolean | undefined {
    const text = this.#text;
    const last = text[this.#last];
    if (last === undefined) return true;
    // A block or an object has ended, or a regular expression: one may be followed by a value, the other is divided.
    if (last === '}' || last === '/') return undefined;
    if (last === ')')
      return takesCondition.test(text.slice(Math.max(0, this.#beforeClosed - 16), this.#beforeClosed + 1));
    if (last === ']' || last === '"' || last === "'" || last === '`') return false;
    if ((last === '+' || last === '-') && text[this.#last - 1] === last) return false;
    if (!/[\w$\u0080-\uffff]/.test(last)) return true;
    const words = text.slice(Math.max(0, this.#last - 16), this.#last + 1);
    return mayBeName.test(words) ? undefined : expectsValue.test(words);
  }

  #regularExpressionEnd(at: number): number | undefined {
    let isInClass = false;
    for (let end = at + 1; end < this.#text.length; end += 1) {
      const character = this.#text[end];
      if (character === '\\') end += 1;
      else if (character === '\n') return undefined;
      else if (character === '[') isInClass = true;
      else if (character === ']') isInClass = false;
      else if (character === '/' && !isInClass) return end;
    }
    return undefined;
  }

  /** A string, a template or a regular expression ends at `at`: a slash after it divides it. */
  #value(at: number | undefined): number | undefined {
    if (at !== undefined) this.#last = at;
    return at;
  }
}
