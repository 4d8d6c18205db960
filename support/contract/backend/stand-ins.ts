import type { PluginBuild } from 'esbuild';

/** The key of the symbol that marks what comes from a package that is not installed. import-backend-modules.ts repeats it. */
const absentMark = 'airlock.absent-package';
/** The key of the symbol that is set where its properties were asked for: nobody knows how many there would be. */
const absentSpread = 'airlock.absent-package-spread';
const resolving = Symbol('resolving');

/**
 * Lets esbuild bundle what cannot be resolved: `_generated` is made up where it is not on the disk, since it often is not under version
 * control, and a package that is not installed is replaced by a stand-in.
 * @param absent receives the names of those packages
 */
export function addStandIns(build: PluginBuild, absent: Set<string>): void {
  build.onResolve({ filter: /.*/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
    if (pluginData === resolving || kind === 'entry-point' || path.startsWith('node:')) return undefined;
    const found = await build.resolve(path, { importer, resolveDir, kind, pluginData: resolving });
    if (found.errors.length === 0) return found;

    const generated = /(^|\/)_generated\/(server|api)(\.[jt]s)?$/.exec(path)?.[2];
    if (generated !== undefined) return { path: generated, namespace: 'generated', pluginData: { resolveDir } };
    absent.add(path);
    return { path, namespace: 'absent' };
  });
  build.onLoad({ filter: /.*/, namespace: 'generated' }, ({ path }) => ({
    contents: path === 'server' ? generatedServer : generatedApi,
    resolveDir: import.meta.dirname,
    loader: 'js',
  }));
  // CommonJS, since an import of any name from it is then found at run time.
  build.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: standIn, loader: 'js' }));
}

const generatedServer = `export { queryGeneric as query, mutationGeneric as mutation, actionGeneric as action,
  internalQueryGeneric as internalQuery, internalMutationGeneric as internalMutation, internalActionGeneric as internalAction,
  httpActionGeneric as httpAction } from 'convex/server'; export const env = process.env;`;
const generatedApi = `import { anyApi, componentsGeneric } from 'convex/server';
export const api = anyApi; export const internal = anyApi; export const components = componentsGeneric();`;

/**
 * What a package that is not installed exports: it can be called, constructed, read, spread and put into a text, and so can all that comes of
 * it; one property is one value. It registers nothing, so nothing that is made with it is taken for a function. Bundled code reads names through the prototype of a
 * CommonJS module, so the stand-in is its own prototype. A router that it is passed is marked: the routes that the package would have added
 * are not known.
 */
const standIn = `
const mark = Symbol.for('${absentMark}');
const spread = Symbol.for('${absentSpread}');
const undefinedNames = new Set(['then', '__esModule', 'exportArgs', 'isRouter', 'isCron', 'tables', 'default']);
const markRouters = (values) => {
  for (const each of values) {
    if (typeof each !== 'object' || each === null) continue;
    if (each.isRouter === true) each[mark] = true;
    else if (Object.getPrototypeOf(each) === Object.prototype) markRouters(Object.values(each).filter((inner) => inner?.isRouter === true));
  }
};
const make = (isModule) => {
  const parts = new Map();
  const part = (name) => parts.get(name) ?? parts.set(name, make(false)).get(name);
  const own = new Proxy(function () {}, {
    get(target, name) {
      if (name === 'prototype') return target.prototype;
      if (name === mark) return true;
      if (name === Symbol.toPrimitive) return (hint) => (hint === 'number' ? 0 : 'https://absent.invalid');
      if (name === Symbol.iterator) return [][Symbol.iterator].bind([]);
      if (typeof name === 'symbol') return undefined;
      return undefinedNames.has(name) && !(isModule && name === 'default') ? undefined : part(name);
    },
    getPrototypeOf: () => (isModule ? own : Function.prototype),
    apply(target, self, given) {
      markRouters(given);
      return make(false);
    },
    construct(target, given) {
      markRouters(given);
      return make(false);
    },
    has: () => false,
    ownKeys(target) {
      globalThis[spread] = true;
      return Reflect.ownKeys(target);
    },
  });
  return own;
};
module.exports = make(true);`;
