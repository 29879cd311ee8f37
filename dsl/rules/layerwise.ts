import type { LibraryRule } from "./library-rule.js";

/** Rules whose step depends on the size of each array of weights. */
export const layerwiseRules: readonly LibraryRule[] = [
  {
    name: "lars",
    title: "LARS",
    source:
      "You, Gitman & Ginsburg 2017, Large Batch Training of Convolutional Networks, arXiv 1708.03888; " +
      "equals optax.lars with learning_rate=1.",
    text: `def lars(w, g, m, lr, learning_rate=1, beta=0.9, weight_decay=0, trust_coefficient=0.001):
  g = g + weight_decay * w
  smaller = min(norm(w), norm(g))
  trust = select(smaller == 0, 1, divide(trust_coefficient * norm(w), norm(g)))
  m = beta * m + g * trust * (learning_rate * lr)
  return m, m
`,
  },
  {
    name: "lamb",
    title: "LAMB",
    source:
      "You et al. 2019, Large Batch Optimization for Deep Learning: Training BERT in 76 Minutes, arXiv " +
      "1904.00962; equals optax.lamb with learning_rate=1e-3.",
    text: `def lamb(w, g, m, v, lr, t,
         learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-6, weight_decay=0):
  m = interp(g, m, beta1)
  v = interp(square(g), v, beta2)
  m_hat = divide(m, 1 - beta1 ** t)
  v_hat = divide(v, 1 - beta2 ** t)
  update = divide(m_hat, sqrt(v_hat) + epsilon) + weight_decay * w
  smaller = min(norm(w), norm(update))
  trust = select(smaller == 0, 1, divide(norm(w), norm(update)))
  update = update * trust * (learning_rate * lr)
  return update, m, v
`,
  },
  {
    name: "adafactor",
    title: "Adafactor",
    source:
      "Shazeer & Stern 2018, Adafactor: Adaptive Learning Rates with Sublinear Memory Cost, arXiv " +
      "1804.04235; equals optax.adafactor with learning_rate=1e-2, min_dim_size_to_factor=1 and an " +
      "array of more than two dimensions seen as a matrix.",
    // A vector's row mean is its mean and its column mean the vector itself, so r ÷ mean(r) is 1 there and
    // what is left is the second moment not factored, as the paper has it for vectors.
    text: `def adafactor(w, g, r, c, lr, t,
              learning_rate=0.01, decay_rate=0.8, clipping_threshold=1, epsilon=1e-30, minimal_scale=0.001):
  g2 = square(g) + epsilon
  beta2 = 1 - t ** -decay_rate
  r = interp(row_mean(g2), r, beta2)
  c = interp(col_mean(g2), c, beta2)
  update = divide(divide(g, sqrt(divide(r, mean(r)))), sqrt(c))
  update = divide(update, max(1, divide(rms(update), clipping_threshold)))
  update = update * max(rms(w), minimal_scale) * (learning_rate * lr)
  return update, r, c
`,
  },
];
