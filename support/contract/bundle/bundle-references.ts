import { isSystemFunction } from '../function-path.ts';
import type { BundleFile, BundleReferences } from './bundle-findings.ts';
import { BundleReading } from './bundle-reading.ts';

export type { BundleFile, BundleReferences } from './bundle-findings.ts';

/**
 * Finds the functions that a built front end calls, starting from Convex's own `api` object, which is recognised by the text of an error that
 * it throws. It is followed through names, exports and imports of chunks and the module runtimes of webpack and Turbopack; names that merely
 * look alike are not. Only scripts that `api` reaches are parsed, one at a time.
 *
 * Modules of SystemJS are not followed. Where a site has no others, the scripts that take `api` from one are in `unparsed`; beside others, they
 * are what older browsers get.
 * @throws where a script cannot be read
 */
export async function readBundleReferences(files: readonly BundleFile[]): Promise<BundleReferences> {
  const reading = new BundleReading(files);
  for (const file of files) reading.scan(file.url, await file.read());
  await reading.follow();
  const { references, unresolved, ...rest } = reading.result;
  return {
    ...rest,
    references: references.filter(({ path }) => !isSystemFunction(path)),
    unresolved: unresolved.filter(({ mayBe }) => !isSystemFunction(mayBe)),
  };
}
