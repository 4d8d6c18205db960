import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const repository = path.join(import.meta.dirname, '../../..');

/** A page of the documents, with its path from the top. */
export interface Page {
  name: string;
  text: string;
}

export const pages: readonly Page[] = ['README.md', 'CHANGELOG.md', ...globSync('docs/**/*.md', { cwd: repository })]
  .map((name) => name.replaceAll('\\', '/'))
  .sort()
  .map((name) => ({ name, text: readFileSync(path.join(repository, name), 'utf8') }));

/** The text without its blocks of code. */
export function prose(text: string): string {
  return text.replace(/^ *```.*?^ *```$/gms, '');
}

/** The anchor that GitHub makes of a heading. Source: github/markup, "table of contents filter". */
export function anchorsOf(text: string): string[] {
  return [...prose(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

/** Every command of Airlock that a page names, in code: `npm run gate -- --env prod` as `gate` with its options. */
export function commandsIn(text: string): { tool: string; options: string[] }[] {
  const code = [...text.matchAll(/^ *```\w*\n(.*?)^ *```$/gms), ...prose(text).matchAll(/`([^`\n]+)`/g)].map(
    ([, inside = '']) => inside.replace(/\\\n\s*/g, ' '),
  );
  return code.flatMap((block) =>
    [...block.matchAll(/\b(?:npm run (?:--silent )?|npx airlock )([a-z][a-z:-]*)([^\n|;&#]*)/g)].map(
      ([, tool = '', rest = '']) => ({
        tool,
        options: [...rest.matchAll(/(?<=\s)--([a-z][a-z-]*)/g)].map(([, option = '']) => option),
      }),
    ),
  );
}
