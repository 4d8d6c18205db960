const literal = String.raw`"((?:[^"\\\n]|\\.){1,300})"|'((?:[^'\\\n]|\\.){1,300})'|${'`'}([^${'`'}\\$]{1,300})${'`'}`;
/** `const p="patient-heron"`, `,n="417"`, `{host:"patient-heron"}`, `a.host="…"`. */
const assignment = new RegExp(String.raw`(?<![\w$])([\w$]+)\s*[=:]\s*(?:${literal})(?!\s*[+?])`, 'g');
/** `n=417`, where no text is assigned to the name. */
const numbered = /(?<![\w$])([\w$]+)\s*[=:]\s*(\d{1,12})(?![\w.])/g;
/** `const a=["patient","heron"]`, of which the parts are named `a[0]`, `a[1]`. */
const list = new RegExp(String.raw`(?<![\w$])([\w$]+)\s*[=:]\s*\[((?:\s*(?:${literal})\s*,?)+)\]`, 'g');
const template = /`((?:[^`\\$]|\$(?!\{)|\\.|\$\{[\w$.[\]"' ]{1,80}\}){1,2000})`/g;
const operand = String.raw`(?:"[^"\\\n]*"|'[^'\\\n]*'|\d{1,12}(?![\w.])|[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*|\[\d{1,3}\])*)`;
const sum = new RegExp(String.raw`(?<![\w$."'])${operand}(?:\s*\+\s*${operand})+`, 'g');
const chained = new RegExp(String.raw`\.concat\(\s*(${operand})\s*\)`, 'g');
const codes =
  /\(\s*((?:(?:0x[0-9a-f]{2}|\d{2,3})\s*,\s*){5,}(?:0x[0-9a-f]{2}|\d{2,3}))\s*\)|\[\s*((?:(?:0x[0-9a-f]{2}|\d{2,3})\s*,\s*){5,}(?:0x[0-9a-f]{2}|\d{2,3}))\s*\]/gi;
const reversed = /["']([^"'\\\n]{6,300})["']\s*\.split\(\s*(?:""|''|``)\s*\)\s*\.reverse\(\)/g;

/** The value of a name at each place where it is given one, in order. */
type Constants = ReadonlyMap<string, readonly { at: number; text: string }[]>;

/**
 * Texts that a script puts together of constants: `` `${p}-${n}` `` where `p="patient-heron"`, sums of names, lists of character codes. A
 * name has the value that it was given last before its use: minifiers use the same letter again and again.
 */
export function constantTexts(written: string): string[] {
  const found: string[] = [];
  const text = written.replace(chained, '+$1');
  const constants = constantsIn(text);
  if (constants.size > 0) {
    addNumbers(constants, text);
    for (const { 0: whole, 1: inner = '', index } of text.matchAll(template))
      if (whole.includes('${')) found.push(filledTemplate(inner, constants, index));
    for (const { 0: whole, index } of text.matchAll(sum)) {
      const filled = filledSum(whole, constants, index);
      if (filled !== undefined) found.push(filled);
    }
  }
  for (const [, one, other] of text.matchAll(codes)) found.push(charactersOf(one ?? other ?? ''));
  for (const [, backwards = ''] of text.matchAll(reversed)) found.push([...backwards].reverse().join(''));
  return [...new Set(found)].filter((each) => each.length >= 6);
}

/** Numbers of names that have no text: minifiers use one letter for both. */
function addNumbers(constants: Map<string, { at: number; text: string }[]>, text: string): void {
  const numbers = new Map<string, { at: number; text: string }[]>();
  for (const { 1: name = '', 2: value = '', index } of text.matchAll(numbered)) {
    if (constants.has(name)) continue;
    const known = numbers.get(name);
    if (known) known.push({ at: index, text: value });
    else numbers.set(name, [{ at: index, text: value }]);
  }
  for (const [name, values] of numbers) constants.set(name, values);
}

function constantsIn(text: string): Map<string, { at: number; text: string }[]> {
  const found = new Map<string, { at: number; text: string }[]>();
  for (const { 1: name = '', 2: one, 3: other, 4: tick, index } of text.matchAll(assignment)) {
    const value = { at: index, text: one ?? other ?? tick ?? '' };
    const known = found.get(name);
    if (known) known.push(value);
    else found.set(name, [value]);
  }
  for (const { 1: name = '', 2: parts = '', index } of text.matchAll(list))
    for (const [number, [, one, other, tick]] of [...parts.matchAll(new RegExp(literal, 'g'))].entries())
      found.set(`${name}[${number}]`, [
        ...(found.get(`${name}[${number}]`) ?? []),
        { at: index, text: one ?? other ?? tick ?? '' },
      ]);
  return found;
}

const addressee = new RegExp(String.raw`^\s*(?:${template.source}|(${operand}(?:\s*\+\s*${operand})*))\s*[,)]`);

/**
 * The first arguments of calls, put together of constants: `fetch(base+"/app.json")`.
 * @param call matches up to the opening bracket
 * @returns each with the source behind it; what has a part that nothing here gives a value is left out
 */
export function constantArguments(text: string, call: RegExp): { written: string; rest: string }[] {
  const calls = [...text.matchAll(call)];
  if (calls.length === 0) return [];
  const constants = constantsIn(text);
  return calls.flatMap(({ 0: start, index }) => {
    const from = index + start.length;
    const [whole, tick, added] = addressee.exec(text.slice(from, from + 400)) ?? [];
    if (whole === undefined) return [];
    const written =
      tick === undefined ? filledSum(added ?? '', constants, from) : filledTemplate(tick, constants, from);
    if (written === undefined || /[\n\s]|\$\{/.test(written)) return [];
    return [{ written, rest: text.slice(from + whole.length - 1, from + whole.length + 120) }];
  });
}

function valueAt(written: string, constants: Constants, at: number): string | undefined {
  // The site itself: what is added to it is a path of the site.
  if (/(?:^|\.)location\.origin\s*$/.test(written)) return '';
  if (/^\s*\d+\s*$/.test(written)) return written.trim();
  const name = written.trim().split('.').at(-1) ?? '';
  const values = constants.get(name);
  return (values?.findLast((each) => each.at < at) ?? values?.[0])?.text;
}

function filledTemplate(inner: string, constants: Constants, at: number): string {
  return inner.replace(/\$\{([^}]*)\}/g, (whole, name: string) => valueAt(name, constants, at) ?? whole);
}

function filledSum(whole: string, constants: Constants, at: number): string | undefined {
  const operands = whole.match(new RegExp(operand, 'g')) ?? [];
  let names = 0;
  const parts = operands.map((each) => {
    if (/^["']/.test(each)) return each.slice(1, -1);
    if (/^\d/.test(each)) return each;
    const value = valueAt(each, constants, at);
    if (value !== undefined) names += 1;
    return value ?? '\n';
  });
  return names === 0 ? undefined : parts.join('');
}

function charactersOf(list: string): string {
  const numbers = list.split(',').map(Number);
  return numbers.every((code) => code >= 0x20 && code < 0x7f) ? String.fromCharCode(...numbers) : '';
}
