/** What the package consists of, beside what npm packs in any case (`package.json`, README and LICENSE). */
export const shippedFiles = ['bin', 'specs', 'support', 'vendor', 'CHANGELOG.md'];

/** What of the repository's `package.json` is read. */
export interface RepositoryManifest {
  name: string;
  version: string;
  description: string;
  license: string;
  engines: Record<string, string>;
  bin: Record<string, string>;
  exports: Record<string, string>;
  airlock: { ofClone: string[] };
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
}

/** The `package.json` of the package: what of the repository's holds there, with built modules in place of TypeScript. */
export function packageManifest(
  { scripts, airlock, dependencies, exports, ...own }: RepositoryManifest,
  vendored: readonly string[],
): Record<string, unknown> {
  const tools = Object.entries(scripts).filter(([name, line]) => isTool(line) && !airlock.ofClone.includes(name));
  const { name, version, description, license, engines, bin, optionalDependencies } = own;
  return {
    name,
    version,
    description,
    license,
    type: 'module',
    engines,
    bin,
    exports: {
      ...Object.fromEntries(Object.entries(exports).map(([entry, file]) => [entry, built(file)])),
      './package.json': './package.json',
    },
    files: shippedFiles,
    sideEffects: false,
    airlock,
    scripts: {
      postinstall: 'node support/node/link-node.mjs',
      ...Object.fromEntries(tools.map(([tool, line]) => [tool, line.replace(/\.ts$/, '.js')])),
    },
    dependencies: Object.fromEntries(Object.entries(dependencies).filter(([each]) => !vendored.includes(each))),
    optionalDependencies,
  };
}

/** Types come first: the first condition that fits is taken. */
function built(file: string): { types: string; default: string } {
  const stem = file.replace(/\.ts$/, '');
  return { types: `${stem}.d.ts`, default: `${stem}.js` };
}

function isTool(line: string): boolean {
  return /^node support\/\S+\.ts$/.test(line);
}
