import type { Finding } from '../../support/check/finding.ts';
import { type ServiceAnswer, type ServiceProfile, shownAnswer } from '../../support/platforms/services/read-answer.ts';
import { valueAt } from '../../support/platforms/worker/health-value.ts';

/** Whether a service says that it is well, and each component that it has to report. */
export function judgeServiceHealth(answer: ServiceAnswer, { health, components, called, url }: ServiceProfile): Finding[] {
  const from = [`GET ${answer.url}`, url.origin];
  const words = health.healthy.map(String);
  const expected = `status 200, ${words.join(' or ')}`;
  const said = answer.answers ? wordIn(answer.json, answer.text, health.status) : undefined;
  if (!answer.answers || answer.status !== 200 || said === undefined || !words.includes(said))
    return [{ what: `${called} is not healthy`, expected, received: shownAnswer(answer), from }];

  return components.flatMap((name) => {
    const component = valueAt(valueAt(answer.json, health.components), name);
    const word = wordIn(component, '', 'status');
    if (word !== undefined && words.includes(word)) return [];
    return [
      {
        what: `the component ${name} of ${called} is ${word === undefined ? 'not reported' : 'not healthy'}`,
        expected: words.join(' or '),
        received: word ?? 'nothing',
        from,
      },
    ];
  });
}

/** A status may be a word or a boolean, alone or in its place. */
function wordIn(value: unknown, text: string, path: string): string | undefined {
  const found = typeof value === 'object' && value !== null ? valueAt(value, path) : value;
  if (typeof found === 'string' || typeof found === 'boolean') return String(found);
  return value === undefined && /^[\w-]{1,40}$/.test(text.trim()) ? text.trim().toLowerCase() : undefined;
}
