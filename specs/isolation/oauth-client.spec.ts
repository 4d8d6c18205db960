import { check } from '../../support/check/index.ts';
import { ofEach, pageOrigins, signInRedirect } from '../../support/families/isolation/index.ts';
import { judgeSignIn } from './oauth-client.judge.ts';

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
    const redirectOf = async (each: typeof profile) => ({
      environment: each.environment,
      redirect: await read(signInRedirect, { profile: each, signIn }),
    });
    const [{ redirect }, { values: others, unlessUnread }] = await Promise.all([
      redirectOf(profile),
      ofEach(reachableOthers, redirectOf),
    ]);
    const { environment } = profile;
    const inputs = { environment, name: signIn.name, redirect, declared: signIn.clientId, others };
    return unlessUnread(judgeSignIn({ ...inputs, ownOrigins: [...pageOrigins(profile).keys()] }));
  },
});
