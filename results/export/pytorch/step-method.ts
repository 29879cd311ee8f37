import { TENSOR } from "../../../dsl/type.js";
import { COLUMNS } from "../python/assignment.js";
import { writeBlock } from "../framework/block.js";
import { argumentsSection, docstring } from "../python/document.js";
import { atom, call } from "../python/expression.js";
import { PYTHON } from "../python/syntax.js";
import type { StepState } from "../framework/step.js";
import { type Term, closure, isTruth } from "../framework/term.js";
import type { Walk } from "../framework/walk.js";
import { groupReadsStep } from "./constructor.js";
import type { TorchRule } from "./rule.js";

/** The method that updates the parameters. */
export function writeStepMethod(torch: TorchRule): readonly string[] {
  const { walks, reads } = torch;
  const closureMeaning = "Computes the gradients anew and returns the loss";
  return [
    "    @torch.no_grad()",
    "    def step(self, closure: Optional[Callable[[], Any]] = None) -> Any:",
    ...docstring([
      "Updates the parameters that have a gradient.",
      argumentsSection([{
        name: "closure", type: reads.loss ? "callable" : "callable, optional", hint: "Optional[Callable[[], Any]]",
        meaning: `${closureMeaning}${reads.loss ? ", which the rule reads" : ""}.`,
      }]),
      "Returns:\n    What the closure returned.",
    ], 8),
    "        closure_loss = None",
    "        if closure is not None:",
    "            with torch.enable_grad():",
    "                closure_loss = closure()",
    ...(reads.loss ? [
      "        if closure_loss is None:",
      '            raise ValueError("This rule reads the loss: call step(closure).")',
      "        loss = float(closure_loss)",
    ] : []),
    ...walks.flatMap(({ kept }) =>
      kept.map((term) => `        ${torch.kept.get(term)?.dict ?? ""}: Dict[Tensor, Tensor] = {}`)),
    "",
    ...walks.flatMap((walk) => [...writeWalk(torch, walk), ""]),
    "        return closure_loss",
  ];
}

/** One walk over all groups and their parameters, and the sums that it adds up. */
function writeWalk(torch: TorchRule, walk: Walk): readonly string[] {
  const { naming, step: { states, update }, dialect, ofGroup, reads, kept } = torch;
  const stateName = (k: number): string => naming.states[k] as string;
  const nameOf = (term: Term): string => kept.get(term)?.name ?? "";
  const dictOf = (term: Term): string => kept.get(term)?.dict ?? "";
  const sumName = (sum: Term): string => naming.sums.get(sum) as string;

  const ofGroupNames = states.flatMap(({ before }, k) => (ofGroup.has(before) ? [stateName(k)] : []));
  const before = writeBlock({
    syntax: PYTHON, dialect, terms: walk.before, names: naming.given, reserved: naming.reserved, indent: 12,
    outputs: preferred(walk.beforeOutputs, walk.writtenBefore, torch),
  });
  const outer = walk.before.flatMap((term) => before.names.get(term) ?? []);
  const earlier = new Map<Term, string>([
    ...walk.restored.map((k) => [(states[k] as StepState).after, stateName(k)] as const),
    ...walk.fetched.map((term) => [term, nameOf(term)] as const),
  ]);
  const block = writeBlock({
    syntax: PYTHON, dialect, terms: walk.inside, indent: 16,
    names: new Map([...before.names, ...earlier]),
    reserved: new Set([...naming.reserved, ...ofGroupNames, ...outer]),
    outputs: preferred(walk.insideOutputs, walk.written, torch),
  });

  const reference = (term: Term): string => {
    const expression = atom(block.names.get(term) ?? (dialect.given(term) ?? atom("")).text);
    return dialect.numeric(term, expression).text;
  };
  const loaded = new Set([
    ...states.flatMap(({ before: old }, k) => (walk.given.has(old) && !ofGroup.has(old) ? [stateName(k)] : [])),
    ...walk.restored.map(stateName),
  ]);
  const hasState = hasParameterState(torch);
  const usesState = walk.isFirst ? hasState : loaded.size > 0 || walk.countsInside || walk.written.length > 0;
  const readsGradient = [...walk.given].some(({ origin }) => origin.kind === "gradient");
  const lines = block.lines.join("\n");
  const w = naming.weights;
  return [
    ...walk.sums.map((sum) => `        ${sumName(sum)}_parts: List[Tensor] = []`),
    "        for group in self.param_groups:",
    ...loadGroup(torch, walk, `${lines}\n${before.lines.join("\n")}`),
    ...before.lines,
    ...walk.writtenBefore.map((k) => {
      const { after } = states[k] as StepState;
      const name = before.names.get(after) ?? (dialect.given(after) ?? atom("")).text;
      return `            group["${stateName(k)}"] = ${isTruth(after) ? `float(${name})` : name}`;
    }),
    `            for ${w} in group["params"]:`,
    `                if ${w}.grad is None:`,
    "                    continue",
    ...(readsGradient ? [`                ${naming.gradient} = ${w}.grad`] : []),
    ...(usesState ? [`                state = self.state[${w}]`] : []),
    ...(walk.isFirst && hasState ? initialState(torch) : []),
    ...(walk.countsInside ? ['                t = state["step"]'] : []),
    ...[...loaded].map((name) => `                ${name} = state["${name}"]`),
    ...walk.fetched.map((term) => `                ${nameOf(term)} = ${dictOf(term)}[${w}]`),
    ...(reads.role && /\brole\b/.test(lines)
      ? [`                role = group["role"] or ("matrix" if ${w}.ndim >= 2 else "vector")`] : []),
    ...block.lines,
    ...walk.sums.map((sum) =>
      `                ${sumName(sum)}_parts.append(_dot(${sum.args.map(reference).join(", ")}))`),
    ...walk.kept.map((term) => `                ${dictOf(term)}[${w}] = ${reference(term)}`),
    ...walk.written.map((k) =>
      `                state["${stateName(k)}"] = ${stored(torch, states[k] as StepState, reference)}`),
    ...(walk.isLast ? [`                ${w}.sub_(${reference(update)})`] : []),
    ...walk.sums.map((sum) => `        ${sumName(sum)} = _total(${sumName(sum)}_parts)`),
  ].map((line) => tooLong(line));
}

/** What the values that a block gives would best be called: state variables as such. */
function preferred(
  outputs: readonly Term[], written: readonly number[], { step, naming }: TorchRule,
): ReadonlyMap<Term, string> {
  return new Map(outputs.map((term) => {
    const k = written.find((n) => step.states[n]?.after === term);
    return [term, k === undefined ? "" : naming.states[k] as string];
  }));
}

/** What of a group a walk reads. */
function loadGroup(torch: TorchRule, walk: Walk, lines: string): readonly string[] {
  const { naming, step: { states }, ofGroup, reads } = torch;
  const kinds = new Set([...walk.given].map(({ origin }) => origin.kind));
  const load = (name: string): string => `            ${name} = group["${name}"]`;
  const isRead = (name: string): boolean =>
    [...walk.given].some((term) => naming.given.get(term) === name);
  return [
    ...(walk.isFirst && groupReadsStep(torch) ? ['            group["step"] += 1'] : []),
    ...(walk.countsBefore ? ['            t = group["step"]'] : []),
    ...(kinds.has("rate") ? [load("lr")] : []),
    ...(kinds.has("peak") ? [load("peak_lr")] : []),
    ...(kinds.has("schedule") ? ['            schedule = group["lr"] / group["peak_lr"] if group["lr"] else 0.0'] : []),
    ...naming.options.filter(({ name }) => isRead(name)).map(({ name }) => load(name)),
    ...(isRead("total_steps") ? [load("total_steps")] : []),
    ...(reads.transposed && /\btransposed\b/.test(lines) ? [load("transposed")] : []),
    ...states.flatMap(({ before }, k) =>
      ofGroup.has(before) && walk.given.has(before) ? [load(naming.states[k] as string)] : []),
  ];
}

/** Whether parameters have state: variables, or a count of steps. */
function hasParameterState({ step, ofGroup, walks }: TorchRule): boolean {
  if (step.states.some(({ before }) => !ofGroup.has(before))) return true;
  return walks.some(({ countsInside }) => countsInside);
}

/** Makes the state of a parameter that has none yet, and counts the step. */
function initialState({ naming, step: { states }, ofGroup, walks, dialect }: TorchRule): readonly string[] {
  const counts = walks.some(({ countsInside }) => countsInside);
  const w = naming.weights;
  return [
    "                if not state:",
    ...(counts ? ['                    state["step"] = 0'] : []),
    ...states.flatMap(({ before, type }, k) => {
      if (ofGroup.has(before)) return [];
      const zero = type === TENSOR ? `torch.zeros_like(${w})` : dialect.isHost(before) ? "0.0" : `${w}.new_zeros(())`;
      return [`                    state["${naming.states[k] ?? ""}"] = ${zero}`];
    }),
    ...(counts ? ['                state["step"] += 1'] : []),
  ];
}

/** A state variable's new value as it is stored: apart from weights and gradient, in the parameters' precision. */
function stored({ dialect, naming }: TorchRule, { after }: StepState, reference: (term: Term) => string): string {
  const text = reference(after);
  const { kind } = after.origin;
  if (kind === "weights" || kind === "gradient") return `${text}.clone()`;
  if (dialect.isHost(after)) return isTruth(after) ? call("float", atom(text)).text : text;
  // Reductions are float64, which a parameter that is one number would become too.
  const isWide = closure([after], () => false).some((term) => term.type !== TENSOR && !dialect.isHost(term));
  return isWide && !isTruth(after) ? `${text}.to(${naming.weights}.dtype)` : text;
}

/** Breaks a call at its brackets where its line is too long. */
function tooLong(line: string): string {
  const match = line.length > COLUMNS && !line.includes("\n") ? /^( *)([^(]*\()(.*)(\))$/.exec(line) : null;
  if (match === null) return line;
  const [, space = "", head = "", inside = "", end = ""] = match;
  return `${space}${head}\n${space}    ${inside}\n${space}${end}`;
}
