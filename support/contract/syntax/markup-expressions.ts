import { parseScript } from './parse-script.ts';

/** Offsets of an expression in markup. The characters before and after it are written over. */
interface Expression {
  start: number;
  end: number;
}

export type MarkupLanguage = 'vue' | 'svelte' | 'astro' | 'mdx' | 'html';

const blocks = /<(script|style)\b(?:"[^"]*"|'[^']*'|[^>"'])*>[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi;
const codeOfMarkdown = /^(?:```|~~~)[\s\S]*?^(?:```|~~~)[^\n]*$|`[^`\n]*`/gm;
/** An attribute follows a space, or in Pug a bracket or a comma. */
const vueForms = /\{\{([\s\S]*?)\}\}|[\s(,](?:v-[\w:.[\]-]+|[:@#][\w:.[\]-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/dg;
/** `#if`, `:else if`, `@html`: what Svelte writes before an expression. */
const svelteMark = /^\s*(?:#(?:if|each|await|key)|:else\s+if|@(?:html|render|const|attach))\s+/;
const svelteEnd = /^([\s\S]*?)\s(?:as|then|catch)\s[\s\S]*$/;
const chains = /(?<![\w$.'"`-])[A-Za-z_$][\w$]*(?:\s*\??\.\s*[A-Za-z_$][\w$]*|\[(?:"[^"\n]*"|'[^'\n]*')\])+/g;

/**
 * The expressions in the markup of a component file, each as a statement at its own place, everything else blanked:
 * `onclick={() => client.mutation(api.a.b)}` calls as much as a script does. Of an expression that is not JavaScript by itself, the names
 * with their properties are kept. Pure.
 * @returns a text of the same length
 */
export function readMarkupExpressions(text: string, language: MarkupLanguage, form: 'whole' | 'names'): string {
  if (language === 'html') return blank(text);
  let markup = text.replace(blocks, blank);
  if (language === 'mdx') markup = markup.replace(codeOfMarkdown, blank);
  const statements: string[] = [];
  let written = 0;
  for (const { start, end } of language === 'vue' ? inVue(markup) : inBraces(markup)) {
    const source = markup.slice(start, end);
    if (start <= written || !/[.[(]/.test(source)) continue;
    const before = blank(markup.slice(written, start - 1));
    statements.push(ended(before), form === 'whole' ? asStatement(source, language) : names(source));
    written = end + 1;
  }
  return (statements.join('') + blank(markup.slice(written))).slice(0, text.length);
}

function* inVue(markup: string): Iterable<Expression> {
  for (const match of markup.matchAll(vueForms)) {
    const [start, end] = match.indices?.[1] ?? match.indices?.[2] ?? match.indices?.[3] ?? [0, 0];
    yield { start, end };
  }
}

/** The text between outermost braces. Braces in strings do not count. */
function* inBraces(markup: string): Iterable<Expression> {
  const token = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[{}]/g;
  for (let open = markup.indexOf('{'); open !== -1; open = markup.indexOf('{', token.lastIndex)) {
    token.lastIndex = open + 1;
    const close = closingBrace(markup, token);
    // A brace that is never closed contains the rest of the file.
    token.lastIndex = close === undefined ? markup.length : close + 1;
    yield { start: open + 1, end: close ?? markup.length };
  }
}

function closingBrace(markup: string, token: RegExp): number | undefined {
  let depth = 1;
  for (let match = token.exec(markup); match !== null; match = token.exec(markup)) {
    if (match[0] === '{') depth += 1;
    else if (match[0] === '}') depth -= 1;
    if (depth === 0) return match.index;
  }
  return undefined;
}

/** `[expression]`, or `{statements}` for a handler of several: the brackets replace the two characters around it. */
function asStatement(source: string, language: MarkupLanguage): string {
  const plain = language === 'svelte' ? withoutMarks(source) : source;
  for (const [open, close] of ['[]', '{}']) {
    const statement = `${open}${plain}${close}`;
    if (parses(`;async()=>{${statement}}`)) return statement;
  }
  return names(source);
}

/** The names in an expression with their properties, each as a statement. */
function names(source: string): string {
  let kept = '';
  let at = 0;
  for (const { index, 0: chain } of source.matchAll(chains)) {
    kept += `${blank(source.slice(at, index)).slice(0, -1)}${index > at ? ';' : ''}${chain}`;
    at = index + chain.length;
  }
  return `;${kept}${blank(source.slice(at))};`;
}

function withoutMarks(source: string): string {
  const mark = svelteMark.exec(source)?.[0];
  if (mark === undefined) return source;
  const rest = source.slice(mark.length);
  const [, expression = rest] = /[#]/.test(mark) ? (svelteEnd.exec(rest) ?? []) : [];
  return blank(mark) + expression + blank(rest.slice(expression.length));
}

/** Whether a text parses as a module of TypeScript with JSX. */
export function parses(source: string): boolean {
  return parseScript('markup.tsx', source, { lang: 'tsx', sourceType: 'module' }).failure === undefined;
}

/** Blank text whose last space becomes `;`, so that what follows is a statement of its own. */
export function ended(blanked: string): string {
  return blanked.endsWith(' ') ? `${blanked.slice(0, -1)};` : blanked;
}

/** Everything but line ends as spaces. */
export function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
