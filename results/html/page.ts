import { createHash } from "node:crypto";
import { Markup, element } from "./markup.js";
import { SCRIPT } from "./script.js";
import { ablationSection } from "./section/ablation.js";
import { archiveSection } from "./section/archive.js";
import { candidatesSection } from "./section/candidates.js";
import { comparisonSection } from "./section/comparison.js";
import { courseSection } from "./section/course.js";
import { curvesSection } from "./section/curves.js";
import { glossarySection } from "./section/glossary.js";
import { headline } from "./section/headline.js";
import { lineageSection } from "./section/lineage.js";
import { programSection } from "./section/program.js";
import { repeatSection } from "./section/repeat.js";
import { sealedSection } from "./section/sealed.js";
import { selectionSection } from "./section/selection.js";
import { workSection } from "./section/work.js";
import type { RunStory } from "./story.js";
import { STYLESHEET } from "./stylesheet.js";

/** A part of the page that may have nothing to say. */
interface Part {
  readonly id: string;
  /** What the contents call it. */
  readonly name: string;
  readonly section: (story: RunStory) => Markup | null;
}

/** The parts, in the order in which a reader asks. */
const PARTS: readonly Part[] = [
  { id: "program", name: "Program", section: programSection },
  { id: "selection", name: "Selection", section: selectionSection },
  { id: "comparison", name: "Comparison", section: comparisonSection },
  { id: "sealed", name: "Sealed verdict", section: sealedSection },
  { id: "course", name: "Best over time", section: courseSection },
  { id: "curves", name: "Learning curves", section: curvesSection },
  { id: "ablation", name: "Ablation", section: ablationSection },
  { id: "lineage", name: "Lineage", section: lineageSection },
  { id: "candidates", name: "Candidates", section: candidatesSection },
  { id: "archive", name: "Archive", section: archiveSection },
  { id: "work", name: "Work", section: workSection },
  { id: "repeat", name: "Repeat it", section: repeatSection },
  { id: "words", name: "Words", section: glossarySection },
];

/**
 * The story of a run as one page of HTML, whole in itself: it loads nothing, and says so to the browser, which would
 * refuse. Equal stories give equal pages.
 */
export function formatPage(story: RunStory): string {
  const parts = PARTS.flatMap(({ id, name, section }) => {
    const content = section(story);
    return content === null ? [] : [{ id, name, content }];
  });
  const page = element("html", { lang: "en" },
    element("head", {},
      element("meta", { charset: "utf-8" }),
      element("meta", { "http-equiv": "Content-Security-Policy", content: POLICY }),
      element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      element("meta", { name: "color-scheme", content: "light dark" }),
      element("title", {}, `${story.name}: what symopt found`),
      Markup.code("style", STYLESHEET)),
    element("body", {},
      element("a", { class: "skip", href: "#main" }, "To the content"),
      headline(story),
      element("nav", { "aria-label": "Contents" }, element("ul", {}, parts.map(({ id, name }) =>
        element("li", {}, element("a", { href: `#${id}` }, name))))),
      element("main", { id: "main" }, parts.map(({ content }) => content)),
      element("footer", {}, `Written by symopt ${story.run.symopt}. This page is whole: it loads nothing.`),
      Markup.code("script", SCRIPT)));
  return `<!doctype html>\n${page.html}\n`;
}

/** Nothing is loaded, and of all code that of this page alone runs. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${
  createHash("sha256").update(SCRIPT).digest("base64")
}'`;
