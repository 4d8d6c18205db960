/** What health answers call well. */
const well = [
  'healthy',
  'ok',
  'okay',
  'up',
  'pass',
  'passed',
  'passing',
  'alive',
  'live',
  'running',
  'success',
  'operational',
  'green',
  'available',
  'connected',
  'ready',
  'online',
  'good',
  'true',
  'serving',
];

/** What they call ill. */
const ill = [
  'unhealthy',
  'degraded',
  'down',
  'fail',
  'failed',
  'failing',
  'failure',
  'error',
  'errored',
  'critical',
  'red',
  'yellow',
  'warn',
  'warning',
  'partial',
  'unavailable',
  'disconnected',
  'offline',
  'dead',
  'bad',
  'stopped',
  'timeout',
  'unreachable',
  'missing',
  'false',
];

/** How a word sounds: `undefined` where it is none of those that health answers use. */
export function soundOf(word: string): 'well' | 'ill' | undefined {
  const known = word
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/, '');
  if (well.includes(known)) return 'well';
  if (ill.includes(known) || /^not[ _-]?(ok|ready|healthy|connected)$/.test(known)) return 'ill';
  return undefined;
}
