/**
 * The training engine: static graphs and layers to build models from, their gradients, and the WebAssembly
 * that runs them together with an update rule.
 *
 * @packageDocumentation
 */

export { ContractError, SymoptError } from "../errors.js";
export { gradients } from "./graph/gradient.js";
export { Graph, type Value } from "./graph/graph.js";
export type { Shape } from "./graph/shape.js";
export {
  type BinaryFunction,
  type ElementType,
  type Initializer,
  type Operation,
  type ParameterRole,
  type Tensor,
  type UnaryFunction,
  type Windows,
  PARAMETER_ROLES,
} from "./graph/tensor.js";
export { type Activation, activate } from "./layers/activation.js";
export { type AttentionOptions, attention } from "./layers/attention.js";
export { infoNCE, unitLength } from "./layers/contrast.js";
export { type ConvolutionOptions, averagePool, conv2d, maxPool } from "./layers/convolution.js";
export { type DenseOptions, dense } from "./layers/dense.js";
export { addPositions, embedding } from "./layers/embedding.js";
export { layerNorm, rmsNorm } from "./layers/norm.js";
export { residual } from "./layers/residual.js";
export { crossEntropy, logLoss, meanOfAll, softmax, squaredError } from "./layers/softmax.js";
export { type UpdateArray, updateArrays } from "./update/array.js";
export type { ArrayFact, ElementPrimitive, MatrixPrimitive, ReductionPrimitive } from "./update/primitive.js";
export type { StepInput, UpdateRule, UpdateValue, Width } from "./update/rule.js";
export type { WasmFunction, WasmMemory } from "./wasm/host.js";
export { type UpdatePlace, updateRoom } from "./wasm/room.js";
export type { MatrixShape } from "./wasm/matrix.js";
export { MatrixFunctions } from "./wasm/matrix-functions.js";
export { type CompiledTraining, type TrainingSpec, compileTraining } from "./wasm/training.js";
export { type CompiledUpdate, type UpdateOptions, type UpdateStep, compileUpdate } from "./wasm/update.js";
