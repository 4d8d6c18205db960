import type { Finding } from '../../support/check/finding.ts';
import {
  type DeclaredSetting,
  type HeldKeys,
  valueAt,
  type WranglerReading,
} from '../../support/families/config/index.ts';
import type { JudgedBindings } from './bindings.judge.ts';

/** Settings of the script that wrangler's configuration states: compatibility, limits, how it is observed and placed. */
export function judgeSettings({ file, environment, deploy }: WranglerReading, held: HeldKeys): JudgedBindings {
  const findings: Finding[] = [];
  const unknown: string[] = [];
  for (const setting of environment.settings) {
    const name = setting.path.join('.');
    const seen = valueAt(held.settings, setting.path);
    const received = textsOf(seen, name);
    const expected = textsOf(setting.value, name);
    if (seen === undefined && !isOff(setting)) unknown.push(`${name}: the API does not show it`);
    else if (received !== expected && !(seen === undefined || seen === null ? isOff(setting) : false))
      findings.push({
        what: `${held.place} has another ${name} than ${file}`,
        expected,
        received,
        from: [`${file}:${setting.line}`, held.address],
        remedy: `Deploy the Worker with what ${file} declares: \`${deploy}\`.`,
        ...(setting.mild && { severity: 'warning' as const }),
      });
  }
  return { findings, unknown };
}

/** A configuration that deploys to another account than the one that was read. */
export function judgeAccount(
  { file, environment }: WranglerReading,
  account: string | undefined,
  place: string,
): Finding[] {
  const { accountId } = environment;
  if (accountId === undefined || account === undefined || accountId === account) return [];
  return [
    {
      what: `${file} deploys to another account than that of ${place}`,
      expected: account,
      received: accountId,
      from: [file, 'platforms.cloudflare.accountId'],
      remedy: `Correct \`account_id\` in ${file}, or platforms.cloudflare.accountId in the deployment config.`,
    },
  ];
}

/** The cron triggers of the file, each of which the script has, and no other: deploying replaces them all. */
export function judgeCrons(
  { file, environment, deploy }: WranglerReading,
  deployed: { crons: readonly string[]; address: string },
  place: string,
): Finding[] {
  if (environment.crons === undefined) return [];
  const expected = listed(environment.crons.crons);
  const received = listed(deployed.crons);
  if (expected === received) return [];
  return [
    {
      what: `${place} has other cron triggers than ${file}`,
      expected,
      received,
      from: [`${file}:${environment.crons.line}`, deployed.address],
      remedy: `Deploy the Worker with what ${file} declares: \`${deploy}\`.`,
    },
  ];
}

function textsOf(value: unknown, name: string): string {
  if (!Array.isArray(value)) return value === undefined || value === null ? 'nothing' : String(value);
  return listed(value.map((each: unknown) => (name === 'tail_consumers' ? serviceOf(each) : String(each))));
}

function serviceOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'service' in value ? String(value.service) : String(value);
}

function listed(values: readonly string[]): string {
  return (
    values
      .map((each) => each.trim().replaceAll(/\s+/g, ' '))
      .toSorted()
      .join(', ') || 'none'
  );
}

/** What the API may leave out because it is so by default. */
function isOff({ value }: DeclaredSetting): boolean {
  return value === 'false' || value === 'off' || value.length === 0;
}
