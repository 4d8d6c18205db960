import { execFile } from 'node:child_process';
import { existsSync, realpathSync, symlinkSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { NotVerified } from '../../../check/not-verified.ts';
import { temporaryFolder } from '../../../files/temporary-folder.ts';
import { withGrant } from '../../../http/pass-grant.ts';
import { errorText } from '../../../text/error-text.ts';
import { quoteForeign } from '../../../text/quote-foreign.ts';
import { askGit } from '../../config/ask-git.ts';

/** A commit of the repository, resolved. */
export interface Commit {
  /** All of its characters. */
  sha: string;
  /** When it was committed, in ISO 8601 and UTC. */
  at: string;
  /** The folder of the repository. */
  top: string;
}

/** The files of a commit, in a folder of their own that is removed at the end. */
export interface CheckedOut extends AsyncDisposable {
  commit: Commit;
  /** A path of the repository in that folder. @throws NotVerified where it is not below the repository */
  pathOf: (file: string) => string;
}

const writeMs = 120_000;

/**
 * The commit that a revision names.
 * @throws NotVerified where the folder is not in a repository, or the repository does not have it
 */
export async function resolveCommit(folder: string, revision: string): Promise<Commit> {
  const top = await askGit(folder, ['rev-parse', '--show-toplevel']).catch(() => undefined);
  if (top === undefined)
    throw new NotVerified(`${folder} is not in a repository of git`, 'Run it in a checkout with its history.');
  const format = ['log', '-1', '--format=%H %ct', '--end-of-options', `${revision}^{commit}`];
  const text = revision.startsWith('-') ? '' : await askGit(folder, format).catch(() => '');
  const [, sha, seconds] = /^([0-9a-f]{40,64}) (\d+)\n/.exec(text) ?? [];
  if (sha === undefined)
    throw new NotVerified(
      `the repository ${top.trim()} does not have the commit ${revision}`,
      'Fetch it (`git fetch --unshallow`, or `fetch-depth: 0` of actions/checkout), or correct its name.',
    );
  return { sha, at: `${new Date(Number(seconds) * 1_000).toISOString().slice(0, 19)}Z`, top: realpathSync(top.trim()) };
}

/** Writes the files of a commit to a temporary folder. Neither the checkout nor its index is touched. */
export async function checkOut(commit: Commit): Promise<CheckedOut> {
  const folder = realpathSync(temporaryFolder('commit').path);
  const tree = path.join(folder, 'tree');
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await mkdir(tree);
    const options = {
      cwd: commit.top,
      // biome-ignore lint/style/noProcessEnv: git needs its own environment, with an index of this commit's own
      env: { ...process.env, GIT_INDEX_FILE: path.join(folder, 'index') },
      timeout: writeMs,
    };
    const run = (args: string[]) =>
      withGrant(() => promisify(execFile)('git', ['--no-optional-locks', ...args], options));
    await run(['read-tree', commit.sha]);
    await run(['checkout-index', '--all', `--prefix=${tree}/`]);
  } catch (error) {
    await remove();
    const said = quoteForeign((error as { stderr?: string }).stderr ?? errorText(error), 160);
    throw new NotVerified(
      `the files of the commit ${commit.sha.slice(0, 12)} could not be written: ${said}`,
      'Fetch the whole commit: a partial or shallow clone has not all of it.',
    );
  }
  return {
    commit,
    pathOf(file) {
      const relative = relativeTo(commit.top, file);
      linkPackages(commit.top, tree, relative);
      return path.join(tree, relative);
    },
    [Symbol.asyncDispose]: remove,
  };
}

/** A file's path in the repository, with forward slashes. @throws NotVerified where it is elsewhere */
export function relativeTo(top: string, file: string): string {
  const real = existsSync(file) ? realpathSync(file) : path.resolve(file);
  const relative = path.relative(top, real).replaceAll('\\', '/');
  if (relative.startsWith('../') || path.isAbsolute(relative))
    throw new NotVerified(`${file} is not in the repository ${top}, so what it was at a commit is not known`);
  return relative;
}

/** The packages that are installed today: a commit has none of its own. */
function linkPackages(top: string, tree: string, relative: string): void {
  const folders = ['', ...relative.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'))];
  for (const each of folders) {
    const [installed, link] = [path.join(top, each, 'node_modules'), path.join(tree, each, 'node_modules')];
    if (existsSync(installed) && existsSync(path.dirname(link)) && !existsSync(link))
      symlinkSync(installed, link, 'dir');
  }
}
