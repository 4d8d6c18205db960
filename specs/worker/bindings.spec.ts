import { check } from '../../support/check/index.ts';
import { targetsWithWrangler, workerKeys, wranglerReading } from '../../support/families/config/index.ts';
import { judgeBindings } from './bindings.judge.ts';

check({
  id: 'worker/bindings',
  title: "the deployed script has the bindings that wrangler's configuration declares for the environment",
  platform: 'worker',
  effect: 'read',
  severity: 'critical',
  why: 'A script that was deployed without its Durable Object or its bucket fails with the first request that needs it.',
  remedy: "Deploy the Worker with the environment's own configuration: `npx wrangler deploy --env NAME`.",
  needs: ['sync.targets.NAME.wrangler'],
  subjects: (profile) => targetsWithWrangler(profile, 'worker'),
  async verify({ subject, read, count }) {
    const wrangler = await read(wranglerReading, subject);
    const held = await read(workerKeys, subject);
    count('bindings of the configuration', wrangler.environment.bindings.length);
    count('bindings of the script', held.bindings?.length ?? 0);
    return judgeBindings(wrangler, held);
  },
});
