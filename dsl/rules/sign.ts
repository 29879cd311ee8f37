import type { LibraryRule } from "./library-rule.js";

/** Rules that go by the signs of gradients and momenta. */
export const signRules: readonly LibraryRule[] = [
  {
    name: "signsgd",
    title: "signSGD",
    source:
      "Bernstein et al. 2018, signSGD: Compressed Optimisation for Non-Convex Problems, arXiv " +
      "1802.04434; equals optax.sign_sgd.",
    text: `def signsgd(w, g, lr, learning_rate=0.001):
  update = sign(g) * (learning_rate * lr)
  return update
`,
  },
  {
    name: "signum",
    title: "Signum",
    source: "Bernstein et al. 2018, as signSGD, arXiv 1802.04434; equals optax.signum.",
    text: `def signum(w, g, m, lr, learning_rate=0.001, beta=0.9):
  m = interp(g, m, beta)
  update = sign(m) * (learning_rate * lr)
  return update, m
`,
  },
  {
    name: "lion",
    title: "Lion",
    source:
      "Chen et al. 2023, Symbolic Discovery of Optimization Algorithms, arXiv 2302.06675; equals " +
      "optax.lion with learning_rate=1e-4, the default of the authors' own.",
    text: `def lion(w, g, m, lr, learning_rate=0.0001, beta1=0.9, beta2=0.99, weight_decay=0.001):
  update = sign(interp(g, m, beta1))
  m = interp(g, m, beta2)
  update = (update + weight_decay * w) * (learning_rate * lr)
  return update, m
`,
  },
  {
    name: "cautious-lion",
    title: "Cautious Lion",
    source:
      "Liang et al. 2024, Cautious Optimizers: Improving Training with One Line of Code, arXiv " +
      "2411.16085; equals timm.optim.Lion with caution=True.",
    text: `def cautious_lion(w, g, m, lr, learning_rate=0.0001, beta1=0.9, beta2=0.99, weight_decay=0):
  update = sign(interp(g, m, beta1))
  m = interp(g, m, beta2)
  mask = update * g > 0
  update = update * divide(mask, max(mean(mask), 0.001))
  update = (update + weight_decay * w) * (learning_rate * lr)
  return update, m
`,
  },
  {
    name: "powersign",
    title: "PowerSign",
    source:
      "Bello et al. 2017, Neural Optimizer Search with Reinforcement Learning, arXiv 1709.07417; as " +
      "TensorFlow's contrib.opt.PowerSignOptimizer with its defaults, sign_decay_fn=None.",
    text: `def powersign(w, g, m, lr, learning_rate=0.1, beta=0.9, base=2.718281828459045):
  m = interp(g, m, beta)
  update = power(base, sign(g) * sign(m)) * g * (learning_rate * lr)
  return update, m
`,
  },
  {
    name: "addsign",
    title: "AddSign",
    source:
      "Bello et al. 2017, Neural Optimizer Search with Reinforcement Learning, arXiv 1709.07417; as " +
      "TensorFlow's contrib.opt.AddSignOptimizer with its defaults, sign_decay_fn=None.",
    text: `def addsign(w, g, m, lr, learning_rate=0.1, alpha=1, beta=0.9):
  m = interp(g, m, beta)
  update = (alpha + sign(g) * sign(m)) * g * (learning_rate * lr)
  return update, m
`,
  },
];
