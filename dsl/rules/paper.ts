import type { LibraryRule } from "./library-rule.js";

/** The AdamW that the paper's search starts from: the unit of static cost. */
export const adamwPaper: LibraryRule = {
  name: "adamw-paper",
  title: "The AdamW that the search starts from",
  source:
    "Chen et al. 2023, Symbolic Discovery of Optimization Algorithms, arXiv 2302.06675: AdamW " +
    "without bias correction and epsilon, constants inside.",
  text: `def train(w, g, m, v, lr):
  g2 = square(g)
  m = interp(g, m, 0.9)
  v = interp(g2, v, 0.999)
  sqrt_v = sqrt(v)
  update = m / sqrt_v
  wd = w * 0.01
  update = update + wd
  lr = lr * 0.001
  update = update * lr
  return update, m, v
`,
};

/** Programs of the paper that symopt follows: where its search starts, and what it found, as printed. */
export const paperRules: readonly LibraryRule[] = [
  adamwPaper,
  {
    name: "paper-raw",
    title: "The raw program of the search",
    source:
      "Chen et al. 2023, Symbolic Discovery of Optimization Algorithms, arXiv 2302.06675, Program 8, " +
      "as printed.",
    text: `# The raw program of the search in arXiv 2302.06675 (its Program 8).
def train(w, g, m, v, lr):
  g = clip(g, lr)
  m = clip(m, lr)
  v845 = sqrt(0.6270633339881897)
  v968 = sign(v)
  v968 = v - v
  g = arcsin(g)
  m = interp(g, v, 0.8999999761581421)
  v1 = m * m
  v = interp(g, m, 1.109133005142212)
  v845 = tanh(v845)
  lr = lr * 0.0002171761734643951
  update = m * lr
  v1 = sqrt(v1)
  update = update / v1
  wd = lr * 0.4601978361606598
  v1 = square(v1)
  wd = wd * w
  m = cosh(update)
  lr = tan(1.4572199583053589)
  update = update + wd
  lr = cos(v845)
  return update, m, v
`,
  },
  {
    name: "paper-4",
    title: "The raw program, its redundant statements removed",
    source: "Chen et al. 2023, as paper-raw, arXiv 2302.06675, Program 4, as printed.",
    text: `# arXiv 2302.06675, Program 4: the raw program after its redundant statements were removed.
def train(w, g, m, v, lr):
  g = clip(g, lr)
  g = arcsin(g)
  m = interp(g, v, 0.899)
  m2 = m * m
  v = interp(g, m, 1.109)
  abs_m = sqrt(m2)
  update = m / abs_m
  wd = w * 0.4602
  update = update + wd
  lr = lr * 0.0002
  m = cosh(update)
  update = update * lr
  return update, m, v
`,
  },
  {
    name: "paper-5",
    title: "A program of the search with unusual regularisation",
    source: "Chen et al. 2023, as paper-raw, arXiv 2302.06675, Program 5, as printed.",
    text: `# arXiv 2302.06675, Program 5: unusual regularisation.
def train(w, g, m, v, lr):
  m = interp(m, g, 0.16)
  g2 = square(g)
  v = interpolate(v, g2, 0.001)
  v753 = dot(g, w)
  sqrt_v = sqrt(v)
  update = m / sqrt_v
  wd = v753 * w
  update = sin(update)
  update = update + wd
  lr = lr * 0.0216
  update = update * lr
  v = sin(v)
  return update, m, v
`,
  },
  {
    name: "paper-6",
    title: "A program of the search like AdaGrad",
    source: "Chen et al. 2023, as paper-raw, arXiv 2302.06675, Program 6, as printed.",
    text: `# arXiv 2302.06675, Program 6: AdaGrad-like.
def train(w, g, m, v, lr):
  m = interp(m, g, 0.1)
  g2 = square(g)
  g2 = v + g2
  v = interp(v, g2, 0.0015)
  sqrt_v = sqrt(v)
  update = m / sqrt_v
  v70 = get_pi()
  v = min(v, v70)
  update = sinh(update)
  lr = lr * 0.0606
  update = update * lr
  return update, m, v
`,
  },
  {
    name: "paper-7",
    title: "A program of the search like AdaBelief",
    source: "Chen et al. 2023, as paper-raw, arXiv 2302.06675, Program 7, as printed.",
    text: `# arXiv 2302.06675, Program 7: AdaBelief-like.
def train(w, g, m, v, lr):
  m = interp(m, g, 0.1)
  g = g - m
  g2 = square(g)
  v = interp(v, g2, 0.001)
  sqrt_v = sqrt(v)
  update = m / sqrt_v
  wd = w * 0.0238
  update = update + wd
  lr = lr * 0.03721
  update = update * lr
  return update, m, v
`,
  },
];
