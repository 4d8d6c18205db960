import { check } from '../../support/check/index.ts';
import { overlooked, targetsWithWrangler, wranglerReading } from '../../support/families/config/index.ts';
import { judgeInheritance } from './wrangler-environments.judge.ts';

check({
  id: 'worker/wrangler-environments',
  title: "a named environment of wrangler's configuration has every binding and variable of the top level",
  platform: 'worker',
  effect: 'offline',
  severity: 'critical',
  why: 'Named environments inherit no bindings and no `vars`: what only the top level has is missing in production.',
  remedy: 'Repeat the binding in the named environment, with the id that it has there.',
  needs: ['sync.targets.NAME.wrangler'],
  subjects: (profile) => targetsWithWrangler(profile),
  async verify({ subject, read, count }) {
    const wrangler = await read(wranglerReading, subject);
    count('configurations', 1);
    count('bindings of the top level', wrangler.top.bindings.length);
    return judgeInheritance(wrangler, overlooked(subject.target));
  },
});
