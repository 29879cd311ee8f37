import type { FunctionRow } from "../functions/row.js";
import { functionNamed } from "../functions/table.js";
import { liveness } from "../liveness.js";
import type { TypedProgram } from "../check.js";
import type { Operand, Parameter } from "../program.js";
import { type ValueType, SCALAR, TENSOR } from "../type.js";

/** A literal number. */
export interface ConstantNode {
  readonly kind: "constant";
  readonly id: number;
  readonly type: typeof SCALAR;
  readonly value: number;
}

/** A parameter of the program; a state variable's stands for its value before the step. */
export interface ParameterNode {
  readonly kind: "parameter";
  readonly id: number;
  readonly type: ValueType;
  readonly parameter: Parameter;
}

/** A call. */
export interface CallNode {
  readonly kind: "call";
  readonly id: number;
  readonly type: ValueType;
  readonly fn: FunctionRow;
  readonly args: readonly GraphNode[];
}

/** A value of a program's dataflow. */
export type GraphNode = ConstantNode | ParameterNode | CallNode;

/** What a program computes: its update and the next value of each live state variable. */
export interface Roots {
  readonly update: GraphNode;
  readonly states: readonly { readonly before: ParameterNode; readonly after: GraphNode }[];
}

const COPY = functionNamed("copy");

/**
 * A program's dataflow with equal values shared: nodes are interned, so that a node's identity is its meaning
 * (arguments of commutative functions in any order) and common subexpressions are one node.
 */
export class Graph {
  readonly #nodes = new Map<string, GraphNode>();
  readonly #parameters = new Map<string, ParameterNode>();
  #weights: ParameterNode | undefined;
  #next = 0;

  /** The weights of the program that was read; `undefined` before one was. */
  get weights(): ParameterNode | undefined {
    return this.#weights;
  }

  /** The node of a number; −0 and 0 are two. */
  constant(value: number): ConstantNode {
    const key = `#${Object.is(value, -0) ? "-0" : value}`;
    let node = this.#nodes.get(key);
    if (node === undefined) this.#nodes.set(key, (node = { kind: "constant", id: this.#next++, type: SCALAR, value }));
    return node as ConstantNode;
  }

  /** The node of a parameter, by its name, type and default. */
  parameter(parameter: Parameter, type: ValueType): ParameterNode {
    const key = `${type}${parameter.name}${parameter.kind === "hyperparameter" ? `=${parameter.value}` : ""}`;
    let node = this.#parameters.get(key);
    if (node === undefined) {
      node = { kind: "parameter", id: this.#next++, type, parameter };
      this.#parameters.set(key, node);
      if (parameter.kind === "weights") this.#weights = node;
    }
    return node;
  }

  /** The node of a call; `undefined` where an argument's type is not what the function takes. */
  tryCall(fn: FunctionRow, args: readonly GraphNode[]): GraphNode | undefined {
    for (let k = 0; k < args.length; k++) {
      const { type } = args[k] as GraphNode;
      const wanted = fn.args[k]?.type;
      if (wanted === "scalar" ? type !== SCALAR : wanted === "tensor" && type !== TENSOR) return undefined;
    }
    const [x, y] = args;
    const swapped = fn.commutative && x !== undefined && y !== undefined && x.id > y.id;
    const ids = swapped ? `${y.id},${x.id}` : args.map(({ id }) => id).join(",");
    const key = `${fn.id}(${ids})`;
    let node = this.#nodes.get(key);
    if (node === undefined) {
      const type = callType(fn, args.map((arg) => arg.type));
      this.#nodes.set(key, (node = { kind: "call", id: this.#next++, type, fn, args }));
    }
    return node;
  }

  /** Reads a program's live dataflow in; copies vanish. Time O(statements). */
  read(typed: TypedProgram): Roots {
    const { program, stateTypes } = typed;
    const live = liveness(program);
    let state = 0;
    const slots: (GraphNode | undefined)[] = program.parameters.map((parameter) => {
      switch (parameter.kind) {
        case "weights":
        case "gradient":
          return this.parameter(parameter, TENSOR);
        case "state":
          return this.parameter(parameter, stateTypes[state++] as ValueType);
        case "input":
        case "hyperparameter":
          return this.parameter(parameter, SCALAR);
      }
    });
    const before = program.states.map((slot) => slots[slot] as ParameterNode);
    const operand = (arg: Operand): GraphNode =>
      arg.kind === "constant" ? this.constant(arg.value) : (slots[arg.slot] as GraphNode);
    program.statements.forEach(({ fn, args, target }, i) => {
      if (live.statements[i] === 0) return;
      const nodes = args.map(operand);
      slots[target] = fn === COPY ? nodes[0] : this.tryCall(fn, nodes);
    });
    return {
      update: slots[program.outputs[0] as number] as GraphNode,
      states: before.flatMap((node, k) =>
        live.states[k] === 1 ? [{ before: node, after: slots[program.outputs[k + 1] as number] as GraphNode }] : [],
      ),
    };
  }
}

/** The type of a call, from its arguments'. */
export function callType(fn: FunctionRow, args: readonly ValueType[]): ValueType {
  return fn.result === "widest" ? (Math.max(SCALAR, ...args) as ValueType) : fn.result;
}

/** The roots' nodes: the update first. */
export function rootNodes(roots: Roots): readonly GraphNode[] {
  return [roots.update, ...roots.states.map(({ after }) => after)];
}

/** Every node that some nodes depend on, themselves included, arguments before their calls. */
export function topological(roots: readonly GraphNode[]): readonly GraphNode[] {
  const order: GraphNode[] = [];
  const done = new Set<GraphNode>();
  // An explicit stack: a chain of ten thousand statements must not be ten thousand frames deep.
  const stack: { readonly node: GraphNode; next: number }[] = [];
  const enter = (node: GraphNode): void => {
    if (!done.has(node)) {
      done.add(node);
      stack.push({ node, next: 0 });
    }
  };
  for (const root of roots) {
    enter(root);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const arg = top.node.kind === "call" ? top.node.args[top.next++] : undefined;
      if (arg !== undefined) enter(arg);
      else {
        order.push(top.node);
        stack.pop();
      }
    }
  }
  return order;
}

/** The type of each state variable by what is assigned to it: the least fixed point from scalars. */
export function leastStateTypes(roots: Roots): readonly ValueType[] {
  const least = new Map<GraphNode, ValueType>(roots.states.map(({ before }) => [before, SCALAR]));
  const order = topological(rootNodes(roots));
  for (let settled = false; !settled; ) {
    settled = true;
    for (const node of order) {
      if (node.kind === "call") least.set(node, callType(node.fn, node.args.map((arg) => least.get(arg) ?? SCALAR)));
      else if (!least.has(node)) least.set(node, node.type);
    }
    for (const { before, after } of roots.states) {
      const type = least.get(after) ?? SCALAR;
      if (type > (least.get(before) ?? SCALAR)) {
        least.set(before, type);
        settled = false;
      }
    }
  }
  return roots.states.map(({ before }) => least.get(before) ?? SCALAR);
}

/** How many statements it takes to compute some nodes. */
export function countCalls(roots: readonly GraphNode[]): number {
  let count = 0;
  for (const node of topological(roots)) if (node.kind === "call") count++;
  return count;
}
