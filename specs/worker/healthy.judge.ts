import type { Finding } from '../../support/check/finding.ts';
import {
  componentIn,
  componentsIn,
  isHealthy,
  isIgnored,
  statusIn,
} from '../../support/platforms/worker/health/health-status.ts';
import { countAt, valueAt } from '../../support/platforms/worker/health/health-value.ts';
import { soundOf } from '../../support/platforms/worker/health/health-words.ts';
import { requireKnownWords } from '../../support/platforms/worker/health/known-words.ts';
import { countIn, windowIn, windowOfText } from '../../support/platforms/worker/health/reported-figures.ts';
import { statusRemedy } from '../../support/platforms/worker/index.ts';
import type { HealthReading } from '../../support/platforms/worker/read-health.ts';
import type { Health } from '../../support/platforms/worker/schema.ts';
import type { WorkerProfile } from '../../support/profile/index.ts';

type Answered = Extract<HealthReading, { answers: true }>;

/** A `Date` that lies further back is that of an earlier answer, and no clock that goes wrong. */
const mostDateSeconds = 600;

const redirectRemedy =
  'Name the address that it redirects to as the address of the Worker, or its path in `platforms.worker.endpoints.health`.';

/**
 * Whether the Worker is healthy, each component that it reports is, and the limits that it reports are the promised ones.
 * `degraded` (some of it works) is told from `unhealthy`. An answer from a cache tells nothing of now.
 * @throws NotVerified where a component says how it is in a word that is not known
 */
export function judgeHealth(reading: HealthReading, worker: WorkerProfile): Finding[] {
  if (!reading.answers)
    return [
      {
        what: 'no health response from the Worker',
        expected: reading.expected,
        received: reading.received,
        from: [reading.url, worker.url.origin],
        ...withRemedy(remedyWithoutHealth(reading.received)),
      },
    ];
  const findings = [
    ...judgeWhole(reading, worker),
    ...judgeAge(reading, worker),
    ...judgeService(reading, worker),
    ...judgeComponents(reading, worker),
    ...judgeReportedLimits(reading.health, reading.url, worker),
  ];
  if (findings.length === 0) requireKnownWords(reading.health, worker);
  return findings;
}

function withRemedy(remedy: string | undefined): Pick<Finding, 'remedy'> {
  return remedy === undefined ? {} : { remedy };
}

/** What puts right what was received in place of a health response; undefined where no response came. */
function remedyWithoutHealth(received: string): string | undefined {
  if (/^status 3\d\d, .*, to /.test(received)) return redirectRemedy;
  const status = Number(/^status (\d{3})\b/.exec(received)?.[1]);
  if (Number.isNaN(status)) return undefined;
  if (status >= 200 && status <= 299)
    return 'Correct the address; where it is the Worker and words its health otherwise, say how in `platforms.worker.health` of the deployment config.';
  if (status === 404 || status === 405 || status === 410)
    return 'Name the path of the health route in `platforms.worker.endpoints.health`, or correct the address; a Worker without such a route needs one.';
  return statusRemedy(status);
}

function judgeWhole({ health, status, headers, url, twice }: Answered, worker: WorkerProfile): Finding[] {
  const findings: Finding[] = [];
  const said = statusIn(health, worker);
  const isWell = said === undefined ? worker.health.status === undefined : isHealthy(said, worker);
  if (status < 200 || status > 299 || !isWell) {
    const isOther = status === 200 && said !== undefined && soundOf(said) === undefined;
    const location = headers.get('location');
    findings.push({
      what: worker.health.degraded.some((word) => String(word) === said)
        ? 'the Worker is degraded: a part of it does not work'
        : 'the Worker is not healthy',
      expected: `status 200, ${wordsFor(worker)}`,
      received: `status ${status}${location === null ? '' : `, to ${location}`}, ${said ?? 'no word'}`,
      from: [url],
      ...withRemedy(location === null ? statusRemedy(status) : redirectRemedy),
      ...(isOther && {
        remedy: `Look at the Worker; where \`${said}\` means healthy, name it in \`platforms.worker.health.healthy\`, and where the status stands elsewhere, say where in \`platforms.worker.health.status\`.`,
      }),
    });
  }
  if (twice !== undefined)
    findings.push({
      what: 'the health answer says one thing twice',
      expected: 'each key once in an object',
      received: `\`${twice}\` twice: readers differ in which of them they take`,
      from: [url],
      remedy: 'Build the answer as one object, and serialise that.',
    });
  return findings;
}

/** What a cache answers, it would answer for a Worker that is gone as well (RFC 9111, section 5.1). */
function judgeAge({ headers, url, atMs }: Answered, { health }: WorkerProfile): Finding[] {
  const told = headers.get('age');
  const age = Math.max(0, ...(told ?? '').split(',').flatMap((each) => Number.parseInt(each, 10) || []));
  const from = cacheOf(headers);
  const date = Date.parse(headers.get('date') ?? '');
  const behind = atMs === undefined || Number.isNaN(date) ? 0 : (atMs - date) / 1000;
  const seen = [
    ...(age > health.maxAgeSeconds ? [`Age: ${told}`] : []),
    ...(behind > Math.max(mostDateSeconds, health.maxAgeSeconds) ? [`Date: ${headers.get('date')}`] : []),
    ...(from !== undefined && told === null ? [`${from}, which tells no age`] : []),
  ];
  if (seen.length === 0) return [];
  return [
    {
      what: 'the health answer is an old one, from a cache',
      expected: `an answer of now, at most ${health.maxAgeSeconds} s old`,
      received: seen.join('; '),
      from: [url],
      remedy:
        'Answer with `Cache-Control: no-store`, let no cache rule apply to the route, and ask anew for each answer.',
    },
  ];
}

/**
 * The header by which a cache says that it has answered itself: `CF-Cache-Status`, `X-Cache` and its relatives, `Cache-Status`
 * (RFC 9211), the count of hits that Fastly sends, the two numbers of Varnish, a warning of a stale answer (RFC 7234, section 5.5).
 */
function cacheOf(headers: Headers): string | undefined {
  const found = [...headers].find(([name, value]) => {
    if (/(^|-)cache(-status)?$/.test(name))
      return /(?<!refresh_)(?<![a-z])(hit|stale|updating)(?!\s*=\s*\?0)([^a-z]|$)/i.test(value);
    if (name === 'x-cache-hits') return /[1-9]/.test(value);
    if (name === 'x-varnish') return /^\s*\d+\s+\d+/.test(value);
    return name === 'warning' && /^\s*11[01]\b/.test(value);
  });
  return found?.join(': ');
}

function judgeService({ health, url }: Answered, worker: WorkerProfile): Finding[] {
  const service = valueAt(health, 'service');
  if (worker.service === undefined || service === worker.service) return [];
  return [
    {
      what: 'another Worker answers',
      expected: worker.service,
      received: typeof service === 'string' ? service : '(no service name)',
      from: [url, worker.url.origin],
    },
  ];
}

/** Those that the profile names have to be there and well; of the others, none may say that it is ill. */
function judgeComponents({ health, url }: Answered, worker: WorkerProfile): Finding[] {
  const told = componentsIn(health, worker);
  const others = told.filter(({ name, isIll }) => isIll && !worker.components.includes(name)).map(({ name }) => name);
  return [...worker.components, ...others].flatMap((name) => {
    const { word: seen, isIll = false } = told.find((each) => each.name === name) ?? {};
    if ((isHealthy(seen, worker) && !isIll) || isIgnored(name, worker)) return [];
    const missing = !told.some((each) => each.name === name);
    return [
      {
        what: missing
          ? `the component ${name} is missing from the answer`
          : `the component ${name} ${seen === undefined ? 'does not say how it is' : `is ${seen}`}`,
        expected: wordsFor(worker),
        received:
          seen ?? `${worker.health.components ?? 'components'}: ${told.map((each) => each.name).join(', ') || 'none'}`,
        from: [url],
        ...(others.includes(name) && {
          remedy: `Look at ${name}; where it may be unhealthy, name it in \`platforms.worker.health.ignores\`.`,
        }),
      },
    ];
  });
}

function wordsFor({ health }: WorkerProfile): string {
  return health.healthy?.join(' or ') ?? 'healthy (or `ok`, `up`, `pass` and the like)';
}

/** What the answer says of its own limits, against the profile: a limit in code differs from the one that is documented. */
function judgeReportedLimits(health: Health, url: string, worker: WorkerProfile): Finding[] {
  const { rateLimits, components } = worker;
  const limiterWorks = components.every((name) => isHealthy(componentIn(health, name, worker), worker));
  const quotas = rateLimits.flatMap(({ name, per, limit, windowMs, reported, alsoCounts }) => [
    { name: name ?? per, limit, windowMs, reported },
    ...alsoCounts.map((quota) => ({ ...quota, windowMs })),
  ]);
  return quotas.flatMap(({ name, limit, windowMs, reported }) => {
    const findings: Finding[] = [];
    const place = (path: string) => [`${url} › ${path}`];
    const seenAt = (path: string) => JSON.stringify(valueAt(health, path)) ?? '(missing)';
    if (reported.limit !== undefined && countIn(valueAt(health, reported.limit)) !== limit)
      findings.push({
        what: `the limit of the quota ${name} that the Worker reports is not the one that it promises`,
        expected: String(limit),
        received: seenAt(reported.limit),
        from: place(reported.limit),
        remedy:
          "Correct the limit in the Worker's code and redeploy it, or correct `rateLimits` in the deployment config.",
      });
    const documented = reported.documented === undefined ? undefined : countIn(valueAt(health, reported.documented));
    if (reported.documented !== undefined && documented !== limit)
      findings.push({
        what: `the limit of the quota ${name} that the Worker documents is not the one that it promises`,
        expected: String(limit),
        received: seenAt(reported.documented),
        from: place(reported.documented),
        remedy: 'Word the documented limits from the configured ones.',
      });
    const documentedMs =
      reported.documented === undefined ? undefined : windowOfText(valueAt(health, reported.documented));
    if (reported.documented !== undefined && documentedMs !== undefined && documentedMs !== windowMs)
      findings.push({
        what: `the window of the quota ${name} that the Worker documents is not the one that it promises`,
        expected: `${windowMs} ms`,
        received: seenAt(reported.documented),
        from: place(reported.documented),
        remedy: 'Word the documented limits from the configured ones.',
      });
    const told = windowIn(health, reported);
    if (told !== undefined && !told.isLongAs(windowMs))
      findings.push({
        what: `the window of the quota ${name} that the Worker reports is not the one that it promises`,
        expected: `${windowMs} ms`,
        received: seenAt(told.path),
        from: place(told.path),
        remedy:
          "Correct the window in the Worker's code and redeploy it, or correct `windowMs` in the deployment config.",
      });
    // A limiter that says it is ill need not count; one that says it is well was asked, and knows its count.
    if (reported.used !== undefined && limiterWorks && countAt(health, reported.used) === undefined)
      findings.push({
        what: `the Worker calls itself healthy and gives no count of the quota ${name}`,
        expected: 'a number',
        received: seenAt(reported.used),
        from: place(reported.used),
        remedy: 'Ask the limiter and the store in the health endpoint, and report what they say.',
      });
    return findings;
  });
}
