import { InvalidArgumentError } from "commander";

/** Reads an option's value as a decimal number: positive, or from 0 where that is allowed. */
export function decimalNumber(least: "positive" | "from 0"): (text: string) => number {
  return (text) => {
    const value = Number(text);
    const isWritten = /^\+?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
    if (!isWritten || !Number.isFinite(value) || (least === "positive" && value === 0)) {
      throw new InvalidArgumentError(`Expected a ${least === "positive" ? "positive number" : "number from 0"}.`);
    }
    return value;
  };
}
