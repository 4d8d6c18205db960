/** What the doctor says of one thing. */
export interface Diagnosis {
  /**
   * `wrong`: the config, the table or the machine has to be put right before anything runs. `open`: something critical cannot be verified.
   * `note`: worth knowing, and it closes nothing.
   */
  kind: 'good' | 'note' | 'open' | 'wrong';
  what: string;
  remedy?: string;
}

/** Diagnoses under one headline. */
export interface Ward {
  title: string;
  diagnoses: readonly Diagnosis[];
}

export function good(what: string): Diagnosis {
  return { kind: 'good', what };
}

export function note(what: string, remedy?: string): Diagnosis {
  return { kind: 'note', what, ...(remedy !== undefined && { remedy }) };
}

export function open(what: string, remedy?: string): Diagnosis {
  return { kind: 'open', what, ...(remedy !== undefined && { remedy }) };
}

export function wrong(what: string, remedy?: string): Diagnosis {
  return { kind: 'wrong', what, ...(remedy !== undefined && { remedy }) };
}
