/** Keys that say how something is, in the order in which they are believed. */
const stateKeys = [
  'status',
  'ok',
  'healthy',
  'health',
  'healthcheck',
  'check',
  'state',
  'success',
  'code',
  'alive',
  'up',
  'live',
  'ready',
  'available',
  'connected',
  'reachable',
  'online',
  'running',
  'operational',
  'serving',
  'passed',
  'passing',
  'valid',
  'outcome',
  'overall',
  'result',
  'condition',
  'indicator',
  'pong',
  'errcode',
  'errno',
];
const codeKeys = ['status', 'code', 'errcode', 'errno'];
/** Keys of which 1 and 0 are yes and no. */
const yesOrNo = ['ok', 'healthy', 'success', 'alive', 'live', 'ready', 'up', 'reachable'];
/** Keys that say it where nothing else does. */
const spokenKeys = ['message', 'msg', 'text', 'detail', 'description', 'response', 'ping', 'reason'];
/** Keys that are bad news where anything stands there. */
const badKeys =
  /^(degraded|unhealthy|down|ko|nok|stale|failing|failed|failures?|errors?|err|exceptions?|maintenance( mode)?|under maintenance|problems|issues|unavailable|(failed|failing|unhealthy|degraded|unavailable|down) (checks?|components?|services?|dependencies|parts|systems|resources|probes))$/;
/** Keys below which numbers count components that are well and that are not. */
const tallyKeys = /^(summary|components?|checks?|health checks?|services?|dependencies|deps|probes|tests|results)$/;
/** Keys below which components stand. */
const containerKeys =
  /^(components?|checks?|health ?checks?|services?|dependenc(y|ies)|deps|details|info|(sub)?systems?|results|entries|infra(structure)?|resources|bindings|parts|stores|connections|backends|upstreams|databases|probes|tests|indicators|health|status|external|internal)$/;
/** Keys around an answer. */
const envelopeKeys = ['data', 'result', 'response', 'payload', 'body', 'json', 'content'];
/** Keys below which nothing is said of now: what is set, what was, and what may be called. */
const silentKeys =
  /^(config(uration)?|settings|options|flags|features?|endpoints?|routes|links|docs|env|environment|build|meta(data)?|limits|(rate )?limits|cost model|schema|examples?|histor(y|ies)|incidents|events|logs?|last|previous|recent|thresholds?|policy|headers|request)\b/;
/** Keys whose text is never a status, whatever it says. */
const labelKeys =
  /\b(level|severity|mode|policy|strategy|fallback|reason|name|type|title|id|env|environment|plan|action|event|label|tag|default|example|log|threshold|trend|direction|version|region|hint|note|docs|url|host|path|previous|last|color|colour|theme|on|when|commit|sha|hash|revision|build|release|instance|hostname|locale|lang|language)\b/;
/** Parts of a Worker that stand beside the status. */
const partKeys =
  /(^|\b)(db|database|sql|d1|kv|redis|upstash|cache|queue|store|storage|bucket|r2|s3|limiter|upstream|backend|postgres(ql)?|pg|mysql|mongo(db)?|sqlite|turso|hyperdrive|vectorize|rabbit(mq)?|kafka|nats|elastic(search)?|durable object|certificate|cert|tls|ssl|(circuit )?breaker|circuit)$/;

/** What a key of a health answer announces, however it is written. */
export interface HealthKey {
  /** Its words: `dbStatus` and `db_status` are `db status`. */
  words: string;
  /** How far back its state is believed; undefined where it announces none. */
  rank: number | undefined;
  /** The state is that of a part that the key names itself: `dbStatus`, `redis_connected`. */
  namesPart: boolean;
  /** A number there is a code, or 1 and 0 for yes and no. */
  number: 'code' | 'yes or no' | undefined;
  isSpoken: boolean;
  isBad: boolean;
  isContainer: boolean;
  isTally: boolean;
  isEnvelope: boolean;
  isSilent: boolean;
  isLabel: boolean;
  isPart: boolean;
}

/** Reads a key of a health answer. */
export function healthKey(key: string): HealthKey {
  const words = wordsOf(key);
  const spelled = words.join(' ');
  // `statusCode`, `overall_status` and `healthStatus` are of the whole, `dbStatus` is not.
  const isOwn = words.length === 2 && ['overall', 'status', 'health', 'http'].includes(words[0] ?? '');
  const state = words.at(-1) ?? '';
  const rank = stateKeys.indexOf(state);
  return {
    words: spelled,
    rank: rank === -1 ? undefined : rank,
    namesPart: words.length > 1 && !isOwn,
    number: numberOf(state),
    isSpoken: spokenKeys.includes(spelled),
    isBad: badKeys.test(spelled),
    isTally: tallyKeys.test(spelled),
    isContainer: containerKeys.test(spelled),
    isEnvelope: envelopeKeys.includes(spelled),
    isSilent: silentKeys.test(spelled),
    isLabel: labelKeys.test(spelled),
    isPart: partKeys.test(spelled) || spelled.startsWith('health '),
  };
}

function numberOf(state: string): HealthKey['number'] {
  if (codeKeys.includes(state)) return 'code';
  return yesOrNo.includes(state) ? 'yes or no' : undefined;
}

function wordsOf(key: string): string[] {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && word !== 'is' && word !== 'has');
}
