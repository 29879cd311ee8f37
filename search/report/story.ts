import { basename, resolve } from "node:path";
import type { ArchiveStory, RunStory } from "../../results/html/story.js";
import { toArchiveReport } from "../archive/report.js";
import { printConfiguration } from "../configuration/print.js";
import { isTraining } from "../evolution/plan.js";
import { requireProgram } from "../run/candidate.js";
import type { ReadRun } from "../run/read.js";
import { toRunReport } from "../run/report.js";
import { courseOf } from "./course.js";
import { finalProgram, simplified } from "./final.js";
import { readNotes } from "./notes.js";

/** All that there is to tell of a run, whether or not it has ended. Takes time in its entries. */
export function toRunStory(run: ReadRun): RunStory {
  const { store, content } = run;
  const report = toRunReport(run);
  const notes = readNotes(store.notes());
  const final = finalProgram(run, notes);
  return {
    name: basename(resolve(store.folder)),
    run: report,
    endsWithTraining: endsWithTraining(run),
    configuration: printConfiguration(content.configuration),
    final,
    course: courseOf(run, report.start.best),
    archive: archiveStory(run),
    ...notes,
    // Those of another program say nothing of this one.
    curves: notes.curves?.index === final?.index ? notes.curves : null,
  };
}

function endsWithTraining({ store, entries }: ReadRun): boolean {
  const last = entries === 0 ? undefined : store.entry(entries - 1);
  return last?.kind === "candidate" && isTraining(last.repeats, last.trainings);
}

function archiveStory({ state, store }: ReadRun): ArchiveStory {
  const report = toArchiveReport(state.archive);
  const elites = report.elites.map((elite) => {
    const { program } = requireProgram(store, elite.index);
    return { ...elite, text: simplified(program) };
  });
  return { ...report, elites };
}
