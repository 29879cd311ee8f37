/**
 * An error that symopt raises on purpose, with a code that stays the same from version to version.
 */
export class SymoptError extends Error {
  /** Stable, machine-readable kind of the error, such as `"bad-program"`. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/**
 * The user's input is at fault (program text, configuration, data file, an unknown name). Its message says
 * what was found, where, what was expected and what to do; the command line prints it without a stack and
 * exits with code 2.
 */
export class InputError extends SymoptError {}

/**
 * A caller inside symopt broke a contract. It is a defect of symopt, so its stack is kept.
 */
export class ContractError extends SymoptError {
  constructor(message: string) {
    super("broken-contract", message);
  }
}
