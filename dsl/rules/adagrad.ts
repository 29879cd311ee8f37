import type { LibraryRule } from "./library-rule.js";

/** Rules that divide by a root of accumulated squares, without momentum. */
export const adagradRules: readonly LibraryRule[] = [
  {
    name: "adagrad",
    title: "Adagrad",
    source:
      "Duchi, Hazan & Singer 2011, Adaptive Subgradient Methods for Online Learning and Stochastic " +
      "Optimization; equals torch.optim.Adagrad.",
    text: `def adagrad(w, g, v, lr, learning_rate=0.01, epsilon=1e-10):
  v = v + square(g)
  update = divide(g, sqrt(v) + epsilon) * (learning_rate * lr)
  return update, v
`,
  },
  {
    name: "adagrad-norm",
    title: "AdaGrad-Norm",
    source:
      "Ward, Wu & Bottou 2018, AdaGrad Stepsizes: Sharp Convergence over Nonconvex Landscapes, arXiv " +
      "1806.01811, Algorithm 1.",
    text: `def adagrad_norm(w, g, v, lr, t, learning_rate=1, initial_b=0.1):
  v = select(t == 1, square(initial_b), v) + dot(g, g)
  update = g * (divide(learning_rate, sqrt(v)) * lr)
  return update, v
`,
  },
  {
    name: "rmsprop",
    title: "RMSProp",
    source: "Tieleman & Hinton 2012, Lecture 6.5: RMSProp; equals torch.optim.RMSprop.",
    text: `def rmsprop(w, g, v, lr, learning_rate=0.01, beta=0.99, epsilon=1e-8):
  v = interp(square(g), v, beta)
  update = divide(g, sqrt(v) + epsilon) * (learning_rate * lr)
  return update, v
`,
  },
  {
    name: "adadelta",
    title: "Adadelta",
    source:
      "Zeiler 2012, ADADELTA: An Adaptive Learning Rate Method, arXiv 1212.5701; equals " +
      "torch.optim.Adadelta.",
    text: `def adadelta(w, g, v, d, lr, learning_rate=1, rho=0.9, epsilon=1e-6):
  v = interp(square(g), v, rho)
  delta = divide(sqrt(d + epsilon), sqrt(v + epsilon)) * g
  d = interp(square(delta), d, rho)
  update = delta * (learning_rate * lr)
  return update, v, d
`,
  },
];
