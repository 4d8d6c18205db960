/** Faults that one run can have in it. */
export interface Batch<Planted> {
  /** Each fault alone, by its table and name. */
  faults: readonly (readonly [name: string, fault: Planted])[];
  /** All of them as one. */
  together: Planted;
}

/** So many that a batch which has to be planted again, one by one, stays within the time of a test. */
const most = 6;

/**
 * Puts each fault into the first batch that it fits into.
 * @param combine two faults as one, or undefined where they do not go together
 */
export function batchesOf<Planted>(
  faults: readonly (readonly [name: string, fault: Planted])[],
  combine: (first: Planted, second: Planted) => Planted | undefined,
): Batch<Planted>[] {
  const batches: Batch<Planted>[] = [];
  for (const row of faults) {
    const [, fault] = row;
    const fit = batches
      .filter((batch) => batch.faults.length < most)
      .map((batch) => ({ batch, together: combine(batch.together, fault) }))
      .find(({ together }) => together !== undefined);
    if (fit?.together === undefined) batches.push({ faults: [row], together: fault });
    else batches[batches.indexOf(fit.batch)] = { faults: [...fit.batch.faults, row], together: fit.together };
  }
  return batches;
}
