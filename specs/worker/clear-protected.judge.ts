import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { AdminRouteReading } from '../../support/platforms/worker/read-admin-route.ts';
import type { AdminRoute } from '../../support/profile/index.ts';

/**
 * Whether an administrative route refuses a stranger. 401 or 403 to a harmless method shows that it does. What else is
 * answered shows that the method was looked at first: a broken promise where the profile says `authenticatesFirst`.
 * @throws NotVerified where the profile does not say so: only a call that destroys would tell then, and it is never made
 */
export function judgeAdminRoute({ url, answers }: AdminRouteReading, route: AdminRoute): Finding[] {
  const past = answers.filter(({ status }) => status !== 401 && status !== 403);
  if (past.length === 0) return [];
  const broken = past.find(({ status }) => status >= 500);
  if (broken) throw new NotVerified(`GET ${url} ${broken.as} answers status ${broken.status}: ${broken.text}`);
  const letIn = past.find(({ status }) => status >= 200 && status <= 299);
  if (!route.authenticatesFirst && !letIn) {
    throw new NotVerified(
      `GET ${url} ${past[0]?.as} answers ${past[0]?.status}, so the method was looked at before the caller; whether ${route.method} is protected only a call that destroys would tell`,
      `Let the Worker ask for the token before it looks at the method, and say \`authenticatesFirst: true\` in \`adminRoutes\`${past[0]?.status === 404 ? `; where the Worker has no ${route.path}, leave it out of them (\`adminRoutes: []\`)` : ''}.`,
    );
  }
  return past.map(({ as, status, text }) => ({
    what: `${route.path} lets a caller ${as} past its protection`,
    expected: 'status 401 or 403',
    received: `status ${status}: ${text}`,
    from: [`GET ${url}, ${as}; ${route.method} was not sent`],
    ...(!letIn && {
      cause: `the Worker promises to ask who calls before it looks at the method, and answers about the method: ${route.method} is not asked for a token either`,
    }),
  }));
}
