import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { NotVerified } from '../../check/not-verified.ts';
import {
  type BackendSource,
  type BackendSurface,
  deployedFunctions,
  FunctionSpecFile,
  httpRoutesOf,
  readBackendSource,
} from '../../contract/index.ts';
import type { ConvexProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';

/** What the front end was written against, and how that is known. */
export interface ExpectedBackend extends BackendSurface {
  /** As the config names it. */
  shown: string;
  /** What only the source tells. */
  source?: BackendSource;
}

type Backend = NonNullable<ConvexProfile['backend']>;

/** The backend that the config names: its functions folder, or a function-spec file. */
export const expectedBackend = defineReading({
  name: 'convex.expected-backend',
  effect: 'offline',
  key: (backend: Backend) => JSON.stringify(backend),
  async read(backend): Promise<ExpectedBackend> {
    const { path, shown } = 'source' in backend ? backend.source : backend.functionSpec;
    if (!existsSync(path))
      throw new NotVerified(`${shown} does not exist`, 'Correct platforms.convex.backend in the deployment config.');
    if ('functionSpec' in backend) return { shown, ...(await readFunctionSpecFile(path, shown)) };
    const source = await readBackendSource(path);
    return { ...source, shown, source };
  },
});

/** @throws NotVerified where the config names no backend */
export function backendOf(convex: ConvexProfile): Backend {
  if (convex.backend) return convex.backend;
  throw new NotVerified(
    'the config does not say what the front end was written against',
    "Give platforms.convex.backend: { source: 'convex' }, the folder of the functions, or { functionSpec: … }, a file that `npx convex function-spec --file` wrote.",
  );
}

/** The same, for what only the functions folder tells. @throws NotVerified where the config does not name one */
export function backendSourceOf(convex: ConvexProfile): Backend {
  const backend = backendOf(convex);
  if ('source' in backend) return backend;
  throw new NotVerified(
    `${backend.functionSpec.shown} does not tell it: a function-spec file holds functions and HTTP actions only`,
    "Give platforms.convex.backend: { source: 'convex' }, the folder of the functions.",
  );
}

/** @throws NotVerified where the file is no function spec */
export async function readFunctionSpecFile(path: string, shown: string): Promise<BackendSurface> {
  const text = await readFile(path, 'utf8');
  const parsed = FunctionSpecFile.safeParse(parsedJson(text));
  if (!parsed.success)
    throw new NotVerified(`${shown} is no function spec`, 'Write it anew: npx convex function-spec --file');
  return { functions: deployedFunctions(parsed.data.functions), routes: httpRoutesOf(parsed.data.functions) };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
