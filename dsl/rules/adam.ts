import type { LibraryRule } from "./library-rule.js";

/** Adam and its relatives: momentum over a root of averaged squares. */
export const adamRules: readonly LibraryRule[] = [
  {
    name: "adam",
    title: "Adam",
    source:
      "Kingma & Ba 2014, Adam: A Method for Stochastic Optimization, arXiv 1412.6980; equals " +
      "torch.optim.Adam.",
    text: `def adam(w, g, m, v, lr, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
  m = interp(g, m, beta1)
  v = interp(square(g), v, beta2)
  m_hat = divide(m, 1 - beta1 ** t)
  v_hat = divide(v, 1 - beta2 ** t)
  update = divide(m_hat, sqrt(v_hat) + epsilon) * (learning_rate * lr)
  return update, m, v
`,
  },
  {
    name: "adamw",
    title: "AdamW",
    source:
      "Loshchilov & Hutter 2017, Decoupled Weight Decay Regularization, arXiv 1711.05101; equals " +
      "torch.optim.AdamW.",
    text: `def adamw(w, g, m, v, lr, t,
          learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.01):
  m = interp(g, m, beta1)
  v = interp(square(g), v, beta2)
  m_hat = divide(m, 1 - beta1 ** t)
  v_hat = divide(v, 1 - beta2 ** t)
  update = divide(m_hat, sqrt(v_hat) + epsilon)
  update = (update + weight_decay * w) * (learning_rate * lr)
  return update, m, v
`,
  },
  {
    name: "adamax",
    title: "Adamax",
    source: "Kingma & Ba 2014, as Adam, section 7.1, arXiv 1412.6980; equals torch.optim.Adamax.",
    text: `def adamax(w, g, m, u, lr, t, learning_rate=0.002, beta1=0.9, beta2=0.999, epsilon=1e-8):
  m = interp(g, m, beta1)
  u = max(beta2 * u, abs(g) + epsilon)
  update = divide(m, u) * (divide(learning_rate, 1 - beta1 ** t) * lr)
  return update, m, u
`,
  },
  {
    name: "nadam",
    title: "NAdam",
    source:
      "Dozat 2016, Incorporating Nesterov Momentum into Adam; equals torch.optim.NAdam (before PyTorch " +
      "2.0 with foreach=True: its other path takes one factor of the momentum product twice).",
    text: `def nadam(w, g, m, v, product, lr, t,
          learning_rate=0.002, beta1=0.9, beta2=0.999, epsilon=1e-8, momentum_decay=0.004):
  mu = beta1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
  mu_next = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
  product = select(t == 1, 1, product) * mu
  m = interp(g, m, beta1)
  v = interp(square(g), v, beta2)
  m_bar = g * divide(1 - mu, 1 - product) + m * divide(mu_next, 1 - product * mu_next)
  v_hat = divide(v, 1 - beta2 ** t)
  update = divide(m_bar, sqrt(v_hat) + epsilon) * (learning_rate * lr)
  return update, m, v, product
`,
  },
  {
    name: "nadamw",
    title: "NAdamW",
    source:
      "Dozat 2016, Incorporating Nesterov Momentum into Adam, with the decay of AdamW; equals " +
      "optax.nadamw with learning_rate=1e-3.",
    text: `def nadamw(w, g, m, v, lr, t,
          learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.0001):
  m = interp(g, m, beta1)
  v = interp(square(g), v, beta2)
  m_hat = interp(divide(g, 1 - beta1 ** t), divide(m, 1 - beta1 ** (t + 1)), beta1)
  v_hat = divide(v, 1 - beta2 ** t)
  update = divide(m_hat, sqrt(v_hat) + epsilon)
  update = (update + weight_decay * w) * (learning_rate * lr)
  return update, m, v
`,
  },
  {
    name: "amsgrad",
    title: "AMSGrad",
    source:
      "Reddi, Kale & Kumar 2018, On the Convergence of Adam and Beyond, arXiv 1904.09237; equals " +
      "torch.optim.Adam with amsgrad=True.",
    text: `def amsgrad(w, g, m, v, v_max, lr, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
  m = interp(g, m, beta1)
  v = interp(square(g), v, beta2)
  v_max = max(v_max, v)
  m_hat = divide(m, 1 - beta1 ** t)
  v_hat = divide(v_max, 1 - beta2 ** t)
  update = divide(m_hat, sqrt(v_hat) + epsilon) * (learning_rate * lr)
  return update, m, v, v_max
`,
  },
  {
    name: "radam",
    title: "RAdam",
    source:
      "Liu et al. 2019, On the Variance of the Adaptive Learning Rate and Beyond, arXiv 1908.03265; " +
      "equals torch.optim.RAdam.",
    text: `def radam(w, g, m, v, lr, t, learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8):
  m = interp(g, m, beta1)
  v = interp(square(g), v, beta2)
  m_hat = divide(m, 1 - beta1 ** t)
  correction = 1 - beta2 ** t
  rho_max = divide(2, 1 - beta2) - 1
  rho = rho_max - divide(2 * t * beta2 ** t, correction)
  variance = divide((rho - 4) * (rho - 2) * rho_max, (rho_max - 4) * (rho_max - 2) * rho)
  rectified = divide(sqrt(variance) * sqrt(correction), sqrt(v) + epsilon)
  update = m_hat * select(rho > 5, rectified, 1) * (learning_rate * lr)
  return update, m, v
`,
  },
  {
    name: "yogi",
    title: "Yogi",
    source:
      "Zaheer et al. 2018, Adaptive Methods for Nonconvex Optimization; equals optax.yogi with the " +
      "paper's learning_rate=1e-2; as there, both averages start from 1e-6.",
    text: `def yogi(w, g, m, v, lr, t,
         learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-3, initial=1e-6):
  m = interp(g, select(t == 1, initial, m), beta1)
  v = select(t == 1, initial, v)
  g2 = square(g)
  v = v - (1 - beta2) * sign(v - g2) * g2
  m_hat = divide(m, 1 - beta1 ** t)
  v_hat = divide(v, 1 - beta2 ** t)
  update = divide(m_hat, sqrt(v_hat) + epsilon) * (learning_rate * lr)
  return update, m, v
`,
  },
  {
    name: "adabelief",
    title: "AdaBelief",
    source:
      "Zhuang et al. 2020, AdaBelief Optimizer: Adapting Stepsizes by the Belief in Observed " +
      "Gradients, arXiv 2010.07468; equals optax.adabelief with learning_rate=1e-3.",
    text: `def adabelief(w, g, m, s, lr, t,
              learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-16, epsilon_root=1e-16):
  m = interp(g, m, beta1)
  s = interp(square(g - m), s, beta2) + epsilon_root
  m_hat = divide(m, 1 - beta1 ** t)
  s_hat = divide(s, 1 - beta2 ** t)
  update = divide(m_hat, sqrt(s_hat) + epsilon) * (learning_rate * lr)
  return update, m, s
`,
  },
  {
    name: "exadam",
    title: "EXAdam",
    source:
      "Adly 2024, EXAdam: The Power of Adaptive Cross-Moments, arXiv 2412.20302v2; equals the author's " +
      "exadam.py (AhmedMostafa16/EXAdam, 989d7b6), which has no growing step size any more.",
    text: `def exadam(w, g, m, v, lr, t,
           learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0):
  m = interp(g, m, beta1)
  v = interp(square(g), v, beta2)
  m2 = square(m)
  d1 = 1 + divide(v, v + epsilon) * beta2 ** t
  d2 = 1 + divide(m2, m2 + epsilon) * beta1 ** t
  m_tilde = divide(m + g, 1 - beta1 ** t) * d1
  v_tilde = divide(v, 1 - beta2 ** t) * d2
  update = divide(m_tilde, sqrt(v_tilde) + epsilon)
  update = (update + weight_decay * w) * (learning_rate * lr)
  return update, m, v
`,
  },
  {
    name: "cautious-adamw",
    title: "Cautious AdamW",
    source:
      "Liang et al. 2024, Cautious Optimizers: Improving Training with One Line of Code, arXiv " +
      "2411.16085; equals timm.optim.AdamWLegacy with caution=True.",
    text: `def cautious_adamw(w, g, m, v, lr, t,
                   learning_rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-8, weight_decay=0.01):
  m = interp(g, m, beta1)
  v = interp(square(g), v, beta2)
  m_hat = divide(m, 1 - beta1 ** t)
  v_hat = divide(v, 1 - beta2 ** t)
  mask = m * g > 0
  m_hat = m_hat * divide(mask, max(mean(mask), 0.001))
  update = divide(m_hat, sqrt(v_hat) + epsilon)
  update = (update + weight_decay * w) * (learning_rate * lr)
  return update, m, v
`,
  },
];
