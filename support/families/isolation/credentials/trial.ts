/** What came of a credential at one address: whether it opened, and in which words. */
export interface Trial {
  url: string;
  outcome: 'refused' | 'opened' | 'unclear';
  /** "status 401 (BadDeployKey)", "SQLSTATE 28P01". */
  answer: string;
  /** How a refusal would look there. */
  refusal: string;
}

/** 401 and 403 refuse; what opens answers 2xx. Anything else says neither, apart from what `opening` names. */
export function outcomeOf(status: number, opening: readonly number[] = []): Trial['outcome'] {
  if (status === 401 || status === 403) return 'refused';
  return (status >= 200 && status <= 299) || opening.includes(status) ? 'opened' : 'unclear';
}
