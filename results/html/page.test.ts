import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { GainOnTask, RivalGain } from "../gain.js";
import type { SelectionReport } from "../selection-report.js";
import { formatPage } from "./page.js";
import { readPage } from "./reader.arbitrary.js";
import { aSelection, aStory, aWholeStory, aYoungStory, anAblatedStory } from "./story.arbitrary.js";
import type { RunStory } from "./story.js";

const STORIES: readonly (readonly [name: string, story: RunStory])[] = [
  ["that has just begun", aYoungStory()],
  ["that has ended", aStory()],
  ["with all that can follow", aWholeStory()],
  ["whose program is what ablation left", anAblatedStory()],
  ["whose selection came to nothing", aStory({ selection: aSelection(false) })],
];

/** What is read by a program, or is one of a few words. */
const FIXED: ReadonlySet<string> = new Set([
  "raw", "text", "ablated", "exact", "role", "kind", "status", "verdict", "coupling", "by", "digest", "beyond", "split", "level", "created",
]);

/** A story in which all other text is something else. */
function withText<T>(value: T, text: string, key = ""): T {
  if (typeof value === "string") return (FIXED.has(key) ? value : text) as T;
  if (Array.isArray(value)) return value.map((inner: unknown, k) => withText(inner, `${text}${k}`, key)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withText(inner, text, name)])) as T;
}

const hostile = fc.oneof(
  fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }),
  fc.constantFrom(
    "</script><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onload='alert(1)", "&lt;b&gt;", "<!--", "]]>", "</style>",
    "\u202egnp.exe", "\u0000", "\ud800", "a\nb", "&#x3c;", "javascript:alert(1)",
  ),
);

describe.each(STORIES)("the page of a run %s", (_, story) => {
  const html = formatPage(story);
  const elements = readPage(html);
  const named = (...names: readonly string[]) => elements.filter(({ name }) => names.includes(name));

  test("is well-formed, the same each time, and loads nothing", () => {
    expect(formatPage(story)).toBe(html);
    expect(named("link", "img", "iframe", "object", "embed", "base", "form", "use", "image")).toEqual([]);
    for (const { attributes } of elements) {
      expect([...attributes.keys()].filter((key) => /^(on|src|style|srcset|xlink)/.test(key))).toEqual([]);
      expect(attributes.get("href") ?? "#").toMatch(/^#/);
    }
    expect(named("script")).toHaveLength(1);
    expect(html).not.toMatch(/url\(|@import|https?:/);
  });

  test("has one title, headings in order, names for all regions, and words below every picture", () => {
    const levels = named("h1", "h2", "h3", "h4").map(({ name }) => Number(name.slice(1)));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, k) => { expect(level - (levels[k - 1] ?? 0)).toBeLessThanOrEqual(1); });
    expect(named("main")).toHaveLength(1);
    expect(named("figcaption")).toHaveLength(named("figure").length);
    for (const { attributes } of named("svg")) expect(attributes.get("aria-label")).toMatch(/\w/);
    for (const { attributes } of elements) {
      if (attributes.get("role") === "region") expect(attributes.get("aria-label")).toMatch(/\w/);
    }
  });

  test("has links to what is there, and nothing of one name twice", () => {
    const ids = elements.flatMap(({ attributes }) => attributes.get("id") ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { attributes } of named("a")) expect(ids).toContain((attributes.get("href") ?? "").slice(1));
    for (const key of ["aria-labelledby", "for"]) {
      for (const { attributes } of elements) if (attributes.has(key)) expect(ids).toContain(attributes.get(key));
    }
  });

  test("is drawn with numbers that are finite", () => {
    const drawn = elements.filter(({ around, name }) => name === "svg" || around.includes("svg"));
    for (const { attributes } of drawn) {
      for (const [key, value] of attributes) {
        if (/^([xydr]|[xy][12]|c[xy]|rx|width|height|viewBox|transform)$/.test(key)) expect(value, key).not.toMatch(/[NIu]\w/);
        if (/^([xyr]|[xy][12]|c[xy]|width|height)$/.test(key)) expect(value, key).toMatch(/^-?\d+(\.\d+)?$/);
      }
    }
  });
});

test("whatever is written in a run is text on its page", () => {
  fc.assert(fc.property(hostile, fc.constantFrom(...STORIES), (text, [, story]) => {
    const html = formatPage(withText(story, text));
    const elements = readPage(html);
    expect(elements.filter(({ name }) => name === "script" || name === "style")).toHaveLength(2);
    expect(elements.filter(({ name }) => ["img", "iframe"].includes(name))).toEqual([]);
    for (const { attributes } of elements) expect([...attributes.keys()].filter((key) => key.startsWith("on"))).toEqual([]);
    // What plays tricks on the eye or may not be there is not there.
    // eslint-disable-next-line no-control-regex -- control characters are what this looks for
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u200b-\u200f\u202a-\u202e]/);
    expect(Buffer.from(html).toString()).toBe(html);
  }), { numRuns: 60 });
});

describe("the first screen", () => {
  const title = (story: RunStory): string => readPage(formatPage(story)).find(({ name }) => name === "h1")?.text ?? "";
  const run = aStory().run;
  const best = run.best as NonNullable<typeof run.best>;

  test.each<[string, RunStory, string]>([
    ["nothing was trained", aYoungStory(), "No program was trained to its end yet."],
    ["the best is above the bar", aStory(), "Candidate 512 is above the bar on the tasks that it was evolved on."],
    ["it is so far", aStory({ run: { ...run, writer: 17 } }), "Candidate 512 is above the bar on the tasks that it was evolved on so far."],
    [
      "the best is above the start alone", aStory({ run: { ...run, best: { ...best, overBar: { mean: 0.1, error: 0.2 } } } }),
      "Candidate 512 is better than what the search started from, but not above the bar for sure.",
    ],
    [
      "nothing better than the start was found",
      aStory({ final: { ...(aStory().final as NonNullable<RunStory["final"]>), role: "start" }, run: { ...run, best: { ...best, overStart: null } } }),
      "Nothing better than the best starting program was found for sure.",
    ],
    [
      "a finalist is above the bar", aStory({ selection: aSelection(true) }),
      "Candidate 512 is above the bar on families that the search never trained on.",
    ],
    [
      "none is", aStory({ selection: aSelection(false) }),
      "No candidate is above the bar for sure on families that the search never trained on.",
    ],
  ])("says so where %s", (_, story, expected) => {
    expect(title(story)).toBe(expected);
  });

  test("never names AdamW without the bar, and says with which seeds and where", () => {
    const header = readPage(formatPage(aStory())).find(({ name }) => name === "header")?.text ?? "";
    expect(header).toContain("+0.21 ± 0.14");
    expect(header).toContain("8 fresh seeds on each of 2 tasks that it was evolved on (classification, regression)");
    expect(header).toContain("That says nothing of other families of tasks: it has seen none.");
  });
});

/** The text of a part of a page; empty where it is not there. */
function textOf(story: RunStory, id: string): string {
  return readPage(formatPage(story)).find(({ attributes }) => attributes.get("id") === id)?.text ?? "";
}

/** A story whose discovery is of another program. */
function aStoryOfAnother(index: number, text: string): RunStory {
  const story = aWholeStory();
  const { discovery } = story;
  if (discovery?.program === undefined || discovery.program === null) throw new Error("it has no program");
  return { ...story, discovery: { ...discovery, program: { ...discovery.program, index, text } } };
}

describe("the program", () => {
  test("is what the run's discovery judged, with what it was before", () => {
    const text = textOf(anAblatedStory(), "program");
    expect(text).toContain("what is left of it after ablation, which was judged against the bar again");
    expect(text).toContain("2 statements as it was found, 2 simplified, 1 after ablation");
    expect(text).toContain("Before ablation, simplified");
    expect(textOf(anAblatedStory(), "ablation")).not.toContain("Tried");
  });

  test("is labelled where it reads the step or the steps in all", () => {
    const story = aStory();
    const final = story.final as NonNullable<RunStory["final"]>;
    const text = final.text.replace("lr, ", "lr, T, ").replace("m * lr", "m / T");
    expect(textOf({ ...story, final: { ...final, text } }, "program")).toContain("dependent: reads T");
    expect(textOf(story, "program")).not.toContain("dependent: reads");
  });

  test("has in its code the setting that it was tuned to, where there is one", () => {
    expect(textOf(anAblatedStory(), "program")).toMatch(/lr: float = 3\.0,\s+weight_decay: float = 0\.08333/);
    expect(textOf(aWholeStory(), "program")).toContain("lr: float = 1.0,");
  });

  test("has that setting in its formula as well, the scale included", () => {
    const defaultsOf = (story: RunStory): string =>
      readPage(formatPage(story)).find(({ attributes }) => attributes.get("class") === "defaults")?.text ?? "";
    expect(defaultsOf(anAblatedStory())).toMatch(/α=3 .*λ=0\.0833/);
    expect(defaultsOf(aWholeStory())).not.toMatch(/α=/);
  });

  test("is never what another ablation left of it: that is something that was tried", () => {
    const story = aWholeStory();
    const [tried] = story.ablations;
    const program = textOf(story, "program");
    expect(program).toContain("simplified, equal in real arithmetic");
    expect(program).not.toContain("ablation");
    expect(program).not.toContain(tried?.text.trimEnd());
    const ablation = textOf(story, "ablation");
    expect(ablation).toContain("Tried with candidate 512, whole: what is left is not the program above, and not what");
    expect(ablation).toContain(tried?.text.trimEnd());
    const other = textOf({ ...story, ablations: story.ablations.map((each) => ({ ...each, index: 99 })) }, "ablation");
    expect(other).toMatch(/^What was tried without its parts.*candidate 99, which is another program: what is left/s);
  });

  test.each<[string, RunStory, string]>([
    ["as a candidate of the run", aStory(), "symopt export runs/quick:512 --to pytorch"],
    [
      "in a folder that a shell would split", aStory({ run: { ...aStory().run, folder: "my runs/it's" } }),
      "symopt export 'my runs/it'\\''s:512' --to pytorch",
    ],
    [
      "as a file that a discovery wrote", anAblatedStory(),
      "symopt export runs/quick/discovered/json/candidate_512.json --to pytorch",
    ],
  ])("is exported by a command that names it %s", (_, story, command) => {
    const codes = readPage(formatPage(story)).filter(({ name }) => name === "code").map(({ text }) => text);
    expect(codes).toContain(command);
  });
});

describe("a sealed verdict", () => {
  test("is in the headline where it is the program's own", () => {
    expect(textOf(aWholeStory(), "top")).toMatch(/sealed family that nothing .* it is not told apart from the bar: \+0\.21/);
  });

  const other = "def other(w, g, lr):\n  update = g * lr\n  return update\n";
  const stranger = "candidate 99, which is another than that above, is not told apart from the bar";
  test.each<[string, RunStory, string]>([
    ["candidate", aStoryOfAnother(99, other), stranger],
    ["candidate that came to the same", aStoryOfAnother(99, aWholeStory().final?.text ?? ""), stranger],
    [
      "form of the candidate", aStoryOfAnother(512, other),
      "candidate 512, in another form than above, is not told apart from the bar",
    ],
  ])("of another %s is nowhere in the headline, and told with its number", (_, story, words) => {
    expect(textOf(story, "top")).not.toMatch(/sealed/i);
    expect(textOf(story, "sealed")).toContain(words);
  });

  test("has no interval of no width where both scores lie where scores end, in the selection neither", () => {
    const story = aWholeStory();
    const { discovery, selection } = story as { readonly [Key in "discovery" | "selection"]: NonNullable<RunStory[Key]> };
    const [finalist] = selection.verdict.finalists as [SelectionReport["verdict"]["finalists"][number]];
    const [gain] = finalist.overBar.byTask as [GainOnTask];
    const unknown: GainOnTask =
      { ...gain, mean: 0, low: 0, high: 0, beyond: null, both: { end: 2, seeds: 16, of: 16 } };
    const overBar = { ...finalist.overBar, byTask: [unknown, gain] };
    const sealed = { ...(discovery.sealed as NonNullable<typeof discovery.sealed>), overBar };
    const verdict = { ...selection.verdict, finalists: [{ ...finalist, overBar }] };
    const told = { ...story, discovery: { ...discovery, sealed }, selection: { ...selection, verdict } };
    expect(textOf(told, "sealed")).toContain("both beyond +2, where scores end");
    expect(textOf(told, "selection")).toContain("both beyond +2: muon");
    for (const part of ["sealed", "selection"]) expect(textOf(told, part)).not.toContain("0.00");
  });

  test("says which families were opened before for another program, and for which candidate that is so", () => {
    const story = aWholeStory();
    const discovery = story.discovery as NonNullable<RunStory["discovery"]>;
    const tasks = ["images", "captions"].map((name) => ({ name, family: name, size: 10 }));
    const sealed = { ...(discovery.sealed as NonNullable<typeof discovery.sealed>), tasks };
    const told = (reusedOn?: readonly string[]): string =>
      textOf({ ...story, discovery: { ...discovery, sealed: { ...sealed, ...(reusedOn === undefined ? {} : { reusedOn }) } } }, "sealed");
    expect(told()).toContain("Another program of this run was judged on them before, so they are no longer sealed.");
    expect(told(["captions"])).toContain("was judged on captions before, so it is no longer sealed.");
    expect(told([])).not.toContain("no longer sealed");
    const openings = [{ candidate: 512, tasks: ["images"] }, { candidate: 99, tasks: ["images"], reused: ["images"] }];
    expect(textOf({ ...story, openings }, "sealed")).toContain(
      "Opened for candidate 512, candidate 99 (reused: another program of this run was judged on images before).");
  });

  test("says on which of several tasks it is below the bar for sure, as the selection's does", () => {
    const story = aWholeStory();
    const { discovery, selection } = story as { readonly [Key in "discovery" | "selection"]: NonNullable<RunStory[Key]> };
    const [finalist] = selection.verdict.finalists as [SelectionReport["verdict"]["finalists"][number]];
    const [gain] = finalist.overBar.byTask as [GainOnTask];
    const below = (task: string): RivalGain =>
      ({ ...finalist.overBar, byTask: [gain, { ...gain, task, mean: -0.22, low: -0.39, high: -0.04 }] });
    const sealed = { ...(discovery.sealed as NonNullable<typeof discovery.sealed>), overBar: below("fine-tuning") };
    const finalists = [{ ...finalist, overBar: below("noisy-labels") }];
    const verdict = { ...selection.verdict, finalists };
    const text = textOf({ ...story, discovery: { ...discovery, sealed }, selection: { ...selection, verdict } }, "top");
    for (const task of ["fine-tuning", "noisy-labels"]) {
      expect(text).toContain(`On ${task} it is below the bar for sure: -0.22 (-0.39 to -0.04).`);
    }
    expect(text).toContain("is above the bar on families that the search never trained on, but below it on noisy-labels.");
    expect(textOf(story, "top")).not.toContain("is below");
  });

  test("says of failed trainings that they failed, and no gain", () => {
    const story = aWholeStory();
    const sealed = { ...story.discovery?.sealed, failed: 2 } as NonNullable<NonNullable<RunStory["discovery"]>["sealed"]>;
    const discovery = { ...(story.discovery as NonNullable<RunStory["discovery"]>), sealed };
    expect(textOf({ ...story, discovery }, "top")).toContain("it is not above the bar: trainings failed. Another program");
  });
});

describe("a selection", () => {
  /** The story of a run whose selection says this of the search's bests. */
  function storyWith(overfitting: SelectionReport["overfitting"]): RunStory {
    return aStory({ selection: { ...aSelection(true), overfitting } });
  }

  /** Titles of all that is drawn in the selection's chart for wide pages. */
  function drawnIn(story: RunStory): readonly string[] {
    const html = formatPage(story);
    const chart = /<svg class="wide"[^>]*aria-label="Fitness of the search[^"]*".*?<\/svg>/s.exec(html)?.[0];
    return chart === undefined ? [] : readPage(chart).filter(({ name }) => name === "title").map(({ text }) => text);
  }

  test("says by what rules its holdout answers, and how often it still may", () => {
    expect(textOf(aWholeStory(), "selection")).toContain(
      "threshold 0.04, noise scale 0.01, smallest gain 0.1, budget 100 queries for all selections of the run; 65 of 100 " +
      "queries left, 15 spent by earlier selections.");
  });

  test("draws what the search knew of its bests against what they are worth at the larger size", () => {
    expect(drawnIn(aWholeStory())).toEqual([
      "99, the best at entry 300: fitness +0.30", "210, the best at entry 500: fitness +0.36", "512, the best at entry 800: fitness +0.40",
      "3, the best at entry 4: score +0.02 ± 0.10", "99, the best at entry 300: score +0.50 ± 0.05",
      "210, the best at entry 500: score failed", "512, the best at entry 800: score +0.30 ± 0.10",
    ]);
    const points = readPage(formatPage(aWholeStory())).filter(({ attributes }) => attributes.get("class") === "point");
    expect(points.every(({ attributes }) => attributes.get("role") === "img" && attributes.get("tabindex") === "0")).toBe(true);
  });

  test("warns where these have become worse, and there alone", () => {
    const { points } = aSelection(true).overfitting as NonNullable<SelectionReport["overfitting"]>;
    const warnings = (story: RunStory): readonly string[] => readPage(formatPage(story))
      .filter(({ attributes }) => attributes.get("class") === "warning").map(({ text }) => text);
    expect(warnings(storyWith({ points, since: 300 }))).toEqual([expect.stringContaining("Since entry 300 they have become worse")]);
    expect(textOf(storyWith({ points, since: 300 }), "selection")).toContain("worse since");
    expect(warnings(storyWith({ points, since: null }))).toEqual([]);
    expect(textOf(storyWith({ points, since: null }), "selection")).not.toContain("worse since");
  });

  test("draws nothing where the search had one best alone, or all of them failed, with no number that is none", () => {
    expect(drawnIn(storyWith(null))).toEqual([]);
    const failed = { index: 3, at: 4, fitness: null, score: -2, error: 0, failed: 1 };
    const story = storyWith({ points: [failed, { ...failed, at: 9 }], since: null });
    expect(drawnIn(story)).toEqual(["3, the best at entry 4: score failed", "3, the best at entry 9: score failed"]);
    expect(formatPage(story)).not.toMatch(/NaN|Infinity/);
  });
});

test("the work of a run is told part by part, as far as there were any", () => {
  const told = (story: RunStory): string => /<section id="work".*?<\/section>/s.exec(formatPage(story))?.[0] ?? "";
  for (const text of ["1,000,000 training steps in all", ">150,000<", ">15 %<", ">200,000<", ">6.3 %<"]) {
    expect(told(aWholeStory())).toContain(text);
  }
  const searched = told(aStory());
  expect(searched).toContain(">37,400<");
  expect(searched).not.toContain("ablation");
  const latest = { ...aSelection(false), comparisonSteps: 100_000 };
  const selected = told(aStory({ selection: latest }));
  for (const text of [">100,000<", ">23,456<"]) expect(selected).toContain(text);
  // Selected again after the search went on.
  expect(told({ ...aWholeStory(), selection: { ...latest, entries: 5000 } })).toBe(selected);
});

test("the figures of a program that ablation left something of are its own, not those of what it was before", () => {
  const figures = readPage(formatPage(anAblatedStory())).filter(({ attributes }) => attributes.get("class") === "big");
  expect(figures[0]?.text).toBe("+0.17");
  expect(textOf(anAblatedStory(), "top")).toContain(
    "What ablation left of candidate 512 is above the bar for sure on the same: +0.17 (+0.06 to +0.28), 16 seeds");
});

test.each<[string, RunStory, readonly string[]]>([
  ["a search alone", aStory(), ["search", "status", "report"]],
  ["a selection", aStory({ selection: aSelection(true) }), ["search", "status", "select", "report"]],
  ["a discovery", aWholeStory(), ["search", "status", "discover", "report"]],
])("%s is repeated by the commands that made it", (_, story, commands) => {
  const listed = readPage(formatPage(story)).find(({ attributes }) => attributes.get("aria-label") === "Commands");
  expect(listed?.text.split("\n").map((line) => line.split(" ")[1])).toEqual(commands);
});

describe("a search is repeated", () => {
  const line = (changes: Partial<RunStory["run"]>, more: Partial<RunStory> = {}): string => {
    const story = aStory({ run: { ...aStory().run, ...changes }, ...more });
    const listed = readPage(formatPage(story)).find(({ attributes }) => attributes.get("aria-label") === "Commands");
    return listed?.text.split("\n")[0]?.replace("symopt search config.yaml --out quick-again", "").trim() ?? "";
  };
  const remarks = [{ kind: "budget", at: 100, data: {} }];
  const budget = { evaluations: 795, steps: null, minutes: null };

  test.each<[string, string, string]>([
    ["by its configuration alone where its evaluations ended it", line({ budget }), ""],
    ["without its minutes, by which it could end earlier", line({ budget: { ...budget, minutes: 10 } }), "--set budget.minutes=null"],
    [
      "by the limits that its configuration came to have, where it was extended",
      line({ ended: "steps", budget: { evaluations: 900, steps: 200_000, minutes: null } }, { remarks }), "",
    ],
    [
      "with as many evaluations as it had where its time ended it",
      line({ ended: "minutes", budget: { evaluations: 900, steps: 200_000, minutes: 10 } }),
      "--evaluations 795 --set budget.steps=null --set budget.minutes=null",
    ],
    [
      "with one evaluation more where it ended beyond its last training",
      line({ ended: "minutes", budget: { ...budget, minutes: 10 } }, { endsWithTraining: false }),
      "--evaluations 796 --set budget.minutes=null",
    ],
    [
      "so too where it was given fewer evaluations than it had made", line({ budget }, { remarks, endsWithTraining: false }),
      "--evaluations 796",
    ],
  ])("%s", (_, told, expected) => {
    expect(told).toBe(expected);
  });

  test("with a remark where it comes to more than the run", () => {
    const story = aStory({ run: { ...aStory().run, ended: "minutes" } });
    expect(textOf(story, "repeat")).not.toContain("one candidate more");
    expect(textOf({ ...story, endsWithTraining: false }, "repeat")).toContain("trains one candidate more than it");
  });
});

test("a discovery that was to try nothing without its parts is repeated as such", () => {
  const story = aWholeStory();
  const discovery = story.discovery as NonNullable<RunStory["discovery"]>;
  expect(textOf(story, "repeat")).not.toContain("--no-ablation");
  expect(textOf({ ...story, discovery: { ...discovery, ablation: true } }, "repeat")).not.toContain("--no-ablation");
  expect(textOf({ ...story, discovery: { ...discovery, ablation: false } }, "repeat"))
    .toContain("symopt discover quick-again --no-ablation");
});
