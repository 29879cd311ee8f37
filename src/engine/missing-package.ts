/** Whether an import failed because a package, or a file of it, is not there: optional ones need not be. */
export function isMissingPackage(error: unknown): error is Error {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
}
