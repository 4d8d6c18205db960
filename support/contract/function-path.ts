/**
 * A function's path in Convex form, `dir/module:function`, the same text however it is written: without `.js` after the module, and with the
 * module alone for a default export.
 *
 * Takes the path that a client calls (`sites/list:listCompanySites`, `sites/list`, `sites/list:default`) or a deployed identifier
 * (`sites/list.js:listCompanySites`). Source: `getFunctionName` in convex/server and `canonicalizeUdfPath` in convex/browser, which
 * reads a path without a function as `:default`.
 */
export function canonicalFunctionPath(written: string): string {
  const colon = written.lastIndexOf(':');
  const module = (colon === -1 ? written : written.slice(0, colon)).replace(/\.js$/, '');
  const name = colon === -1 ? 'default' : written.slice(colon + 1);
  return name === 'default' ? module : `${module}:${name}`;
}

/**
 * The path of `api.a.b.c`, given as `['a', 'b', 'c']`.
 * @throws RangeError for less than two steps, as Convex does at run time
 */
export function functionPathOfSteps(steps: readonly string[]): string {
  if (steps.length < 2)
    throw new RangeError(`a function reference has a module and a function: api.${steps.join('.')} has not`);
  return canonicalFunctionPath(`${steps.slice(0, -1).join('/')}:${steps[steps.length - 1]}`);
}

/**
 * Whether a path names a function that every deployment has of its own, such as `_system/cli/tables`, and that no team deploys.
 * Source: get-convex/convex-backend, npm-packages/system-udfs.
 */
export function isSystemFunction(path: string | undefined): boolean {
  return path?.startsWith('_system/') ?? false;
}
