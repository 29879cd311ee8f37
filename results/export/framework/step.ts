import type { TypedProgram } from "../../../dsl/check.js";
import { type ValueType, ARRAY_WISE, SCALAR, TENSOR } from "../../../dsl/type.js";
import { type Dataflow, type Value, dataflowOf } from "../dataflow.js";
import { type RuleOption, optionsOf } from "../options.js";
import type { ExportedRule } from "../target.js";
import { Signs } from "./sign.js";
import { type Operation, type Term, Terms, closure, isConstant, operationOf } from "./term.js";

/** A state variable: its value before the step and after it. */
export interface StepState {
  readonly name: string;
  readonly type: ValueType;
  readonly before: Term;
  readonly after: Term;
}

/** A step of a rule as frameworks of tensors take it. */
export interface Step {
  /** What is subtracted from the weights. */
  readonly update: Term;
  readonly states: readonly StepState[];
  /** The learning rate: its default, and whether it is a hyperparameter of the rule or was added. */
  readonly rate: RuleOption;
  /** All other options, in order. */
  readonly options: readonly RuleOption[];
  /** The decay that the export adds, which is one of them. */
  readonly decay: RuleOption | undefined;
  readonly signs: Signs;
  /** Everything that the step computes or reads, arguments first. */
  readonly terms: readonly Term[];
}

/**
 * Reads a step off a rule, in the terms of frameworks: there the learning rate is the peak times the schedule's value,
 * one number. So learning_rate · lr becomes the framework's learning rate, and what is left of either is taken from it
 * by its peak.
 */
export function stepOf(rule: ExportedRule): Step {
  const found = optionsOf(rule);
  const { learningRate: rate, decay } = found;
  const flow = dataflowOf(rule.program, found);
  const translated = withoutIdleAbs(new Translation(rule.program, flow, rate, decay).states());
  const roots = [translated.update, ...translated.states.map(({ after }) => after)];
  return {
    ...translated, rate, decay,
    options: found.all.filter((option) => option !== rate),
    signs: new Signs(translated.states),
    terms: closure(roots, () => false),
  };
}

/** The same step without absolute values of what has no sign, as roots of second moments. */
function withoutIdleAbs({ update, states }: Pick<Step, "update" | "states">): Pick<Step, "update" | "states"> {
  const signs = new Signs(states);
  const terms = new Terms();
  const rebuilt = new Map<Term, Term>();
  const of = (term: Term): Term => rebuilt.get(term) as Term;
  for (const term of closure([update, ...states.flatMap(({ before, after }) => [before, after])], () => false)) {
    const { origin, type, name } = term;
    const [x] = term.args;
    if (origin.kind !== "call") rebuilt.set(term, terms.given(origin, type, name));
    else if (origin.operation === "abs" && signs.isUnsigned(x as Term)) rebuilt.set(term, of(x as Term));
    else rebuilt.set(term, terms.call(origin.operation, term.args.map(of), type, name));
  }
  return {
    update: of(update),
    states: states.map((state) => ({ ...state, before: of(state.before), after: of(state.after) })),
  };
}

/** From the values of a dataflow to terms. */
class Translation {
  readonly #terms = new Terms();
  readonly #done = new Map<Value, Term>();
  readonly #readsLr: boolean;
  readonly #befores: Term[];
  readonly #program: TypedProgram;
  readonly #flow: Dataflow;
  readonly #rate: RuleOption;
  readonly #decay: RuleOption | undefined;

  constructor(program: TypedProgram, flow: Dataflow, rate: RuleOption, decay: RuleOption | undefined) {
    this.#program = program;
    this.#flow = flow;
    this.#rate = rate;
    this.#decay = decay;
    this.#readsLr = flow.values.some((value) => isLr(value) && !this.#isOfDecayAlone(value));
    this.#befores = flow.states.map(({ name, type }, index) => this.#terms.given({ kind: "state", index }, type, name));
    for (const value of flow.values) this.#done.set(value, this.#translate(value));
  }

  /** The update and the states. */
  states(): Pick<Step, "update" | "states"> {
    const { update, states } = this.#flow;
    return {
      update: this.#done.get(update) as Term,
      states: states.map(({ name, type, next }, k) => ({
        name, type, before: this.#befores[k] as Term, after: this.#done.get(next) as Term,
      })),
    };
  }

  #translate(value: Value): Term {
    const { origin, type, name } = value;
    switch (origin.kind) {
      case "constant":
        return this.#terms.constant(origin.value);
      case "weights":
      case "gradient":
        return this.#terms.given(origin, TENSOR, this.#program.program.names[origin.kind === "weights" ? 0 : 1] ?? name);
      case "state":
        return this.#befores[origin.index] as Term;
      case "input": {
        const { input } = origin;
        return input === "lr"
          ? this.#terms.given({ kind: "schedule" }, SCALAR, "schedule")
          : this.#terms.given({ kind: "input", input }, SCALAR, name);
      }
      case "option":
        return this.#option(origin.option);
      case "fact":
        return origin.fact === "decayed"
          ? this.#terms.given({ kind: "decayed" }, ARRAY_WISE, "")
          : this.#terms.given({ kind: "fact", fact: origin.fact }, ARRAY_WISE, origin.fact);
      case "reduce":
        return this.#call(origin.primitive === "arraySum" ? "sum" : "dot", value);
      case "matrix":
        return this.#call(origin.primitive, value);
      case "total": {
        const [reduced] = value.args as [Value];
        const args = reduced.args.map((arg) => this.#term(arg));
        return this.#terms.call("treeDot", args, SCALAR, name);
      }
      case "element":
        return this.#element(origin.primitive as Operation, value, type);
    }
  }

  #option(option: RuleOption): Term {
    if (option.name !== this.#rate.name) return this.#terms.given({ kind: "option", option }, SCALAR, option.name);
    // Of a rule that knows no schedule the update is scheduled as a whole, as the framework has it.
    return this.#readsLr
      ? this.#terms.given({ kind: "peak" }, SCALAR, "peak")
      : this.#terms.given({ kind: "rate" }, SCALAR, "lr");
  }

  #element(primitive: Operation, value: Value, type: ValueType): Term {
    const { name } = value;
    const args = value.args.map((arg) => this.#term(arg));
    const [x, y] = args as [Term, Term];
    if (primitive === "multiply") {
      if (this.#isDecay(value)) {
        const lr = this.#terms.given({ kind: "rate" }, SCALAR, "lr");
        return this.#terms.call("multiply", [lr, y], SCALAR, "decay");
      }
      const merged = this.#merged(x, y, name) ?? this.#merged(y, x, name);
      if (merged !== undefined) return merged;
      if (x === y) return this.#terms.call("square", [x], type, name);
    }
    if (primitive === "sqrt") {
      if (operationOf(x) === "dot" && x.args[0] === x.args[1]) {
        return this.#terms.call("norm", [x.args[0] as Term], type, name);
      }
      if (operationOf(x) === "divide" && isSize(x.args[1])) {
        const [square] = x.args as [Term];
        if (operationOf(square) === "dot" && square.args[0] === square.args[1]) {
          return this.#terms.call("rms", [square.args[0] as Term], type, name);
        }
      }
    }
    if (primitive === "divide" && isSize(y) && operationOf(x) === "sum") {
      return this.#terms.call("mean", x.args, type, name);
    }
    if (primitive === "subtract" && isConstant(x, 1) && operationOf(y) === "power" && type === SCALAR) {
      return this.#terms.call("oneMinusPower", y.args, type, name);
    }
    return this.#terms.call(primitive, args, type, name);
  }

  /** x · y, where one is the schedule's value and the other has the peak as a factor, or the other way round. */
  #merged(x: Term, y: Term, name: string): Term | undefined {
    if (x.origin.kind !== "schedule" && x.origin.kind !== "peak") return undefined;
    return this.#withRate(y, x.origin.kind === "schedule" ? "peak" : "schedule", name);
  }

  /** The product with the learning rate in place of a factor; `undefined` where it has no such factor. */
  #withRate(term: Term, factor: "peak" | "schedule", name: string): Term | undefined {
    if (term.origin.kind === factor) return this.#terms.given({ kind: "rate" }, SCALAR, "lr");
    const operation = operationOf(term);
    if (operation !== "multiply" && operation !== "divide") return undefined;
    const [x, y] = term.args as [Term, Term];
    const left = this.#withRate(x, factor, "");
    if (left !== undefined) return this.#terms.call(operation, [left, y], term.type, name);
    const right = operation === "multiply" ? this.#withRate(y, factor, "") : undefined;
    return right === undefined ? undefined : this.#terms.call(operation, [x, right], term.type, name);
  }

  #call(operation: Operation, value: Value): Term {
    return this.#terms.call(operation, value.args.map((arg) => this.#term(arg)), value.type, value.name);
  }

  #term(value: Value): Term {
    return this.#done.get(value) as Term;
  }

  /** Whether a value is the product of the learning rate and the added decay. */
  #isDecay({ origin, args: [, y] }: Value): boolean {
    if (origin.kind !== "element" || origin.primitive !== "multiply") return false;
    return y?.origin.kind === "option" && y.origin.option === this.#decay;
  }

  /** Whether nothing of the rule itself reads the schedule's value. */
  #isOfDecayAlone(lr: Value): boolean {
    if (this.#isWritten(lr)) return false;
    return this.#readersOf(lr).every((product) => {
      const readers = this.#readersOf(product);
      return !this.#isWritten(product) && readers.length > 0 && readers.every((value) => this.#isDecay(value));
    });
  }

  /** Whether a value is the update, or that of a state variable after the step. */
  #isWritten(value: Value): boolean {
    const { update, states } = this.#flow;
    return value === update || states.some(({ next }) => next === value);
  }

  #readersOf(value: Value): readonly Value[] {
    return this.#flow.values.filter(({ args }) => args.includes(value));
  }
}

function isLr({ origin }: Value): boolean {
  return origin.kind === "input" && origin.input === "lr";
}

function isSize(term: Term | undefined): boolean {
  return term?.origin.kind === "fact" && term.origin.fact === "size";
}
