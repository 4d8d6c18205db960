import { NotVerified } from '../../check/not-verified.ts';
import type { DeployedFunction } from '../../contract/index.ts';
import type { ConvexProfile } from '../../profile/index.ts';
import { countWords } from '../../text/count-words.ts';
import { firstFew } from '../../text/first-few.ts';
import type { CalledFunction, Calls, OpenPlace } from './call-sites.ts';

type Accepted = ConvexProfile['unresolved'][number];

const mostShown = 10;

/**
 * Closes a check that has open places which the config does not accept.
 * @param open.what what is open, in the singular and the plural: `reference`, `references`
 * @returns how many places the config accepts
 * @throws NotVerified that names the others, and what would resolve them
 */
export function requireResolved(
  { what: [one, many], places }: { what: readonly [one: string, many: string]; places: readonly OpenPlace[] },
  accepted: readonly Accepted[],
  today = new Date(),
): number {
  const left = openPlaces(places, accepted, today);
  const [first] = left;
  if (first === undefined) return places.length;

  const shown = left.map(({ place, text, reason }) => `${place}  ${text} (${reason})`);
  const what = `${countWords(left.length, one, many)} could not be resolved, so what ${left.length === 1 ? 'it stands' : 'they stand'} for was not compared`;
  throw new NotVerified(
    `${what}: ${firstFew(shown, mostShown).join('; ')}${endedNote(left, accepted, today)}`,
    remedyFor(first),
  );
}

/** The places that are left when each entry of the config has accepted one, up to its last day. Pure. */
export function openPlaces(
  places: readonly OpenPlace[],
  accepted: readonly Accepted[],
  today = new Date(),
): OpenPlace[] {
  const left = [...places];
  for (const { place } of accepted.filter((each) => isCurrent(each, today))) {
    const at = left.findIndex((each) => isAt(each.place, place));
    if (at !== -1) left.splice(at, 1);
  }
  return left;
}

/**
 * Takes a path as text for a call where the backend has that function: the text is then Convex's beyond doubt. Other places stay open. What is
 * passed on to code that is not followed, and is no function of the backend but one of its modules, is open too: that code takes one of
 * its functions. Pure.
 */
export function settleTexts({ calls, open }: Calls, functions: readonly Pick<DeployedFunction, 'path'>[]): Calls {
  const known = new Set(functions.map(({ path }) => path));
  const isKnown = ({ mayBe }: OpenPlace) => mayBe !== undefined && known.has(mayBe);
  const modules = new Set(functions.flatMap(({ path }) => foldersOf(path)));
  const isModule = ({ path, handedTo }: CalledFunction) =>
    handedTo !== undefined && !known.has(path) && modules.has(path.replace(':', '/'));
  return {
    calls: [
      ...calls.filter((each) => !isModule(each)),
      ...open.filter(isKnown).map(({ place, mayBe = '' }) => ({ place, path: mayBe })),
    ],
    open: [...open.filter((each) => !isKnown(each)), ...calls.filter(isModule).map(openModule)],
  };
}

/** `a`, `a/b` and `a/b/c` of `a/b/c:run`. */
function foldersOf(path: string): string[] {
  const steps = path.split(':')[0]?.split('/') ?? [];
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'));
}

function openModule({ place, path, handedTo }: CalledFunction): OpenPlace {
  const module = path.replace(':', '/');
  return { place, text: module, reason: `the module is passed as a whole to ${handedTo}, where it cannot be followed` };
}

/** Whether an entry of the config names a place: with its file alone, its line, or its column too. */
function isAt(place: string, written: string): boolean {
  const escaped = written.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}(?::\\d+){0,2}$`).test(place);
}

function isCurrent({ until }: Accepted, today: Date): boolean {
  return today <= new Date(`${until}T23:59:59.999Z`);
}

function endedNote(left: readonly OpenPlace[], accepted: readonly Accepted[], today: Date): string {
  const ended = accepted.filter((each) => !isCurrent(each, today));
  const own = ended.find(({ place }) => left.some((each) => isAt(each.place, place)));
  return own === undefined ? '' : `; ${own.place} was accepted until ${own.until}`;
}

function remedyFor({ place, reason }: OpenPlace): string {
  const [lost] = /(?<=comes from )\S+(?=, which)/.exec(reason) ?? [];
  const resolve =
    lost === undefined
      ? 'Write what it names out in that place'
      : `Make ${lost} resolvable: give its package a \`main\`, \`exports\` or \`types\` that leads to its source, or an alias in \`paths\` of tsconfig.json`;
  const at = place.replace(/:\d+$/, '');
  return `${resolve}; or accept the place in platforms.convex.unresolved: { place: '${at}', reason: '…', until: 'YYYY-MM-DD' }.`;
}
