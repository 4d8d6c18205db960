import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { NotVerified } from '../../../check/not-verified.ts';
import { type BackendSource, readBackendSource, readSourceReferences } from '../../../contract/index.ts';
import { type Calls, callsOfSource } from '../../../platforms/convex/index.ts';
import type { ConvexProfile, Profile } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { filesOfFolder, Repository, type WranglerConfig, wranglerConfigs } from '../../../workflow/index.ts';
import { deliveryFolder } from '../read-delivery.ts';
import { type CheckedOut, type Commit, checkOut, resolveCommit } from './check-out.ts';

/** Something of a commit, or why it is not known. */
export type Known<Value> = { value: Value } | { unread: string };

/** A backend and its front ends at a commit. */
export interface CommittedBackend {
  convex: ConvexProfile;
  source: Known<BackendSource>;
  frontends: readonly { shown: string; calls: Known<Calls> }[];
}

/** What a commit would deploy. */
export interface CommitState extends Commit {
  backends: readonly CommittedBackend[];
  /** Every wrangler configuration. */
  workers: readonly WranglerConfig[];
  /** The values of the constants that `delivery.rollback` names, by their file and name. */
  constants: ReadonlyMap<string, Known<string>>;
}

/** The key of a constant. */
export function constantKey({ file, constant }: { file: string; constant: string }): string {
  return `${file} ${constant}`;
}

/** What a commit of the repository would deploy: its backends, front ends and Workers. Its files are written to a temporary folder. */
export const commitState = defineReading({
  name: 'delivery.commit',
  effect: 'offline',
  key: ({ profile, revision }: { profile: Profile; revision: string }) => `${repositoryFolder(profile)} ${revision}`,
  async read({ profile, revision }): Promise<CommitState> {
    const commit = await resolveCommit(repositoryFolder(profile), revision);
    await using files = await checkOut(commit);
    const tree = files.pathOf(commit.top);
    const backends = await Promise.all(profile.backends.map((convex) => readBackend(convex, files)));
    const { stateVersion, shapes = [] } = profile.delivery?.rollback ?? {};
    const named = [...(stateVersion ? [stateVersion] : []), ...shapes];
    return {
      ...commit,
      backends,
      workers: wranglerConfigs(new Repository(filesOfFolder(tree))),
      constants: new Map(
        named.map((each) => [
          constantKey(each),
          readConstant(path.resolve(profile.directory, each.file), each.constant, files),
        ]),
      ),
    };
  },
});

/** A folder of the repository whose commits are meant: that of the backend's source, of a front end, else of the workflows. */
export function repositoryFolder(profile: Profile): string {
  const [source] = profile.backends.flatMap(({ backend, frontends }) => [
    ...(backend && 'source' in backend ? [backend.source.path] : []),
    ...frontends.map(({ root }) => root.path),
  ]);
  const folder = source ?? (profile.delivery ? deliveryFolder(profile) : profile.directory);
  if (existsSync(folder)) return folder;
  throw new NotVerified(`there is no folder ${folder}`, 'Correct `platforms.convex.backend` in the deployment config.');
}

async function readBackend(convex: ConvexProfile, files: CheckedOut): Promise<CommittedBackend> {
  const frontends = convex.frontends.map(async ({ root, include, exclude }) => ({
    shown: root.shown,
    calls: await known(async () => {
      const folder = existing(files.pathOf(root.path), root.shown, files.commit);
      const references = await readSourceReferences({
        root: folder,
        ...(include && { include }),
        ...(exclude && { exclude }),
      });
      return callsOfSource({ root }, references);
    }),
  }));
  return { convex, source: await known(() => readSource(convex, files)), frontends: await Promise.all(frontends) };
}

async function readSource({ backend }: ConvexProfile, files: CheckedOut): Promise<BackendSource> {
  if (!backend || !('source' in backend))
    throw new NotVerified('the config names no functions folder: `platforms.convex.backend.source` is not set');
  return readBackendSource(existing(files.pathOf(backend.source.path), backend.source.shown, files.commit));
}

function existing(folder: string, shown: string, { sha }: Commit): string {
  if (existsSync(folder)) return folder;
  throw new NotVerified(`${shown} does not exist at ${sha.slice(0, 12)}`);
}

async function known<Value>(readValue: () => Promise<Value>): Promise<Known<Value>> {
  try {
    return { value: await readValue() };
  } catch (error) {
    if (error instanceof NotVerified) return { unread: error.message };
    throw error;
  }
}

function readConstant(file: string, name: string, files: CheckedOut): Known<string> {
  const at = `at ${files.commit.sha.slice(0, 12)}`;
  try {
    return (
      constantIn(readFileSync(files.pathOf(file), 'utf8'), name) ?? { unread: `${file} has no constant ${name} ${at}` }
    );
  } catch (error) {
    return { unread: error instanceof NotVerified ? error.message : `${file} cannot be read ${at}` };
  }
}

/** The same constants in today's checkout. */
export function presentConstants({ delivery, directory }: Profile): ReadonlyMap<string, Known<string>> {
  return new Map(
    (delivery?.rollback?.shapes ?? []).map((shape) => {
      const file = path.resolve(directory, shape.file);
      const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
      return [
        constantKey(shape),
        constantIn(text, shape.constant) ?? { unread: `${shape.file} has no constant ${shape.constant}` },
      ];
    }),
  );
}

/** `const NAME = 3;`, `NAME = "logs:{id}"`, `NAME = [1, 2]`: a literal as it is written. */
function constantIn(text: string, name: string): { value: string } | undefined {
  const literal = `('[^'\\n]*'|"[^"\\n]*"|\`[^\`]*\`|\\[[^\\]]*\\]|[\\d_.]+)`;
  const value = new RegExp(`\\b${RegExp.escape(name)}\\b\\s*(?::[^=\\n]+)?=\\s*${literal}`).exec(text)?.[1];
  return value === undefined ? undefined : { value };
}
