import { check } from '../../support/check/index.ts';
import { judgeSignIn, ownOrigins, signInRedirect } from '../../support/platforms/isolation/index.ts';

check({
  id: 'isolation/oauth-client',
  title: "sign-in leads to the provider with the environment's own client, and back to the environment",
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  crosses: true,
  why: 'With a client that two environments share, a sign-in of one can be used up by the other.',
  remedy: 'Register a client for each environment at the provider, and put its id into the variables of the backend.',
  subjects: ({ isolation }) => (isolation.signIn.length === 0 ? undefined : isolation.signIn),
  async verify({ subject: signIn, profile, reachableOthers, read }) {
    const [redirect, ...others] = await Promise.all(
      [profile, ...reachableOthers].map(async (each) => ({
        environment: each.environment,
        redirect: await read(signInRedirect, { profile: each, signIn }),
      })),
    );
    if (redirect === undefined) return [];
    return judgeSignIn({
      environment: profile.environment,
      name: signIn.name,
      redirect: redirect.redirect,
      declared: signIn.clientId,
      ownOrigins: ownOrigins(profile),
      others,
    });
  },
});
