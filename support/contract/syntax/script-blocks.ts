import { blank, ended, type MarkupLanguage, parses, readMarkupExpressions } from './markup-expressions.ts';

/** A component file reduced to its code: everything else is blanked, so that every position stays the same. */
export interface ScriptBlocks {
  text: string;
  lang: 'ts' | 'tsx' | 'jsx';
}

/**
 * Reads the `<script>` blocks of a Vue, Svelte, Astro or HTML file, Astro's frontmatter, the `import` and `export` statements of MDX, and the
 * expressions in the markup of each, other than HTML.
 * @param form whether the markup's expressions are kept whole, or only the names in them, which always parse
 */
export function readScriptBlocks(
  text: string,
  language: MarkupLanguage,
  form: 'whole' | 'names' = 'whole',
): ScriptBlocks {
  const kept: [start: number, end: number][] = [];
  let lang: ScriptBlocks['lang'] = 'jsx';
  const frontmatter = /^\s*---\r?\n([\s\S]*?)\n---/.exec(text);
  if (frontmatter !== null && language === 'astro') {
    const start = text.indexOf('---') + 3;
    kept.push([start, start + (frontmatter[1]?.length ?? 0) + 2]);
    lang = 'ts';
  }
  if (language === 'mdx') kept.push(...statementsOfMarkdown(text.replace(codeBlocks, blank)));
  else
    for (const match of text.matchAll(/(<script\b(?:"[^"]*"|'[^']*'|[^>"'])*>)([\s\S]*?)<\/script\s*>/gi)) {
      const [, opening = '', body = ''] = match;
      const start = match.index + opening.length;
      if (language === 'html' && !isScriptOfPage(opening, body)) continue;
      kept.push([start, start + body.length]);
      const named = /\blang\s*=\s*["']?(tsx?)/.exec(opening)?.[1];
      if (named !== undefined && lang !== 'tsx') lang = named === 'tsx' ? 'tsx' : 'ts';
    }
  const markup = readMarkupExpressions(without(text, kept), language, form);
  if (lang === 'ts' && /<[a-z/]/i.test(markup)) lang = 'tsx';
  let whole = '';
  let at = 0;
  for (const [start, end] of kept) {
    // Markup before a script is a statement of its own, and the script's last line may lack a line end.
    whole += ended(markup.slice(at, start)) + text.slice(start, end);
    at = end;
    if (markup[at] === ' ') {
      whole += ';';
      at += 1;
    }
  }
  return { text: whole + markup.slice(at), lang };
}

/** Whether a block of a page is a script that a browser runs. One with marks of a template is left out, unless it has to do with Convex. */
function isScriptOfPage(opening: string, body: string): boolean {
  const type = /\btype\s*=\s*["']?([^"'\s>]+)/.exec(opening)?.[1] ?? 'module';
  return /^(?:module|(?:text|application)\/(?:javascript|babel))$/.test(type) && (/convex/i.test(body) || parses(body));
}

const codeBlocks = /^(?:```|~~~)[\s\S]*?^(?:```|~~~)[^\n]*$/gm;

/**
 * The `import` and `export` statements of MDX: each begins a line and ends before the first empty one where it is whole.
 * Source: https://mdxjs.com/docs/what-is-mdx/#esm
 */
function* statementsOfMarkdown(text: string): Iterable<[start: number, end: number]> {
  const start = /^(?:import|export)\b/gm;
  for (let found = start.exec(text); found !== null; found = start.exec(text)) {
    const empty = /\n[ \t\r]*(?=\n)|$(?![\s\S])/g;
    empty.lastIndex = found.index;
    let end = empty.exec(text)?.index;
    while (end !== undefined && !parses(text.slice(found.index, end)))
      end = end < text.length ? after(empty, end, text) : undefined;
    if (end === undefined) continue;
    yield [found.index, end];
    start.lastIndex = Math.max(end, start.lastIndex);
  }
}

function after(form: RegExp, at: number, text: string): number | undefined {
  form.lastIndex = at + 1;
  return form.exec(text)?.index;
}

function without(text: string, parts: readonly (readonly [start: number, end: number])[]): string {
  let rest = '';
  let at = 0;
  for (const [start, end] of parts) {
    rest += text.slice(at, start) + blank(text.slice(start, end));
    at = end;
  }
  return rest + text.slice(at);
}
