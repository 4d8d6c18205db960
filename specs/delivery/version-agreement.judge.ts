import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { conclude } from '../../support/families/delivery/conclude.ts';
import type { CommitDate } from '../../support/families/delivery/versions/commit-dates.ts';
import { type DeployedVersion, isCommit } from '../../support/families/delivery/versions/deployed-version.ts';
import type { PartVersions } from '../../support/families/delivery/versions/read-versions.ts';
import { wordAge } from '../../support/text/duration.ts';
import { isSameCommit } from '../../support/text/same-commit.ts';

export interface VersionsInput {
  parts: readonly PartVersions[];
  /** Versions that belong together, by part. */
  together: readonly Readonly<Record<string, string>>[];
  /** Parts that report no version, knowingly. */
  silent: readonly string[];
  /** When the commits were made, as far as the repository knows them. */
  dates: readonly CommitDate[];
}

/** A version, with the commit that the repository knows it as. */
interface Resolved extends DeployedVersion {
  /** The whole commit where the repository has it, else what is reported. */
  commit: string;
  /** When it was committed. */
  madeAt?: string;
}

/**
 * Whether every part reports the same commit, or versions that the config lists as belonging together.
 * @throws NotVerified where fewer than two parts report one, a part reports none, or one cannot be compared
 */
export function judgeVersionAgreement({ parts, together, silent, dates }: VersionsInput): Finding[] {
  // A silent part that reports a commit all the same is compared; its hash says nothing.
  const asked = parts.flatMap((each) => {
    if (!silent.includes(each.part)) return [each];
    const versions = each.versions.filter(({ version }) => !isHash(version));
    return versions.length === 0 ? [] : [{ ...each, versions }];
  });
  const reported = asked.flatMap(({ versions }) => versions.map((version) => resolve(version, dates)));
  const unread = asked.flatMap(({ called, unread: why }) => (why ? [`${called}: ${why.reason}`] : []));
  const enable = asked.find(({ unread: why }) => why?.enable !== undefined)?.unread?.enable;

  const number = new Set(reported.map(({ part }) => part)).size;
  if (number < 2 && unread.length === 0)
    throw new NotVerified(
      `${number === 0 ? 'no part reports' : 'only one part reports'} a version, so there is nothing to compare`,
      'Let the site, the backend and the Worker report their commit; docs/delivery.md says how.',
    );
  if (isListed(reported, together)) return conclude([], unread, enable);

  const comparable = reported.filter(({ version }) => !isHash(version));
  const commits = comparable.filter(({ commit }) => isCommit(commit));
  const names = comparable.filter(({ commit }) => !isCommit(commit));
  const findings = commits.length > 0 ? differing(commits, parts) : differing(names, parts);
  const open = [
    ...unread,
    ...reported.filter(({ version }) => isHash(version)).map(unlisted),
    ...unknownNames(commits, names),
  ];
  return conclude(
    findings,
    open,
    enable ?? 'List what belongs together in `delivery.versions.together`, or let the part report its commit.',
  );
}

/** A hash of what is deployed tells nothing of the commit that it was built from. */
function isHash(version: string): boolean {
  return version.startsWith('modules:');
}

function unlisted({ called, part, version }: DeployedVersion): string {
  return `${called} reports ${version}, which no entry of \`delivery.versions.together\` has as \`${part}\``;
}

/** A tag that the repository does not have may be any commit. */
function unknownNames(commits: readonly Resolved[], names: readonly Resolved[]): string[] {
  if (commits.length === 0) return [];
  return names.map(
    ({ called, version }) => `${called} reports ${version}, which is not a commit, nor a tag of the repository`,
  );
}

function resolve(version: DeployedVersion, dates: readonly CommitDate[]): Resolved {
  const known = dates.find((each) => each.version === version.version);
  return known ? { ...version, commit: known.commit, madeAt: known.at } : { ...version, commit: version.version };
}

/** Whether one entry lists what is reported: each of its parts has its version, and every other part one of these. */
function isListed(reported: readonly Resolved[], together: VersionsInput['together']): boolean {
  const parts = new Set(reported.map(({ part }) => part));
  return together.some((entry) => {
    const named = Object.keys(entry).filter((part) => parts.has(part));
    const isLike = ({ version, commit }: Resolved, other: string) =>
      isSameCommit(version, other) || isSameCommit(commit, other);
    return (
      named.length > 1 &&
      reported.every((each) => {
        const own = entry[each.part];
        const allowed = own === undefined ? Object.values(entry) : [own];
        return allowed.some((other) => isLike(each, other));
      })
    );
  });
}

/** One finding for each part that lags behind the newest commit, or that differs where no age is known. */
function differing(reported: readonly Resolved[], parts: readonly PartVersions[]): Finding[] {
  const [first] = reported;
  if (!first || reported.every(({ commit }) => isSameCommit(commit, first.commit))) return [];
  const newest = newestOf(reported);
  const meant = newest ?? first;
  return reported
    .filter(({ commit }) => !isSameCommit(commit, meant.commit))
    .map((laggard) => finding(laggard, meant, newest !== undefined, parts));
}

function finding(laggard: Resolved, meant: Resolved, isOlder: boolean, parts: readonly PartVersions[]): Finding {
  const command = parts.find(({ part }) => part === laggard.part)?.deployCommand ?? 'deploy it again';
  const isOnePart = laggard.part === meant.part;
  const from = [laggard.from, meant.from];
  if (isOnePart)
    return {
      what: `${laggard.called} reports two versions`,
      expected: `${meant.version} in both places`,
      received: `${laggard.version}${madeOn(laggard)}`,
      from,
      remedy: `Deploy it whole, to all traffic: ${command}`,
    };
  if (isOlder)
    return {
      what: `${laggard.called} runs an older commit than ${meant.called}`,
      expected: `${meant.version}${madeOn(meant)}, as ${meant.called}`,
      received: `${laggard.version}${madeOn(laggard)}${lag(laggard, meant)}`,
      from,
      remedy: `At ${meant.version}: ${command}`,
    };
  return {
    what: `${laggard.called} and ${meant.called} run different versions`,
    expected: `${meant.version}${madeOn(meant)}, as ${meant.called}`,
    received: `${laggard.version}${madeOn(laggard)}`,
    from,
    remedy: `Bring both to one commit. For ${laggard.called}: ${command}`,
    cause: 'which of them is older is not known: the repository does not have both commits',
  };
}

/** The newest commit, where the repository has every one of them. */
function newestOf(reported: readonly Resolved[]): Resolved | undefined {
  if (reported.some(({ madeAt }) => madeAt === undefined)) return undefined;
  return reported.toSorted((one, other) => (other.madeAt ?? '').localeCompare(one.madeAt ?? ''))[0];
}

function madeOn({ madeAt, deployedAt }: Resolved): string {
  if (madeAt !== undefined) return ` (committed ${madeAt})`;
  return deployedAt === undefined ? '' : ` (deployed ${deployedAt})`;
}

function lag({ madeAt: mine }: Resolved, { madeAt: theirs }: Resolved): string {
  if (mine === undefined || theirs === undefined) return '';
  return `, ${wordAge(Date.parse(theirs) - Date.parse(mine))} behind`;
}
