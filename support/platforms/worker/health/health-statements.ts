import { quoteForeign } from '../../../text/quote-foreign.ts';
import { type HealthKey, healthKey } from './health-keys.ts';
import { type Sound, soundOf, soundOfSentence } from './health-words.ts';

/** One thing that a health answer says: of the whole, or of a part. */
export interface Statement {
  /** The part, with the parts above it; empty where it is the whole. */
  part: readonly string[];
  /** The key under which it stands. */
  key: string;
  /** What it says: a word, a code, or `true`; undefined where a part is named and nothing said of it. */
  word: string | undefined;
  sound: Sound | undefined;
  /** How far back it is believed where several say something of the same part. */
  rank: number;
  /** It is the status of a component: a word that is not known is one all the same. */
  isStatus: boolean;
}

const deepest = 8;
/** After every key that announces a state. */
const lastRank = 100;
/** From here on it says it only where nothing else does. */
export const spokenRank = 200;
/** Numbers that count something are neither yes nor no. */
const counting = /\b(count|counts|queue|jobs|total|pending|size|length|active|errors?|requests|retries)\b/;

/** The codes with which parts that are asked over HTTP usually answer. */
const statusCodes = new Set([200, 201, 202, 204, 301, 302, 400, 401, 403, 404, 408, 429, 500, 502, 503, 504]);

type Part = readonly string[];

/** Where an object of the answer stands. */
interface Place {
  part: Part;
  depth: number;
  /** It is a component, and not something else that has a name. */
  isComponent?: boolean;
}

/** Everything that a health answer says, wherever it says it. */
export function statementsIn(health: unknown): Statement[] {
  if (Array.isArray(health)) return inContainer(health, [], 0);
  return isObject(health) ? inObject(health, { part: [], depth: 0 }) : [];
}

/** What stands below a key under which the config says that components stand. */
export function componentStatements(components: unknown): Statement[] {
  return inContainer(components, [], 0);
}

function inObject(object: object, place: Place): Statement[] {
  const { part, depth } = place;
  if (depth > deepest) return [];
  return Object.entries(object).flatMap(([name, value]) => {
    if (depth === 0 && isIllCount(object, name, value)) return [illOf(part, name, String(value))];
    const key = healthKey(name);
    const below = [...part, name];
    if (Array.isArray(value) || isObject(value)) {
      if (key.isBad) return inBadNews(value, name, part, depth);
      if (key.isTally && countsIll(value)) return [illOf(part, name, shown(value))];
      if (key.isSilent) return [];
      if (key.isContainer) return inContainer(value, part, depth + 1);
      if (Array.isArray(value)) return inContainer(value, below, depth + 1);
      return inObject(value, { part: key.isEnvelope ? part : below, depth: depth + 1, isComponent: key.isPart });
    }
    if (key.isBad) return isFilled(value) ? [illOf(part, name, shown(value))] : [];
    if (key.rank !== undefined && !key.namesPart) return stateOf(value, name, key, place);
    if (key.isSpoken || key.isEnvelope) return spoken(value, name, place);
    if (key.rank !== undefined || key.isPart) return partOf(value, name, key, below);
    const isPlainlyIll = typeof value === 'string' && !key.isLabel && soundOf(value, 'anywhere') === 'ill';
    return isPlainlyIll ? [illOf(below, name, value)] : [];
  });
}

/** Components: each entry of an object, or each item of a list by its name. */
function inContainer(all: unknown, part: Part, depth: number): Statement[] {
  if (depth > deepest || typeof all !== 'object' || all === null) return [];
  if (Array.isArray(all))
    return all.flatMap((each, index) => componentOf(nameOf(each) ?? String(index), each, part, depth));
  const values: unknown[] = Object.values(all);
  const isBinary = values.every((value) => value === 0 || value === 1);
  // One among several that is a success shows that they are codes, and no times or counts.
  const isCodes = values.includes(200) && values.every((value) => typeof value === 'number' && statusCodes.has(value));
  return Object.entries(all).flatMap(([name, value]) => {
    const key = healthKey(name);
    const isOfWhole = (key.rank !== undefined && !key.namesPart) || key.isSpoken || key.isBad;
    if (isOfWhole && !isObject(value) && !Array.isArray(value)) return inObject({ [name]: value }, { part, depth });
    const isYesOrNo = isBinary && !counting.test(key.words);
    if (isCodes) return componentOf(name, String(value), part, depth);
    return componentOf(name, isYesOrNo ? value === 1 : value, part, depth);
  });
}

function componentOf(name: string, value: unknown, part: Part, depth: number): Statement[] {
  const below = [...part, name];
  const silent: Statement = {
    part: below,
    key: name,
    word: undefined,
    sound: undefined,
    rank: lastRank,
    isStatus: false,
  };
  if (Array.isArray(value)) {
    // `application/health+json` has a list of measurements for each component: the worst of them tells.
    const all = value.flatMap((each) =>
      isObject(each)
        ? inObject(each, { part: below, depth: depth + 1, isComponent: true })
        : componentOf(name, each, part, depth + 1),
    );
    return all.length === 0 ? [silent] : all;
  }
  if (isObject(value)) {
    const said = inObject(value, { part: below, depth: depth + 1, isComponent: true });
    return said.some((each) => each.part.length === below.length) ? said : [silent, ...said];
  }
  const word = wordOf(value);
  return [
    { ...silent, word, sound: word === undefined ? undefined : (soundByName(below, word) ?? soundOfSentence(word)) },
  ];
}

/** `errors: ['…']`, `failures: { redis: '…' }`: something is wrong where anything stands there. */
function inBadNews(value: object, name: string, part: Part, depth: number): Statement[] {
  if (Object.keys(value).length === 0) return [];
  if (/^(degraded|down|.*maintenance.*)$/.test(healthKey(name).words) && !Array.isArray(value))
    return Object.entries(value).some(([key, each]) => each === true && /active|enabled|on$/i.test(key))
      ? [illOf(part, name, shown(value))]
      : [];
  const named = Array.isArray(value) ? [] : inContainer(value, part, depth + 1).filter(({ sound }) => sound === 'ill');
  return named.length > 0 ? named : [illOf(part, name, shown(value))];
}

function stateOf(value: unknown, name: string, key: HealthKey, { part, isComponent = false }: Place): Statement[] {
  const word = typeof value === 'number' ? numberWord(value, name, key.number) : wordOf(value);
  // A status page without an incident has the indicator `none`, and says the rest in words (Statuspage API, "status").
  if (word === undefined || (key.words === 'indicator' && word === 'none')) return [];
  const { rank = lastRank } = key;
  const sound = soundByName([...part, name], word) ?? soundOfSentence(word);
  return [{ part, key: name, word, sound, rank, isStatus: isComponent }];
}

/** Words that mean something under some names only: an open circuit breaker lets no request through, nor does a closed connection. */
function soundByName(names: Part, word: string): Sound | undefined {
  const place = names.map((name) => healthKey(name).words).join(' ');
  if (/\b(circuits?|breakers?)\b/.test(place)) return /^(half[ _-]?)?open$/i.test(word) ? 'ill' : undefined;
  return /\b(db|database|redis|connection)$/.test(place.replace(/ (state|status)$/, '')) && /^closed$/i.test(word)
    ? 'ill'
    : undefined;
}

/** 1 and 0 are yes and no, a code is one; `status: 1` is either in one half of the world and the other in the rest. */
function numberWord(value: number, name: string, number: HealthKey['number']): string | undefined {
  if (number === 'yes or no') return value === 0 || value === 1 ? String(value === 1) : undefined;
  if (number === undefined || (healthKey(name).words === 'status' && value < 100)) return undefined;
  return String(value);
}

/** A sentence that calls something ill now, and not under a condition. */
const plainlyDown =
  /^(?!.*\b(if|when|unless|whether|no|none|nothing)\b).*\b(is|are) (currently |now )?(down|unreachable|unavailable|offline|unhealthy|failing|degraded|disconnected|not (reachable|available|responding|connected))\b/i;

/** `{ "message": "OK" }` says it where nothing else does; of a component only what is wrong with it. */
function spoken(value: unknown, name: string, { part, isComponent = false }: Place): Statement[] {
  const isPing = healthKey(name).words === 'ping' && typeof value === 'boolean';
  const word = typeof value === 'string' || isPing ? wordOf(value) : undefined;
  const sound = word === undefined ? undefined : soundOfSentence(word);
  if (word === undefined || sound === undefined) return [];
  if (part.length > 0 && !(isComponent && (isPing || sound === 'ill'))) return [];
  const rank = plainlyDown.test(word) ? lastRank : spokenRank;
  return [{ part, key: name, word, sound, rank, isStatus: false }];
}

/** `"database": "connected"`, `"dbStatus": "down"`, `"healthKV": true`. */
function partOf(value: unknown, name: string, key: HealthKey, part: Part): Statement[] {
  const word = typeof value === 'number' ? undefined : wordOf(value);
  const sound = word === undefined || key.isLabel ? undefined : (soundByName(part, word) ?? soundOfPart(word));
  return word === undefined || sound === undefined
    ? []
    : [{ part, key: name, word, sound, rank: lastRank, isStatus: false }];
}

/** Beside the status a sentence may be a version or a name: only one that complains tells something. */
function soundOfPart(word: string): Sound | undefined {
  return soundOf(word) ?? (soundOfSentence(word) === 'ill' ? 'ill' : undefined);
}

/** `{ "status": "ok", "passed": 2, "failed": 1 }`: counts of the checks of the whole. */
function isIllCount(object: object, name: string, value: unknown): boolean {
  const isCounted = Object.entries(object).some(
    ([other, count]) => typeof count === 'number' && /^(passed|passing|healthy)$/.test(healthKey(other).words),
  );
  return (
    isCounted && typeof value === 'number' && value > 0 && /^(failed|failing|unhealthy)$/.test(healthKey(name).words)
  );
}

/** `{ "passed": 3, "failed": 1 }`: numbers alone, of which one counts what is not well. */
function countsIll(value: object): boolean {
  const counts = Object.entries(value).map(([name, count]) => ({ words: healthKey(name).words, count }));
  if (Array.isArray(value) || !counts.every(({ count }) => typeof count === 'number')) return false;
  const isCounted = counts.some(({ words }) => /^(total|passed|passing|pass|healthy|up|ok)$/.test(words));
  return (
    isCounted &&
    counts.some(
      ({ words, count }) => count > 0 && /^(failed|failing|fail|unhealthy|down|degraded|critical)$/.test(words),
    )
  );
}

function illOf(part: Part, name: string, word: string): Statement {
  return {
    part: part.at(-1) === name ? part : [...part, name],
    key: name,
    word,
    sound: 'ill',
    rank: lastRank,
    isStatus: false,
  };
}

function nameOf(entry: unknown): string | undefined {
  if (!isObject(entry)) return undefined;
  const { name, component, id, componentName, service, CheckID } = entry as Record<string, unknown>;
  return [name, component, componentName, service, id, CheckID].find(
    (each): each is string => typeof each === 'string',
  );
}

/** Something that is true, or a text that does not say that there is nothing. A number is a count of what was. */
function isFilled(value: unknown): boolean {
  if (typeof value === 'string') return !/^\s*(none|no|null|false|ok|0|n\/?a|-|https?:\S*)?\s*$/i.test(value);
  return value === true;
}

function shown(value: unknown): string {
  return quoteForeign(typeof value === 'string' ? value : JSON.stringify(value), 120);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `true` is a word like others: a Worker may answer `{ "ok": true }`. */
export function wordOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  return typeof value === 'boolean' ? String(value) : undefined;
}
