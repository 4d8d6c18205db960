import path from 'node:path';

/**
 * The absolute path of another module of Airlock's. It is named as in the source, `./gate-plan.ts`; in the package, where modules are
 * built, the same one ends in `.js`.
 * @param from the `import.meta.filename` of the module that asks
 */
export function moduleFile(from: string, named: string): string {
  const file = path.join(path.dirname(from), named);
  return isBuilt(from) ? file.replace(/\.ts$/, '.js') : file;
}

/** Whether a module of Airlock's is the built one of the package. @param file its `import.meta.filename` */
export function isBuilt(file: string): boolean {
  return file.endsWith('.js');
}
