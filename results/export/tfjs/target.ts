import { ARRAY_ROLES } from "../../../dsl/layout.js";
import { docComment, withDefault } from "../comment.js";
import { literal } from "../expression.js";
import { provenance, sentence } from "../provenance.js";
import type { Target } from "../target.js";
import { supportText } from "../typescript/support.js";
import { optionProperties, writeApply } from "./apply.js";
import { type TfjsRule, tfjsRuleOf } from "./rule.js";
import { supportFor } from "./support.js";

/** TensorFlow.js: a module of TypeScript with a `tf.Optimizer`. */
export const TFJS: Target = {
  name: "tfjs",
  title: "TensorFlow.js: a TypeScript module with a tf.Optimizer",
  extension: ".ts",
  refuses: () => undefined,
  write: (rule) => writeModule(tfjsRuleOf(rule)),
};

function writeModule(tfjs: TfjsRule): string {
  const body = classLines(tfjs).join("\n");
  const support = [...supportFor(body), ...supportText(tfjs.dialect.support)];
  const parts = [
    "import * as tf from \"@tensorflow/tfjs-core\";",
    ...(tfjs.reads.role ? [ROLES] : []),
    optionsInterface(tfjs),
    NAMED_TENSOR,
    ...(hasState(tfjs) ? [SLOT] : []),
    body,
    `tf.serialization.registerClass(${tfjs.name});`,
    ...support,
  ];
  return `${parts.join("\n\n")}\n`;
}

const ROLES = `/** What a variable is for in its model. */
export const ROLES = [${ARRAY_ROLES.map((role) => `"${role}"`).join(", ")}] as const;`;

const NAMED_TENSOR = `/** A tensor and its name, as TensorFlow.js saves and passes them. */
interface NamedTensor {
  name: string;
  tensor: tf.Tensor;
}`;

const SLOT = `/** A variable of state. */
interface Slot {
  originalName: string;
  variable: tf.Variable;
}`;

function hasState({ naming }: TfjsRule): boolean {
  return naming.states.length > 0;
}

function optionsInterface(tfjs: TfjsRule): string {
  const { name, naming, step: { rate }, reads } = tfjs;
  const properties = optionProperties(tfjs);
  return [
    `/** What {@link ${name}} is set up with. */`,
    `export interface ${name}Options {`,
    ...(reads.T ? ["  /** How many steps training will take: the rule depends on it. */", "  totalSteps: number;"] : []),
    ...withDefault("Learning rate.", literal(rate.value).text),
    "  learningRate?: number;",
    ...naming.options.flatMap((option) => [
      ...withDefault(sentence(option.meaning), literal(option.value).text),
      `  ${properties.get(option.name) ?? ""}?: number;`,
    ]),
    ...(reads.peak ? [
      ...docComment([
        "Peak of the learning rate: the rule sees the schedule's value, which is the learning rate divided by it and 0 at a " +
          "learning rate of 0.",
        "@default the learning rate",
      ], "  "),
      "  peakLearningRate?: number;",
    ] : []),
    ...(reads.role ? [
      ...docComment(["What a variable is for.", "@default \"matrix\" of two or more dimensions, else \"vector\""], "  "),
      "  role?: (name: string, shape: number[]) => (typeof ROLES)[number];",
    ] : []),
    "}",
  ].join("\n");
}

function classLines(tfjs: TfjsRule): readonly string[] {
  const { rule: { documentation }, name, naming, reads } = tfjs;
  const schedule = "A schedule sets the learning rate of each step by setLearningRate.";
  const loss = "It reads the loss: minimize and model.fit tell it; who calls applyGradients calls setLoss before.";
  return [
    ...docComment([
      documentation.summary, ...provenance(documentation), reads.loss ? `${schedule} ${loss}` : schedule,
    ]),
    `export class ${name} extends tf.Optimizer {`,
    ...docComment(["Its name in saved models."], "  "),
    "  static get className(): string {",
    `    return "${name}";`,
    "  }",
    "",
    "  /** The options, defaults filled in. */",
    `  readonly options: Required<${reads.role ? `Omit<${name}Options, "role">` : `${name}Options`}>;`,
    "  #learningRate: number;",
    ...(reads.loss ? ["  #loss: tf.Scalar | undefined;"] : []),
    ...(reads.role ? [`  readonly #role: Required<${name}Options>["role"];`] : []),
    ...naming.states.map((field) => `  #${field}: Slot[] = [];`),
    "",
    ...constructorLines(tfjs),
    "",
    "  /** Sets the learning rate of the steps to come. */",
    "  setLearningRate(learningRate: number): void {",
    "    this.#learningRate = learningRate;",
    "  }",
    ...(reads.loss ? ["", ...LOSS_LINES] : []),
    "",
    "  /** Updates variables by their gradients. */",
    "  applyGradients(gradients: tf.NamedTensorMap | NamedTensor[]): void {",
    ...writeApply(tfjs),
    "    this.incrementIterations();",
    "  }",
    "",
    ...stateLines(tfjs),
    ...configLines(tfjs),
    "}",
  ];
}

function constructorLines(tfjs: TfjsRule): readonly string[] {
  const { name, naming, step: { rate }, reads } = tfjs;
  const properties = optionProperties(tfjs);
  const peak = literal(rate.value).text;
  return [
    `  constructor(options: ${name}Options${reads.T ? "" : " = {}"}) {`,
    "    super();",
    ...(reads.role ? [
      "    const { role, ...numbers } = options;",
      "    this.#role =",
      "      role ?? ((_, shape) => (shape.length >= 2 ? \"matrix\" : \"vector\"));",
    ] : []),
    "    this.options = {",
    `      learningRate: ${peak},`,
    ...naming.options.map((option) => `      ${properties.get(option.name) ?? ""}: ${literal(option.value).text},`),
    ...(reads.peak ? [`      peakLearningRate: options.learningRate ?? ${peak},`] : []),
    `      ...${reads.role ? "numbers" : "options"},`,
    "    };",
    "    this.#learningRate = this.options.learningRate;",
    "  }",
  ];
}

const LOSS_LINES = [
  "  /** Tells the loss whose gradients the next step gets. */",
  "  setLoss(loss: tf.Scalar | number): void {",
  "    this.#loss?.dispose();",
  "    this.#loss = tf.keep(",
  "      typeof loss === \"number\" ? tf.scalar(loss) : tf.clone(loss),",
  "    );",
  "  }",
  "",
  "  override computeGradients(",
  "    f: () => tf.Scalar,",
  "    varList?: tf.Variable[],",
  "  ): { value: tf.Scalar; grads: tf.NamedTensorMap } {",
  "    const computed = super.computeGradients(f, varList);",
  "    this.setLoss(computed.value);",
  "    return computed;",
  "  }",
];

function stateLines({ naming, reads }: TfjsRule): readonly string[] {
  const { states } = naming;
  const slots = `[${states.map((field) => `...this.#${field}`).join(", ")}]`;
  const list = `    return ${slots};`;
  const loss = reads.loss ? ["    this.#loss?.dispose();", "    this.#loss = undefined;"] : [];
  if (states.length === 0) {
    return [
      "  override async getWeights(): Promise<NamedTensor[]> {",
      "    return [await this.saveIterations()];",
      "  }",
      "",
      "  override async setWeights(weights: NamedTensor[]): Promise<void> {",
      "    await this.extractIterations(weights);",
      "  }",
      "",
      "  override dispose(): void {",
      ...(loss.length > 0 ? loss : ["    // Nothing is kept from step to step."]),
      "  }",
    ];
  }
  return [
    "  #slots(): Slot[] {",
    ...(list.length <= 80 ? [list] : ["    return [", ...states.map((field) => `      ...this.#${field},`), "    ];"]),
    "  }",
    "",
    "  /** The state, to be saved: its tensors are the optimizer's own. */",
    "  override async getWeights(): Promise<NamedTensor[]> {",
    "    const weights = this.#slots().map(({ originalName, variable }) => ({",
    "      name: originalName,",
    "      tensor: variable,",
    "    }));",
    "    return [await this.saveIterations(), ...weights];",
    "  }",
    "",
    "  /** Goes on from a state that was saved. */",
    "  override async setWeights(weights: NamedTensor[]): Promise<void> {",
    "    const saved = await this.extractIterations(weights);",
    "    const old = this.#slots();",
    ...states.map((field) => `    this.#${field} = restored(saved, "${field}");`),
    "    for (const { variable } of old) variable.dispose();",
    "  }",
    "",
    "  override dispose(): void {",
    "    for (const { variable } of this.#slots()) variable.dispose();",
    ...states.map((field) => `    this.#${field} = [];`),
    ...loss,
    "  }",
  ];
}

function configLines({ reads }: TfjsRule): readonly string[] {
  const head = reads.role ? ["  /** The options as JSON can hold them: without the function that tells roles. */"] : [];
  return [
    "",
    ...head,
    "  getConfig(): tf.serialization.ConfigDict {",
    "    return { ...this.options, learningRate: this.#learningRate };",
    "  }",
    "",
    "  static override fromConfig<T extends tf.serialization.Serializable>(",
    "    cls: tf.serialization.SerializableConstructor<T>,",
    "    config: tf.serialization.ConfigDict,",
    "  ): T {",
    "    return new cls(config);",
    "  }",
  ];
}
