import { randomBytes } from 'node:crypto';
import { doorRules } from '../../check/door-rules.ts';
import { Door, machineNetwork } from '../../http/index.ts';
import {
  ConfigurationError,
  formatConfigurationProblem,
  type LoadedDeployment,
  loadDeployment,
  type Profile,
  resolveProfile,
  shownPath,
  startEmbedded,
  type Variables,
} from '../../profile/index.ts';
import { Readings } from '../../reading/index.ts';
import { countWords } from '../../text/count-words.ts';
import { firstFew } from '../../text/first-few.ts';
import { collectChecks } from '../plan/collect-checks.ts';
import type { AnyCheck } from '../plan/plan-check.ts';
import { type Diagnosis, good, note, open, type Ward, wrong } from './diagnosis.ts';
import { lookAtMachine } from './look-at-machine.ts';
import { tryAddresses } from './try-addresses.ts';
import { type Planned, plannedOn, runChecks, tryCredentials } from './try-credentials.ts';

/** For all requests of one environment, in milliseconds. */
const runMs = 120_000;

/** What an examination is about. */
export interface Examination {
  /** Every one of the config, where left out. */
  environment: string | undefined;
  variables: NodeJS.ProcessEnv;
  /** The config; found as ever, where left out. */
  file?: string;
}

/** Looks at the machine, the config, the table, addresses and credentials. Never throws for what it finds. */
export async function examine({ environment, variables, file }: Examination): Promise<Ward[]> {
  const loaded = await diagnosed(() => loadDeployment(file));
  if (!('value' in loaded))
    return [
      { title: 'This machine', diagnoses: await lookAtMachine(undefined, variables) },
      { title: 'The config', diagnoses: loaded.problems },
    ];
  const { deployment } = loaded.value;
  await using embedded = await startEmbedded(loaded.value);
  const names = environment === undefined ? Object.keys(deployment.environments) : [environment];
  const wards: Ward[] = [
    { title: 'This machine', diagnoses: await lookAtMachine(loaded.value, variables) },
    { title: 'The config', diagnoses: config(loaded.value) },
  ];
  let definitions: readonly AnyCheck[] | undefined;
  for (const name of names) {
    const resolved = await diagnosed(() =>
      resolveProfile(loaded.value, name, {
        variables: (embedded?.variables ?? variables) as Variables,
        spanning: environment === undefined,
      }),
    );
    if (!('value' in resolved)) {
      wards.push({ title: name, diagnoses: resolved.problems });
      continue;
    }
    const profile = { ...resolved.value, limits: { ...resolved.value.limits, runMs } };
    definitions ??= await collectChecks(loaded.value, profile, name);
    wards.push({ title: name, diagnoses: await examineEnvironment(profile, definitions) });
  }
  return wards;
}

async function examineEnvironment(profile: Profile, definitions: readonly AnyCheck[]): Promise<Diagnosis[]> {
  const runId = `airlock-doctor-${randomBytes(4).toString('hex')}`;
  await using door = new Door({
    ...doorRules([profile]),
    runId,
    runSignal: AbortSignal.timeout(runMs),
    bodyBytes: profile.limits.bodyBytes,
    network: machineNetwork,
  });
  const read = new Readings({ door, runId, deadlineMs: profile.limits.checkMs }).forReader({
    check: 'doctor',
    effect: 'read',
    environments: [profile.environment],
    onRequests: () => undefined,
  });
  const planned = plannedOn(profile, definitions);
  const { diagnoses, clock } = await tryAddresses(profile, read);
  return [
    table(profile),
    ...diagnoses,
    clock,
    ...(await tryCredentials(profile, planned, read)),
    ...(await databases(profile, planned)),
    ...inapplicable(planned),
  ];
}

function config({ deployment, file }: LoadedDeployment): Diagnosis[] {
  const names = Object.keys(deployment.environments);
  return [
    good(`${shownPath(file)}: ${deployment.name}, ${countWords(names.length, 'environment')} (${names.join(', ')})`),
  ];
}

function table({ table: { file, problems, values }, environment }: Profile): Diagnosis {
  const unset = values.filter(({ setting }) => !setting.isSet).map(({ key }) => key);
  if (problems.length > 0)
    return open(
      `the table ${file}: ${countWords(problems.length, 'row')} cannot be read, and no key of ${problems.length === 1 ? 'it' : 'them'} is compared`,
      `Correct line ${problems.map(({ line }) => line).join(', ')}: config/table-parses says what is wrong there.`,
    );
  const without =
    unset.length === 0
      ? ''
      : `; ${countWords(unset.length, 'has', 'have')} no value here: ${firstFew(unset, 6).join(', ')}`;
  return good(`the table ${file}: ${countWords(values.length, 'row')} for ${environment}${without}`);
}

/** Database servers are asked who they are, over the connection that every check of them uses. */
async function databases(profile: Profile, planned: Planned): Promise<Diagnosis[]> {
  const id = 'databases/identity';
  if (planned.get(id)?.plan.kind !== 'runs') return [];
  const lack = (await runChecks(profile, planned, [id])).get(id);
  return [
    lack === undefined
      ? good(`${countWords(profile.databases.length, 'database')} let Airlock connect`)
      : open(
          `the databases: ${lack.reason}`,
          'Correct the connection string, or let this machine through to the server.',
        ),
  ];
}

/** What would let more be checked: the settings that are absent, with the number of checks that each would add. */
function inapplicable(planned: Planned): Diagnosis[] {
  const plans = [...planned.values()].flatMap(({ plan }) => (plan.kind === 'not applicable' ? [plan] : []));
  const byPlace = Map.groupBy(plans, ({ absent = '' }) => sectionOf(absent));
  const settings = [...byPlace].filter(([place]) => place !== '').map(([place, of]) => `${place} (${of.length})`);
  if (settings.length === 0) return [];
  return [
    note(
      `${countWords(plans.length, 'check does', 'checks do')} not apply. More would with ${settings.sort().join(', ')}`,
    ),
  ];
}

/** `platforms.worker` of `platforms.worker.rateLimit`. */
function sectionOf(place: string): string {
  return place.split('.').slice(0, 2).join('.');
}

/** A value, or what of the config, the table or the command is wrong. */
async function diagnosed<Value>(
  operation: () => Value | Promise<Value>,
): Promise<{ value: Value } | { problems: Diagnosis[] }> {
  try {
    return { value: await operation() };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { problems: error.problems.map((problem) => wrong(formatConfigurationProblem(problem))) };
  }
}
