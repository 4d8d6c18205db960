import { check } from '../../support/check/index.ts';
import { homeOrigins, ofEach, signInRedirect } from '../../support/families/isolation/index.ts';
import { judgeSignIn } from './oauth-client.judge.ts';

check({
  id: 'isolation/oauth-client',
  title: "sign-in uses the environment's own client at the provider and returns to the environment",
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  crosses: true,
  why: 'If two environments share a client, the sign-in of one can be redeemed by the other.',
  remedy: "Register a client for each environment at the provider, and set its id in the backend's variables.",
  needs: ['platforms.isolation.signIn'],
  subjects: ({ isolation }) => isolation.signIn,
  sends: (_, { others }) => ({ to: ['pages', 'convex', 'isolation'], requests: 5 * (1 + others.length) }),
  async verify({ subject: signIn, profile, reachableOthers, read, count }) {
    const redirectOf = async (each: typeof profile) => ({
      environment: each.environment,
      redirect: await read(signInRedirect, { profile: each, signIn }),
    });
    const [{ redirect }, { values: others, unlessUnread }] = await Promise.all([
      redirectOf(profile),
      ofEach(reachableOthers, redirectOf),
    ]);
    const { environment } = profile;
    const declaredOthers = profile.others.flatMap(({ environment: other, isolation }) => {
      const clientId = isolation.signIn.find(({ name }) => name === signIn.name)?.clientId;
      return clientId ? [{ environment: other, clientId }] : [];
    });
    count('sign-ins of other environments compared', others.length);
    count(
      'client ids that the config names for others',
      declaredOthers.filter(({ clientId }) => clientId.isSet).length,
    );
    count('of them not known here', declaredOthers.filter(({ clientId }) => !clientId.isSet).length);
    const inputs = { environment, name: signIn.name, redirect, declared: signIn.clientId, others, declaredOthers };
    return unlessUnread(judgeSignIn({ ...inputs, ownOrigins: [...homeOrigins(profile).keys()] }));
  },
});
