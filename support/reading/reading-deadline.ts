/** A reading did not finish in time. The service that it waited for is slow or silent; the check itself is not at fault. */
export class ReadingDeadline extends Error {
  override readonly name = 'ReadingDeadline';
  /** The limit of the deployment config that was reached: a reading of local files has none but the run's. */
  readonly limit: 'checkMs' | 'runMs';

  constructor(message: string, limit: 'checkMs' | 'runMs' = 'checkMs') {
    super(message);
    this.limit = limit;
  }
}
