import { canonicalFunctionPath } from '../function-path.ts';
import { isFunctionPath, pathCallForm, pathCallReason } from '../path-calls.ts';
import type { HttpApiText } from './http-api-texts.ts';

const call = String.raw`\.(?:query|mutation|action|onUpdate|watchQuery|consistentQuery)(?:\?\.)?\(\s*`;
/** `.query(name,` */
const namedCall = new RegExp(String.raw`${call}([A-Za-z_$][\w$]*)\s*[,)]`, 'g');
/** `` .query(`${name}:all`, `` */
const templateCall = new RegExp(`${call}\`([^\`]{0,200}\\$\\{[^\`]{0,200})\``, 'g');

/**
 * Calls that may pass a path as text to a Convex client: a text, a name that the script gives one, or a template of such names. A minifier uses a
 * name more than once, so every path that it stands for counts. Pure.
 */
export function pathCallTexts(text: string): HttpApiText[] {
  const calls = [...text.matchAll(namedCall)];
  const templateCalls = [...text.matchAll(templateCall)];
  const names = calls.length + templateCalls.length > 0 ? namedTexts(text) : new Map<string, ReadonlySet<string>>();
  const written = [...text.matchAll(pathCallForm)].map((found) => textOf(found, found[2] ?? ''));
  const named = calls.flatMap((found) => pathsOf([`\${${found[1]}}`], names).map((path) => textOf(found, path)));
  const templates = templateCalls.flatMap((found) => {
    const paths = pathsOf((found[1] ?? '').split(/(\$\{[^}]*\})/), names);
    const isPathForm = /^[\w/.${}-]*:[\w${}]*$/.test(found[1] ?? '');
    if (paths.length > 0) return paths.map((path) => textOf(found, path));
    return isPathForm ? [{ index: found.index, text: `${found[0]}…)`, reason: openReason }] : [];
  });
  return [...written, ...named, ...templates];
}

const openReason = 'a path as text, of which a part is known only at run time';

function textOf(found: RegExpExecArray | RegExpMatchArray, path: string): HttpApiText {
  return {
    index: found.index ?? 0,
    text: `${found[0]}…)`,
    reason: pathCallReason,
    mayBe: canonicalFunctionPath(path),
  };
}

const mostTexts = 8;

/** Every text that an assignment in the script gives each name. */
function namedTexts(text: string): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  for (const [, name = '', , value = ''] of text.matchAll(/([A-Za-z_$][\w$]*)\s*=(?!=)\s*(["'`])([\w/.:-]{1,200})\2/g))
    names.set(name, (names.get(name) ?? new Set()).add(value));
  return names;
}

/** The function paths that the parts of a template come to: `['${folder}', ':all']`. */
function pathsOf(parts: readonly string[], names: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const texts = parts.reduce<readonly string[]>(
    (before, part) => {
      const name = /^\$\{\s*([A-Za-z_$][\w$]*)\s*\}$/.exec(part)?.[1];
      const after = name === undefined ? [part] : [...(names.get(name) ?? [])];
      return before.flatMap((head) => after.map((tail) => head + tail)).slice(0, mostTexts);
    },
    [''],
  );
  return texts.filter(isFunctionPath);
}
