import { createRequire, register } from "node:module";

/**
 * Hooks of Node's loader, which run in a thread of their own: a `symopt` that is not found beside whoever imports it is
 * looked for from this package, which finds itself.
 */
const HOOKS = `
  let home;
  export function initialize(url) { home = url; }
  export async function resolve(name, context, next) {
    try {
      return await next(name, context);
    } catch (error) {
      if (!/^symopt(\\/|$)/.test(name)) throw error;
      return next(name, { ...context, parentURL: home });
    }
  }
`;

let isLent = false;

/**
 * Lets a module of the user's import `symopt` and `symopt/…` wherever it lies: what is installed beside it, or else
 * this very package. Once for each thread; a module that finds an own one costs nothing.
 *
 * @param path - Absolute path of the module.
 */
export function lendPackage(path: string): void {
  if (isLent) return;
  try {
    createRequire(path).resolve("symopt/package.json");
  } catch {
    register(`data:text/javascript,${encodeURIComponent(HOOKS)}`, { parentURL: import.meta.url, data: import.meta.url });
    isLent = true;
  }
}
