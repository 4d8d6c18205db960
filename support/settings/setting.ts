/** A value that a check needs is not there. The check is then not verified, and the sentence says what would enable it. */
export class MissingInput extends Error {
  override readonly name = 'MissingInput';
  readonly origin: string;
  readonly enable: string;

  constructor(message: string, origin: string, enable: string) {
    super(message);
    this.origin = origin;
    this.enable = enable;
  }
}

/**
 * One resolved setting of an environment, with the place that it comes from.
 * Asking for the value of a setting that is missing throws MissingInput, so that a check cannot pass over it.
 */
export class Setting {
  readonly name: string;
  /** "app.table:12:40", "environment variable PROD_X", "deployment.config.ts". */
  readonly origin: string;
  readonly isSet: boolean;
  readonly #value: string;
  readonly #missing: MissingInput | undefined;

  private constructor(name: string, origin: string, value: string, missing?: MissingInput) {
    this.name = name;
    this.origin = origin;
    this.isSet = missing === undefined;
    this.#value = value;
    this.#missing = missing;
  }

  static of(name: string, value: string, origin: string): Setting {
    return new Setting(name, origin, value);
  }

  static missing(name: string, origin: string, message: string, enable: string): Setting {
    return new Setting(name, origin, '', new MissingInput(message, origin, enable));
  }

  /** The value. @throws MissingInput where there is none */
  get value(): string {
    if (this.#missing !== undefined) throw this.#missing;
    return this.#value;
  }

  /** The value as a web address. @throws MissingInput where there is none, or where it is not an address of http or https */
  get url(): URL {
    const address = webAddress(this.value);
    if (address) return address;
    throw new MissingInput(
      `${this.name} is not a web address: ${this.value}`,
      this.origin,
      'Correct the value: a URL with http or https.',
    );
  }

  /** The value as a web address, where it is set and is one. */
  get webAddress(): URL | undefined {
    return this.isSet ? webAddress(this.#value) : undefined;
  }

  /** Why there is no value, where there is none. */
  get absence(): MissingInput | undefined {
    return this.#missing;
  }
}

function webAddress(text: string): URL | undefined {
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}
