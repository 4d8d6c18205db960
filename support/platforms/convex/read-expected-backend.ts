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
import { countWords } from '../../text/count-words.ts';
import { firstFew } from '../../text/first-few.ts';
import { shownDeployment } from './call-sites.ts';
import { deployedSurface } from './read-deployed-functions.ts';
import { requireAnswer } from './read-key.ts';

/** The backend that the front end was written against. */
export interface ExpectedBackend extends BackendSurface {
  /** As the config names it. */
  shown: string;
  /** What is only known of a functions folder. */
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
    requireFunctions(source, shown);
    return { ...source, shown, source };
  },
});

/**
 * A folder of nothing but generated code, say, is not a backend that anything can be compared with.
 * @throws NotVerified where a folder defines neither a function nor an HTTP action, and no module is unread
 */
export function requireFunctions({ functions, routes, readStatically, modules }: BackendSource, shown: string): void {
  if (functions.length > 0 || readStatically.length > 0 || (routes ?? []).length > 0) return;
  throw new NotVerified(
    `${shown} defines no function: ${modules === 0 ? 'it has no module beside generated code' : `${countWords(modules, 'module')} registered none`}`,
    'Name the folder of the functions: the one that `npx convex deploy` pushes.',
  );
}

/**
 * What a package reads, or adds to a schema, is part of the deployed bundle.
 * @throws NotVerified where packages are not installed
 */
export function requireInstalled(source: BackendSource | undefined, shown: string): void {
  const { absentPackages = [], installCommand = '' } = source ?? {};
  if (absentPackages.length === 0) return;
  const names = firstFew(absentPackages, 5).join(', ');
  throw new NotVerified(
    `${shown} uses packages that are not installed, so what they need is not known: ${names}`,
    `Install the packages of the project before the gate runs: ${installCommand}.`,
  );
}

/** A profile with the others that this run may reach: one of them may be the expected backend. */
export interface Expecting {
  convex: ConvexProfile;
  reachableOthers: readonly Pick<Profile, 'environment' | 'backends'>[];
}

/**
 * The backend that the front end was written against, read from the source, file or environment that the config names.
 * @throws NotVerified where the config names no backend, or it cannot be read
 */
export async function readExpected({ convex, reachableOthers }: Expecting, read: Read): Promise<ExpectedBackend> {
  const { backend } = convex;
  if (!backend)
    throw new NotVerified(
      'the config does not say what the front end was written against',
      "Set platforms.convex.backend to { source: 'convex' }, the folder of the functions, { functionSpec: … }, a file that `npx convex function-spec --file` wrote, or { environment: … }.",
    );
  if (!('environment' in backend)) return read(expectedBackend, backend);
  const held = reachableOthers.find(({ environment }) => environment === backend.environment);
  const other = held && counterpart(held, convex);
  if (!other)
    throw new NotVerified(
      `platforms.convex.backend names the environment ${backend.environment}, which is this one, or is not in the config`,
      'Name another environment of the deployment config.',
    );
  const [surface, name] = await Promise.all([read(deployedSurface, other), requireAnswer(other, read)]);
  return { ...surface, shown: `${backend.environment}: ${shownDeployment(name, other)}` };
}

/** The functions folder, for checks that need the source. @throws NotVerified where the config does not name one */
export function backendSourceOf({ backend }: ConvexProfile): Extract<Backend, { source: unknown }> {
  if (backend && 'source' in backend) return backend;
  throw new NotVerified(
    backend && 'functionSpec' in backend
      ? `${backend.functionSpec.shown} is a function spec, and this check needs the source`
      : 'the config names no functions folder',
    "Set platforms.convex.backend to { source: 'convex' }, the folder of the functions.",
  );
}

/** @throws NotVerified where the file is not a function spec */
export async function readFunctionSpecFile(path: string, shown: string): Promise<BackendSurface> {
  const bytes = await readFile(path);
  // Windows PowerShell writes what is sent to a file as UTF-16.
  const text = new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);
  const parsed = FunctionSpecFile.safeParse(jsonIn(text));
  if (!parsed.success)
    throw new NotVerified(`${shown} is not a function spec`, 'Write it again: npx convex function-spec --file');
  if (parsed.data.functions.length === 0)
    throw new NotVerified(`${shown} lists no function`, 'Write it again: npx convex function-spec --file');
  return { functions: deployedFunctions(parsed.data.functions), routes: httpRoutesOf(parsed.data.functions) };
}
