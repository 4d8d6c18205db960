import { check, NotApplicable, NotVerified } from '../../support/check/index.ts';
import {
  deployedSpec,
  readExpected,
  readFetched,
  requireAnswer,
  requireResolved,
  shownDeployment,
} from '../../support/platforms/convex/index.ts';
import { judgeRoutes } from './http-routes-present.judge.ts';

check({
  id: 'convex/http-routes-present',
  title: 'every HTTP action that the source or the config names, or the front end fetches, is deployed',
  platform: 'convex',
  effect: 'read',
  severity: 'critical',
  why: 'A webhook without its HTTP action is lost, and nobody in the app notices.',
  remedy: 'Deploy the backend with its http.ts.',
  subjects({ backends }) {
    const known = backends.filter(
      ({ backend, httpRoutes, frontends }) => backend || httpRoutes.length > 0 || frontends.length > 0,
    );
    if (known.length > 0) return known;
    throw new NotApplicable('`platforms.convex` sets none of `backend`, `httpRoutes` and `frontends`');
  },
  sends: { to: ['convex'], requests: 6, bound: 'with those of the environment that `backend` names' },
  async verify({ subject: convex, reachableOthers, read, count }) {
    const [deployed, name, expected] = await Promise.all([
      read(deployedSpec, convex),
      requireAnswer(convex, read),
      convex.backend && readExpected({ convex, reachableOthers }, read),
    ]);
    const fetched = await Promise.all(convex.frontends.map((frontend) => readFetched(frontend, read)));
    if (expected && expected.routes === undefined)
      throw new NotVerified(
        `the HTTP actions of ${expected.shown} could not be read: ${expected.source?.readStatically.find(({ module }) => module === 'http')?.reason}`,
      );
    const wanted = [
      ...convex.httpRoutes.map((route) => ({ route, place: 'platforms.convex.httpRoutes' })),
      ...(expected?.routes ?? []).map(({ method, path }) => ({
        route: `${method} ${path}`,
        place: expected?.shown ?? '',
      })),
      ...fetched.flatMap(({ routes }) => routes),
    ];
    count('HTTP actions', wanted.length);
    count('HTTP actions that the front end fetches', fetched.flatMap(({ routes }) => routes).length);
    if (wanted.length === 0)
      count(
        'files of the front end',
        fetched.reduce((sum, { files }) => sum + files, 0),
      );
    if (wanted.length === 0 && expected) count('modules of the source', expected.source?.modules ?? 0);
    const findings = judgeRoutes({
      wanted,
      deployed: deployed.routes,
      deployment: shownDeployment(name, convex),
      deployCommand: convex.deployCommand,
    });
    if (findings.length > 0) return findings;

    const places = fetched.flatMap(({ open }) => open);
    const accepted = requireResolved({ what: ['fetched address', 'fetched addresses'], places }, convex.unresolved);
    count('fetched addresses that are resolved only at run time and accepted', accepted);
    return findings;
  },
});
