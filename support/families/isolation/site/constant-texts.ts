const literal = String.raw`"((?:[^"\\\n]|\\.){1,300})"|'((?:[^'\\\n]|\\.){1,300})'|${'`'}([^${'`'}\\$]{1,300})${'`'}`;
/** `const p="patient-heron"`, `,n="417"`, `{host:"patient-heron"}`, `a.host="…"`. */
const assignment = new RegExp(String.raw`(?<![\w$])([\w$]+)\s*[=:]\s*(?:${literal})(?!\s*[+?])`, 'g');
const template = /`((?:[^`\\$]|\$(?!\{)|\\.|\$\{[\w$.[\]"' ]{1,80}\}){1,2000})`/g;
const operand = String.raw`(?:"[^"\\\n]*"|'[^'\\\n]*'|[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)`;
const sum = new RegExp(String.raw`(?<![\w$."'])${operand}(?:\s*\+\s*${operand})+`, 'g');
const codes =
  /\(\s*((?:(?:0x[0-9a-f]{2}|\d{2,3})\s*,\s*){5,}(?:0x[0-9a-f]{2}|\d{2,3}))\s*\)|\[\s*((?:(?:0x[0-9a-f]{2}|\d{2,3})\s*,\s*){5,}(?:0x[0-9a-f]{2}|\d{2,3}))\s*\]/gi;
const reversed = /["']([^"'\\\n]{6,300})["']\s*\.split\(\s*(?:""|''|``)\s*\)\s*\.reverse\(\)/g;

/** The value of a name at each place where it is given one, in order. */
type Constants = ReadonlyMap<string, readonly { at: number; text: string }[]>;

/**
 * Texts that a script puts together of constants: `` `${p}-${n}` `` where `p="patient-heron"`, sums of names, lists of character codes. A
 * name has the value that it was given last before its use: minifiers use the same letter again and again.
 */
export function constantTexts(text: string): string[] {
  const found: string[] = [];
  const constants = constantsIn(text);
  if (constants.size > 0) {
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

function constantsIn(text: string): Constants {
  const found = new Map<string, { at: number; text: string }[]>();
  for (const { 1: name = '', 2: one, 3: other, 4: tick, index } of text.matchAll(assignment)) {
    const value = { at: index, text: one ?? other ?? tick ?? '' };
    const known = found.get(name);
    if (known) known.push(value);
    else found.set(name, [value]);
  }
  return found;
}

function valueAt(written: string, constants: Constants, at: number): string | undefined {
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
