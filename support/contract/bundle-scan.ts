/** What the text of a script tells before it is parsed. */
export interface ChunkScan {
  /** It holds the factory of Convex's `api`. */
  isClient: boolean;
  /** `local` is a hint: what the text seems to call it by. */
  imports: readonly { name: string; from: string; local: string }[];
  /** Modules that it asks a module runtime for, `n(1234)` and `e.i(1234)`. */
  moduleIds: ReadonlySet<string>;
}

/** The text of the error that Convex's `api` throws for a path of one step. Source: npm convex, src/server/api.ts. */
export const apiSignature = 'API path is expected to be of the form';

const importForm =
  /\b(?:import|export)\s*(?:[\w$]+\s*,\s*)?(\*\s*as\s+[\w$]+|\*|\{[^}]*\})\s*from\s*(["'`])([^"'`]+)\2/g;
/** The names that module runtimes go by, or a table of modules by number, which webpack and Rspack write where nothing else names them. */
const moduleTable =
  /webpackChunk|rspackChunk|TURBOPACK|__webpack_|parcelRequire|[{,]\d{1,7}(?:\([\w$,]{0,40}\)\{|:(?:function)?\()/;
const moduleForm = /[\w$)]\((?:\/\*[^*]{0,300}\*\/\s*)?(\d{1,7}|["'][\w./@+-]{1,200}["'])\)/g;

/** Scans a script's text for the marks of Convex and for what it imports. Pure. */
export function scanChunk(text: string, url: string): ChunkScan {
  const imports: { name: string; from: string; local: string }[] = [];
  if (text.includes('from')) {
    for (const [, names = '', , specifier = ''] of text.matchAll(importForm)) {
      const from = resolved(specifier, url);
      if (from === undefined) continue;
      if (names.startsWith('*')) imports.push({ name: '*', from, local: names.split(/\s+as\s+/)[1] ?? '' });
      else
        for (const entry of names.slice(1, -1).split(',')) {
          const [name, local = name] = entry.trim().split(/\s+as\s+/);
          if (name && local) imports.push({ name: name.replace(/^["']|["']$/g, ''), from, local });
        }
    }
  }
  const moduleIds = new Set<string>();
  if (moduleTable.test(text)) {
    for (const [, id = ''] of text.matchAll(moduleForm)) moduleIds.add(id.replace(/["']/g, ''));
  }
  return { isClient: text.includes(apiSignature), imports, moduleIds };
}

/** The URL that a specifier of a script leads to, or undefined for a bare one. */
export function resolved(specifier: string, url: string): string | undefined {
  if (!/^(\.{0,2}\/|https?:)/.test(specifier)) return undefined;
  try {
    return new URL(specifier, url).href;
  } catch {
    return undefined;
  }
}
