import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Specs that take long, the longest first. Those of faults begin: a worker is kept only for the next spec of its own project. */
const longest = [
  'specs/harness/faults/told-by-cause.',
  'specs/harness/faults/together/',
  'specs/harness/faults/',
  'specs/harness/linear/',
  'specs/harness/isolation/site/',
  'specs/harness/twin/',
  'specs/harness/worker/',
  'specs/harness/adopt/',
];

/** Specs that wait for the windows of limiters, the longest first: they start one by one, so that others compute meanwhile. */
const waiting = ['specs/harness/limiters/express-', 'specs/harness/limiters/constant-', 'specs/harness/limiters/'];
/** How many other specs start between two of them. */
const between = 10;

/** Ends a run with short specs, which divide evenly among the workers, also where no earlier run has left its times. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const waits = inOrderOf(waiting, sorted.filter(isIn(waiting)));
    const others = inOrderOf(
      longest,
      sorted.filter((spec) => !isIn(waiting)(spec)),
    );
    const first = others.findIndex(({ project }) => project.name === waits[0]?.project.name);
    for (const [index, spec] of waits.entries()) others.splice(first + index * (between + 1), 0, spec);
    return others;
  }
}

function isIn(parts: readonly string[]): (spec: TestSpecification) => boolean {
  return ({ moduleId }) => parts.some((part) => moduleId.includes(part));
}

function inOrderOf(parts: readonly string[], specs: readonly TestSpecification[]): TestSpecification[] {
  const placeOf = ({ moduleId }: TestSpecification) => {
    const place = parts.findIndex((part) => moduleId.includes(part));
    return place === -1 ? parts.length : place;
  };
  return specs.toSorted((one, other) => placeOf(one) - placeOf(other));
}
