import type { LibraryRule } from "./library-rule.js";

/** Rules that find their own learning rate. */
export const adaptiveRateRules: readonly LibraryRule[] = [
  {
    name: "dog",
    title: "DoG",
    source:
      "Ivgi, Hinder & Carmon 2023, DoG is SGD's Best Friend: A Parameter-Free Dynamic Step Size " +
      "Schedule, arXiv 2302.12022; equals optax.contrib.dog.",
    text: `def dog(w, g, w0, distance, g2_sum, lr, t, learning_rate=1, initial_distance=1e-6, epsilon=1e-8):
  w0 = select(t == 1, w, w0)
  distance = select(t == 1, initial_distance * (1 + global_norm(w)), distance)
  distance = max(distance, global_norm(w - w0))
  g2_sum = g2_sum + dot(g, g)
  update = g * (divide(distance, sqrt(g2_sum + epsilon)) * learning_rate * lr)
  return update, w0, distance, g2_sum
`,
  },
  {
    name: "prodigy",
    title: "Prodigy",
    source:
      "Mishchenko & Defazio 2023, Prodigy: An Expeditiously Adaptive Parameter-Free Learner, arXiv " +
      "2306.06101; equals optax.contrib.prodigy, except that a tree without any gradient yet leaves d " +
      "as it is (optax: NaN).",
    // Σ|s| over the whole tree is the inner product of s and its sign.
    text: `def prodigy(w, g, m, v, s, w0, d, numerator, lr, t,
            learning_rate=1, beta1=0.9, beta2=0.999, epsilon=1e-8,
            initial_d=1e-6, d_coefficient=1, weight_decay=0):
  w0 = select(t == 1, w, w0)
  d = select(t == 1, initial_d, d)
  beta3 = sqrt(beta2)
  rate = d * divide(sqrt(1 - beta2 ** t), 1 - beta1 ** t) * (learning_rate * lr)
  dg = d * g
  m = interp(dg, m, beta1)
  v = interp(square(dg), v, beta2)
  s = beta3 * s + divide(rate, initial_d) * dg
  numerator = beta3 * numerator + divide(d, initial_d) * rate * dot(g, w0 - w)
  denominator = dot(s, sign(s))
  d = max(d, select(denominator == 0, d, d_coefficient * divide(numerator, denominator)))
  update = (divide(m, sqrt(v) + d * epsilon) + weight_decay * w) * rate
  return update, m, v, s, w0, d, numerator
`,
  },
];
