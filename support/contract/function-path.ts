/**
 * A function's name in Convex form, `dir/module:function`, the same text for every way of writing it: `.js` after the module is
 * dropped, and a default export is its module alone.
 *
 * Takes a client's path (`sites/list:listCompanySites`, `sites/list`, `sites/list:default`) or a deployed identifier
 * (`sites/list.js:listCompanySites`). Source: `getFunctionName` in convex/server and `canonicalizeUdfPath` in convex/browser, which
 * reads a path without a function as `:default`.
 */
export function canonicalFunctionPath(written: string): string {
  const colon = written.lastIndexOf(':');
  const module = (colon === -1 ? written : written.slice(0, colon)).replace(/\.js$/, '');
  const name = colon === -1 ? 'default' : written.slice(colon + 1);
  return name === 'default' ? module : `${module}:${name}`;
}

/** The path of `api.a.b.c`, given as `['a', 'b', 'c']`: at least two steps, as Convex demands at run time. */
export function functionPathOfSteps(steps: readonly string[]): string {
  if (steps.length < 2)
    throw new RangeError(`a function reference has a module and a function, seen: api.${steps.join('.')}`);
  return canonicalFunctionPath(`${steps.slice(0, -1).join('/')}:${steps[steps.length - 1]}`);
}
