import { NotVerified } from '../check/not-verified.ts';
import { foreignCells, type KeyComparison, wranglerReading } from '../families/config/index.ts';
import type { Profile, SyncPlatform, SyncTarget } from '../profile/index.ts';
import type { Read } from '../reading/index.ts';
import { resumeCommand } from './deploy-report.ts';

/** What others read comes first: a site is built after the backends that it talks to have their values. */
const order: readonly SyncPlatform[] = ['convex', 'worker', 'github', 'pages'];
const written: readonly KeyComparison['verdict'][] = [
  'different',
  'missing',
  'older than the table',
  'attested as different',
];

/**
 * The commands that bring the platforms in line with the table, in an order in which nothing breaks in between. What has
 * to be decided by hand is a comment. Values are not in them: `sync-env` takes them from the table.
 * @param deploys by target, what deploys its script, as its wrangler configuration says
 */
export function fixCommands(
  profile: Profile,
  comparisons: readonly KeyComparison[],
  deploys: ReadonlyMap<string, string> = new Map(),
): string[] {
  const drifted = comparisons.filter(({ verdict }) => written.includes(verdict));
  const foreign = foreignKeys(profile, drifted);
  const targets = [...(profile.sync?.targets ?? [])].sort((one, other) => rankOf(one) - rankOf(other));
  const steps = targets.flatMap((target) => {
    const keys = drifted.filter((each) => each.target === target.target && !foreign.has(`${each.target} ${each.key}`));
    return keys.length === 0 ? [] : stepsFor(profile, { target, deploy: deploys.get(target.target) }, keys);
  });
  const undecided = comparisons.filter(({ verdict }) => verdict === 'unmanaged' || verdict === 'not known here');
  return [...foreign.values(), ...steps, ...undecided.map(undecidedComment)];
}

/** By target, what deploys its script: the environment's name in the wrangler configuration is not always the deployment's. */
export async function deployCommands(profile: Profile, read: Read): Promise<Map<string, string>> {
  const targets = (profile.sync?.targets ?? []).filter(({ wrangler }) => wrangler !== undefined);
  const commands = await Promise.all(
    targets.map(async (target): Promise<[string, string][]> => {
      try {
        return [[target.target, (await read(wranglerReading, { profile, target })).deploy]];
      } catch (error) {
        if (error instanceof NotVerified) return [];
        throw error;
      }
    }),
  );
  return new Map(commands.flat());
}

function rankOf({ platform }: SyncTarget): number {
  return platform === undefined ? order.length : order.indexOf(platform);
}

/** A cell that holds what belongs to another environment is corrected first: a sync would carry it on. */
function foreignKeys(profile: Profile, drifted: readonly KeyComparison[]): Map<string, string> {
  const why = foreignCells(profile);
  return new Map(
    drifted.flatMap(({ target, key, from }): [string, string][] => {
      const row = profile.table.values.find((each) => each.key === key && why.has(each.line));
      const reason = row && why.get(row.line);
      return reason === undefined
        ? []
        : [
            [
              `${target} ${key}`,
              `# Correct the table first (${from[0]}): ${reason}. Leave ${key} as it is until then.`,
            ],
          ];
    }),
  );
}

function stepsFor(
  profile: Profile,
  { target, deploy }: { target: SyncTarget; deploy: string | undefined },
  keys: readonly KeyComparison[],
): string[] {
  const isOfConfig = ({ platform, readable, key }: KeyComparison) =>
    platform === 'worker' && (readable ?? !isSecretOn(profile, target, key));
  const ofConfig = keys.filter(isOfConfig);
  const synced = keys.filter((each) => !isOfConfig(each));
  return [
    ...(synced.length === 0 ? [] : syncStep(profile, target, synced)),
    ...(ofConfig.length === 0 ? [] : deployStep(profile, { target, deploy }, ofConfig)),
    ...(target.platform === 'pages'
      ? ['# Then deploy the site again: a built site keeps the values of its build.']
      : []),
  ];
}

function syncStep(
  { environment, class: kind, deployment }: Profile,
  { target, platform }: SyncTarget,
  keys: readonly KeyComparison[],
): string[] {
  const unknown = keys.flatMap(({ enable }) => enable ?? []);
  const options = { deployTo: environment, only: [target], prune: false };
  return [
    `# ${target} (${platform}): ${keys.map(({ key, verdict }) => `${key} (${verdict})`).join(', ')}`,
    ...new Set(unknown.map((enable) => `# ${enable}`)),
    resumeCommand(options, kind === 'production' ? deployment : undefined),
  ];
}

/** Whether the table's value of a key is a secret, which no configuration file may hold. */
function isSecretOn({ table }: Profile, { target }: SyncTarget, key: string): boolean {
  const rows = table.values.filter((row) => row.key === key && row.targets.some(({ text }) => text === target));
  return rows.some(({ secret }) => secret);
}

/** A variable of a Worker belongs to its script's configuration: the next deploy would restore another one. */
function deployStep(
  { environment }: Profile,
  { target, deploy }: { target: SyncTarget; deploy: string | undefined },
  keys: readonly KeyComparison[],
): string[] {
  const file = target.wrangler?.shown ?? "the Worker's wrangler configuration";
  const config = target.wrangler === undefined ? '' : ` --config ${quoted(target.wrangler.shown)}`;
  return [
    ...keys.map(({ key, expected }) => `# ${target.target} (worker): set \`vars.${key}\` in ${file} to ${expected}`),
    deploy ?? `npx wrangler deploy${config} --env ${environment}`,
  ];
}

function undecidedComment({ key, place, verdict, enable }: KeyComparison): string {
  return verdict === 'unmanaged'
    ? `# ${key} on ${place} is in no row: add one, or run the sync of its target with --prune to remove it.`
    : `# ${key} on ${place}: the table's value is not known here. ${enable ?? ''}`.trimEnd();
}

function quoted(text: string): string {
  return /^[\w./@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
