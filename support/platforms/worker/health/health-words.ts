export type Sound = 'well' | 'ill';

/** What health answers call well. */
const well = new Set([
  'healthy',
  'ok',
  'okay',
  'k',
  'y',
  'yes',
  'up',
  'pass',
  'passed',
  'passing',
  'alive',
  'live',
  'running',
  'success',
  'successful',
  'succeeded',
  'operational',
  'green',
  'available',
  'connected',
  'reachable',
  'accessible',
  'responsive',
  'responding',
  'working',
  'functional',
  'functioning',
  'ready',
  'online',
  'active',
  'started',
  'good',
  'fine',
  'great',
  'excellent',
  'normal',
  'nominal',
  'stable',
  'sound',
  'true',
  'serving',
  'pong',
  'initialized',
  'synced',
  'streaming',
  'valid',
]);

/** What they call ill, wherever it stands. */
const ill = new Set([
  'unhealthy',
  'degraded',
  'down',
  'fail',
  'fails',
  'failed',
  'failing',
  'failure',
  'errored',
  'unavailable',
  'disconnected',
  'offline',
  'dead',
  'unreachable',
  'inaccessible',
  'unresponsive',
  'crashed',
  'outage',
  'broken',
]);

/** What they call ill where a status is expected: elsewhere these are the level of a log, a colour, a reason. */
const illAsStatus = new Set([
  'error',
  'err',
  'critical',
  'fatal',
  'red',
  'yellow',
  'warn',
  'warning',
  'partial',
  'bad',
  'poor',
  'stopped',
  'stopping',
  'terminated',
  'timeout',
  'missing',
  'false',
  'no',
  'n',
  'starting',
  'initializing',
  'pending',
  'maintenance',
  'impaired',
  'unstable',
  'major',
  'nok',
  'expired',
  'connecting',
  'reconnecting',
  'faulty',
  'faulted',
]);

/** What they call a part that nobody uses, or of which nothing is known: neither well nor ill. */
const neutral =
  /^(unknown|skipped|skip|disabled|enabled|none|n\/?a|null|optional|idle|standby|empty|mock(ed)?|noop|local|primary|replica|secondary|leader|follower|master|slave|open|closed|half open|not (applicable|configured|enabled|used|set|required|checked)|unconfigured|unchecked|unused)$/;
/** Two words or three, where the first decides: `not ready`, `out of service`, `partially degraded`, `major outage`. */
const phrase =
  /^(not (ok|okay|ready|healthy|connected|serving|reachable|available|running|responding|working)|out of service|partial(ly)?( \w+)?|(degraded|major|under) (performance|outage|maintenance))$/;
/** Sentences in which a component says what is wrong with it. */
const complaint =
  /\b(refused|timed[ -]?out|unreachable|exception|denied|unauthorized|forbidden|unable|cannot|can't|could not|couldn't|no such|not (ok|okay|ready|healthy|connected|reachable|available|found|responding|running|working|serving)|does ?n[o']t|e(conn(refused|reset|aborted)|timedout|timeout|notfound|hostunreach|netunreach|ai_again))\b/;

/** A mark instead of a word. */
const wellMark = /^\s*[✓✔✅🟢💚👍]\uFE0F?\s*$/u;
const illMark = /^\s*(?:[✗✘✖❌❎🔴🛑⛔🚨👎🟡🟠]\uFE0F?|KO|NG)\s*$/u;
/** `database: PASSED in 3 ms`: what is shouted before the words that explain it. */
const shouted = /^[\w .-]+:\s*([A-Z]{2,})\b/;
/** `healthy: false`, `db=down`: the value tells. Not of what is bad news itself: `errors: no`. */
const pair = /^(?![^:=]*(?:err|fail|degraded|down|maintenance))[\w .-]+[:=]\s*(\S+)$/;

/**
 * What the page says that a framework answers of its own health; undefined of every other page. Sources: Rails,
 * `Rails::HealthController`; Laravel, `health-up.blade.php`.
 */
export function wordOfPage(html: string): string | undefined {
  const colour = /^<!DOCTYPE html><html><body style="background-color:\s*(green|red)">\s*<\/body><\/html>$/i.exec(
    html,
  )?.[1];
  if (colour !== undefined) return colour.toLowerCase();
  if (!/HTTP request received\./.test(html)) return undefined;
  if (/>\s*Application experiencing problems\s*</.test(html)) return 'down';
  return />\s*Application up\s*</.test(html) ? 'up' : undefined;
}

/**
 * How a word sounds: `undefined` where it is none of those that health answers use.
 * @param place `anywhere`: only the words that mean nothing else than being ill count as ill
 */
export function soundOf(word: string, place: 'status' | 'anywhere' = 'status'): Sound | undefined {
  if (wellMark.test(word)) return 'well';
  if (illMark.test(word)) return 'ill';
  const known = bare(word);
  if (well.has(known)) return 'well';
  if (ill.has(known) || phrase.test(known)) return 'ill';
  if (place === 'anywhere') return undefined;
  if (illAsStatus.has(known)) return 'ill';
  const code = /^([1-5]\d\d)( |$)/.exec(known)?.[1];
  if (code === undefined) return undefined;
  if (Number(code) >= 400) return 'ill';
  return /^2/.test(code) ? 'well' : undefined;
}

/** Whether a word says on purpose that there is nothing to say. */
export function isNeutral(word: string): boolean {
  return neutral.test(bare(word)) || /^[\d.,:\s%]*$/.test(word);
}

/** How a sentence sounds, of a component or of the whole: `❌ down`, `error: timeout after 5 s`, `Service is healthy`. */
export function soundOfSentence(text: string): Sound | undefined {
  const whole = soundOf(text);
  if (whole !== undefined) return whole;
  const lower = text.toLowerCase();
  const valued = pair.exec(lower)?.[1];
  const told = valued === undefined ? undefined : soundOf(valued);
  if (told !== undefined) return told;
  const said = shouted.exec(text)?.[1];
  const loud = said === undefined ? undefined : soundOf(said);
  if (loud !== undefined) return loud;
  if (complaint.test(lower)) return 'ill';
  const words = lower.split(/[^\p{L}_]+/u).filter((word) => word !== '');
  if (soundOf(words[0] ?? '') === 'ill' || words.some((word) => ill.has(word))) return 'ill';
  if (words.some((word) => /^(not|no|never|non|un\w+)$/.test(word))) return undefined;
  // What explains it may follow: `OK - 3 of 3`, `healthy (12 ms)`; or it ends with the word: `All systems operational`.
  const isExplained = well.has(words[0] ?? '') && /^[^\p{L}]*\p{L}+\s*[^\p{L}\s]/u.test(lower);
  return isExplained || well.has(words.at(-1) ?? '') ? 'well' : undefined;
}

/** Without case, underscores and what decorates it: `❌ Down!`, `NOT_SERVING`, `[ok]`. */
function bare(word: string): string {
  return word
    .toLowerCase()
    .replace(/[_-]+/g, ' ')
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}
