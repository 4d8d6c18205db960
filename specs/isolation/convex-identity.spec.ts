import { check, NotVerified } from '../../support/check/index.ts';
import { followedIdentity, judgeRedirect } from '../../support/families/isolation/index.ts';
import { convexIdentity } from '../../support/platforms/convex/index.ts';
import { judgeIdentity } from './convex-identity.judge.ts';

check({
  id: 'isolation/convex-identity',
  title: "the deployment reports the environment's own name, and no other environment has the same one",
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  first: true,
  crosses: true,
  why: 'Development and production shared one database for months, and every page worked.',
  remedy: 'Give the environment its own deployment in the table, then sync it to the platforms.',
  needs: ['platforms.convex'],
  subjects: ({ backends }) => backends,
  sends: (_, { others }) => ({ to: ['convex'], requests: 2 + others.length }),
  async verify({ subject: convex, profile, reachableOthers, read, count }) {
    const { identity, way } = await read(followedIdentity, convex);
    const led = way === undefined ? [] : judgeRedirect(profile, 'the Convex URL', way);
    if (led.length > 0) return led;
    if (!identity.answers)
      throw new NotVerified(
        `${identity.url} did not answer as a Convex deployment (convex/reachable): ${identity.received}`,
      );
    count('redirects followed', way === undefined ? 0 : way.passed.length - 1);
    const others = profile.others.flatMap(({ environment, backends }) =>
      backends.map((other) => ({ environment, convex: other })),
    );
    const answers = await Promise.all(
      reachableOthers.flatMap(({ environment, backends }) =>
        backends.map((other) => read(convexIdentity, other).then((answer) => ({ environment, answer, convex: other }))),
      ),
    );
    const silent = answers.find(({ answer }) => !answer.answers);
    const findings = judgeIdentity({ environment: profile.environment, convex, name: identity.name, others, answers });
    if (findings.length === 0 && silent && !silent.answer.answers) {
      throw new NotVerified(
        `${silent.environment} could not be asked for its name, so it may be ${identity.name} too: ${silent.answer.received}`,
      );
    }
    const unknown = others.find(
      ({ environment, convex: { deployment } }) =>
        !deployment.isSet && !answers.some((each) => each.environment === environment && each.answer.answers),
    );
    if (findings.length === 0 && unknown) throw unknown.convex.deployment.absence;
    count('deployments of others', others.length);
    return findings;
  },
});
