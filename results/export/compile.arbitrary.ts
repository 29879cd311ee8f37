import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import type { ExportedRule, Target } from "./target.js";

/** As strict as a project may be that takes an exported module in. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2022.d.ts"], types: [], skipLibCheck: true,
  strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, noImplicitOverride: true,
  noImplicitReturns: true, noUnusedLocals: true, noUnusedParameters: true, noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: true, isolatedModules: true, erasableSyntaxOnly: true,
};

/** Modules as a compiler sees them. */
export interface CompiledModules {
  /** What it complains of, a line each. */
  readonly complaints: readonly string[];
  /** JavaScript, by the names of the rules. */
  readonly code: ReadonlyMap<string, string>;
}

/**
 * Compiles the module of each rule, all in one program.
 *
 * @param folder - Where packages that they import are looked for.
 */
export function compileModules(
  target: Target, rules: ReadonlyMap<string, ExportedRule>, folder: string,
): CompiledModules {
  const texts = new Map([...rules].map(([name, rule]) => [join(folder, `${name}.ts`), target.write(rule)]));
  const disk = ts.createCompilerHost(OPTIONS);
  const code = new Map<string, string>();
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => texts.has(path) || disk.fileExists(path),
    readFile: (path) => texts.get(path) ?? disk.readFile(path),
    getSourceFile: (path, language, ...rest) => {
      const text = texts.get(path);
      if (text === undefined) return disk.getSourceFile(path, language, ...rest);
      return ts.createSourceFile(path, text, language);
    },
    writeFile: (path, text) => {
      code.set(basename(path, ".js"), text);
    },
  };
  const program = ts.createProgram([...texts.keys()], OPTIONS, host);
  const complaints = ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = file === undefined ? 0 : ts.getLineAndCharacterOfPosition(file, start).line;
    const source = file?.text.split("\n")[line] ?? "";
    return `${file?.fileName ?? ""}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, " ")}\n${source}`;
  });
  program.emit();
  return { complaints, code };
}

/** Imports compiled modules from a folder of their own, by the names of their rules. */
export async function importModules<M>(code: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, M>> {
  const folder = mkdtempSync(join(tmpdir(), "symopt-export-"));
  try {
    const modules = new Map<string, M>();
    for (const [name, text] of code) {
      const path = join(folder, `${name}.mjs`);
      writeFileSync(path, text);
      modules.set(name, await import(/* @vite-ignore */ pathToFileURL(path).href) as M);
    }
    return modules;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
