import { ContractError } from "../../errors.js";
import type { Graph } from "./graph.js";
import { broadcastAxes, sizeOf, shapeText } from "./shape.js";
import type { Tensor } from "./tensor.js";

/** 1 / √(2π), the normal density at 0. */
const DENSITY = 0.3989422804014327;

/**
 * The gradients of a loss, by reverse-mode differentiation: tensors of the same graph, one for each of the
 * tensors asked for, of its shape. Nothing is built for tensors that none of them depends on.
 *
 * @param loss - A single number.
 * @throws {@link ContractError} where it is not, or does not depend on one of the tensors.
 */
export function gradients(graph: Graph, loss: Tensor, of: readonly Tensor[]): readonly Tensor[] {
  if (sizeOf(loss.shape) !== 1) {
    throw new ContractError(
      `Only a single number has a gradient here; the loss has shape ${shapeText(loss.shape)}.`,
    );
  }
  const needed = dependents(graph, of);
  const adjoints = new Map<Tensor, Tensor>();
  adjoints.set(loss, graph.broadcast(graph.constant(1), loss.shape));
  const before = graph.tensors.slice(0, loss.id + 1);
  for (const tensor of before.reverse()) {
    const adjoint = adjoints.get(tensor);
    if (adjoint === undefined || !needed.has(tensor)) continue;
    tensor.operands.forEach((operand, position) => {
      if (!needed.has(operand)) return;
      const part = pullBack(graph, tensor, adjoint, position);
      if (part === undefined) return;
      const other = adjoints.get(operand);
      adjoints.set(operand, other === undefined ? part : graph.add(other, part));
    });
  }
  return of.map((tensor) => {
    const adjoint = adjoints.get(tensor);
    if (adjoint !== undefined) return graph.broadcast(adjoint, tensor.shape);
    const name = tensor.operation.kind === "parameter" ? `parameter "${tensor.operation.name}"` : "a tensor";
    throw new ContractError(`The loss does not depend on ${name}.`);
  });
}

/** Every tensor that depends on one of the given ones, themselves included. */
function dependents(graph: Graph, of: readonly Tensor[]): ReadonlySet<Tensor> {
  const found = new Set(of);
  for (const tensor of graph.tensors) {
    if (tensor.operands.some((operand) => found.has(operand))) found.add(tensor);
  }
  return found;
}

/** What a tensor's adjoint contributes to that of one of its operands; `undefined` where nothing flows. */
function pullBack(graph: Graph, tensor: Tensor, adjoint: Tensor, position: number): Tensor | undefined {
  const { operation, operands } = tensor;
  const [x, y] = operands as [Tensor, Tensor];
  const operand = operands[position] as Tensor;
  switch (operation.kind) {
    case "input":
    case "parameter":
    case "constant":
    case "oneHot":
    case "positions":
    case "stop":
      return undefined;
    case "unary": {
      const slope = unarySlope(graph, tensor, x);
      return slope === undefined ? graph.unary("negate", adjoint) : graph.multiply(adjoint, slope);
    }
    case "binary":
      return binaryPart(graph, tensor, adjoint, position, x, y);
    case "broadcast":
      return sumTo(graph, adjoint, operand);
    case "reduce": {
      if (operation.fn === "sum") return graph.broadcast(adjoint, x.shape);
      const mask = graph.binary("equal", x, tensor);
      const share = graph.divide(adjoint, graph.sum(mask, operation.axes));
      return graph.multiply(mask, share);
    }
    case "reshape":
      return graph.reshape(adjoint, x.shape);
    case "transpose": {
      const inverse = operation.permutation.map((_, axis) => operation.permutation.indexOf(axis));
      return graph.transpose(adjoint, inverse);
    }
    case "matmul":
      return matmulPart(graph, operation, adjoint, position, x, y);
    case "gather":
      return position === 0 ? graph.scatter(adjoint, y, x.shape[0] as number) : undefined;
    case "scatter":
      return position === 0 ? graph.gather(adjoint, y) : undefined;
    case "unfold":
      return graph.fold(adjoint, operation.windows, x.shape[1] as number, x.shape[2] as number);
    case "fold":
      return graph.unfold(adjoint, operation.windows);
  }
}

/** The derivative of a unary function, from its argument or its value; `undefined` stands for −1. */
function unarySlope(graph: Graph, value: Tensor, x: Tensor): Tensor | undefined {
  if (value.operation.kind !== "unary") return undefined;
  switch (value.operation.fn) {
    case "negate":
      return undefined;
    case "exp":
      return value;
    case "log":
      return graph.divide(1, x);
    case "sqrt":
      return graph.divide(0.5, value);
    case "tanh":
      return graph.subtract(1, graph.square(value));
    case "sigmoid":
      return graph.multiply(value, graph.subtract(1, value));
    case "phi":
      return graph.multiply(DENSITY, graph.unary("exp", graph.multiply(x, graph.multiply(-0.5, x))));
    case "abs":
      return graph.subtract(graph.binary("greater", x, 0), graph.binary("greater", 0, x));
    case "relu":
      return graph.binary("greater", x, 0);
  }
}

function binaryPart(
  graph: Graph,
  value: Tensor,
  adjoint: Tensor,
  position: number,
  x: Tensor,
  y: Tensor,
): Tensor | undefined {
  if (value.operation.kind !== "binary") return undefined;
  const first = position === 0;
  const to = first ? x : y;
  switch (value.operation.fn) {
    case "add":
      return sumTo(graph, adjoint, to);
    case "subtract":
      return sumTo(graph, first ? adjoint : graph.unary("negate", adjoint), to);
    case "multiply":
      return sumTo(graph, graph.multiply(adjoint, first ? y : x), to);
    case "divide": {
      const part = graph.divide(adjoint, y);
      return sumTo(graph, first ? part : graph.unary("negate", graph.multiply(part, value)), to);
    }
    case "maximum": {
      const mask = first ? graph.binary("greaterEqual", x, y) : graph.binary("greater", y, x);
      return sumTo(graph, graph.multiply(adjoint, mask), to);
    }
    case "minimum": {
      const mask = first ? graph.binary("greaterEqual", y, x) : graph.binary("greater", x, y);
      return sumTo(graph, graph.multiply(adjoint, mask), to);
    }
    case "greater":
    case "greaterEqual":
    case "equal":
      return undefined;
  }
}

/** A broadcast operand receives the sum over what it was repeated along. */
function sumTo(graph: Graph, adjoint: Tensor, operand: Tensor): Tensor {
  const summed = graph.sum(adjoint, broadcastAxes(operand.shape, adjoint.shape));
  return graph.reshape(summed, operand.shape);
}

function matmulPart(
  graph: Graph,
  { transposeA, transposeB }: { readonly transposeA: boolean; readonly transposeB: boolean },
  adjoint: Tensor,
  position: number,
  a: Tensor,
  b: Tensor,
): Tensor {
  if (position === 0) {
    const part = transposeA
      ? graph.matmul(b, adjoint, transposeB, true)
      : graph.matmul(adjoint, b, false, !transposeB);
    return sumTo(graph, part, a);
  }
  const part = transposeB
    ? graph.matmul(adjoint, a, true, transposeA)
    : graph.matmul(a, adjoint, !transposeA, false);
  return sumTo(graph, part, b);
}
