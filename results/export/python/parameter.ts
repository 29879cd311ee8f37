/** A parameter of a generated function. */
export interface Parameter {
  readonly name: string;
  /** As the docstring has it. */
  readonly type: string;
  /** As the signature has it. */
  readonly hint: string;
  /** As Python spells it; of what is required, `undefined`. */
  readonly default?: string;
  readonly meaning: string;
  /** Whether it is given by its place. */
  readonly isPositional?: boolean;
}

/** A parameter as a signature has it. */
export function inSignature({ name, hint, default: value, isPositional = false }: Parameter): readonly string[] {
  if (value !== undefined) return [`${name}: ${hint} = ${value}`];
  // What is required but comes after what is not is given by its name.
  return isPositional ? [`${name}: ${hint}`] : ["*", `${name}: ${hint}`];
}

/** A parameter as a docstring has it. */
export function inDocstring({ name, type, default: value, meaning }: Parameter): string {
  const said = value === undefined || value === "None" ? meaning : `${meaning} Defaults to ${value}.`;
  return `    ${name} (${type}): ${said}`;
}
