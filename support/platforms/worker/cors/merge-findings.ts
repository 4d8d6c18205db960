import type { Finding } from '../../../check/finding.ts';

/** One cause is one finding: what lets everybody in lets in each of those who were tried. */
const everybody = [/an origin that nobody knows( is let in)?$/, /^every origin is let in/];
const mostPlaces = 4;

/**
 * Findings of many origins, one for each cause: the same sentence is said once, with the number of requests that show it; and
 * where everybody is let in, nothing more is said of those who are let in as well.
 */
export function mergeFindings(findings: readonly Finding[]): Finding[] {
  const cause = everybody.find((pattern) => findings.some(({ what }) => pattern.test(what)));
  const isLetIn = ({ what }: Finding) => what.endsWith(' is let in') || everybody.some((pattern) => pattern.test(what));
  const root = cause && findings.find(({ what }) => cause.test(what));
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = root && isLetIn(finding) ? root.what : finding.what;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].map((group) => {
    const first = root && group.includes(root) ? root : (group[0] as Finding);
    const places = [...new Set(group.flatMap(({ from }) => from.slice(0, 1)))];
    if (places.length < 2) return first;
    const origins = new Set(places.flatMap((place) => / Origin: (\S+)$/.exec(place)?.[1] ?? []));
    const shown = [...new Set([...first.from.slice(0, 1), ...places])].slice(0, mostPlaces);
    const tried =
      origins.size > 1 ? ` (${origins.size} origins, ${places.length} requests)` : ` (${places.length} requests)`;
    return { ...first, received: `${first.received}${tried}`, from: [...shown, ...first.from.slice(1)] };
  });
}

/**
 * The findings of many judgements: what one origin shows is not lost where another one's answer shows nothing.
 * @throws what a judgement threw, where none of them found anything
 */
export function judgeEach(judges: readonly (() => readonly Finding[])[]): Finding[] {
  const unread: unknown[] = [];
  const findings = judges.flatMap((judge) => {
    try {
      return judge();
    } catch (error) {
      unread.push(error);
      return [];
    }
  });
  if (findings.length === 0 && unread.length > 0) throw unread[0];
  return findings;
}
