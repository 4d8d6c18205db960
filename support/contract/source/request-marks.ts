/** Whether a file may request something from a deployment, by what stands in its text. */
export function mayRequest(text: string): boolean {
  return /\bfetch\(|\baxios\b|\bky\b|\bgot\b|\/api\/(?:query|mutation|action|run)\b/.test(text);
}

/**
 * Whether a script in which everything is written that it requests names a deployment: by a variable or a host of Convex's, by the end of one that
 * it replaces, or by a path of the HTTP API.
 */
export function namesDeployment(text: string): boolean {
  return /CONVEX_|convex\.(?:site|cloud)|["'`]\.?site["'`]|\bapi\//.test(text);
}

const methods =
  'query|mutation|action|onUpdate|watchQuery|consistentQuery|getQuery|setQuery|getAllQueries|prewarmQuery';
/** `.query(`, `.query<Site>(`, `['query'](`, a call by a name with Convex, `Query` or `Mutation` in it, of a text, a hook of a path, and the key of a reference. */
const form = new RegExp(
  String.raw`(?:\.|\[\s*['"])(?:${methods}|run(?:Query|Mutation|Action))(?:['"]\s*\])?(?:\?\.)?\s*[(<]|\b\w*(?:[cC]onvex|Query|Mutation)\w*\(\s*['"\`]|\buse[A-Z]\w*\(\s*(['"\`])[\w/.-]+:\w+\1|\bSymbol\.for\(\s*['"\`]functionName\b`,
);

/** A call of any name with a path: `q('sites/list:all'`, `hooks.useQ<Site[]>('sites/list:all'`. */
const pathGiven = /[\w$>\]](?:\?\.)?\(\s*(['"`])[\w-]+(?:\/[\w.-]+)*:[A-Za-z_$][\w$]*\1\s*[,)]/;

/** Whether a file may pass a function path as text to something, by what is written in it. */
export function mayPassPath(text: string): boolean {
  return form.test(text) || pathGiven.test(text);
}
