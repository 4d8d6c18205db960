import { readFile } from 'node:fs/promises';
import { clip } from '../../text/clip.ts';
import { oneLine } from '../../text/one-line.ts';
import { canonicalFunctionPath } from '../function-path.ts';
import type { FunctionKind, FunctionReference, SourcePosition, UnresolvedReference } from '../function-reference.ts';
import { httpApiReason, isFunctionPath, pathCallReason } from '../path-calls.ts';
import { blank } from '../syntax/markup-expressions.ts';
import { pathFrom } from './source-module.ts';

/** What files in other languages than JavaScript call. */
export interface OtherReferences {
  /** How many of them have to do with Convex, and were read. */
  filesRead: number;
  references: readonly FunctionReference[];
  unresolved: readonly UnresolvedReference[];
}

/**
 * Finds the calls of Convex in files of Python, Rust, Swift, Kotlin and others: `client.query("sites/list:all")` of Convex's client of the
 * language, and requests of its HTTP API. Their syntax is not parsed: a call is found by its form, outside of comments.
 * Source: https://docs.convex.dev/client (Python, Rust, iOS Swift, Android Kotlin).
 * @param paths absolute
 * @throws where a file cannot be read
 */
export async function readOtherReferences(root: string, paths: readonly string[]): Promise<OtherReferences> {
  const found = { filesRead: 0, references: [] as FunctionReference[], unresolved: [] as UnresolvedReference[] };
  for (const path of paths) {
    const text = withoutComments(path, await readFile(path, 'utf8'));
    if (!/convex/i.test(text) && !endpoint.test(text)) continue;
    const source = new OtherSource(pathFrom(root, path), text);
    found.filesRead += 1;
    for (const call of [...source.clientCalls(), ...source.requests()])
      if ('path' in call) found.references.push(call);
      else found.unresolved.push(call);
  }
  return found;
}

const endpoint = /\/api\/(?:query|mutation|action)\b|\/api\/run\/[\w-]/;
const endpoints = /\/api\/(?:query|mutation|action)\b/g;
const runs = /\/api\/run\/([\w-]+(?:\/[\w$-]+)+)/g;
/** `"path": "sites/list:all"`, `path="sites/list:all"`, and the same in the text of a shell. */
const bodies = /\bpath\\?["']?\s*(?::|=>?)\s*\\?["']([^"'\\\n]+)\\?["']/g;

const kinds: Readonly<Record<string, FunctionKind>> = {
  query: 'query',
  subscribe: 'query',
  mutation: 'mutation',
  action: 'action',
};
/** `client.query("…"`, `client.subscribe<List<Site>>("…"`, `client.query(name: "…"`, `client.Query(ctx, "…"`; or a name in place of the text. */
const calls =
  /\b(\w+)(?:\(\))?[?!]?\s*\.\s*(query|subscribe|mutation|action)\b\s*(?:<[^()\n]*>)?\s*\(\s*(?:ctx\s*,\s*)?(?:\w+\s*[:=]\s*)?&?(f?["'][^"'\n]*["']|[A-Za-z_][\w.]*)/gi;
/** `client = ConvexClient(URL)`, `let mut client = ConvexClient::new(&url)`, `val convex = ConvexClient(url)`. */
const clients = /\b(\w+)\s*(?::[^=\n]*)?:?=\s*(?:await\s+|try[!?]?\s+)?(?:[\w.:]+[.:])?Convex\w*(?:::new|\.new)?\s*\(/g;
/** `from convex import …`, `use convex::…`, `import ConvexMobile`, `import dev.convex.android.…`. */
const imports = /^\s*(?:from|import|use|using|require|@import)\b[^\n]*convex/im;

type Found = FunctionReference | UnresolvedReference;

class OtherSource {
  readonly #file: string;
  readonly #text: string;

  constructor(file: string, text: string) {
    this.#file = file;
    this.#text = text;
  }

  /** Calls of a client. What a file without an import of Convex calls may be a client of something else. */
  *clientCalls(): Iterable<Found> {
    const known = new Set([...this.#text.matchAll(clients)].map(([, name = '']) => name));
    const usesConvex = imports.test(this.#text);
    for (const call of this.#text.matchAll(calls)) {
      const { 0: text, 1: receiver = '', 2: method = '', 3: argument = '', index } = call;
      const isClient = known.has(receiver) || /convex/i.test(receiver);
      const path = this.#pathOf(argument);
      const kind = kinds[method.toLowerCase()];
      const at = this.#at(index);
      if (path !== undefined && isFunctionPath(path)) {
        const name = canonicalFunctionPath(path);
        if (usesConvex || isClient) yield { ...at, path: name, ...(kind && { kind }) };
        else yield { ...at, text: shown(text), reason: pathCallReason, mayBe: name };
      } else if (isClient)
        yield {
          ...at,
          text: shown(text),
          reason: 'a client of Convex takes it, and only run time says which function it is',
        };
    }
  }

  /** Requests of the HTTP API. Their addresses are not followed. */
  *requests(): Iterable<UnresolvedReference> {
    for (const { 0: text, 1: run = '', index } of this.#text.matchAll(runs))
      yield { ...this.#at(index), text: shown(text), reason: httpApiReason, mayBe: runPath(run) };

    const asked = [...this.#text.matchAll(endpoints)];
    if (asked.length === 0) return;
    const named = [...this.#text.matchAll(bodies)].filter(([, path = '']) => isFunctionPath(path));
    for (const { 0: text, 1: path = '', index } of named)
      yield { ...this.#at(index), text: shown(text), reason: httpApiReason, mayBe: canonicalFunctionPath(path) };
    const [first] = asked;
    if (named.length === 0 && first !== undefined && /convex/i.test(this.#text))
      yield {
        ...this.#at(first.index),
        text: shown(first[0]),
        reason: 'the function that this request calls is known only at run time',
      };
  }

  /** The text of a literal, or of the constant that a name stands for. */
  #pathOf(argument: string): string | undefined {
    const literal = /^["'](.*)["']$/.exec(argument)?.[1];
    if (literal !== undefined || !/^\w+$/.test(argument)) return literal;
    const constant = new RegExp(String.raw`\b${argument}\b[^=\n"']*=\s*["']([^"'\n]+)["']`);
    return constant.exec(this.#text)?.[1];
  }

  #at(offset: number): SourcePosition {
    const before = this.#text.slice(0, offset).split('\n');
    return { file: this.#file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }
}

function shown(text: string): string {
  return clip(oneLine(text), 120);
}

/** `module/path:function` of `module/path/function`. */
function runPath(steps: string): string {
  const last = steps.lastIndexOf('/');
  return `${steps.slice(0, last)}:${steps.slice(last + 1)}`;
}

const texts = String.raw`"(?:\\.|[^"\\\n])*"`;
const hashComments = new RegExp(String.raw`"""[\s\S]*?"""|'''[\s\S]*?'''|${texts}|'(?:\\.|[^'\\\n])*'|#.*`, 'g');
const slashComments = new RegExp(String.raw`${texts}|\/\/.*|\/\*[\s\S]*?\*\/`, 'g');

/** Comments, and the texts of several lines that Python documents with, as spaces. */
function withoutComments(path: string, text: string): string {
  const isHash = /\.(?:py|rb|sh|bash|zsh|exs?)$/.test(path);
  return text.replace(isHash ? hashComments : slashComments, (part) =>
    /^(?:#|\/\/|\/\*|"""|''')/.test(part) ? blank(part) : part,
  );
}
