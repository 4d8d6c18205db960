/** Source of a component file reduced to its scripts: everything else is blanked, so that every position stays where it was. */
export interface ScriptBlocks {
  text: string;
  lang: 'ts' | 'tsx' | 'jsx';
}

/**
 * Reads the `<script>` blocks of a Vue, Svelte or Astro file, and Astro's frontmatter. Calls written in the template's own markup are not
 * seen: those formats name functions in scripts and call what the script gives them.
 */
export function readScriptBlocks(text: string): ScriptBlocks {
  const kept: [start: number, end: number][] = [];
  let lang: ScriptBlocks['lang'] = 'jsx';
  const frontmatter = /^\s*---\r?\n([\s\S]*?)\n---/.exec(text);
  if (frontmatter !== null) {
    const start = text.indexOf('---') + 3;
    kept.push([start, start + (frontmatter[1]?.length ?? 0) + 2]);
    lang = 'ts';
  }
  for (const match of text.matchAll(/(<script\b(?:"[^"]*"|'[^']*'|[^>"'])*>)([\s\S]*?)<\/script\s*>/gi)) {
    const [, opening = '', body = ''] = match;
    const start = match.index + opening.length;
    kept.push([start, start + body.length]);
    const named = /\blang\s*=\s*["']?(tsx?)/.exec(opening)?.[1];
    if (named !== undefined && lang !== 'tsx') lang = named === 'tsx' ? 'tsx' : 'ts';
  }
  let blanked = '';
  let at = 0;
  for (const [start, end] of kept) {
    blanked += blank(text.slice(at, start)) + text.slice(start, end);
    at = end;
  }
  return { text: blanked + blank(text.slice(at)), lang };
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
