import type { Finding } from '../../support/check/finding.ts';
import type { HttpRoute } from '../../support/contract/index.ts';

export interface RoutesInput {
  /** `POST /stripe/webhook`, or `* /stripe/webhook` for any method, with the place that names it. */
  wanted: readonly { route: string; place: string }[];
  deployed: readonly HttpRoute[];
  deployment: string;
  deployCommand: string;
}

/** HTTP actions that are wanted and not deployed. A deployed prefix (`/api/*`) serves every path that begins with it. */
export function judgeRoutes({ wanted, deployed, deployment, deployCommand }: RoutesInput): Finding[] {
  return wanted
    .filter(({ route }) => !deployed.some((each) => serves(each, route)))
    .map(({ route, place }) => ({
      what: `${deployment} has no HTTP action ${route}`,
      expected: route,
      received: deployed.map(({ method, path }) => `${method} ${path}`).join(', ') || 'no HTTP action at all',
      from: [place, deployment],
      remedy: deployCommand,
    }));
}

function serves({ method, path }: HttpRoute, route: string): boolean {
  const space = route.indexOf(' ');
  // Convex answers HEAD by the action for GET. Source: convex/server, router.ts (lookup).
  const asking = route.slice(0, space) === 'HEAD' ? 'GET' : route.slice(0, space);
  if (asking !== '*' && method !== asking) return false;
  const asked = route.slice(space + 1);
  return path === asked || (path.endsWith('*') && asked.startsWith(path.slice(0, -1)));
}
