import { alignColumns } from '../text/align-columns.ts';
import { clip } from '../text/clip.ts';
import type { Applied } from './apply-deploy.ts';
import type { PlannedAction, PlannedKey } from './deploy-plan.ts';
import type { SyncOptions } from './sync-options.ts';

const signs: Record<PlannedAction, string> = {
  add: '+',
  change: '~',
  remove: '-',
  unchanged: '=',
  left: '.',
  blocked: '!',
};
const longest = 48;

/** The plan: a line a key, with masked values and the table's cell; what stays as it is only where it is asked for. */
export function formatPlan(plan: readonly PlannedKey[], environment: string, verbose: boolean): string {
  const shown = plan.filter(({ action }) => verbose || action !== 'unchanged');
  const rows = shown.map(({ action, key, target, platform, before, after, from }) => [
    `${signs[action]} ${action}`,
    key,
    `${target} (${platform})`,
    `${clip(before, longest)} → ${action === 'left' || action === 'blocked' ? 'as it is' : clip(after, longest)}`,
    from,
  ]);
  const counts = Object.keys(signs)
    .map((action) => ({ action, number: plan.filter((each) => each.action === action).length }))
    .filter(({ number }) => number > 0)
    .map(({ action, number }) => `${number} ${action}`);
  const reasons = [
    ...new Set(
      shown.flatMap(({ key, action, reason }) => (reason === undefined ? [] : [`${signs[action]} ${key}: ${reason}`])),
    ),
  ];
  return [
    `Plan for ${environment}:`,
    ...alignColumns(rows).map((line) => `  ${line}`),
    ...reasons.map((reason) => `  ${reason}`),
    `  ${counts.join(', ') || 'no key'}`,
  ].join('\n');
}

/**
 * What was applied, what was not, and how to go on.
 * @param plan what it was applied of: what is blocked there stays as it is, and is named
 */
export function formatApplied({ keys, stopped }: Applied, resume: string, plan: readonly PlannedKey[]): string {
  const open = keys.filter(({ state }) => state === 'not applied' || state === 'not known');
  const read = keys.filter(({ state }) => state === 'applied').length;
  const blocked = plan.filter(({ action }) => action === 'blocked').map(({ key, target }) => `${key} (${target})`);
  return [
    '',
    ...alignColumns(keys.map(({ key, target, state }) => [key, target, state])).map((line) => `  ${line}`),
    ...(stopped === undefined ? [] : ['', `It broke off: ${stopped}`]),
    '',
    open.length === 0
      ? `${keys.length === 1 ? 'The one key is' : `All ${keys.length} keys are`} written: ${read} read back as the table says, ${keys.length - read} taken by a platform that shows no values.`
      : `${keys.length - open.length} of ${keys.length} keys are written. To go on:\n  ${resume}`,
    ...(blocked.length === 0
      ? []
      : [`Not as the table says, because blocked: ${blocked.join(', ')}. The plan says why.`]),
  ].join('\n');
}

export function appliedJson({ keys, stopped }: Applied) {
  return { applied: keys, ...(stopped !== undefined && { stopped }) };
}

/** The command that goes on where this one ended: what is written already is unchanged in its plan. */
export function resumeCommand(
  { deployTo, only, prune }: Pick<SyncOptions, 'deployTo' | 'only' | 'prune'>,
  confirm: string | undefined,
): string {
  return [
    `npm run sync-env -- --mode ${deployTo === undefined ? 'local' : `deploy-${deployTo}`}`,
    ...(only ?? []).map((target) => `--only ${target}`),
    ...(prune ? ['--prune'] : []),
    ...(deployTo === undefined ? [] : ['--yes']),
    ...(confirm === undefined ? [] : [`--confirm ${JSON.stringify(confirm)}`]),
  ].join(' ');
}
