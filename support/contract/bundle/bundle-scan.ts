import type { UnresolvedReference } from '../function-reference.ts';
import { httpApiTexts } from './http-api-texts.ts';
import { pathCallTexts } from './path-call-texts.ts';

/** What the text of a script says before it is parsed. */
export interface ChunkScan {
  /** It contains the factory of Convex's `api`. */
  isClient: boolean;
  /** `local` is a hint: the name that the text seems to import it under. */
  imports: readonly { name: string; from: string; local: string }[];
  /** Modules that it asks a module runtime for, `n(1234)` and `e.i(1234)`. */
  moduleIds: ReadonlySet<string>;
  /** What it asks SystemJS for; undefined where it is not a module of SystemJS. */
  systemImports: readonly string[] | undefined;
  /** Calls that may pass a path as text to a Convex client, `c.query("sites/list:all")`, or send it to Convex's HTTP API. */
  pathCalls: readonly Omit<UnresolvedReference, 'file'>[];
  /** Whether one of them is sent to the HTTP API: such a script needs no Convex client. */
  hasRequests: boolean;
}

/** The text of the error that Convex's `api` throws for a path of one step. Source: npm convex, src/server/api.ts. */
export const apiSignature = 'API path is expected to be of the form';

const importForm =
  /\b(?:import|export)\s*(?:[\w$]+\s*,\s*)?(\*\s*as\s+[\w$]+|\*|\{[^}]*\})\s*from\s*(["'`])([^"'`]+)\2/g;
/** The names of module runtimes, or a table of modules by number, which is all that some output of webpack and Rspack shows. */
const moduleTable =
  /webpackChunk|rspackChunk|TURBOPACK|__webpack_|parcelRequire|[{,]\d{1,7}(?:\([\w$,]{0,40}\)\{|:(?:function)?\()/;
const moduleForm = /[\w$)]\((?:\/\*[^*]{0,300}\*\/\s*)?(\d{1,7}|["'][\w./@+-]{1,200}["'])\)/g;

const systemForm = /\bSystem\.register\((?:["'][^"']*["'],\s*)?\[([^\]]*)\]/;

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
  const requests = httpApiTexts(text);
  const system = systemForm.exec(text)?.[1];
  const systemImports = system?.match(/[^"'`,\s]+/g)?.flatMap((specifier) => resolved(specifier, url) ?? []);
  return {
    isClient: text.includes(apiSignature),
    imports,
    moduleIds,
    systemImports: system === undefined ? undefined : (systemImports ?? []),
    pathCalls: [...pathCallTexts(text), ...requests].map(({ index, ...call }) => ({
      ...positionOf(text, index),
      ...call,
    })),
    hasRequests: requests.length > 0,
  };
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The URL that a specifier of a script means, or undefined for a bare one. */
export function resolved(specifier: string, url: string): string | undefined {
  if (!/^(\.{0,2}\/|https?:)/.test(specifier)) return undefined;
  try {
    return new URL(specifier, url).href;
  } catch {
    return undefined;
  }
}
