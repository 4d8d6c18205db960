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

/** The plan: one line for each key, with masked values and the table's cell. @param verbose include unchanged keys */
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
    `  ${counts.join(', ') || 'no keys'}`,
  ].join('\n');
}

/**
 * What was applied, what was not, and how to continue.
 * @param plan the plan that was applied: its blocked keys are named, because they stay as they are
 */
export function formatApplied({ keys, stopped }: Applied, resume: string, plan: readonly PlannedKey[]): string {
  const open = keys.filter(({ state }) => state === 'not applied' || state === 'not known');
  const read = keys.filter(({ state }) => state === 'applied').length;
  const blocked = plan.filter(({ action }) => action === 'blocked').map(({ key, target }) => `${key} (${target})`);
  return [
    '',
    ...alignColumns(keys.map(({ key, target, state }) => [key, target, state])).map((line) => `  ${line}`),
    ...(stopped === undefined ? [] : ['', `Stopped early: ${stopped}`]),
    '',
    open.length === 0
      ? `${keys.length === 1 ? 'The one key is' : `All ${keys.length} keys are`} written: ${read} read back as the table says, ${keys.length - read} accepted by a platform that does not show values.`
      : `${keys.length - open.length} of ${keys.length} keys are written. To continue:\n  ${resume}`,
    ...(blocked.length === 0
      ? []
      : [`Blocked, and so not as the table says: ${blocked.join(', ')}. The plan says why.`]),
  ].join('\n');
}

export function appliedJson({ keys, stopped }: Applied) {
  return { applied: keys, ...(stopped !== undefined && { stopped }) };
}

/** The command that continues where this one stopped: what is already written is unchanged in its plan. */
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
