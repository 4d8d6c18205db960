import { Session } from '../../check/session.ts';
import { credentialElsewhere } from '../../families/isolation/credentials/read-credential-elsewhere.ts';
import { RequestFailure } from '../../http/index.ts';
import {
  calledOf,
  MissingInput,
  openingOf,
  type PlacedSetting,
  type Profile,
  placedCredentials,
} from '../../profile/index.ts';
import type { Read } from '../../reading/index.ts';
import type { CredentialRole } from '../../settings/index.ts';
import { countWords } from '../../text/count-words.ts';
import { firstFew } from '../../text/first-few.ts';
import { type AnyCheck, type PlannedCheck, planCheck } from '../plan/plan-check.ts';
import { credentialUses, usedAs } from './credential-uses.ts';
import { type Diagnosis, good, note, open } from './diagnosis.ts';

/** A check that sends more is left to the gate. */
const mostRequests = 300;

/** The checks of an environment, each with its plan. */
export type Planned = ReadonlyMap<string, { definition: AnyCheck; plan: PlannedCheck }>;

/** Plans every check on an environment. */
export function plannedOn(profile: Profile, definitions: readonly AnyCheck[]): Planned {
  return new Map(
    definitions.map((definition) => [
      definition.id,
      { definition, plan: planCheck(definition, { profile, others: [] }) },
    ]),
  );
}

/** Tries each credential of an environment by the harmless request that it is for, and by the smaller checks that need it. */
export async function tryCredentials(profile: Profile, planned: Planned, read: Read): Promise<Diagnosis[]> {
  const placed = placedCredentials(profile);
  const wanted = placed
    .filter(({ setting }) => setting.isSet)
    .flatMap((each) => usersOf(usedAs(each), planned))
    .filter((id) => isSmall(planned.get(id)?.plan));
  const unverified = await runChecks(profile, planned, wanted);
  const tried = await Promise.all(placed.map((each) => tryCredential(each, { profile, planned, unverified, read })));
  return [...tried, ...unnamed(profile, placed, planned)];
}

/** What each check that was tried lacks; undefined for one that was verified. */
export type Unverified = ReadonlyMap<string, Lack | undefined>;

/** Why a check could not be verified, and what would let it be. */
interface Lack {
  reason: string;
  enable?: string | undefined;
}

interface Trying {
  profile: Profile;
  planned: Planned;
  unverified: Unverified;
  read: Read;
}

async function tryCredential(
  placed: PlacedSetting<CredentialRole>,
  { profile, planned, unverified, read }: Trying,
): Promise<Diagnosis> {
  const { setting } = placed;
  const users = usersOf(usedAs(placed), planned);
  const { absence } = setting;
  if (absence !== undefined) {
    const what = `${absence.message} ${enabling(users)}`.trim();
    return closes(users, planned, profile) ? open(what, absence.enable) : note(what, absence.enable);
  }

  const named = `${setting.name === 'value' ? placed.place : setting.name} (${setting.origin})`;
  const opened = await openedBy(placed, read);
  if (opened.refused !== undefined)
    return open(
      `${named}: the ${calledOf(placed)} is refused (${opened.refused}). ${enabling(users)}`.trim(),
      `Set ${setting.name} to one that is valid here.`,
    );
  const tried = users.filter((id) => unverified.has(id));
  const short = tried.filter((id) => unverified.get(id) !== undefined);
  const use = opened.said ?? 'set; no harmless request proves it';
  if (short.length > 0) {
    const what = `${named}: ${use}, and ${short.length} of the ${countWords(tried.length, 'check')} that were tried with it cannot be verified: ${firstFew(
      short.map((id) => `${id} (${unverified.get(id)?.reason})`),
      3,
    ).join('; ')}`;
    const first = short.find((id) => closes([id], planned, profile)) ?? short[0] ?? '';
    const remedy =
      unverified.get(first)?.enable ?? 'The page docs/security.md lists the permissions that each token needs.';
    return closes(short, planned, profile) ? open(what, remedy) : note(what, remedy);
  }
  const uses = users.length === 0 ? '' : `; ${countWords(users.length, 'check needs', 'checks need')} it`;
  const proof = tried.length === 0 ? '' : `, and ${tried.length} of them were verified with it just now`;
  return opened.said === undefined && tried.length === 0
    ? note(`${named}: ${use}${uses}`)
    : good(`${named}: ${use}${uses}${proof}`);
}

/** Shows the credential at the address that its declaration names. */
async function openedBy(
  placed: PlacedSetting<CredentialRole>,
  read: Read,
): Promise<{ said?: string; refused?: string }> {
  const opening = openingOf(placed);
  if (opening === undefined) return {};
  try {
    const { outcome, answer } = await read(credentialElsewhere, {
      owner: 'doctor',
      credential: placed.setting,
      opening,
    });
    if (outcome === 'opened') return { said: `accepted (${opening.call})` };
    return { refused: `${opening.call}: ${answer}` };
  } catch (error) {
    if (error instanceof RequestFailure) return { refused: `${opening.call}: ${error.seen}` };
    if (error instanceof MissingInput) return { refused: `${opening.call}: ${error.message}` };
    throw error;
  }
}

/**
 * Runs some checks of an environment.
 * @returns why each could not be verified; undefined for one that could
 */
export async function runChecks(profile: Profile, planned: Planned, ids: readonly string[]): Promise<Unverified> {
  const definitions = [...new Set(ids)].flatMap((id) => planned.get(id)?.definition ?? []);
  if (definitions.length === 0) return new Map();
  await using session = new Session({ profiles: [profile], files: [], audit: false });
  for (const definition of definitions) session.add(definition, undefined);
  await session.start();
  const outcomes = await Promise.all(definitions.map((each) => session.outcome(each, profile.environment)));
  return new Map(
    outcomes.map(({ check, kind, reason = 'it says no reason', enable }) => [
      check,
      kind === 'not verified' ? { reason, enable } : undefined,
    ]),
  );
}

/** A check that sends little and writes nothing. */
function isSmall(plan: PlannedCheck | undefined): boolean {
  return plan?.effect === 'read' && plan.requests !== undefined && plan.requests <= mostRequests;
}

/** Credentials that a section of the config could name, and does not. */
function unnamed(profile: Profile, placed: readonly PlacedSetting<CredentialRole>[], planned: Planned): Diagnosis[] {
  const named = new Set(placed.map(usedAs));
  if (profile.backends.length === 0 || named.has('convex.deployKey')) return [];
  const users = usersOf('convex.deployKey', planned);
  const what = `\`platforms.convex.deployKey\` is not set. ${enabling(users)}`;
  const remedy = "Name its key in the config: `deployKey: { key: 'CONVEX_DEPLOY_KEY' }`.";
  return [closes(users, planned, profile) ? open(what, remedy) : note(what, remedy)];
}

/** Whether the gate stays closed while these checks cannot be verified. */
function closes(users: readonly string[], planned: Planned, { optional }: Profile): boolean {
  return users.some((id) => planned.get(id)?.definition.severity === 'critical' && !optional.includes(id));
}

/** The checks of this environment that need a credential. */
function usersOf(use: string, planned: Planned): string[] {
  return (credentialUses[use] ?? []).filter((id) => planned.get(id)?.plan.kind === 'runs');
}

function enabling(users: readonly string[]): string {
  if (users.length === 0) return '';
  return `With it ${countWords(users.length, 'more check')} can be verified: ${firstFew(users, 4).join(', ')}.`;
}
