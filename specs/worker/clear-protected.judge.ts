import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { ToldVersion } from '../../support/platforms/told-version.ts';
import type { AdminRouteReading } from '../../support/platforms/worker/read-admin-route.ts';
import {
  clearProofCheck,
  type EarlierProof,
  provedEvidence,
} from '../../support/platforms/worker/read-earlier-proof.ts';
import type { AdminRoute, Profile } from '../../support/profile/index.ts';
import { isSameCommit } from '../../support/text/same-commit.ts';

/**
 * Whether a route that promises to ask for the token first refuses every caller without it: 401 or 403 to a GET shows that
 * it does, and what else is answered shows that the method was looked at first.
 * @throws NotVerified where the route breaks
 */
export function judgeAdminRoute({ url, answers }: AdminRouteReading, route: AdminRoute): Finding[] {
  const past = answers.filter(({ status }) => status !== 401 && status !== 403);
  const broken = past.find(({ status }) => status >= 500 || status === 429);
  if (broken) throw new NotVerified(`GET ${url} ${broken.as} answers status ${broken.status}: ${broken.text}`);
  return past.map(({ as, status, text }) => ({
    what: `${route.path} lets a caller ${as} past its protection`,
    expected: 'status 401 or 403',
    received: `status ${status}: ${text}`,
    from: [`GET ${url}, ${as}; ${route.method} was not sent`],
    ...(status > 299 && {
      cause: `\`authenticatesFirst\` promises that the Worker asks who calls before it looks at the method, and it answers about the method: ${route.method} is not asked for a token either`,
    }),
  }));
}

/** The words that let production be verified, where nothing harmless can show it. */
export function wordsToProve({ path }: Pick<AdminRoute, 'path'>): string {
  return `Run the gate of a development environment whose \`effects\` name \`destructive\` (${clearProofCheck}), name its verdict file in \`platforms.worker.adminRoutesProof\`, and let the Worker report its commit (\`platforms.worker.version\`). Or let the Worker ask for the token before it looks at the method, and set \`authenticatesFirst: true\`. Where the Worker has no ${path}, set \`adminRoutes: []\`.`;
}

/**
 * Whether what a development environment proved counts here.
 * @throws NotVerified where it was not proved for the commit that runs here
 */
export function judgeEarlierProof(
  proof: EarlierProof,
  versions: readonly ToldVersion[],
  route: Pick<AdminRoute, 'path'>,
  { deployment, others }: Pick<Profile, 'deployment' | 'others'>,
): Finding[] {
  const { file, environment, kind, evidence } = proof;
  const unproved = (reason: string) => new NotVerified(`${route.path}: ${reason}`, wordsToProve(route));
  const isDevelopment = others.some((other) => other.environment === environment && other.class === 'development');
  if (proof.deployment !== deployment || !isDevelopment)
    throw unproved(
      `${file} is the verdict of ${environment} of ${proof.deployment}, not of a development environment of ${deployment}`,
    );
  if (kind !== 'held') throw unproved(`${clearProofCheck} is ${kind} in ${environment} (${file})`);
  if (versions.length === 0)
    throw unproved('`platforms.worker.version` is not set, so which commit runs here is not known');
  const silent = versions.find(({ value }) => value === undefined);
  if (silent) throw unproved(`the Worker does not report its commit at ${silent.from}`);
  const proved = evidence.flatMap((each) => {
    const prefix = provedEvidence(route.path, '');
    return each.startsWith(prefix) ? [each.slice(prefix.length)] : [];
  });
  const other = versions.find(({ value }) => !proved.some((commit) => isSameCommit(commit, value ?? '')));
  if (other)
    throw unproved(
      `commit ${other.value} runs here, and ${environment} proved ${proved.join(', ') || 'no commit'} (${file})`,
    );
  return [];
}
