import { judgeSignIn, NotVerified, smokeCheck } from '../../support/smoke/index.ts';

smokeCheck({
  id: 'smoke/sign-in',
  title: 'the configured sign-in succeeds',
  effect: 'canary',
  severity: 'critical',
  why: 'A site whose visitors cannot sign in is down for them and looks up to every check that does not try.',
  remedy: 'Sign in by hand with the same account and the console open.',
  needs: ['platforms.smoke.signIn'],
  sends: { to: ['environment'], records: 1, bound: 'a session of the test visitor, and what its pages load' },
  async verify({ smoke, signIn, count }) {
    if (!smoke.signIn) throw new NotVerified('`platforms.smoke.signIn` is not set');
    const reading = await signIn();
    count('steps', smoke.signIn.fields.length + 2);
    return judgeSignIn(reading, smoke.signIn.landmark, smoke);
  },
});
