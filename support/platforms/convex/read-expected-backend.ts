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
import { jsonIn } from '../../files/parse-json.ts';
import { type ConvexProfile, counterpart, type Profile } from '../../profile/index.ts';
import { defineReading, type Read } from '../../reading/index.ts';
import { shownDeployment } from './call-sites.ts';
import { deployedSurface } from './read-deployed-functions.ts';
import { requireAnswer } from './read-key.ts';

/** What the front end was written against, and how that is known. */
export interface ExpectedBackend extends BackendSurface {
  /** As the config names it. */
  shown: string;
  /** What only the source tells. */
  source?: BackendSource;
}

type Backend = Exclude<NonNullable<ConvexProfile['backend']>, { environment: string }>;

/** The backend that the config names by a path: its functions folder, or a function-spec file. */
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

/** A profile with the others that this run may reach: one of them may be what is expected. */
export interface Expecting {
  convex: ConvexProfile;
  reachableOthers: readonly Pick<Profile, 'environment' | 'backends'>[];
}

/**
 * What the front end was written against, whatever the config names it by.
 * @throws NotVerified where the config names no backend, or it cannot be read
 */
export async function readExpected({ convex, reachableOthers }: Expecting, read: Read): Promise<ExpectedBackend> {
  const { backend } = convex;
  if (!backend)
    throw new NotVerified(
      'the config does not say what the front end was written against',
      "Give platforms.convex.backend: { source: 'convex' }, the folder of the functions, { functionSpec: … }, a file that `npx convex function-spec --file` wrote, or { environment: … }.",
    );
  if (!('environment' in backend)) return read(expectedBackend, backend);
  const held = reachableOthers.find(({ environment }) => environment === backend.environment);
  const other = held && counterpart(held, convex);
  if (!other)
    throw new NotVerified(
      `platforms.convex.backend names the environment ${backend.environment}, which is this one, or none of the config's`,
      'Name another environment of the deployment config.',
    );
  const [surface, name] = await Promise.all([read(deployedSurface, other), requireAnswer(other, read)]);
  return { ...surface, shown: `${backend.environment}: ${shownDeployment(name, other)}` };
}

/** The functions folder, for what only it tells. @throws NotVerified where the config does not name one */
export function backendSourceOf({ backend }: ConvexProfile): Backend {
  if (backend && 'source' in backend) return backend;
  throw new NotVerified(
    `${backend && 'functionSpec' in backend ? `${backend.functionSpec.shown}, a function spec,` : 'the config'} does not tell it`,
    "Give platforms.convex.backend: { source: 'convex' }, the folder of the functions.",
  );
}

/** @throws NotVerified where the file is no function spec */
export async function readFunctionSpecFile(path: string, shown: string): Promise<BackendSurface> {
  const bytes = await readFile(path);
  // Windows PowerShell writes what is sent to a file as UTF-16.
  const text = new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);
  const parsed = FunctionSpecFile.safeParse(jsonIn(text));
  if (!parsed.success)
    throw new NotVerified(`${shown} is no function spec`, 'Write it anew: npx convex function-spec --file');
  return { functions: deployedFunctions(parsed.data.functions), routes: httpRoutesOf(parsed.data.functions) };
}
