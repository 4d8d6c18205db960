import type { WorkerProfile } from '../../../profile/index.ts';
import { componentStatements, type Statement, spokenRank, statementsIn, wordOf } from './health-statements.ts';
import { valueAt } from './health-value.ts';
import { isNeutral, soundOfSentence } from './health-words.ts';

type Told = Pick<WorkerProfile, 'health'>;

/** How the Worker says that it is; undefined where the answer tells nothing, or nothing at the place that the profile names. */
export function statusIn(health: unknown, worker: Told): string | undefined {
  const { status: path } = worker.health;
  if (path !== undefined) return scalarOf(valueAt(health, path));
  // A bare 1 or 0 is yes or no, as a probe answers it.
  if (health === 1 || health === 0) return String(health === 1);
  if (typeof health !== 'object' || health === null) return scalarOf(health);
  return decisive(
    statementsIn(health).filter(({ part }) => part.length === 0),
    worker,
  )?.word;
}

/** The worst that is said decides, else what is said first. */
function decisive(said: readonly Statement[], worker: Told): Statement | undefined {
  const ordered = said.filter(({ word }) => word !== undefined).toSorted((one, other) => one.rank - other.rank);
  const believed = ordered.filter(({ rank }) => rank < spokenRank || rank === ordered[0]?.rank);
  return believed.find(({ word, sound }) => sound === 'ill' && !isNamedHealthy(word, worker)) ?? ordered[0];
}

function isNamedHealthy(word: string | undefined, { health: { healthy } }: Told): boolean {
  return healthy?.some((each) => String(each).toLowerCase() === word?.toLowerCase()) ?? false;
}

function isNamedDegraded(word: string | undefined, { health: { degraded } }: Told): boolean {
  return degraded.some((each) => String(each) === word);
}

/** One component of an answer, and how it says that it is; undefined where it does not say. */
export interface ReportedComponent {
  name: string;
  word: string | undefined;
  /** It says that it is ill; another word, or none, tells nothing. */
  isIll: boolean;
  /** The word is none that is known, and stands where only a status stands. */
  isUnknown: boolean;
}

/** Every component that the answer reports: in an object, in a list, or beside the status, at any depth. */
export function componentsIn(health: unknown, worker: Told): ReportedComponent[] {
  const { components, componentStatus } = worker.health;
  const place = components === undefined ? health : valueAt(health, components);
  if (typeof place !== 'object' || place === null) return [];
  if (components !== undefined && componentStatus !== undefined) return byField(place, componentStatus, worker);

  const said = components === undefined ? statementsIn(place) : componentStatements(place);
  const parts = Map.groupBy(
    said.filter(({ part }) => part.length > 0),
    ({ part }) => part.join('.'),
  );
  return [...parts].map(([name, statements]) => {
    const told = decisive(statements, worker);
    const isIll = !isNamedHealthy(told?.word, worker) && (told?.sound === 'ill' || isNamedDegraded(told?.word, worker));
    const isTold = isIll || told?.sound !== undefined || isNamedHealthy(told?.word, worker);
    return {
      name,
      word: told?.word,
      isIll,
      isUnknown: told?.isStatus === true && !isTold && !isNeutral(told.word ?? ''),
    };
  });
}

function byField(place: object, field: string, worker: Told): ReportedComponent[] {
  return Object.entries(place).map(([name, value]) => {
    const word = typeof value === 'object' && value !== null ? scalarOf(valueAt(value, field)) : wordOf(value);
    const isIll = !isHealthy(word, worker) && (isNamedDegraded(word, worker) || soundOfSentence(word ?? '') === 'ill');
    return { name, word, isIll, isUnknown: false };
  });
}

/** How a component says that it is; undefined where it is missing or says nothing. */
export function componentIn(health: unknown, name: string, worker: Told): string | undefined {
  return componentsIn(health, worker).find((each) => each.name === name)?.word;
}

/** The names of the components that the answer reports. */
export function componentNames(health: unknown, worker: Told): string[] {
  return componentsIn(health, worker).map(({ name }) => name);
}

/** Whether a status is one that the profile takes for health, or a common one where it names none. */
export function isHealthy(status: string | undefined, worker: Told): boolean {
  if (status === undefined) return false;
  if (worker.health.healthy !== undefined) return isNamedHealthy(status, worker);
  return status === '0' || soundOfSentence(status) === 'well';
}

/** Whether a component, or one that it is a part of, may be ill. */
export function isIgnored(name: string, { health: { ignores } }: Told): boolean {
  return ignores.some((each) => name === each || name.startsWith(`${each}.`));
}

function scalarOf(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : wordOf(value);
}
