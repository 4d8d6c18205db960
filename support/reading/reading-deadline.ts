/** A reading had not ended when its time was over. What it waited for is slow or silent: no mistake of the check. */
export class ReadingDeadline extends Error {
  override readonly name = 'ReadingDeadline';
  /** The limit of the deployment config that was reached: a reading of local files has none but the run's. */
  readonly limit: 'checkMs' | 'runMs';

  constructor(message: string, limit: 'checkMs' | 'runMs' = 'checkMs') {
    super(message);
    this.limit = limit;
  }
}
