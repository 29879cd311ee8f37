/**
 * What every part of symopt shares: its errors and its random streams.
 *
 * @packageDocumentation
 */

export { ContractError, InputError, SymoptError } from "./errors.js";
export { RandomStream } from "./random.js";
