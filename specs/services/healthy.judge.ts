import type { Finding } from '../../support/check/finding.ts';
import type { ServiceProfile } from '../../support/platforms/services/read-answer.ts';
import { componentsIn, isHealthy, isIgnored, statusIn } from '../../support/platforms/worker/health/health-status.ts';
import { requireKnownWords } from '../../support/platforms/worker/health/known-words.ts';
import type { HealthReading } from '../../support/platforms/worker/read-health.ts';

/**
 * Whether a service says that it is well, and each component that it reports or has to report.
 * @throws NotVerified where a component says how it is in a word that is not known
 */
export function judgeServiceHealth(reading: HealthReading, service: ServiceProfile): Finding[] {
  const { called, health: shape, url, environment } = service;
  const from = [`GET ${reading.url}`, url.origin];
  const words = shape.healthy?.join(' or ') ?? 'healthy (or `ok`, `up`, `pass` and the like)';
  if (!reading.answers)
    return [
      {
        what: `${called} of ${environment} is not healthy`,
        expected: reading.expected,
        received: reading.received,
        from,
      },
    ];

  const said = statusIn(reading.health, service);
  const isWell = said === undefined ? shape.status === undefined : isHealthy(said, service);
  const findings: Finding[] = [];
  if (reading.status < 200 || reading.status > 299 || !isWell)
    findings.push({
      what: `${called} of ${environment} is not healthy`,
      expected: `status 200, ${words}`,
      received: `status ${reading.status}, ${said ?? 'no word'}`,
      from,
    });
  findings.push(...judgeParts(reading.health, service, words, from));
  if (findings.length === 0) requireKnownWords(reading.health, service);
  return findings;
}

/** Those that the profile names have to be there and well; of the others, none may say that it is ill. */
function judgeParts(health: unknown, service: ServiceProfile, words: string, from: string[]): Finding[] {
  const { called, components } = service;
  const told = componentsIn(health, service);
  const ill = told.filter(({ name, isIll }) => isIll && !components.includes(name)).map(({ name }) => name);
  return [...components, ...ill].flatMap((name) => {
    const seen = told.find((each) => each.name === name);
    if ((isHealthy(seen?.word, service) && !seen?.isIll) || isIgnored(name, service)) return [];
    return [
      {
        what: `the component ${name} of ${called} ${seen ? 'is not healthy' : 'is missing from the answer'}`,
        expected: words,
        received: seen ? (seen.word ?? 'no word') : `components: ${told.map((each) => each.name).join(', ') || 'none'}`,
        from,
      },
    ];
  });
}
