import { check, NotVerified, type Read, RequestFailure } from '../../support/check/index.ts';
import {
  type TargetInput,
  targetsWithWrangler,
  type WranglerReading,
  workerCrons,
  workerKeys,
  wranglerReading,
} from '../../support/families/config/index.ts';
import { type JudgedBindings, judgeBindings } from './bindings.judge.ts';
import { judgeAccount, judgeCrons, judgeSettings } from './settings.judge.ts';

check({
  id: 'worker/bindings',
  title:
    "the deployed script has the bindings, the values of variables, the settings and the cron triggers that wrangler's configuration declares for the environment",
  platform: 'worker',
  effect: 'read',
  severity: 'critical',
  why: 'A script that was deployed without its Durable Object or with another value does not do what its configuration says, and the next deploy changes it again.',
  remedy: "Deploy the Worker with the environment's own configuration.",
  needs: ['sync.targets.NAME.wrangler'],
  subjects: (profile) => targetsWithWrangler(profile, 'worker'),
  sends: { to: ['cloudflare'], requests: 6 },
  async verify({ subject, read, count }) {
    const wrangler = await read(wranglerReading, subject);
    const held = await read(workerKeys, subject);
    const { environment } = wrangler;
    const names = new Set(environment.bindings.map(({ name }) => name));
    count('bindings and variables of the configuration', names.size);
    count('settings of the configuration', environment.settings.length);
    count('bindings of the script', held.bindings?.length ?? 0);
    count(
      'bindings that the configuration does not have',
      held.bindings?.filter(({ name }) => !names.has(name)).length ?? 0,
    );
    if (environment.uncompared.length > 0)
      count(`not compared (${environment.uncompared.join(', ')})`, environment.uncompared.length);

    const bindings = judgeBindings(wrangler, held, (name) => subject.target.setAtDeploy.includes(name));
    const settings = judgeSettings(wrangler, held);
    const crons = await cronFindings(read, { subject, wrangler, place: held.place });
    const account = judgeAccount(wrangler, subject.profile.cloudflare?.accountId.value, held.place);
    const findings = [...account, ...bindings.findings, ...settings.findings, ...crons.findings];
    if (findings.some(({ severity }) => severity === undefined)) return findings;
    const unknown = [
      ...environment.unknownGroups.map((group) => `${group}: not a group of bindings that is known here`),
      ...bindings.unknown,
      ...settings.unknown,
      ...crons.unknown,
    ];
    if (unknown.length > 0)
      throw new NotVerified(
        `not compared in ${wrangler.file}: ${unknown.join('; ')}`,
        `Deploy the Worker with what the file declares: \`${wrangler.deploy}\`, or name a variable that the deploy command sets in sync.targets.${subject.target.target}.setAtDeploy.`,
      );
    return findings;
  },
});

/** The cron triggers stand at an address of their own: where it cannot be read, everything else is still judged. */
async function cronFindings(
  read: Read,
  { subject, wrangler, place }: { subject: TargetInput; wrangler: WranglerReading; place: string },
): Promise<JudgedBindings> {
  if (wrangler.environment.crons === undefined) return { findings: [], unknown: [] };
  try {
    return { findings: judgeCrons(wrangler, await read(workerCrons, subject), place), unknown: [] };
  } catch (error) {
    if (!(error instanceof NotVerified || error instanceof RequestFailure)) throw error;
    return { findings: [], unknown: [`triggers.crons: ${error.message}`] };
  }
}
