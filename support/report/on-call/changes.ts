import { execFileSync } from 'node:child_process';

export interface Commit {
  hash: string;
  author: string;
  /** YYYY-MM-DD */
  day: string;
  subject: string;
  /** It changes the deployment config or its table. */
  isOfConfig: boolean;
}

/** The commits from one to another. */
export type Changes =
  | { kind: 'forward' | 'back'; count: number; newest: readonly Commit[] }
  | { kind: 'same' }
  | { kind: 'unknown'; because: string };

/** So many are named; the others are counted. */
const mostCommits = 5;
const gitMs = 5_000;
const separator = '\u001f';

/**
 * The commits between the last good one and the one that was judged, the newest first; where the newer one was judged before, how far back it
 * went. Asks git alone, and sends nothing.
 * @param repositories folders of checkouts, in the order in which they are asked
 * @param configFiles the config and its table, absolute
 */
export function changesBetween(
  from: string | null,
  to: string | null,
  repositories: readonly string[],
  configFiles: readonly string[],
): Changes {
  if (from === null || to === null) return { kind: 'unknown', because: 'a commit is not known' };
  if (from === to) return { kind: 'same' };
  // What a variable gave may begin with a hyphen: git would take it for an option.
  const odd = [from, to].find((each) => !/^[0-9a-f]{7,64}$/i.test(each));
  if (odd !== undefined) return { kind: 'unknown', because: `${odd} is not the hash of a commit` };

  const repository = repositories.find((folder) => hasCommit(folder, from) && hasCommit(folder, to));
  if (repository === undefined) {
    const absent = [from, to].find((each) => !repositories.some((folder) => hasCommit(folder, each))) ?? from;
    return {
      kind: 'unknown',
      because: `the checkout does not have ${absent.slice(0, 12)} (a shallow one has the last commit alone)`,
    };
  }
  const forward = count(repository, from, to);
  const range = forward > 0 ? `${from}..${to}` : `${to}..${from}`;
  const ofConfig = new Set(lines(repository, ['log', '--format=%H', range, '--', ...configFiles]));
  const newest = lines(repository, ['log', `--max-count=${mostCommits}`, '--format=%H%x1f%an%x1f%as%x1f%s', range]).map(
    (line): Commit => {
      const [hash = '', author = '', day = '', subject = ''] = line.split(separator);
      return { hash, author, day, subject, isOfConfig: ofConfig.has(hash) };
    },
  );
  return forward > 0
    ? { kind: 'forward', count: forward, newest }
    : { kind: 'back', count: count(repository, to, from), newest };
}

function hasCommit(repository: string, commit: string): boolean {
  return git(repository, ['cat-file', '-e', `${commit}^{commit}`]) !== undefined;
}

function count(repository: string, from: string, to: string): number {
  return Number(git(repository, ['rev-list', '--count', `${from}..${to}`]) ?? 0);
}

function lines(repository: string, args: readonly string[]): string[] {
  return (git(repository, args) ?? '').split('\n').filter((line) => line !== '');
}

/** What git says; undefined where it does not know. */
function git(repository: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', ['-C', repository, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: gitMs,
      maxBuffer: 16 * 1024 * 1024,
    });
  } catch {
    return undefined;
  }
}
