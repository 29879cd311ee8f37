import { ARRAY_ROLES } from "../../../dsl/layout.js";
import { type ValueType, ARRAY_WISE, SCALAR, TENSOR } from "../../../dsl/type.js";
import { COLUMNS, docComment, withDefault } from "../comment.js";
import { type Dataflow, type ExportFact, dataflowOf } from "../dataflow.js";
import { literal } from "../expression.js";
import { JAVASCRIPT_WORDS, Names, pascalCase, propertyNames } from "../identifier.js";
import { type RuleOptions, optionsOf } from "../options.js";
import { provenance, sentence } from "../provenance.js";
import type { ExportedRule, Target } from "../target.js";
import { type WrittenStep, StepWriter } from "./step.js";
import { supportText } from "./support.js";

/** A module of TypeScript without dependencies: a class that updates `Float32Array`s in place. */
export const TYPESCRIPT: Target = {
  name: "ts",
  title: "a TypeScript module without dependencies, for Float32Arrays",
  extension: ".ts",
  refuses: () => undefined,
  write: (rule) => new ModuleWriter(rule).write(),
};

/** The type of saved state for each type of the language. */
const STATE_TYPES: Readonly<Record<ValueType, string>> = {
  [SCALAR]: "number", [ARRAY_WISE]: "readonly number[]", [TENSOR]: "readonly (readonly number[])[]",
};

/** What is asked of an array, from its shape and its role. */
const FACTS: Readonly<Record<ExportFact, string>> = {
  size: "size",
  ndim: "ndim: shape.length",
  rows: "rows: size / (shape.at(-1) ?? 1)",
  cols: "cols: shape.at(-1) ?? 1",
  role: "role: ROLES.indexOf(role ?? (shape.length > 1 ? \"matrix\" : \"vector\"))",
  decayed: "decayed: shape.length > 1",
};

class ModuleWriter {
  readonly #rule: ExportedRule;
  readonly #options: RuleOptions;
  readonly #flow: Dataflow;
  readonly #class: string;
  readonly #properties: ReadonlyMap<string, string>;
  readonly #fields: readonly string[];
  readonly #step: WrittenStep;

  constructor(rule: ExportedRule) {
    this.#rule = rule;
    this.#options = optionsOf(rule);
    this.#flow = dataflowOf(rule.program, this.#options);
    this.#class = new Names([...JAVASCRIPT_WORDS, "ParameterArray", "ROLES"]).take(pascalCase(rule.name));
    this.#properties = propertyNames(this.#options.all.map(({ name }) => name), ["totalSteps"]);
    const fields = propertyNames(this.#flow.states.map(({ name }) => name), ["arrays", "options", "t"]);
    this.#fields = [...fields.values()];
    this.#step = new StepWriter(this.#flow, this.#fields, this.#properties).write("    ");
  }

  write(): string {
    const parts = [
      ...(this.#usesRounding() ? ["/** Rounds to the float32 that arrays hold. */\nconst f32 = Math.fround;"] : []),
      ...(this.#step.facts.has("role") ? [ROLES] : []),
      this.#arrayInterface(),
      this.#optionsInterface(),
      ...(this.#inputs().length === 0 ? [] : [this.#inputsInterface()]),
      ...(this.#hasState() ? [this.#stateInterface()] : []),
      this.#classText(),
      ...supportText(this.#step.support),
    ];
    return `${parts.join("\n\n")}\n`;
  }

  #usesRounding(): boolean {
    const support = supportText(this.#step.support).join("\n");
    return /\bf32\(/.test(this.#step.lines.join("\n") + support);
  }

  /** The inputs that a step is told: the schedule's value, the loss. */
  #inputs(): readonly ("lr" | "loss")[] {
    return (["lr", "loss"] as const).filter((name) => this.#reads(name));
  }

  #reads(name: string): boolean {
    return this.#flow.values.some(({ origin }) => origin.kind === "input" && origin.input === name);
  }

  #hasState(): boolean {
    return this.#flow.states.length > 0 || this.#reads("t");
  }

  #asks(fact: ExportFact): boolean {
    return this.#step.facts.has(fact);
  }

  #arrayInterface(): string {
    return [
      "/** An array of weights. */",
      "export interface ParameterArray {",
      "  /** Its dimensions, outermost first; elements are in row-major order. */",
      "  readonly shape: readonly number[];",
      ...(this.#asks("role")
        ? [
            ...withDefault("What it is for.", "\"matrix\" of two or more dimensions, else \"vector\""),
            "  readonly role?: (typeof ROLES)[number];",
          ]
        : []),
      "}",
    ].join("\n");
  }

  #optionsInterface(): string {
    const fields = this.#options.all.flatMap(({ name, value, meaning }) => [
      ...withDefault(sentence(meaning), literal(value).text),
      `  readonly ${this.#property(name)}?: number;`,
    ]);
    const horizon = this.#reads("T")
      ? [
          ...docComment(["How many steps training will take: the rule depends on it."], "  "),
          "  readonly totalSteps: number;",
        ]
      : [];
    return [
      `/** What {@link ${this.#class}} is set up with. */`,
      `export interface ${this.#class}Options {`,
      ...horizon, ...fields,
      "}",
    ].join("\n");
  }

  #property(name: string): string {
    return this.#properties.get(name) as string;
  }

  #inputsInterface(): string {
    const meanings = {
      lr: ["  /** The schedule's value, at most 1. @default 1 */", "  readonly lr?: number;"],
      loss: ["  /** The loss whose gradients they are. */", "  readonly loss: number;"],
    };
    return [
      `/** What a step of {@link ${this.#class}} is told beside the gradients. */`,
      `export interface ${this.#class}Inputs {`,
      ...this.#inputs().flatMap((name) => meanings[name]),
      "}",
    ].join("\n");
  }

  #stateInterface(): string {
    return [
      ...docComment([`All that the next step of {@link ${this.#class}} depends on beside weights and gradients.`]),
      `export interface ${this.#class}State {`,
      ...(this.#reads("t") ? ["  /** Steps so far. */", "  readonly t: number;"] : []),
      ...this.#flow.states.map(({ type }, k) => `  readonly ${this.#fields[k] as string}: ${STATE_TYPES[type]};`),
      "}",
    ].join("\n");
  }

  #classText(): string {
    const { documentation } = this.#rule;
    const paragraphs = [
      documentation.summary, ...provenance(documentation),
      "Computes in float32 as the rule was tried: only functions that JavaScript leaves open, such as powers and " +
        "exponentials, may differ in the last bits.",
    ];
    return [
      ...docComment(paragraphs),
      `export class ${this.#class} {`,
      ...this.#fieldLines(),
      "",
      ...this.#constructorLines(),
      "",
      ...this.#stepLines(),
      ...(this.#hasState() ? ["", ...this.#stateLines()] : []),
      "}",
    ].join("\n");
  }

  #fieldLines(): readonly string[] {
    const kinds: Readonly<Record<ValueType, string>> = {
      [SCALAR]: " = 0;", [ARRAY_WISE]: ": number[];", [TENSOR]: ": Float32Array[];",
    };
    return [
      "  /** The options, defaults filled in. */",
      `  readonly options: Required<${this.#class}Options>;`,
      ...this.#arraysField(),
      ...this.#flow.states.map(({ type }, k) => `  #${this.#fields[k] as string}${kinds[type]}`),
      ...(this.#reads("t") ? ["  #t = 0;"] : []),
    ];
  }

  #arraysField(): readonly string[] {
    const types = this.#facts().map((fact) => `${fact}: ${fact === "decayed" ? "boolean" : "number"}`);
    const line = `  readonly #arrays: readonly { ${types.join("; ")} }[];`;
    if (line.length <= COLUMNS) return [line];
    return ["  readonly #arrays: readonly {", ...types.map((type) => `    ${type};`), "  }[];"];
  }

  /** What is kept of each array: its size, and what the step asks. */
  #facts(): readonly ExportFact[] {
    return (["size", "ndim", "rows", "cols", "role", "decayed"] as const).filter((fact) => fact === "size" || this.#asks(fact));
  }

  #constructorLines(): readonly string[] {
    const options = `options: ${this.#class}Options${this.#reads("T") ? "" : " = {}"}`;
    const head = `  constructor(arrays: readonly ParameterArray[], ${options}) {`;
    const defaults = this.#options.all.map(({ name, value }) => `      ${this.#property(name)}: ${literal(value).text},`);
    const facts = this.#facts();
    const roles = this.#asks("role") ? "{ shape, role }" : "{ shape }";
    const allocations = this.#flow.states.flatMap(({ type }, k) => {
      const field = `    this.#${this.#fields[k] as string}`;
      if (type === SCALAR) return [];
      if (type === ARRAY_WISE) return [`${field} = arrays.map(() => 0);`];
      const map = "this.#arrays.map(({ size }) => new Float32Array(size));";
      return field.length + 3 + map.length <= COLUMNS ? [`${field} = ${map}`]
        : [`${field} = this.#arrays.map(`, "      ({ size }) => new Float32Array(size),", "    );"];
    });
    return [
      ...docComment(["@param arrays - The arrays of weights, in the order in which steps get them."], "  "),
      ...(head.length <= COLUMNS ? [head] : [
        "  constructor(", "    arrays: readonly ParameterArray[],", `    ${options},`, "  ) {",
      ]),
      "    this.options = {",
      ...defaults,
      "      ...options,",
      "    };",
      `    this.#arrays = arrays.map((${roles}) => {`,
      "      const size = shape.reduce((product, length) => product * length, 1);",
      ...(facts.length === 1
        ? ["      return { size };"]
        : ["      return {", ...facts.map((fact) => `        ${FACTS[fact]},`), "      };"]),
      "    });",
      ...allocations,
    ].concat("  }");
  }

  #stepLines(): readonly string[] {
    const inputs = this.#inputs();
    const isRequired = inputs.includes("loss");
    const fields = inputs.map((name) => (name === "lr" ? "lr = 1" : name)).join(", ");
    const parameter = `    { ${fields} }: ${this.#class}Inputs${isRequired ? "" : " = {}"},`;
    return [
      ...docComment([
        "Takes a step: changes the weights in place.",
        "@param weights - The arrays, in order.\n@param gradients - The gradient of each.\n" +
          "@throws RangeError where they are not of the sizes that were announced.",
      ], "  "),
      "  step(",
      "    weights: readonly Float32Array[],",
      "    gradients: readonly Float32Array[],",
      ...(inputs.length === 0 ? [] : [parameter]),
      "  ): void {",
      "    for (const list of [weights, gradients]) {",
      "      const fits = this.#arrays.every(",
      "        ({ size }, a) => list[a]?.length === size,",
      "      );",
      "      if (!fits || list.length !== this.#arrays.length) {",
      "        throw new RangeError(\"Weights and gradients must fit the arrays.\");",
      "      }",
      "    }",
      ...this.#step.lines,
      "  }",
    ];
  }

  #stateLines(): readonly string[] {
    const fields = this.#flow.states.map(({ type }, k) => ({ field: this.#fields[k] as string, type }));
    const hasStep = this.#reads("t");
    return [
      "  /** A copy of the state that JSON can hold. */",
      `  state(): ${this.#class}State {`,
      "    return {",
      ...(hasStep ? ["      t: this.#t,"] : []),
      ...fields.map(({ field, type }) => `      ${field}: ${saved(`this.#${field}`, type)},`),
      "    };",
      "  }",
      "",
      "  /** Goes on from a state that was saved. */",
      `  restore(state: ${this.#class}State): void {`,
      ...(hasStep ? ["    this.#t = state.t;"] : []),
      ...fields.flatMap(({ field, type }) => restored(field, type)),
      "  }",
    ];
  }
}

/** State as plain numbers. */
function saved(source: string, type: ValueType): string {
  return type === SCALAR ? source : type === ARRAY_WISE ? `[...${source}]` : `${source}.map((values) => [...values])`;
}

/** Takes state over from plain numbers. */
function restored(field: string, type: ValueType): readonly string[] {
  const start = `    this.#${field} = `;
  if (type !== TENSOR) return [`${start}${saved(`state.${field}`, type)};`];
  const line = `${start}state.${field}.map((values) => Float32Array.from(values));`;
  if (line.length <= COLUMNS) return [line];
  return [`${start}state.${field}.map((values) =>`, "      Float32Array.from(values),", "    );"];
}

const ROLES = `/** What an array is for in its model. */
export const ROLES = [${ARRAY_ROLES.map((role) => `"${role}"`).join(", ")}] as const;`;
