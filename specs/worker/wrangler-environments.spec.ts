import { check, NotVerified } from '../../support/check/index.ts';
import { overlooked, targetsWithWrangler, wranglerReading } from '../../support/families/config/index.ts';
import { judgeFileVariables, judgeInheritance, judgeSharedStores } from './wrangler-environments.judge.ts';

check({
  id: 'worker/wrangler-environments',
  title:
    "a named environment of wrangler's configuration has every binding and variable of the top level, and no store, script or address of another environment",
  platform: 'worker',
  effect: 'offline',
  severity: 'critical',
  why: 'Named environments inherit no bindings and no `vars`: what only the top level has is missing in production, and an id that was copied along opens the database of development.',
  remedy: 'Repeat the binding in the named environment, with the id that it has there.',
  needs: ['sync.targets.NAME.wrangler'],
  subjects: (profile) => targetsWithWrangler(profile),
  async verify({ subject, profile, read, count }) {
    const { target } = subject;
    const wrangler = await read(wranglerReading, subject);
    const allowed = overlooked(target);
    count('configurations', 1);
    count('bindings of the top level', wrangler.top.bindings.length);

    const findings = [
      ...judgeInheritance(wrangler, allowed),
      ...judgeFileVariables(profile, wrangler, (name) => target.setAtDeploy.includes(name)),
    ];
    for (const other of profile.others) {
      const theirs = other.sync?.targets.find((each) => each.target === target.target && each.wrangler !== undefined);
      if (theirs === undefined) continue;
      try {
        const reading = await read(wranglerReading, { profile: other, target: theirs });
        count('environments whose stores were compared', 1);
        const [own, second] = [
          { ...wrangler, of: profile.environment },
          { ...reading, of: other.environment },
        ];
        findings.push(...judgeSharedStores(own, second, allowed));
      } catch (error) {
        if (!(error instanceof NotVerified)) throw error;
        count(`environments that the file does not deploy (${other.environment})`, 1);
      }
    }
    return findings;
  },
});
