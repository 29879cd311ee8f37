import type { LibraryRule } from "./library-rule.js";

/** Rules that see arrays as matrices. */
export const matrixRules: readonly LibraryRule[] = [
  {
    name: "muon",
    title: "Muon",
    source:
      "Jordan et al. 2024, Muon: An Optimizer for Hidden Layers in Neural Networks; equals " +
      "optax.contrib.muon with learning_rate=0.02 on arrays of role matrix and optax.adamw, with that " +
      "rate too, on all others.",
    text: `def muon(w, g, m, v, lr, t, learning_rate=0.02, momentum=0.95, weight_decay=0,
         adam_learning_rate=0.02, beta1=0.9, beta2=0.999, epsilon=1e-8):
  is_matrix = role(w) == 1
  beta = select(is_matrix, momentum, beta1)
  m = (1 - beta) * g + beta * m
  v = interp(square(g), v, beta2)
  m_next = interp(divide(g, 1 - momentum ** t), divide(m, 1 - momentum ** (t + 1)), momentum)
  orthogonal = orthogonalize(m_next) * sqrt(max(1, divide(cols(w), rows(w))))
  m_hat = divide(m, 1 - beta1 ** t)
  v_hat = divide(v, 1 - beta2 ** t)
  adam = divide(m_hat, sqrt(v_hat) + epsilon)
  update = select(is_matrix, orthogonal, adam) + weight_decay * w
  update = update * (select(is_matrix, learning_rate, adam_learning_rate) * lr)
  return update, m, v
`,
  },
];
