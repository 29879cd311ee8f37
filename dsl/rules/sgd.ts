import type { LibraryRule } from "./library-rule.js";

/** Stochastic gradient descent and what only changes its gradient or its memory. */
export const sgdRules: readonly LibraryRule[] = [
  {
    name: "sgd",
    title: "SGD",
    source: "Robbins & Monro 1951, A Stochastic Approximation Method; equals torch.optim.SGD.",
    text: `def sgd(w, g, lr, learning_rate=0.1):
  update = g * (learning_rate * lr)
  return update
`,
  },
  {
    name: "momentum",
    title: "SGD with momentum",
    source:
      "Polyak 1964, Some Methods of Speeding Up the Convergence of Iteration Methods; equals " +
      "torch.optim.SGD with momentum and no dampening.",
    text: `def momentum(w, g, m, lr, learning_rate=0.01, beta=0.9):
  m = beta * m + g
  update = m * (learning_rate * lr)
  return update, m
`,
  },
  {
    name: "nesterov",
    title: "Nesterov SGD",
    source:
      "Nesterov 1983, in the form of Sutskever et al. 2013, On the Importance of Initialization and " +
      "Momentum in Deep Learning; equals torch.optim.SGD with nesterov=True.",
    text: `def nesterov(w, g, m, lr, learning_rate=0.01, beta=0.9):
  m = beta * m + g
  update = (g + beta * m) * (learning_rate * lr)
  return update, m
`,
  },
  {
    name: "clipped-sgd",
    title: "SGD with every coordinate clipped",
    source:
      "Mikolov 2012, Statistical Language Models Based on Neural Networks; equals " +
      "optax.chain(optax.clip(1.0), optax.sgd).",
    text: `def clipped_sgd(w, g, lr, learning_rate=0.1, limit=1):
  update = clamp(g, -limit, limit) * (learning_rate * lr)
  return update
`,
  },
  {
    name: "gradient-centralization",
    title: "SGD with momentum and gradient centralisation",
    source:
      "Yong et al. 2020, Gradient Centralization, arXiv 2004.01461; equals " +
      "optax.chain(optax.centralize(), optax.sgd(momentum=0.9)) on arrays whose outputs are the first " +
      "dimension, as symopt's are the last.",
    text: `def gradient_centralization(w, g, m, lr, learning_rate=0.01, beta=0.9):
  g = select(ndim(g) > 1, g - col_mean(g), g)
  m = beta * m + g
  update = m * (learning_rate * lr)
  return update, m
`,
  },
];
