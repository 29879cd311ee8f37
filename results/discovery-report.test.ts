import { describe, expect, test } from "vitest";
import { type DiscoveryReport, type FamilyVerdict, formatDiscovery } from "./discovery-report.js";
import type { GainOnTask, RivalGain } from "./gain.js";
import { plainStyle } from "./style.js";

const TEXT = `def found(w, g, m, lr, beta1=0.9):
  m = interp(g, m, beta1)
  update = sign(m)
  update = update * lr
  return update, m
`;

function gain(mean: number, ...tasks: readonly string[]): RivalGain {
  const octaves = { mean, low: mean - 0.1, high: mean + 0.1 };
  return { ...octaves, byTask: tasks.map((task) => ({ ...octaves, task, rival: "muon", known: true })) };
}

function families(mean: number, ...tasks: readonly string[]): FamilyVerdict {
  return {
    tasks: tasks.map((name) => ({ name, family: name, size: 10 })), seeds: 10, judged: 2,
    overBar: gain(mean, ...tasks), overAdamw: gain(mean + 0.2, ...tasks), failed: 0,
  };
}

const ABOVE: DiscoveryReport = {
  folder: "runs/evening", verdict: "above",
  program: { index: 4711, text: TEXT, ablated: false, setting: null, statements: 3, state: 1, cost: 0.5 },
  selection: families(0.25, "noisy-labels", "auto-encoder", "tabular"),
  sealed: { ...families(0.3, "captions"), reused: false },
  trials: 16, steps: 100_000,
  work: { search: 61_000, confirmation: 9_000, selection: 15_000, ablation: 0, comparison: 10_000, sealed: 5_000 },
  modules: ["runs/evening/discovered/found.rule", "runs/evening/discovered/pytorch/found.py"],
  page: "runs/evening/report.html",
};
const NONE: DiscoveryReport = { ...ABOVE, verdict: "none", selection: families(-0.05, "tabular"), sealed: null };
const SEALED = [{ name: "captions", family: "contrastive", size: 10 }];

function text(report: DiscoveryReport, width = 110): string {
  return formatDiscovery(report, { style: plainStyle, width });
}

/** All of it in one line, one blank between words. */
function words(report: DiscoveryReport): string {
  return text(report).replace(/\s+/g, " ");
}

describe("a discovery", () => {
  test("shows the rule as it can be copied", () => {
    expect(text(ABOVE)).toContain(`\n${TEXT}`);
  });

  test("shows it as it was tuned, and says on what, and what of it the text does not have", () => {
    const program = ABOVE.program as NonNullable<DiscoveryReport["program"]>;
    const told = (scale: number, hyperparameters: Readonly<Record<string, number>>, task?: string): DiscoveryReport =>
      ({ ...ABOVE, program: { ...program, setting: { scale, decay: 0, hyperparameters, task } } });
    const tuned = told(1, { beta1: 0.954 }, "tabular ×10");
    expect(text(tuned)).toContain("def found(w, g, m, lr, beta1=0.954):\n");
    expect(words(tuned)).toContain("setting as tuned on tabular ×10, the middle by scale of 3 tasks; every gain is under the " +
      "setting of its own task over AdamW");
    const one = { ...told(0.125, {}, "tabular ×10"), selection: families(0.2, "tabular") };
    expect(words(one)).toContain("setting as tuned on tabular ×10; the files below have learning_rate=0.125 besides over AdamW");
    expect(words(ABOVE)).not.toContain("setting");
  });

  test("says by how much the rule is ahead, of what, where and over how many seeds", () => {
    const told = words(ABOVE);
    expect(told).toContain("over AdamW +0.45 (+0.35 to +0.55) on noisy-labels ×10, auto-encoder ×10, tabular ×10, " +
      "never trained on");
    expect(told).toContain("over the bar +0.25 (+0.15 to +0.35)");
    expect(told).toContain("over muon by +0.25 on noisy-labels, muon by +0.25 on auto-encoder, muon by +0.25 on tabular");
    expect(told).toContain("sealed +0.30 (+0.20 to +0.40) over the bar, +0.50 (+0.40 to +0.60) over AdamW on captions ×10");
    expect(told).toContain("95 % interval over seeds, for all 2 programs together that were judged; 10 seeds.");
    expect(told).toContain("Every rule was tuned by 16 trials");
  });

  test("labels a rule that reads the step or the steps in all, of an older version too, and no other", () => {
    const program = ABOVE.program as NonNullable<DiscoveryReport["program"]>;
    const reading = { ...program, text: TEXT.replace("lr, ", "lr, t, T, ").replace("sign(m)", "m * t\n  update = update / T") };
    const told = "cost horizon dependent: reads t and T over AdamW";
    expect(words({ ...ABOVE, program: reading })).toContain(told);
    expect(words({ ...ABOVE, program: { ...program, reads: ["t", "T"] } })).toContain(told);
    for (const none of [program, { ...program, reads: [] }]) expect(words({ ...ABOVE, program: none })).not.toContain("horizon");
    // What it is given and does not use is nothing.
    expect(words({ ...ABOVE, program: { ...program, text: TEXT.replace("lr, ", "lr, t, ") } })).not.toContain("horizon");
  });

  test("says where things are, and what to do to see more", () => {
    const told = text(ABOVE);
    for (const path of [...ABOVE.modules, "runs/evening/report.html"]) expect(told).toContain(path);
    expect(told).toContain("symopt show runs/evening 4711");
    expect(words({ ...ABOVE, folder: "my runs/one" })).toMatch(/symopt show ['"]my runs\/one['"] 4711/);
    expect(text({ ...ABOVE, page: null, modules: [] })).not.toContain("discovered");
  });

  test("says whether what is above the bar is so on the sealed family as well", () => {
    expect(words(ABOVE)).toContain("verdict: 4711. It is above the bar for sure on families that the search never trained on");
    const sealedAt = (mean: number, failed = 0): string =>
      words({ ...ABOVE, sealed: { ...families(mean, "captions"), failed, reused: false } });
    expect(sealedAt(0.3)).toContain("On 1 sealed task it is above the bar for sure.");
    expect(sealedAt(0.05)).toContain("On 1 sealed task it is not told apart from the bar.");
    expect(sealedAt(-0.3)).toContain("On 1 sealed task it is below the bar for sure.");
    expect(sealedAt(0.3, 1)).toContain("On 1 sealed task it is not above the bar: trainings failed.");
  });

  /** Families on whose mean a program is above the bar, and below it on the last. */
  function mixed(...tasks: readonly string[]): FamilyVerdict {
    const whole = families(0.25, ...tasks);
    const byTask = whole.overBar.byTask.map((each, k) =>
      k < tasks.length - 1 ? each : { ...each, mean: -0.22, low: -0.39, high: -0.04 });
    return { ...whole, overBar: { ...whole.overBar, byTask } };
  }

  test("has each of several sealed families, and names in the verdict where it is below the bar for sure", () => {
    const sealed = { ...mixed("diffusion", "fine-tuning"), reused: false };
    const told = words({ ...ABOVE, sealed });
    expect(told).toContain("neither trained on nor selected by: over muon by +0.25 (+0.15 to +0.35) on diffusion, muon by -0.22 " +
      "(-0.39 to -0.04) on fine-tuning");
    expect(told).toContain("On 2 sealed tasks it is above the bar for sure. On fine-tuning it is below the bar for sure: -0.22 " +
      "(-0.39 to -0.04). Gains are");
    expect(words({ ...ABOVE, sealed: { ...sealed, failed: 1 } })).not.toContain("it is below");
    expect(words(ABOVE)).toContain("on captions ×10, neither trained on nor selected by verdict");
  });

  test("names so those of the families that it was selected by, of the best where none is above the bar too", () => {
    const selection = mixed("tabular", "noisy-labels");
    expect(words({ ...ABOVE, selection })).toContain("families that the search never trained on. On noisy-labels it is below the bar " +
      "for sure: -0.22 (-0.39 to -0.04). On 1 sealed task");
    expect(words({ ...NONE, selection })).toContain("On noisy-labels the best of them is below the bar for sure: -0.22 (-0.39 to -0.04).");
    expect(words(ABOVE)).not.toContain("it is below");
  });

  test("says where scores end: a gain is larger there, or not known, and has no interval of no width", () => {
    const selection = families(0.25, "noisy-labels", "auto-encoder");
    const [first, second] = selection.overBar.byTask as [GainOnTask, GainOnTask];
    const unknown: GainOnTask =
      { ...second, mean: 0, low: 0, high: 0, beyond: null, both: { end: 2, seeds: 10, of: 10 } };
    const ended: FamilyVerdict = {
      ...selection,
      overBar: { ...selection.overBar, beyond: null, byTask: [{ ...first, beyond: "faster", both: null }, unknown] },
      overAdamw: { ...selection.overAdamw, beyond: "faster" },
    };
    const told = words({ ...ABOVE, selection: ended });
    expect(told).toContain("over AdamW ≥ +0.45 (+0.35 to +0.55)");
    expect(told).toContain("over muon by ≥ +0.25 on noisy-labels, muon by an unknown gain on auto-encoder (both beyond +2, where " +
      "scores end)");
    expect(words({ ...NONE, selection: ended })).toContain("both beyond +2, where scores end on auto-encoder");
    const overBar: RivalGain = { mean: 0, low: 0, high: 0, byTask: [unknown] };
    const sealed = { ...families(0, "captions"), overBar, reused: false };
    expect(words({ ...ABOVE, sealed })).toContain("sealed both beyond +2, where scores end over the bar");
  });

  test("says that the sealed family was opened before, or that there is none", () => {
    expect(words(ABOVE)).not.toContain("reused");
    const reused = { ...families(0.3, "captions"), reused: true };
    expect(words({ ...ABOVE, sealed: reused })).toContain("reused: another program of this run was judged on it before");
    const two = { ...families(0.3, "captions", "images"), reused: true };
    expect(words({ ...ABOVE, sealed: two })).toContain("judged on them before");
    expect(words({ ...ABOVE, sealed: { ...two, reusedOn: ["images"] } })).toContain("reused: another program of this run was judged on " +
      "images ×10 before");
    expect(words({ ...ABOVE, sealed: { ...two, reused: false, reusedOn: [] } })).not.toContain("reused");
    const told = words({ ...ABOVE, sealed: null });
    expect(told).toContain("no sealed family");
    expect(told).not.toContain("sealed task");
    const none = words({ ...NONE, unopened: [], opened: [] });
    expect(none).toContain("selected by; the configuration has no sealed family");
    expect(none).not.toContain("opened");
    // An older version did not tell what stays sealed.
    expect(words(NONE)).toContain("nothing sealed was opened, since nothing is above the bar");
  });

  test.each<[string, DiscoveryReport, string]>([
    ["with a sealed verdict", ABOVE, "sealed"], ["where nothing is above the bar", NONE, "by family"],
    ["where no family is sealed", { ...ABOVE, sealed: null }, "by family"],
    ["where there is no program", { ...NONE, program: null, selection: null }, "by family"],
  ])("has three lines %s: over AdamW, over the bar, and on a family that it never trained on", (_, report, third) => {
    const labels = text(report).split("\n").map((line) => line.slice(0, 18).trim());
    const from = labels.indexOf("over AdamW");
    expect(labels.slice(from).filter((label) => ["over AdamW", "over the bar", "sealed", "by family"].includes(label)))
      .toEqual(["over AdamW", "over the bar", third]);
  });

  test("has an interval for each family where none was opened, and names what stays sealed", () => {
    const told = words({ ...NONE, selection: families(-0.05, "tabular", "images"), unopened: SEALED });
    expect(told).toContain("by family -0.05 (-0.15 to +0.05) on tabular, -0.05 (-0.15 to +0.05) on images, over the bar: never " +
      "trained on, but selected by; captions ×10 stays sealed, since nothing is above the bar");
  });

  test("says of families that were opened before that they were, and never that they stay sealed", () => {
    const opened = [{ name: "images", family: "diffusion", size: 10 }];
    expect(words({ ...NONE, unopened: SEALED, opened })).toContain(
      "captions ×10 stays sealed, since nothing is above the bar; images ×10 was opened before, and not again");
    const none = words({ ...NONE, unopened: [], opened });
    expect(none).toContain("selected by; images ×10 was opened before, and not again");
    expect(none).not.toContain("stays sealed");
  });

  test("says how many steps went where, and what share", () => {
    expect(words(ABOVE)).toContain("work 100,000 training steps: 61,000 in search (61 %), 9,000 in confirmation (9.0 %), 15,000 in " +
      "selection (15 %), 10,000 in comparison (10 %), 5,000 in sealed (5.0 %)");
    const { work: _, ...older } = ABOVE;
    expect(text(older)).not.toContain("training steps");
  });

  test("claims nothing where nothing is above the bar", () => {
    const told = words(NONE);
    expect(told).toContain("No candidate is above the bar for sure. The best of them, 4711");
    expect(told).toContain("verdict: none.");
    expect(told).not.toMatch(/It is above|it is above/);
  });

  test("has little to say where nothing new was trained to its end", () => {
    const told = words({ ...NONE, program: null, selection: null, sealed: null, modules: [], page: null });
    expect(told).toContain("verdict: none. Nothing new was trained to its end.");
    expect(told).toContain("runs/evening");
    expect(told).not.toContain("above");
  });

  test.each([60, 80, 110])("keeps to a page of %i columns", (width) => {
    const many = Array.from({ length: 12 }, (_, k) => `constant_${k}=0.123456789`).join(", ");
    const long = TEXT.replace("beta1=0.9", `beta1=0.9, ${many}`);
    const program = { index: 7, text: long, ablated: true, setting: null, statements: 3, state: 1, cost: 1 };
    const reports = [ABOVE, NONE, { ...ABOVE, program }];
    for (const line of reports.flatMap((report) => text(report, width).split("\n"))) {
      expect(line.length, line).toBeLessThanOrEqual(width);
    }
  });

  test("shows no control characters of names and paths", () => {
    const wild = "a\u001b[31mb";
    const told = text({
      ...ABOVE, folder: wild, modules: [wild], page: wild, selection: families(0.2, wild),
      sealed: { ...families(0.2, wild), reused: false },
    });
    expect(told).not.toContain("\u001b");
  });
});
