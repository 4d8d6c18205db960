import { judgeSignIn, NotVerified, smokeCheck } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/sign-in',
  title: 'the configured sign-in ends signed in',
  effect: 'canary',
  severity: 'critical',
  why: 'A site whose visitors cannot sign in is down for each of them, and up for every check that does not try.',
  remedy: 'Sign in by hand with the same account, with the console open.',
  appliesTo: ({ smoke }) => smoke?.signIn !== undefined || 'the profile describes no sign-in',
  async verify({ smoke, signIn, count }) {
    if (!smoke.signIn) throw new NotVerified('the profile describes no sign-in');
    const reading = await signIn();
    count('steps', smoke.signIn.fields.length + 2);
    return judgeSignIn(reading, smoke.signIn.landmark, smoke);
  },
});
