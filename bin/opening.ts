import type { Program } from "../dsl/program.js";

/** A program that the user named. */
interface NamedProgram {
  readonly reference: string;
  readonly program: Program;
}

/**
 * Where candidates of runs are to be trained on families that their runs keep sealed, notes it in these runs and says
 * so on standard error: whoever opens them later is told that they are no longer sealed.
 *
 * @throws {@link InputError} where it cannot be noted, so that nobody looks without a trace.
 */
export async function openFamilies(
  programs: readonly NamedProgram[], tasks: readonly { readonly name: string; readonly family: string }[],
): Promise<void> {
  const [{ print }, { printable }, { openFor }] = await Promise.all([
    import("../dsl/text/print.js"),
    import("../dsl/text/diagnostic.js"),
    import("../search/discovery/opening.js"),
  ]);
  for (const { reference, program } of programs) {
    const { names: opened, reused } = openFor(reference, print(program), tasks);
    if (opened.length === 0) continue;
    const [names, which] = [opened.map(printable).join(", "), opened.length === 1 ? "is of a family" : "are of families"];
    const again = reused.length < opened.length ? reused.map(printable).join(", ") : opened.length === 1 ? "it" : "them";
    process.stderr.write(
      `${names} ${which} that the run of ${printable(reference)} keeps sealed: it is noted there that this program was ` +
        `tried on it${reused.length === 0 ? "" : `; reused: another program of the run was judged on ${again} before`}\n`,
    );
  }
}
